"""Levers on money, officials, Europe and the allocation of tasks: the changes they state, and what they refuse."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from reformsim.law import load_law
from reformsim.levers import LEVERS
from reformsim.levers.changes import AlignTasks, CutStaff, MoveTask, PlaceTasksLow, ScaleMoney, SetRule
from reformsim.scenario import check_files
from tests.model.worlds import toy

DAY = dt.date(2015, 1, 1)


def lever(name, **values):
    return LEVERS[name].model_validate({"date": DAY, "source": "assumption", **values})


def changes(name, **values):
    return lever(name, **values).changes(toy())


def test_a_cut_is_spread_evenly_over_its_years():
    (change,) = changes("budget_cut", layer="gemeente", share=0.3, years=3)
    assert change.layer == "gemeente" and change.factors == pytest.approx((0.9, 0.8, 0.7))


def test_a_cut_can_have_a_path_of_its_own():
    assert changes("budget_cut", layer="provincie", path=[0.1, 0.0]) == (ScaleMoney("provincie", (0.9, 1.0)),)


def amended(**values):
    law = load_law().as_of(dt.date(2011, 1, 1))
    for change in changes("scale_discount", **values):
        law = law.amend(change.table, change.entry)
    return [law.value("fund_scale_cut", dt.date(year, 12, 31)) / 1e6 for year in range(2014, 2028)]


def test_the_planned_cut_for_scale_up_reaches_300_million_in_five_years_and_975_million_in_2025():
    path = amended()
    assert path == [0, 60, 120, 180, 240, 300, 370, 491, 612, 733, 854, 975, 975, 975]


def test_the_planned_cut_frozen_after_five_years_is_the_enacted_law():
    law = load_law()
    enacted = [law.value("fund_scale_cut", dt.date(year, 12, 31)) / 1e6 for year in range(2014, 2028)]
    assert amended(frozen_after=5) == enacted


def test_the_cut_can_be_frozen_and_withdrawn():
    assert amended(path_meur=[100, 200, 300], frozen_after=2, ends_after=4)[1:7] == [100, 200, 200, 200, 0, 0]


def test_growth_is_compounded_and_followed_by_the_funds_or_not():
    rijk, municipal, provincial = changes("economy", growth=[-0.1, -0.1])
    assert rijk.factors == pytest.approx((0.9, 0.81)) and not rijk.through_funds
    assert (municipal.layer, provincial.layer) == ("gemeente", "provincie") and municipal.through_funds
    assert [c.layer for c in changes("economy", growth=[-0.1], follow_state=False)] == ["rijk"]


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("fewer_civil_servants", {"layer": "rijk", "share": 0.1}, (CutStaff("rijk", 0.1),)),
        ("fewer_rules", {"share": 0.2}, (SetRule("burden.rules_cut", 0.2),)),
        ("eu_early_dialogue", {"level": 0.5}, (SetRule("europe.dialogue", 0.5),)),
        ("eu_umbrella_input", {"level": 0.5}, (SetRule("europe.umbrella", 0.5),)),
        ("eu_subsidiarity_check", {"strictness": 0.5}, (SetRule("europe.subsidiarity", 0.5),)),
        ("eu_layer", {"active": False}, (SetRule("europe.layer", False),)),
        ("subsidiarity", {"reach": 0.4}, (PlaceTasksLow(0.4),)),
        (
            "layer_profiles",
            {"province": ["nature"], "closed_household_provinces": True},
            (SetRule("profiles.province", ("nature",)), SetRule("profiles.closed_household", True), AlignTasks()),
        ),
        (
            "autonomous_agencies",
            {"counts": [100, 90]},
            (
                SetRule("agencies.uwv", True),
                SetRule("agencies.counted", True),
                SetRule("agencies.counts", (100, 90)),
                SetRule("agencies.since", 2015),
            ),
        ),
        (
            "decentralise_task",
            {"task": "nature", "carrier": "provincie", "frames": "eu_only", "budget_meur": 105, "earmarked": False},
            (MoveTask("nature", "provincie", budget=105e6, whole=True, earmarked=False, frames="eu_only"),),
        ),
        (
            "decentralise_task",
            {
                "task": "housing_programme",
                "carrier": "gemeente",
                "roles": {"goals": "rijk", "direction": "provincie", "execution": "gemeente"},
            },
            (MoveTask("housing_programme", "gemeente", ("gemeente", "provincie")),),
        ),
    ],
)
def test_a_lever_states_exactly_these_changes(name, values, expected):
    assert changes(name, **values) == expected


@pytest.mark.parametrize(
    ("name", "values", "key", "message"),
    [
        ("budget_cut", {"layer": "rijk"}, "", "expected either share or path"),
        ("budget_cut", {"layer": "rijk", "share": 0.1, "path": [0.1]}, "", "expected either share or path"),
        ("budget_cut", {"layer": "rijk", "path": []}, "path", "expected at least one year"),
        ("economy", {"growth": []}, "growth", "expected at least one year"),
        ("scale_discount", {"path_meur": []}, "path_meur", "expected at least one year"),
        ("autonomous_agencies", {"counts": []}, "counts", "expected at least one year"),
        (
            "budget_cut",
            {"layer": "rijk", "path": [0.1], "years": 3},
            "years",
            "expected only with share; a path has its years itself",
        ),
        (
            "scale_discount",
            {"frozen_after": 5, "ends_after": 5},
            "ends_after",
            "expected more years than frozen_after (5)",
        ),
        (
            "layer_profiles",
            {"municipality": ["roads"], "province": ["roads"]},
            "province",
            "task 'roads' is in the profile municipality already",
        ),
        (
            "decentralise_task",
            {"task": "nature", "carrier": "provincie", "budget": 10.0, "budget_meur": 100.0},
            "budget_meur",
            "expected either budget or budget_meur",
        ),
        (
            "decentralise_task",
            {"task": "nature", "carrier": "provincie", "involved": ["provincie", "rijk"], "frames": "eu_only"},
            "frames",
            "expected a task in which rijk is neither the carrier nor among involved",
        ),
        (
            "decentralise_task",
            {"task": "nature", "carrier": "provincie", "roles": {"execution": "gemeente"}},
            "roles.execution",
            "expected the carrier 'provincie'",
        ),
        (
            "decentralise_task",
            {
                "task": "nature",
                "carrier": "provincie",
                "involved": ["provincie"],
                "roles": {"execution": "provincie"},
            },
            "roles",
            "expected either roles or involved",
        ),
        (
            "decentralise_task",
            {
                "task": "nature",
                "carrier": "provincie",
                "frames": "eu_only",
                "roles": {"direction": "rijk", "execution": "provincie"},
            },
            "frames",
            "expected a task for which rijk neither sets goals nor directs",
        ),
    ],
)
def test_a_combination_without_sense_is_refused_at_its_key(name, values, key, message):
    with pytest.raises(ValidationError) as caught:
        lever(name, **values)
    (error,) = caught.value.errors()
    assert (error["ctx"]["key"], error["msg"]) == (key, message)


def test_bodies_that_do_not_have_the_task_cannot_be_dissolved_with_it():
    wrong = lever("decentralise_task", task="youth_care", carrier="gemeente", dissolves="police_region")
    (complaint,) = wrong.complaints(toy())
    assert complaint.location == ("dissolves",)
    assert complaint.message == "bodies of kind 'police_region' do not have task 'youth_care', but police"
    right = lever("decentralise_task", task="police", carrier="rijk", dissolves="police_region")
    assert list(right.complaints(toy())) == []


def test_an_unknown_task_in_a_profile_is_told_with_the_nearest(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text(
        "horizon: {start: 2011, end: 2020}\nlevers:\n  - lever: layer_profiles\n    date: 2014-01-01\n"
        "    source: assumption\n    province: [natur]\n"
    )
    (problem,) = check_files([path])
    assert problem.message == "unknown task 'natur'; did you mean 'nature'?" and problem.line == 6
