"""Measures of all snapshots of all runs at once: each gives what it gives alone, and looking changes no run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from reformsim.history import History
from reformsim.measures import LOCAL, MEASURES, Snapshots, measured, national
from reformsim.measures.registry import local
from reformsim.model import ReformModel
from reformsim.model.cooperation.memberships import dissolve
from reformsim.model.recording import history_of, snapshot
from reformsim.scenario import Scenario
from tests.model.worlds import TOY, assess, beyond_ranges, found, same, statutory, toy, world_of

REFORMS = (
    {"lever": "abolish_wgr_plus", "date": "2014-01-01", "tasks_to": {"regional_transport": "provincie"}},
    {"lever": "abolish_sub_municipal_councils", "date": "2014-03-19"},
    {"lever": "minimum_size", "date": "2013-01-01", "inhabitants": 30_000},
    {"lever": "merge_provinces", "date": "2016-01-01", "members": ["PA", "PB"], "name": "Eenland", "code": "PE"},
    {"lever": "fewer_civil_servants", "date": "2013-01-01", "layer": "gemeente", "share": 0.1},
)
PRINCIPLES = {"two_layers": 3, "single_owner": True, "gradual": 1}


def scenario(end: int, *, behaviour: Mapping[str, float], reformed: bool = True, **more: Any) -> Scenario:
    levers = [{**lever, "source": "a test"} for lever in REFORMS] if reformed else []
    horizon = {"start": 2011, "end": end}
    given = {"name": "seen", "territory": str(TOY), "horizon": horizon, "seed": 1, "levers": levers, **more}
    return beyond_ranges(behaviour=behaviour, **given)


@lru_cache(maxsize=8)
def history(end: int, reformed: bool = True, merging: float = -3.0, law: str = "at_start") -> History:
    behaviour = {"merger.constant": merging, "capacity.funding": 1.0 if reformed else 0.5}
    made = scenario(end, reformed=reformed, behaviour=behaviour, law=law, principles=PRINCIPLES if reformed else {})
    return ReformModel(made).run()


def close(one: np.ndarray, other: np.ndarray, names: tuple[str, ...]) -> None:
    """Hold that two tables of measures are the same but for the order of sums; names the measures that are not."""
    assert one.shape == other.shape
    apart = ~np.isclose(one, other, rtol=1e-11, atol=1e-11, equal_nan=True).all(axis=0)
    assert [name for name, far in zip(names, apart, strict=True) if far] == []


# --- one beside the other --------------------------------------------------------------------------------


def test_runs_measured_together_give_what_each_gives_alone():
    """Of other lengths, reforms, law and parameters, with mergers and without."""
    calm = history(2013, reformed=False, merging=-14.0, law="enacted")
    runs = [history(2020), calm, history(2016, merging=1.0, law="enacted")]
    assert len({len(run.codes) for run in runs}) == 3, "they have merged differently"
    together, alone = Snapshots(runs), [Snapshots([run]) for run in runs]
    close(national(together), np.concatenate([national(s) for s in alone]), tuple(MEASURES))
    close(local(together), np.concatenate([local(s) for s in alone]), LOCAL)


def test_the_first_years_of_a_run_are_measured_alike_whatever_comes_after_them():
    whole = history(2030)
    short = replace(whole, years=whole.years[:3])
    several, few = Snapshots([whole]), Snapshots([short])
    close(national(several)[:4], national(few), tuple(MEASURES))
    close(local(several)[: len(few.snap)], local(few), LOCAL)


def test_the_snapshots_of_a_run_are_its_first_day_and_its_years_one_behind_the_other():
    runs = history(2016), history(2013)
    s = Snapshots(runs)
    assert s.year.tolist() == [2011, *range(2011, 2017), 2011, 2011, 2012, 2013]
    assert (s.first.tolist(), s.run.tolist()) == ([0] * 7 + [7] * 4, [0] * 7 + [1] * 4)
    assert s.reported.tolist() == [1, 2, 3, 4, 5, 6, 8, 9, 10]
    assert s.count.tolist() == [len(shot.row) for run in runs for shot in (run.first, *run.years)]


class Counted(np.ndarray):
    """An array that counts what is done with it and with whatever comes of it."""

    calls = 0

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = None, **more: Any) -> Any:
        Counted.calls += 1
        given = [np.asarray(x) if isinstance(x, Counted) else x for x in inputs]
        if out is not None:
            more["out"] = tuple(np.asarray(x) if isinstance(x, Counted) else x for x in out)
        result = getattr(ufunc, method)(*given, **more)
        if out is not None:
            return out[0]
        return result.view(Counted) if isinstance(result, np.ndarray) else result

    def __array_function__(self, function: Any, types: Any, args: Any, more: Any) -> Any:
        Counted.calls += 1
        return super().__array_function__(function, types, args, more)


def counted(one: Any) -> Any:
    """The same snapshot, or part of one, of arrays that count."""
    if isinstance(one, np.ndarray):
        return one.view(Counted)
    if is_dataclass(one) and not isinstance(one, type):
        return replace(one, **{f.name: counted(getattr(one, f.name)) for f in fields(one) if f.name not in KEPT})
    return one


KEPT = ("law", "rules", "profile")
"""What is looked up by name."""


def calls(years: int) -> dict[str, int]:
    """How often each measure calls NumPy for a run of so many years in which nothing happens."""
    world = world_of(toy())
    first = counted(snapshot(world))
    run = history_of(world, first, [first] * years)
    found = {}
    for name, one in MEASURES.items():
        s, Counted.calls = Snapshots([run]), 0
        one.function(s)
        found[name] = Counted.calls
    return found


def test_a_measure_calls_numpy_as_often_for_twenty_years_as_for_three():
    few, many = calls(3), calls(20)
    assert sum(number > 0 for number in few.values()) > 0.7 * len(few), "the others only count or look up"
    assert {name: (few[name], many[name]) for name in few if many[name] != few[name]} == {}


# --- the first day ---------------------------------------------------------------------------------------


INDICES = tuple(name for name, one in MEASURES.items() if "= 100" in one.unit)


def test_indices_are_100_on_the_first_day_of_each_run():
    assert len(INDICES) > 5
    s = Snapshots([history(2020), history(2013, reformed=False, merging=-14.0, law="enacted")])
    days = np.unique(s.first)
    assert len(days) == 2
    assert national(s, INDICES)[days] == pytest.approx(100.0)


def test_what_changed_refers_to_the_first_day_and_not_to_the_first_year():
    """The same years; on the first day of one run T01 and T04 shared their taxes, and of the other not yet."""
    world = world_of(statutory())
    usual = snapshot(world)
    found(world, "T01 T04", "taxes")
    more = snapshot(world)
    runs = [history_of(world, first, (usual, more)) for first in (usual, more)]
    within = MEASURES["lost_to_scale_within"].function(Snapshots(runs))
    assert within[[0, 1, 3, 5]] == pytest.approx(0.0)
    assert within[2] == pytest.approx(-within[4]) and within[2] < 0.0


# --- recording -------------------------------------------------------------------------------------------


def test_a_model_that_is_looked_at_every_year_ends_as_one_that_is_not():
    made = scenario(2018, behaviour={"merger.constant": -3.0}, principles=PRINCIPLES)
    alone, watched = ReformModel(made, 2), ReformModel(made, 2)
    while watched.years_done < 8:
        watched.step()
        seen = measured(watched.history())
    ran = measured(alone.run())
    assert seen.values.tobytes() == ran.values.tobytes() and seen.events == ran.events
    assert (seen.violations, seen.names) == (ran.violations, ran.names)
    assert (seen.local.indicators, seen.local.provinces) == (LOCAL, ran.local.provinces)
    assert seen.local.by_unit.tobytes() == ran.local.by_unit.tobytes()
    assert seen.local.by_province.tobytes() == ran.local.by_province.tobytes()
    assert len(ran.violations) > 0 and any(event.kind == "merger" for event in ran.events)


def test_what_is_written_down_of_a_year_does_not_change_as_the_world_goes_on():
    model = ReformModel(scenario(2020, behaviour={"merger.constant": -3.0}))
    for _ in range(3):
        model.step()
    early = model.history()
    before = {year: {name: a.copy() for name, a in seen_arrays(shot).items()} for year, shot in enumerate(early.years)}
    while model.years_done < 10:
        model.step()
    assert model.history().years[:3] == early.years
    after = {year: seen_arrays(shot) for year, shot in enumerate(early.years)}
    assert [(y, name) for y in before for name, a in before[y].items() if not same(a, after[y][name])] == []


def test_a_snapshot_shares_no_array_with_the_world():
    world = world_of(toy())
    shot, parts = snapshot(world), seen_arrays(world.state) | seen_arrays(world.state.bodies)
    parts.pop("edge_body")  # Is replaced by another and never written to.
    shared = [
        (mine, its)
        for mine, one in seen_arrays(shot).items()
        for its, other in parts.items()
        if np.shares_memory(one, other)
    ]
    assert len(parts) > 40
    assert shared == []


def seen_arrays(one: object, of: str = "") -> dict[str, np.ndarray]:
    """Arrays of a dataclass or of an object and of the dataclasses in it, by name."""
    names = [f.name for f in fields(one)] if is_dataclass(one) else list(vars(one))
    found: dict[str, np.ndarray] = {}
    for name in names:
        value = getattr(one, name)
        if isinstance(value, np.ndarray) and value.size:
            found[of + name] = value
        elif is_dataclass(value) and name not in KEPT:
            found |= seen_arrays(value, f"{of}{name}.")
    return found


def test_events_of_a_year_are_those_since_the_snapshot_before():
    world = world_of(statutory())
    world.tell("law_changed", "before the first day")
    first = snapshot(world)
    dissolve(world.state, world.state.bodies.of_kind("safety_region"))
    assess(world)
    world.tell("body_dissolved", "in the first year")
    one = snapshot(world, first)
    two = snapshot(world, one)
    assert [shot.events for shot in (first, one, two)] == [(0, 1), (1, 2), (2, 2)]
    run = history_of(world, first, (one, two))
    assert [event.subject for event in run.events[slice(*one.events)]] == ["in the first year"]
