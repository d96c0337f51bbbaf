"""What each lever does, worked by hand on the toy province (tests/toy) and the law of 2011."""

import datetime as dt
from pathlib import Path

import pytest
from pydantic import ValidationError

from reformsim.law import load_law
from reformsim.levers import LEVERS
from reformsim.levers.amending import nearest_odd
from reformsim.levers.changes import (
    AbolishBodies,
    AbolishSubMunicipal,
    AmendLaw,
    MergeProvinces,
    MoveTask,
    RequireCoverage,
    SetRule,
)
from reformsim.territory import load_territory

TOY = load_territory(Path(__file__).parents[1] / "toy")
DAY = dt.date(2014, 1, 1)


def changes(lever_name: str, /, **values):
    lever = LEVERS[lever_name].model_validate({"date": DAY, "source": "assumption", **values})
    return lever.changes(TOY)


def amended(lever_name: str, /, **values):
    law = load_law().as_of(dt.date(2011, 1, 1))
    for change in changes(lever_name, **values):
        assert isinstance(change, AmendLaw)
        assert (change.entry.since, change.entry.status, change.entry.source) == (
            DAY,
            "scenario",
            "assumption",
        )
        law = law.amend(change.table, change.entry)
    return law


def test_a_delta_takes_seats_by_size_from_its_date_and_not_before():
    law = amended("smaller_councils", delta={"le40k": -2, "gt40k": -4})
    people = [2_000, 40_000, 40_001, 120_000]
    assert list(law.by_class("council_seats", DAY, people)) == [7, 23, 23, 35]
    assert list(law.by_class("council_seats", DAY - dt.timedelta(days=1), people)) == [9, 25, 27, 39]


def test_a_factor_keeps_councils_odd():
    law = amended("smaller_councils", factor=2 / 3)
    # 9 -> 6, 11 -> 7.3, 25 -> 16.7, 39 -> 26, 45 -> 30: nearest odd, halfway down
    people = [2_000, 5_000, 38_000, 120_000, 300_000]
    assert list(law.by_class("council_seats", DAY, people)) == [5, 7, 17, 25, 29]


@pytest.mark.parametrize(("seats", "odd"), [(6, 5), (6.1, 7), (7, 7), (7.9, 7), (8, 7), (8.1, 9), (0.2, 1)])
def test_the_nearest_odd_number_is_taken_and_halfway_goes_down(seats, odd):
    assert nearest_odd(seats) == odd


def test_a_table_of_ones_own_replaces_the_classes_of_the_law():
    law = amended("smaller_councils", table=[{"up_to": 10_000, "seats": 7}, {"seats": 15}])
    assert list(law.by_class("council_seats", DAY, [10_000, 10_001, 900_000])) == [7, 15, 15]


def test_smaller_councils_in_one_province_leave_the_others_alone():
    law = amended("smaller_councils", factor=0.5, where={"provinces": ["PB"]})
    codes = ["T01", "T10"]
    assert list(law.by_class("council_seats", DAY, [2_000, 2_000], codes)) == [9, 5]


def test_smaller_provincial_councils_follow_the_provinces_named():
    law = amended("smaller_provincial_councils", delta=-10, where={"provinces": ["PB"]})
    assert list(law.by_class("provincial_council_seats", DAY, [80_000, 80_000], ["PA", "PB"])) == [39, 29]


def test_the_share_of_aldermen_and_the_number_of_deputies_are_amended():
    law = amended("smaller_colleges", share=0.18, minimum=1)
    assert (law.value("aldermen_share", DAY), law.value("aldermen_minimum", DAY)) == (0.18, 1)
    law = amended("fewer_deputies", maximum=5, in_office=4)
    assert (law.value("deputies_maximum", DAY), law.value("deputies_in_office", DAY)) == (5, 4)
    assert law.value("deputies_minimum", DAY) == 3


def test_colleges_shrink_by_a_factor_a_difference_or_a_table():
    law = amended("smaller_colleges", factor=0.5)
    assert (law.value("aldermen_share", DAY), law.value("aldermen_share_parttime", DAY)) == (0.1, 0.125)
    assert amended("smaller_colleges", delta=-1).value("aldermen_change", DAY) == -1
    law = amended("smaller_colleges", table=[{"up_to": 50_000, "number": 3}, {"number": 6}])
    assert list(law.by_class("aldermen_by_class", DAY, [50_000, 50_001])) == [3, 6]
    assert amended("smaller_colleges", parttime_up_to=0).value("aldermen_parttime_up_to", DAY) == 0


@pytest.mark.parametrize(
    ("reform", "numbers"),
    # Law of 2011: 5 in office, at most 7, 9 with part-time office, at least 3.
    [
        ({"delta": -1}, (4, 6, 8)),
        ({"factor": 0.667}, (3.335, 5, 6)),
        ({"factor": 0.1}, (3, 3, 3)),
        ({"delta": 1}, (6, 8, 10)),
    ],
)
def test_provincial_executives_shrink_by_a_factor_or_a_difference_but_not_below_three(reform, numbers):
    law = amended("fewer_deputies", **reform)
    tables = ("deputies_in_office", "deputies_maximum", "deputies_maximum_parttime")
    assert tuple(law.value(table, DAY) for table in tables) == pytest.approx(numbers)
    assert law.value("deputies_minimum", DAY) == 3


def test_one_deputy_fewer_in_every_province_is_twelve_fewer_in_the_country():
    """67 deputies in 12 provinces are in office since 2023: a mean of 5.58, which is not rounded."""
    day = dt.date(2027, 3, 17)
    lever = LEVERS["fewer_deputies"].model_validate({"date": day, "source": "assumption", "delta": -1})
    (in_office,) = (one for one in lever.changes(TOY) if one.table == "deputies_in_office")
    assert 12 * in_office.entry.value == pytest.approx(67 - 12)


def test_deputies_by_table_and_in_part_time_office():
    law = amended("fewer_deputies", table=[{"up_to": 500_000, "number": 3}, {"number": 4}], parttime=True)
    assert list(law.by_class("deputies_by_class", DAY, [500_000, 500_001])) == [3, 4]
    assert law.value("deputies_parttime", DAY) == 1


def test_the_size_of_water_boards_follows_the_boards_named():
    law = amended("water_board_size", seats=18, where={"regions": {"waterschap": ["WS2"]}})
    assert [law.value("water_board_seats_fixed", DAY, code) for code in ("WS1", "WS2")] == [0, 18]
    assert amended("water_board_size", factor=0.9).value("water_board_seats_factor", DAY) == 0.9


def test_a_smaller_parliament_is_an_amendment_of_the_constitution_and_touches_no_cabinet():
    law = amended("smaller_parliament", house=100, senate=50)
    assert [law.value(t, DAY) for t in ("house_seats", "senate_seats", "cabinet_members")] == [100, 50, 20]


def test_sub_municipal_councils_end_where_it_is_said():
    assert changes("abolish_sub_municipal_councils") == (AbolishSubMunicipal(None, "none", 0.0),)
    assert changes("abolish_sub_municipal_councils", where={"units": ["T05"]}) == (
        AbolishSubMunicipal(("T05",), "none", 0.0),
    )


def test_plusregios_go_with_their_tasks_and_successors():
    (change,) = changes(
        "abolish_wgr_plus",
        tasks_to={"regional_transport": "provincie", "housing_programme": "gemeente"},
        successors=[{"name": "Metropool Eemstad", "regions": ["WP1"]}],
    )
    assert change == AbolishBodies(
        "plusregio",
        (("housing_programme", "gemeente"), ("regional_transport", "provincie")),
        None,
        (("Metropool Eemstad", ("WP1",)),),
    )


def test_only_regions_that_lie_wholly_in_the_place_are_meant():
    tasks = {"regional_transport": "provincie"}
    (whole,) = changes("abolish_wgr_plus", tasks_to=tasks, where={"provinces": ["PA"]})
    assert whole.regions == ("WP1",)
    assert changes("abolish_wgr_plus", tasks_to=tasks, where={"units": ["T05"]}) == ()


def test_a_decentralised_task_brings_its_budget_less_the_discount_and_its_regions():
    assert changes(
        "decentralise_task",
        task="youth_care",
        carrier="gemeente",
        involved=["gemeente"],
        discount=0.15,
        coverage={"division": "jeugdregio", "grace_years": 2, "fallback": "none"},
    ) == (
        MoveTask("youth_care", "gemeente", ("gemeente",), 0.85, None),
        RequireCoverage(("youth_care",), "jeugdregio", 2, "none", "openbaar_lichaam"),
    )


def test_a_centralised_task_can_dissolve_the_bodies_that_had_it():
    move, end = changes("decentralise_task", task="police", carrier="rijk", dissolves="police_region")
    assert move == MoveTask("police", "rijk")
    assert end == AbolishBodies("police_region", (("police", "rijk"),))


def test_coverage_can_be_asked_of_some_regions_only():
    (change,) = changes(
        "require_coverage",
        tasks=["waste"],
        division="jeugdregio",
        where={"regions": {"jeugdregio": ["JZ2"]}},
    )
    assert change.regions == ("JZ2",)


def test_coverage_can_take_the_place_of_bodies_of_law_and_leave_a_say_only():
    end, ask = changes(
        "require_coverage",
        tasks=["work_participation"],
        division="jeugdregio",
        replaces=["labour_market_region"],
        carried_out=False,
    )
    assert end == AbolishBodies("labour_market_region")
    assert ask == RequireCoverage(("work_participation",), "jeugdregio", 0, carried_out=False)


def test_provinces_merge_into_a_new_code():
    (change,) = changes("merge_provinces", members=["PA", "PB"], name="Toyland", code="PC")
    assert change == MergeProvinces(("PA", "PB"), "Toyland", "PC")


def test_a_version_of_the_wgr_brings_its_terms_and_forms():
    law = amended("amend_wgr", version="2015")
    assert law.value("wgr_draft_budget_weeks", DAY) == 8
    assert law.value("wgr_business_organisation_allowed", DAY) == 1


@pytest.mark.parametrize(
    ("name", "values", "rules"),
    [
        (
            "mergers_from_below",
            {"max_size": 4},
            {"merger.initiators": ("municipality",), "merger.consent": "unanimous", "merger.max_size": 4},
        ),
        (
            "merger_initiators",
            {"initiators": ["province"], "push": 0.5},
            {"merger.initiators": ("province",), "province.push": 0.5},
        ),
        ("minimum_size", {"inhabitants": 100_000}, {"merger.minimum_inhabitants": 100_000}),
        (
            "prefer_public_law",
            {"preference": 0.5, "private_allowed": False},
            {"cooperation.public_preference": 0.5, "cooperation.private_allowed": False},
        ),
        ("province_push", {"strength": 0.3}, {"province.push": 0.3}),
        ("limit_layers", {}, {"principles.max_layers": 2}),
        (
            "decide_in_time",
            {"weeks": 13, "penalty": 0.5},
            {"principles.deadline_weeks": 13.0, "principles.late_penalty": 0.5},
        ),
        ("water_board_elections", {"mode": "direct"}, {"water_boards.election": "direct"}),
        (
            "amend_wgr",
            {"budget_consent": "veto", "obligation": False},
            {"cooperation.budget_consent": "veto", "cooperation.obligation": False},
        ),
    ],
)
def test_a_lever_of_rules_sets_exactly_these(name, values, rules):
    found = changes(name, **values)
    assert all(isinstance(change, SetRule) for change in found)
    assert {change.rule: change.value for change in found} == rules


def test_every_rule_that_a_lever_sets_is_one_of_the_world():
    from importlib.resources import files

    import yaml

    known = yaml.safe_load((files("reformsim.model") / "rules.yaml").read_text("utf-8"))
    national = load_territory("netherlands-2011")
    for kind in LEVERS.values():
        for change in kind.model_validate(yaml.safe_load(kind.example)).changes(national):
            if isinstance(change, SetRule):
                assert change.rule in known


@pytest.mark.parametrize("place", [{"units": []}, {"provinces": []}, {"regions": {}}, {"regions": {"corop": []}}])
@pytest.mark.parametrize("name", list(LEVERS))
def test_an_empty_place_makes_any_lever_touch_nothing(name, place):
    import yaml

    example = yaml.safe_load(LEVERS[name].example)
    lever = LEVERS[name].model_validate({**example, "where": place})
    assert lever.changes(load_territory("netherlands-2011")) == ()
    assert lever.changes(TOY) == ()


def test_a_lever_of_the_nation_cannot_be_limited_to_a_part():
    with pytest.raises(ValidationError, match="works in the whole country"):
        changes("mergers_from_below", where={"units": ["T01"]})


def test_a_place_is_the_union_of_what_is_named():
    (change,) = changes(
        "smaller_councils",
        factor=0.5,
        where={"units": ["T12"], "regions": {"wgr_plus": ["WP1"], "jeugdregio": ["JZ1"]}},
    )
    assert change.entry.scope == {"T01", "T02", "T04", "T05", "T06", "T12"}


def test_a_lever_cannot_be_changed_after_it_is_made():
    lever = LEVERS["province_push"](date=DAY, source="assumption", strength=0.5)
    with pytest.raises(ValidationError):
        lever.strength = 0.6
