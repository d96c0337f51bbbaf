"""Any table of the law by name, a value or a class of it, and the minimum size of a part of the country."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from reformsim.levers import LEVERS
from reformsim.levers.changes import LocalNorm, SetRule
from reformsim.model import ReformModel
from reformsim.model.government.reforms import carry_out
from reformsim.model.mergers.framework import norm_by_row
from reformsim.scenario import Scenario, check_files
from tests.model.worlds import TOY, bare, row, toy, world_of


def told(tmp_path, *, law="at_start", **values):
    """What is said of a scenario with the lever: path and message."""
    given = {"lever": "set_statute", "date": "2013-01-01", "source": "assumption", **values}
    lines = "\n    ".join(f"{key}: {value}" for key, value in given.items())
    path = tmp_path / "x.yaml"
    path.write_text(f"extends: baseline-2011\nlaw: {law}\nlevers:\n  - {lines}\n", encoding="utf-8")
    return [(p.path, p.message) for p in check_files([path])]


def amended(**values):
    lever = LEVERS["set_statute"].model_validate({"date": "2013-01-01", "source": "assumption", **values})
    (change,) = lever.changes(toy())
    return change.table, change.entry


def test_a_class_gets_another_value_and_the_others_stay():
    table, entry = amended(table="council_seats", of_class={"up_to": 3000, "value": 7})
    assert (table, entry.values[:3], entry.bounds[0]) == ("council_seats", (7, 11, 13), 3000)
    assert amended(table="council_seats", of_class={"value": 51})[1].values[-2:] == (39, 51)


@pytest.mark.parametrize(
    ("values", "content"),
    [
        ({"table": "house_seats", "value": 100}, 100),
        ({"table": "merger_grant_instalments", "numbers": [0.5, 0.5]}, (0.5, 0.5)),
        ({"table": "merger_effective_day", "words": "07-01"}, "07-01"),
        ({"table": "council_elections", "days": ["2016-03-16"]}, (dt.date(2016, 3, 16),)),
    ],
)
def test_every_kind_of_table_can_be_set(values, content):
    assert amended(**values)[1].value == content


def test_a_table_of_classes_can_be_set_wholly():
    _, entry = amended(table="council_seats", classes=[{"up_to": 50_000, "value": 15}, {"value": 25}])
    assert (entry.bounds, entry.values) == ((50_000,), (15, 25))


@pytest.mark.parametrize(
    ("values", "path", "message"),
    [
        (
            {"table": "council_seat", "value": 9},
            "table",
            "unknown table of law 'council_seat'; did you mean 'council_seats'?",
        ),
        (
            {"table": "council_seats", "value": 9},
            "value",
            "table 'council_seats' is of kind 'classes': expected of_class or classes, not value",
        ),
        (
            {"table": "house_seats", "of_class": "{value: 9}"},
            "of_class",
            "table 'house_seats' is of kind 'value': expected value, not of_class",
        ),
        (
            {"table": "house_seats", "value": 1001},
            "value",
            "table 'house_seats': 1001 seats is out of range, expected 0 to 1000",
        ),
        ({"table": "house_seats", "value": 99.5}, "value", "table 'house_seats': 99.5 seats is not a whole number"),
        (
            {"table": "provincial_council_seats", "of_class": "{up_to: 1, value: 9}"},
            "of_class",
            "table 'provincial_council_seats' has no class up to 1; expected one of 400,000, 500,000, 750,000, "
            "1,000,000, 1,250,000, 1,500,000, 1,750,000, 2,000,000, or no up_to",
        ),
        (
            {"table": "house_seats"},
            "",
            "expected exactly one of value, of_class, classes, numbers, words, days, not none",
        ),
        (
            {"table": "house_seats", "value": 9, "words": "x"},
            "words",
            "expected exactly one of value, of_class, classes, numbers, words, days, not value, words",
        ),
        (
            {"table": "council_seats", "classes": "[{value: 9}, {value: 11}]"},
            "classes",
            "expected up_to in every class but the last, which is open",
        ),
    ],
)
def test_what_does_not_fit_is_told_at_its_key(tmp_path, values, path, message):
    assert told(tmp_path, **values) == [("levers[0]" + (f".{path}" if path else ""), message)]


def test_a_table_that_the_enacted_law_changes_later_cannot_be_set_before(tmp_path):
    ((path, message),) = told(tmp_path, law="enacted", table="wgr_plus_allowed", value=1)
    assert path == "levers[0]"
    assert message == "the law as enacted changes 'wgr_plus_allowed' on 2015-01-01, after this; use `law: at_start`"


def test_councils_follow_the_table_at_the_next_election():
    lever = {
        "lever": "set_statute",
        "date": "2012-01-01",
        "table": "council_seats",
        "of_class": {"up_to": 200_000, "value": 21},
        "source": "assumption",
    }
    still = {"merger.constant": -20.0}
    made = Scenario(
        name="x", territory=str(TOY), horizon={"start": 2011, "end": 2014}, levers=(lever,), behaviour=still
    )
    model = ReformModel(made)
    model.run()
    assert model.state.seats[row(model.world, "T05")] == 21  # 120,000 inhabitants: 39 by the law of 2011
    assert model.state.seats[row(model.world, "T06")] == 29


def test_a_minimum_size_may_hold_in_a_part_of_the_country():
    lever = LEVERS["minimum_size"].model_validate(
        {"date": "2013-01-01", "source": "assumption", "inhabitants": 20_000, "where": {"provinces": ["PB"]}}
    )
    (change,) = lever.changes(toy())
    north = frozenset({"T07", "T08", "T09", "T10", "T11", "T12"})
    assert change == SetRule("merger.minimum_inhabitants", LocalNorm(20_000, north))
    world = world_of(bare())
    carry_out(world, change, "a test")
    norm = norm_by_row(world)[world.state.live]
    assert norm.tolist() == [0.0] * 6 + [20_000.0] * 6
    assert world.events[-1].detail == "20000 in 6 municipalities of the start map (a test)"


def test_only_members_below_a_local_norm_feel_it():
    from reformsim.model.mergers.coalitions import pack
    from reformsim.model.mergers.support import push

    def pushed(units):
        world = world_of(bare())
        before = push(world, pairs)
        carry_out(world, SetRule("merger.minimum_inhabitants", LocalNorm(10_000, frozenset(units))), "a test")
        return (push(world, pairs) - before).tolist(), world.behaviour["merger.norm_pressure"]

    state = world_of(bare()).state
    pairs = pack([np.array([[0, 1], [0, 3]])], state.key, 2)  # T01 4,000 and T02 9,000; T01 and T04 12,000
    both, weight = pushed({"T01", "T02"})
    # 13,000 and 16,000 together: the norm of 10,000 is reached, by T01 from 4,000 and by T02 from 9,000.
    assert both == pytest.approx([weight * (np.log(2.5) + np.log(10 / 9)) / 2, weight * np.log(2.5) / 2])
    one, weight = pushed({"T02"})
    assert one == pytest.approx([weight * np.log(10 / 9) / 2, 0.0])
    assert pushed({"T09"})[0] == [0.0, 0.0]


def test_a_norm_that_ends_ends_everywhere(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(
        "extends: baseline-2011\nlevers:\n  - {lever: minimum_size, date: 2013-01-01, inhabitants: null, "
        "source: assumption, where: {provinces: [Utrecht]}}\n",
        encoding="utf-8",
    )
    (problem,) = check_files([path])
    assert problem.message == "expected only with a norm in inhabitants; null ends the norm everywhere"
    assert problem.path == "levers[0].where"
