"""Reforms that cannot all be carried out in the order of their dates: told by name, before any run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reformsim.country import load_country
from reformsim.errors import Problem, ReformsimError
from reformsim.law import Law
from reformsim.levers.base import Lever
from reformsim.levers.changes import (
    AbolishBodies,
    AbolishSubMunicipal,
    AmendLaw,
    Change,
    FoundBody,
    JoinProvinces,
    MergeProvinces,
    MergeWaterBoards,
    MoveTask,
    RequireCoverage,
    SetRule,
)
from reformsim.levers.changes_by_name import AddTask, AssignTask, MergeMunicipalities, MoveBorder, SplitMunicipality
from reformsim.scenario.load import LeverEntry
from reformsim.tasks import TaskCatalogue, load_task_book

if TYPE_CHECKING:
    from reformsim.territory import Territory


def order_problems(
    levers: Iterable[tuple[LeverEntry, Lever]], territory: Territory, start: int, law: str
) -> list[Problem]:
    """Follow the levers through the years and tell what contradicts what came before.

    Parameters
    ----------
    levers
        Valid levers whose names all exist, in the order of the file.
    start
        First year of the horizon.
    law
        'at_start' or 'enacted'.
    """
    country, first, enacted = load_country(territory.country), dt.date(start, 1, 1), law == "enacted"
    course = _Course(territory, country.law_on(first, enacted=enacted), country.tasks_on(first, enacted=enacted))
    problems: list[Problem] = []
    for entry, lever in sorted(levers, key=lambda pair: pair[1].date):
        try:
            changes = lever.changes(territory)
        except ReformsimError as error:
            problems.append(entry.node.problem(("date",), str(error), root=entry.root))
            continue
        messages = list(course.place(lever))
        for change in changes:
            messages += course.follow(change, lever)
        for message in messages:
            problems.append(entry.node.problem((), message, root=entry.root))
    return list(dict.fromkeys(problems))


@dataclass
class _Course:
    """What the levers up to a day have done."""

    territory: Territory
    law: Law
    tasks: TaskCatalogue
    bodies: dict[str, list[tuple[frozenset[str] | None, Lever]]] = field(default_factory=dict)
    sub_municipal: list[tuple[frozenset[str] | None, Lever]] = field(default_factory=list)
    provinces: dict[str, tuple[str, Lever]] = field(default_factory=dict)
    created: set[str] = field(default_factory=set)
    municipalities: dict[str, tuple[str, Lever]] = field(default_factory=dict)
    water_boards: dict[str, tuple[str, Lever]] = field(default_factory=dict)
    new_boards: set[str] = field(default_factory=set)
    founded: list[tuple[FoundBody | JoinProvinces, Lever]] = field(default_factory=list)
    carriers: dict[str, tuple[str, Lever]] = field(default_factory=dict)
    rules: dict[str, tuple[object, Lever]] = field(default_factory=dict)
    covered: dict[str, Lever] = field(default_factory=dict)
    added: dict[str, tuple[AddTask, Lever]] = field(default_factory=dict)
    amended: dict[tuple[str, frozenset[str] | None], Lever] = field(default_factory=dict)

    def follow(self, change: Change, lever: Lever) -> Iterator[str]:
        """Take one change in, and give what makes it impossible."""
        if isinstance(change, AmendLaw):
            yield from self._amend(change, lever)
        elif isinstance(change, MoveTask):
            yield from self._move(change, lever)
        elif isinstance(change, AbolishBodies):
            yield from self._abolish(change, lever)
        elif isinstance(change, MergeProvinces):
            yield from self._merge(change, lever)
        elif isinstance(change, MergeWaterBoards):
            yield from self._merge_boards(change, lever)
        elif isinstance(change, FoundBody):
            yield from self._found(change, lever)
        elif isinstance(change, JoinProvinces):
            yield from self._join(change, lever)
        elif isinstance(change, AbolishSubMunicipal):
            yield from self._end_councils(change, lever)
        elif isinstance(change, RequireCoverage):
            yield from self._cover(change, lever)
        elif isinstance(change, SetRule):
            yield from self._set(change, lever)
        elif isinstance(change, MergeMunicipalities):
            yield from self._merge_named(change, lever)
        elif isinstance(change, SplitMunicipality):
            yield from self._split(change, lever)
        elif isinstance(change, MoveBorder):
            yield from self._merged_before((change.giver, change.receiver), lever)
        elif isinstance(change, AddTask):
            yield from self._add_task(change, lever)
        elif isinstance(change, AssignTask):
            yield from self._assign(change, lever)

    def place(self, lever: Lever) -> Iterator[str]:
        """Give the provinces in a lever's ``where`` that have merged before its date, and so no longer exist."""
        if lever.scope != "provinces" or lever.where is None:
            return
        for code in sorted(lever.provinces(self.territory) or ()):
            into, by = self.provinces.get(code, ("", lever))
            if into and by.date < lever.date:
                yield f"province '{code}' of `where` is merged into '{into}' by '{by.id}' on {by.date} already"

    def _found(self, change: FoundBody, lever: Lever) -> Iterator[str]:
        units = set(self.territory.codes if change.units is None else change.units)
        yield from self._twice(change, lever)
        for other, by in self.founded:
            if not (isinstance(other, FoundBody) and change.carries and other.carries):
                continue
            theirs = set(self.territory.codes if other.units is None else other.units)
            both = sorted(set(change.tasks) & set(other.tasks))
            if both and units & theirs and not theirs <= units:
                yield f"task '{both[0]}' is carried by '{other.name}' ('{by.id}') in a part of the area only"
        self.founded.append((change, lever))

    def _join(self, change: JoinProvinces, lever: Lever) -> Iterator[str]:
        yield from self._twice(change, lever)
        into = {self.provinces[code][0] if code in self.provinces else code for code in change.provinces}
        if len(into) < 2:
            code, by = self.provinces.get(change.provinces[0], ("", lever))
            since = f" since '{by.id}' on {by.date}" if code else ""
            yield f"an arrangement takes two provinces or more, and {', '.join(change.provinces)} are one{since}"
        self.founded.append((change, lever))

    def _twice(self, change: FoundBody | JoinProvinces, lever: Lever) -> Iterator[str]:
        for other, by in self.founded:
            if other.name == change.name and by is not lever:
                yield f"'{change.name}' is founded by '{by.id}' on {by.date} already"

    def _amend(self, change: AmendLaw, lever: Lever) -> Iterator[str]:
        table, entry = change.table, change.entry
        earlier = self.amended.get((table, entry.scope))
        if earlier is not None and earlier is not lever and earlier.date == lever.date:
            yield f"table '{table}' is amended by '{earlier.id}' on the same day"
            return
        later = [e.since for e in self.law.table(table).entries if e.scope == entry.scope and e.since >= entry.since]
        if later:
            yield f"the law as enacted changes '{table}' on {max(later)}, after this; use `law: at_start`"
            return
        problems = self.law.amendment_problems(table, entry)
        if problems:
            yield f"cannot amend table '{table}': {'; '.join(problems)}"
            return
        self.amended[table, entry.scope] = lever
        self.law = self.law.amend(table, entry)

    def _move(self, change: MoveTask, lever: Lever) -> Iterator[str]:
        if (unknown := self._not_yet(change.task)) is not None:
            yield unknown
            return
        if change.carrier is None:  # It stays where it is.
            return
        earlier = self.carriers.get(change.task)
        nothing_else = change == MoveTask(change.task, change.carrier)
        if earlier is not None and earlier[1].date == lever.date:
            yield f"task '{change.task}' is moved by '{earlier[1].id}' on the same day"
        elif nothing_else and change.carrier == self._carrier(change.task, lever):
            by = f" since '{earlier[1].id}'" if earlier is not None else ""
            yield f"task '{change.task}' is with '{change.carrier}' already{by}, and nothing else changes"
        self.carriers[change.task] = (change.carrier, lever)

    def _carrier(self, task: str, lever: Lever) -> str:
        """Give the layer that carries a task when a lever comes; in each year levers go first, then the law."""
        carrier, since = self.added[task][0].carrier if task in self.added else self.tasks[task].carrier, 0
        if task in self.carriers:
            carrier, by = self.carriers[task]
            since = by.date.year
        by_law = [s.carrier for s in self.tasks.coming if s.task == task and since <= s.day.year < lever.date.year]
        return by_law[-1] if by_law else carrier

    def _not_yet(self, task: str) -> str | None:
        """Say that a task that a lever adds is not there yet."""
        there = task in self.tasks or task in self.added
        return None if there else f"task '{task}' is not there yet on that day; it is added later"

    def _abolish(self, change: AbolishBodies, lever: Lever) -> Iterator[str]:
        if change.kind == "plusregio":
            yield from self._by_law("wgr_plus_allowed", f"bodies of kind '{change.kind}'", lever)
        regions = None if change.regions is None else frozenset(change.regions)
        for gone, by in self.bodies.get(change.kind, ()):
            twice = _common(regions, gone)
            if twice is not None:
                which = f" of {', '.join(sorted(twice))}" if twice else ""
                yield f"bodies of kind '{change.kind}'{which} are abolished by '{by.id}' on {by.date} already"
        self.bodies.setdefault(change.kind, []).append((regions, lever))

    def _end_councils(self, change: AbolishSubMunicipal, lever: Lever) -> Iterator[str]:
        yield from self._by_law("sub_municipal_councils_allowed", "sub-municipal councils", lever)
        units = None if change.units is None else frozenset(change.units)
        for gone, by in self.sub_municipal:
            twice = _common(units, gone)
            if twice is not None:
                which = f" of {', '.join(sorted(twice)[:5])}" if twice else ""
                yield f"sub-municipal councils{which} are abolished by '{by.id}' on {by.date} already"
        self.sub_municipal.append((units, lever))

    def _merge(self, change: MergeProvinces, lever: Lever) -> Iterator[str]:
        for member in change.members:
            if member in self.provinces:
                into, by = self.provinces[member]
                yield f"province '{member}' is merged into '{into}' by '{by.id}' on {by.date} already"
        if change.code in self.created or change.code in self.territory.province_codes:
            yield f"the code '{change.code}' is that of another province"
        for member in change.members:
            self.provinces.setdefault(member, (change.code, lever))
        self.created.add(change.code)

    def _merge_named(self, change: MergeMunicipalities, lever: Lever) -> Iterator[str]:
        yield from self._merged_before(change.members, lever)
        names = dict(zip(self.territory.codes, self.territory.names, strict=True))
        for code, name in names.items():
            if (
                name.casefold() == change.name.casefold()
                and code not in change.members
                and code.casefold() not in self.municipalities
            ):
                yield f"'{change.name}' is the name of another municipality ({code})"
        if not change.asked:
            whole = change.name or names.get(change.into or "", change.into) or "another"
            for member in change.members:
                if member != change.into:
                    self.municipalities.setdefault(member.casefold(), (whole, lever))

    def _split(self, change: SplitMunicipality, lever: Lever) -> Iterator[str]:
        if change.merged_in is not None:
            self.municipalities.clear()
            return
        yield from self._merged_before((change.municipality,), lever)
        for part in change.parts:
            for word in part.former:
                self.municipalities.pop(word.casefold(), None)
        if change.back:
            self.municipalities.clear()

    def _add_task(self, change: AddTask, lever: Lever) -> Iterator[str]:
        earlier = self.added.get(change.task)
        if change.task in load_task_book().ids:
            yield f"task '{change.task}' is in the catalogue already; expected another id"
        elif earlier is not None:
            yield f"task '{change.task}' is added by '{earlier[1].id}' on {earlier[1].date} already"
        self.added.setdefault(change.task, (change, lever))

    def _assign(self, change: AssignTask, lever: Lever) -> Iterator[str]:
        if (unknown := self._not_yet(change.task)) is not None:
            yield unknown
            return
        added = self.added.get(change.task)
        forms = self.tasks[change.task].forms if added is None else added[0].forms
        if change.form and change.form not in forms:
            allowed = ", ".join(forms) or "none"
            yield f"task '{change.task}' may not be shared in the form {change.form}, but in: {allowed}"
        carrier = self._carrier(change.task, lever)
        if carrier != "gemeente":
            yield f"task '{change.task}' is carried by '{carrier}', not by municipalities"
        yield from self._merged_before(change.members, lever)

    def _merged_before(self, named: Iterable[str], lever: Lever) -> Iterator[str]:
        """Tell of municipalities that an earlier lever has merged."""
        for one in named:
            into, by = self.municipalities.get(one.casefold(), ("", lever))
            if by is not lever:
                yield f"municipality '{one}' is merged into '{into}' by '{by.id}' on {by.date} already"

    def _merge_boards(self, change: MergeWaterBoards, lever: Lever) -> Iterator[str]:
        for member in change.members:
            if member in self.water_boards:
                into, by = self.water_boards[member]
                yield f"water board '{member}' is merged into '{into}' by '{by.id}' on {by.date} already"
        boards = self.territory.water_boards
        known = () if boards is None else self.territory.divisions[boards.division].region_codes
        if change.code in self.new_boards or change.code in known:
            yield f"the code '{change.code}' is that of another water board"
        for member in change.members:
            self.water_boards.setdefault(member, (change.code, lever))
        self.new_boards.add(change.code)

    def _by_law(self, table: str, what: str, lever: Lever) -> Iterator[str]:
        """Tell of an institution that the law itself ends before a lever does (``law: enacted``).

        Of one day the lever goes first, so that it can say what comes in its place.
        """
        ends = [e.since for e in self.law.table(table).entries if e.value == 0 and e.since < lever.date]
        if ends:
            yield f"{what} are abolished by law on {min(ends)} already"

    def _cover(self, change: RequireCoverage, lever: Lever) -> Iterator[str]:
        for task in change.tasks:
            earlier = self.covered.get(task)
            if earlier is not None and change.regions is None:
                yield f"regions for task '{task}' are required by '{earlier.id}' on {earlier.date} already"
            self.covered[task] = lever

    def _set(self, change: SetRule, lever: Lever) -> Iterator[str]:
        earlier = self.rules.get(change.rule)
        if earlier is not None and earlier[1].date == lever.date and earlier[0] != change.value:
            yield f"rule '{change.rule}' is set otherwise by '{earlier[1].id}' on the same day"
        self.rules[change.rule] = (change.value, lever)


def _common(new: frozenset[str] | None, old: frozenset[str] | None) -> frozenset[str] | None:
    """Give what both name; an empty set if both mean all, ``None`` if they have nothing in common."""
    if new is None or old is None:
        return (new if old is None else old) or frozenset()
    return (new & old) or None
