"""What became of bodies and memberships from one 1 January to the next, and the world in which it happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from reformsim.arrays import Bools, Ints
from reformsim.model.cooperation.terms import Ties, ties
from reformsim.model.first_day import first_day
from reformsim.model.world import World
from reformsim.network import JOINT_CIVIL_SERVICE, JOINT_FORM, LISTED, NetworkRecord, RecordedBody, load_record
from reformsim.scenario import Scenario
from reformsim.territory import load_territory, successions
from reformsim.world.streams import key_of

TERRITORY = "netherlands"
LISTS_SINCE = 2019
"""First step of which both lists of members are there, so that who left and what ended shows."""


@dataclass(frozen=True, slots=True)
class Founding:
    """A body that was not there the year before.

    Attributes
    ----------
    subject, form
        What it is about, and its legal form a year later.
    rows
        Founders, by their rows of the year before.
    """

    id: str
    subject: str
    form: str
    rows: Ints


@dataclass(frozen=True, slots=True)
class Step:
    """One 1 January and what the next one shows.

    With R rows and B bodies of the world on the earlier day:

    Attributes
    ----------
    year
        Of the later day.
    stays : (R,) bool
        Municipalities that are in no merger on the later day.
    free : (B,) bool
        Voluntary bodies whose lists go on.
    before, after : (B, R) bool
        Who sits in them on both days, the later one by the rows of the earlier.
    goes_on, one_left, fused : (B,) bool
        There a year later; ended because its members became one municipality; ended with most of its members in one
        body on the same subject.
    """

    year: int
    world: World
    tied: Ties
    stays: Bools
    free: Bools
    before: Bools
    after: Bools
    goes_on: Bools
    one_left: Bools
    fused: Bools
    foundings: tuple[Founding, ...]


@lru_cache(maxsize=32)
def step(year: int) -> Step:
    """Give what became of the bodies of 1 January of the year before by that of ``year``."""
    record = load_record(TERRITORY)
    world = recorded_world(year - 1)
    codes = world.territory.codes
    heir, stays = _heirs(year, codes)
    then, now = _members(record, year - 1), _members(record, year)
    bodies = world.state.bodies
    ids = _ids(record, world)
    tied = ties(world)
    free = tied.free & np.array([one is not None and record.bodies[one].source in LISTED for one in ids])
    before = np.zeros((bodies.count, len(codes)), bool)
    before[bodies.edge_body, bodies.edge_row] = True
    after, goes_on = np.zeros_like(before), np.zeros(bodies.count, bool)
    one_left, fused = np.zeros(bodies.count, bool), np.zeros(bodies.count, bool)
    for at, one in enumerate(ids):
        if one is None:
            continue
        if one in now:
            goes_on[at], after[at] = True, [code in now[one] for code in heir]
            continue
        left = {heir[row] for row in np.flatnonzero(before[at])}
        one_left[at] = len(left) < 2
        was = {codes[row] for row in np.flatnonzero(before[at])}
        fused[at] = not one_left[at] and any(
            len(sitting & left) > len(left) / 2 and len(then.get(other, set()) & was) <= len(was) / 2
            for other, sitting in now.items()
            if record.bodies[other].subject == record.bodies[one].subject
        )
    return Step(
        year, world, tied, stays, free, before, after, goes_on, one_left, fused,
        tuple(_foundings(record, world, heir, then, now, year)),
    )  # fmt: skip


def recorded_world(year: int) -> World:
    """The world of 1 January of a year with the recorded network alone."""
    scenario = {"name": "estimate", "territory": TERRITORY, "horizon": {"start": year, "end": year + 1}}
    rest = {"replicates": 1, "law": "enacted", "network": "recorded", "assumptions": "fixed"}
    return first_day(Scenario.model_validate({**scenario, **rest}), 0)


def _members(record: NetworkRecord, year: int) -> dict[str, set[str]]:
    """Members on 1 January of the bodies with two or more, by id."""
    return {body: set(codes) for body, codes in record.members(date(year, 1, 1)).items() if len(codes) > 1}


def _ids(record: NetworkRecord, world: World) -> list[str | None]:
    """Id in the record of each body of a world, ``None`` for those known by the law alone."""
    known = {key_of(f"network/{one}"): one for one in record.bodies}
    bodies = world.state.bodies
    return [known.get(int(key)) for key in bodies.key[: bodies.count]]


def _heirs(year: int, codes: tuple[str, ...]) -> tuple[list[str], Bools]:
    """Code of each municipality on 1 January of ``year``, and whether it is in no merger of that day."""
    heir, merging = {code: code for code in codes}, set()
    for one in _successions().get(year, ()):
        for code in one.members:
            heir[code] = one.code
            if len(one.members) > 1:
                merging.add(code)
    return [heir[code] for code in codes], np.array([code not in merging for code in codes])


@lru_cache(maxsize=1)
def _successions() -> dict[int, tuple]:  # type: ignore[type-arg]
    land = load_territory(TERRITORY, load_record(TERRITORY).first.year)
    return successions(land.events, land.codes)


def _foundings(
    record: NetworkRecord,
    world: World,
    heir: list[str],
    then: dict[str, set[str]],
    now: dict[str, set[str]],
    year: int,
) -> list[Founding]:
    """The voluntary bodies that came in a step; of municipalities that merge the largest stands for all."""
    row_of = {heir[row]: int(row) for row in np.argsort(world.state.population[: len(heir)], kind="stable")}
    found = []
    for one in sorted(now.keys() - then.keys()):
        body = record.bodies[one]
        rows = sorted({row_of[code] for code in now[one] if code in row_of})
        if body.source in LISTED and not body.serves and len(rows) > 1:
            found.append(Founding(one, subject_of(body, year), body.form(date(year, 1, 1)), np.array(rows)))
    return found


def subject_of(body: RecordedBody, year: int) -> str:
    """What a body is about, in the words of ``subjects.yaml``: by form where it is a joint civil service."""
    return JOINT_CIVIL_SERVICE if body.form(date(year, 1, 1)) == JOINT_FORM else body.subject
