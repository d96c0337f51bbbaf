"""A lever touches nothing outside its scope: the place it names, and the tables, rules and tasks it states."""

import datetime as dt
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import combinations

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reformsim.levers import LEVERS
from reformsim.levers.changes import AmendLaw, SetRule
from reformsim.measures import LOCAL, measured
from reformsim.model import ReformModel
from reformsim.model.government.politics import in_order
from reformsim.model.government.reforms import carry_out
from reformsim.model.rules import rule_table
from reformsim.scenario import Scenario, load_scenario
from reformsim.scenario.check import order_problems
from reformsim.scenario.load import LeverEntry
from reformsim.scenario.source import Node
from reformsim.territory import load_territory
from reformsim.world.state import State

BASE = load_scenario("baseline-2011")
COUNTRY = load_territory("netherlands-2011")
HERE = "PV26"
"""Utrecht: the province in which the scoped levers of these tests work."""
STILL = {
    "merger.constant": -20.0,
    "cooperation.founding": 0.0,
    "cooperation.joining": 0.0,
    "cooperation.leaving": 0.0,
    "cooperation.ending": 0.0,
    "capacity.overlap_discount": 0.0,
}
"""Nobody merges or cooperates and no body suffers from its members' other seats: what one lever does cannot spread."""
SCOPED = [
    name for name, kind in LEVERS.items() if kind.scope != "nation" and "where" not in yaml.safe_load(kind.example)
]


def example(name, **more):
    return LEVERS[name].model_validate({**yaml.safe_load(LEVERS[name].example), **more})


@cache
def local_values(name=None):
    """Local measures of the last year, with a lever in one province or none: codes, and (municipalities, measures)."""
    levers = () if name is None else (example(name, where={"provinces": [HERE]}, date=dt.date(2013, 1, 1)),)
    scenario = {**dict(BASE), "horizon": {"start": 2011, "end": 2016}, "behaviour": STILL, "levers": levers}
    model = ReformModel(Scenario(**scenario), 0)
    record = measured(model.run())
    _, first = np.unique(record.owner[-1], return_index=True)
    return [record.units[unit] for unit in first], record.local.by_unit[-1, first]


@pytest.mark.parametrize("name", SCOPED)
def test_limited_to_a_province_a_lever_leaves_every_other_municipality_as_it_was(name):
    codes, before = local_values()
    same, after = local_values(name)
    assert same == codes
    province = dict(zip(COUNTRY.codes, (COUNTRY.province_codes[p] for p in COUNTRY.province), strict=True))
    outside = np.array([province[code] != HERE for code in codes])
    # What is not a task of municipalities has no value there, before and after.
    absent = np.isnan(before) & np.isnan(after)
    moved = np.argwhere(((before != after) & ~absent)[outside])
    where = [code for code, out in zip(codes, outside, strict=True) if out]
    assert [(where[row], LOCAL[column]) for row, column in moved] == []


def carried_out(levers):
    """A fresh world of the first day on which levers have been carried out, all dated on one day."""
    dated = tuple(lever.model_copy(update={"date": dt.date(2013, 1, 1)}) for lever in levers)
    model = ReformModel(Scenario(**{**dict(BASE), "levers": dated}), 0)
    model.state.year = 2013
    for step in in_order(model.world.reforms, 2013):
        carry_out(model.world, step.change, step.reform)
    return model.world


def parts(state):
    """Every array and number of a state by name, bodies and the other tables opened; not what is only remembered."""
    for field in fields(State):
        value = getattr(state, field.name)
        if field.name in ("codes", "names"):
            continue
        if hasattr(value, "__slots__") or hasattr(value, "edge_body"):
            inner = value.__slots__ if hasattr(value, "__slots__") else vars(value)
            for name in inner:
                if not name.startswith("_"):
                    yield f"{field.name}.{name}", getattr(value, name)
        else:
            yield field.name, value


def same(one, other):
    if isinstance(one, np.ndarray):
        return isinstance(other, np.ndarray) and np.array_equal(one, other)
    if is_dataclass(one):
        return all(same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    return one == other


@pytest.mark.parametrize("name", list(LEVERS))
def test_on_its_date_a_lever_changes_the_tables_and_rules_it_states_and_no_other(name):
    lever = example(name)
    before, after = carried_out(()), carried_out((lever,))
    stated = lever.model_copy(update={"date": dt.date(2013, 1, 1)}).changes(COUNTRY)
    rules = {change.rule for change in stated if isinstance(change, SetRule)}
    assert {rule for rule in rule_table() if before.rules[rule] != after.rules[rule]} <= rules
    tables = {change.table for change in stated if isinstance(change, AmendLaw)}
    assert {t for t in before.law.names if before.law.table(t) != after.law.table(t)} == tables
    if all(isinstance(change, AmendLaw | SetRule) for change in stated) and "principles.max_layers" not in rules:
        old, new = dict(parts(before.state)), dict(parts(after.state))
        assert [part for part in old if not same(old[part], new[part])] == []


def possible(levers):
    """Whether a scenario of these levers on one day would be accepted."""
    dated = [lever.model_copy(update={"date": dt.date(2013, 1, 1)}) for lever in levers]
    entries = [(LeverEntry(i, Node({}, "x.yaml", 1, 1)), lever) for i, lever in enumerate(dated)]
    return order_problems(entries, COUNTRY, 2011, "at_start") == []


@settings(max_examples=25, derandomize=True)
@given(st.sampled_from(list(combinations(list(LEVERS), 2))))
def test_levers_of_one_day_give_the_same_world_in_either_order(pair):
    levers = [example(name) for name in pair]
    if not possible(levers):
        return
    one, other = carried_out(levers), carried_out(levers[::-1])
    assert one.law == other.law
    assert [rule for rule in rule_table() if one.rules[rule] != other.rules[rule]] == []
    ours, theirs = dict(parts(one.state)), dict(parts(other.state))
    assert [part for part in ours if not same(ours[part], theirs[part])] == []
