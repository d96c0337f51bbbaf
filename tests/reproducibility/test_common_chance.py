"""Chance belongs to what it is drawn for: what does not concern a reform is the same with and without it."""

from collections.abc import Mapping
from datetime import date
from functools import cache

import numpy as np
import pytest
import yaml

from reformsim.experiment.replicate import simulate
from reformsim.history import Record
from reformsim.levers import LEVERS
from reformsim.scenario import Scenario, load_scenario

BASE = load_scenario("baseline-2011").model_copy(update={"measures": "all"})
SHORT, UNTIL = 2013, 2014
"""Last years of runs in which nothing is to change, and of those in which something is."""
STRONGER: Mapping[str, Mapping[str, object]] = {
    "minimum_size": {"inhabitants": 100_000},
    "merger_initiators": {"initiators": ["municipality", "province", "minister"], "push": 1.0},
    "mergers_from_below": {"consent": "majority", "max_size": 3},
    "prefer_public_law": {"preference": 1.0, "private_allowed": False},
    "province_push": {"strength": 1.0},
}
"""Levers whose example is too mild to be seen in one replicate of a few years."""


def _reform(name: str) -> Mapping[str, object]:
    """The example of a lever, or a stronger one, without its day and source."""
    example = yaml.safe_load(LEVERS[name].example)
    chosen = {"lever": name, **STRONGER[name]} if name in STRONGER else example
    return {key: value for key, value in chosen.items() if key not in ("date", "source")}


NAMES = list(LEVERS)
REFORMS = tuple(_reform(name) for name in NAMES)


def with_reform(reform: Mapping[str, object], year: int, until: int = UNTIL, **more: object) -> Scenario:
    """The baseline with one reform, to the end of these tests."""
    values = {**reform, "date": date(year, 1, 1), "source": "assumption", **more}
    lever = LEVERS[str(reform["lever"])].model_validate(values)
    horizon = {"start": BASE.horizon.start, "end": until}
    return Scenario(**{**dict(BASE), "levers": (lever,), "horizon": horizon})


@pytest.fixture(scope="module")
def baseline() -> Record:
    return simulate(Scenario(**{**dict(BASE), "horizon": {"start": BASE.horizon.start, "end": UNTIL}}), 0)


def differing(one: Record, other: Record, years: int | None = None) -> set[str]:
    """Indicators that differ in any bit in the first ``years`` years."""
    same = one.values[:years].view(np.uint64) == other.values[:years].view(np.uint64)
    return {one.indicators[i] for i in np.flatnonzero(~same.all(axis=0))}


@cache
def reformed(name: str) -> Record:
    """A run in which a reform touches what it may."""
    return simulate(with_reform(REFORMS[NAMES.index(name)], 2013), 0)


def unlike_until(year: int, one: Record, other: Record) -> set[str]:
    """The indicators that differ up to a year, and whether events do."""
    before = [[e for e in record.events if e.year <= year] for record in (one, other)]
    return differing(one, other, years=year - BASE.horizon.start + 1) | (
        {"events"} if before[0] != before[1] else set()
    )


@pytest.mark.parametrize("reform", REFORMS, ids=NAMES)
def test_a_reform_of_an_empty_group_changes_no_number(baseline, reform):
    assert unlike_until(SHORT, simulate(with_reform(reform, 2012, SHORT, where={"units": []}), 0), baseline) == set()


@pytest.mark.parametrize("reform", REFORMS, ids=NAMES)
def test_a_reform_after_the_horizon_changes_no_number(baseline, reform):
    assert unlike_until(SHORT, simulate(with_reform(reform, SHORT + 1, SHORT), 0), baseline) == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_reform_changes_nothing_before_its_date(baseline, name):
    assert unlike_until(2012, reformed(name), baseline) == set()


def test_larger_coalitions_from_a_later_year_change_nothing_before_it(baseline):
    larger = {"lever": "mergers_from_below", "max_size": 6}
    reformed = simulate(with_reform(larger, UNTIL), 0)
    assert differing(baseline, reformed, years=UNTIL - BASE.horizon.start) == set()
    later = simulate(with_reform(larger, UNTIL + 1), 0)
    assert differing(baseline, later) == set()


def test_every_reform_that_touches_something_is_seen_in_the_record(baseline):
    unseen = {name for name in NAMES if not differing(baseline, reformed(name))}
    assert unseen == set()


def test_another_replicate_leaves_the_others_as_they_were():
    from reformsim.experiment import run

    few, more = (run(BASE, replicates=n, until=2014) for n in (2, 3))
    assert few.values.tobytes() == more.values[:2].tobytes()
    assert few.map_table.equals(
        more.map_table[more.map_table["replicate"] < 2].reset_index(drop=True).astype(few.map_table.dtypes)
    )
    assert not np.array_equal(more.values[1], more.values[2])


def test_another_seed_or_replicate_gives_another_history(baseline):
    other = simulate(Scenario(**{**dict(BASE), "seed": BASE.seed + 1, "horizon": {"start": 2011, "end": UNTIL}}), 0)
    assert not np.array_equal(other.owner[-1], baseline.owner[-1])
