"""The cooperation bodies of the first day as they are on record: members, form, tasks by subject, year of founding.

Where the law asks for a body in every region of a division, the recorded one that serves the region is that body. Where
none does, but recorded bodies carry out what the law asks for all who live there, these stand for it; else the body is
known by the law alone, as without a record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from reformsim.arrays import Ints32
from reformsim.network import JOINT_CIVIL_SERVICE, JOINT_FORM, NetworkRecord, RecordedBody, load_subjects
from reformsim.tasks import TaskCatalogue
from reformsim.territory import StatutoryBody, Territory
from reformsim.world.bodies import Bodies, legal_of
from reformsim.world.statutory import YEARS_THERE, statutory_body
from reformsim.world.streams import key_of


@dataclass
class Entering:
    """Recorded bodies on their way into the world.

    Parameters
    ----------
    rows
        Rows of the members of each recorded body with two or more on the map, by id.
    entered
        Number in the world of each that is in it, by id.
    """

    territory: Territory
    tasks: TaskCatalogue
    bodies: Bodies
    record: NetworkRecord
    rows: Mapping[str, Ints32]
    entered: dict[str, int] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The first day."""
        return date(self.territory.year, 1, 1)

    def subject(self, one: RecordedBody) -> tuple[list[int], list[int]]:
        """What a body carries out, and is about besides, by subject (a guess), as far as the catalogue has it."""
        word = JOINT_CIVIL_SERVICE if one.form(self.day) == JOINT_FORM else one.subject
        subject, known = load_subjects()[word], set(self.tasks.ids)
        carried, said = ([self.tasks.index(t) for t in part if t in known] for part in (subject.tasks, subject.say))
        return carried, said

    def enter(self, one: RecordedBody, rule: StatutoryBody | None = None, region: str = "") -> None:
        """Enter a recorded body, as that of a region if the law asks for one."""
        carried, said = self.subject(one)
        if rule is not None:
            asked = [self.tasks.index(t) for t in rule.tasks_of(region)]
            # What a body carries in its own right is what the law gives it; nothing else of it is.
            carried = asked if rule.carries else sorted({*carried, *asked})
            said = sorted({*said, *(self.tasks.index(t) for t in rule.say_of(region))} - {*carried})
        form, since = one.form(self.day), one.days.since
        legal = legal_of(form)
        again = "" if one.id not in self.entered or rule is None else f" ({rule.kind.replace('_', ' ')})"
        number = self.bodies.add(
            name=one.name + again,
            kind=rule.kind if rule is not None else "private" if legal == "private" else "public",
            form=rule.form if rule is not None and rule.carries else form,
            legal=legal if rule is None else rule.legal,
            region=region,
            tasks=carried,
            say=said,
            founded=since.year if since is not None and since <= self.day else self.territory.year - YEARS_THERE,
            obliged=rule is not None and rule.obliged,
            origin="recorded",
            carries=rule is not None and rule.carries,
            seats_per_member=1.0 if rule is None else float(rule.board_per_member),
        )
        self.bodies.key[number] = key_of(f"network/{one.id}{again}")
        self.bodies.add_members([number] * len(self.rows[one.id]), self.rows[one.id])
        self.entered.setdefault(one.id, number)


def recorded_bodies(territory: Territory, tasks: TaskCatalogue, bodies: Bodies, record: NetworkRecord) -> None:
    """Enter all bodies of the record with two members or more on the first day, and those known by the law alone."""
    place = {code: row for row, code in enumerate(territory.codes)}
    named = record.members(date(territory.year, 1, 1))
    rows = {
        body: np.array(sorted(place[code] for code in codes if code in place), np.int32)
        for body, codes in sorted(named.items())
    }
    many = {body: members for body, members in rows.items() if len(members) > 1}
    entering = Entering(territory, tasks, bodies, record, many)
    for rule in territory.statutory_bodies:
        for region in territory.divisions[rule.division].region_codes:
            _asked_for(entering, rule, region)
    for body in many:
        if body not in entering.entered:
            entering.enter(record.bodies[body])


def _asked_for(entering: Entering, rule: StatutoryBody, region: str) -> None:
    """Enter the body that the law asks for in a region, if it is not there already."""
    rows, bodies = entering.rows, entering.bodies
    serving = [one for one in map(entering.record.bodies.__getitem__, rows) if (rule.division, region) in one.serves]
    if not serving:
        if not _stands_for(entering, rule, region):
            statutory_body(entering.territory, entering.tasks, bodies, rule, region)
        return
    one = max(serving, key=lambda one: (len(rows[one.id]), one.id))
    number = entering.entered.get(one.id)
    if number is None or bodies.carries[number] or rule.carries:
        entering.enter(one, rule, region)
        return
    asked = [entering.tasks.index(t) for t in rule.tasks_of(region)]
    bodies.tasks[number, asked] = bodies.say[number, asked] = True
    bodies.obliged[number] |= rule.obliged


def _stands_for(entering: Entering, rule: StatutoryBody, region: str) -> bool:
    """Whether recorded bodies carry out all that the law asks for, for all municipalities of a region; enters them.

    They are then obliged as the law has it.
    """
    asked = {entering.tasks.index(t) for t in rule.tasks_of(region)}
    if not asked or rule.carries:
        return False
    division = entering.territory.divisions[rule.division]
    left = set(division.members(region).tolist())
    doing = [
        (body, rows) for body, rows in entering.rows.items()
        if left & set(rows.tolist()) and asked <= set(entering.subject(entering.record.bodies[body])[0])
    ]  # fmt: skip
    if not doing or left - {row for _, rows in doing for row in rows.tolist()}:
        return False
    for body, _ in doing:
        if body not in entering.entered:
            entering.enter(entering.record.bodies[body])
        entering.bodies.obliged[entering.entered[body]] |= rule.obliged
    return True
