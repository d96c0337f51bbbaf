"""Levers of areas and provinces: what they state, and what they refuse, on the toy province with two named areas."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from pydantic import ValidationError

from reformsim.levers import LEVERS
from reformsim.levers.changes import AbolishBodies, FoundBody, JoinProvinces, MergeProvinces, SetRule
from reformsim.levers.where import Where
from reformsim.scenario import check_files
from reformsim.territory import Area, Territory
from tests.model.worlds import statutory

INSIDE = ("T02", "T04", "T05", "T06")
"""The members of the plusregio."""


def with_areas() -> Territory:
    areas = (
        Area(name="city", title="The city", units=INSIDE, source="invented"),
        Area(name="whole", title="Everything", units=statutory().codes, source="invented"),
    )
    return replace(statutory(), areas=areas, hash="")


def lever(name: str, **values: object):
    return LEVERS[name].model_validate({"date": dt.date(2014, 1, 1), "source": "assumption", "name": "X", **values})


def test_an_area_is_a_place_like_any_other():
    place = Where(areas=("city",), units=("T12",))
    assert place.unit_codes(with_areas()) == (*INSIDE, "T12")
    assert place.region_codes(with_areas(), "wgr_plus") == ("WP1",)
    assert Where(areas=("whole",)).province_codes(with_areas()) == ("PA", "PB")


def test_an_authority_takes_the_say_of_municipalities_and_provinces_and_ends_what_it_replaces():
    found, ended = lever("infrastructure_authority", area="city", replaces=["plusregio"]).changes(with_areas())
    assert found == FoundBody(
        "X",
        "infrastructure_authority",
        INSIDE,
        ("regional_transport",),
        carries=True,
        cedes=("gemeente", "provincie"),
        provinces=("PA",),
    )
    assert ended == AbolishBodies("plusregio", (), ("WP1",))


def test_an_authority_that_is_not_the_only_one_leaves_others_their_say():
    (found,) = lever("infrastructure_authority", area="city", sole=False).changes(with_areas())
    assert found.cedes == ()


def test_an_authority_without_provinces_leaves_these_their_say():
    (found,) = lever("infrastructure_authority", area="city", with_provinces=[]).changes(with_areas())
    assert (found.cedes, found.provinces) == (("gemeente",), ())


def test_where_narrows_an_area_down():
    (found,) = lever("infrastructure_authority", area="city", where={"units": ["T04", "T05", "T12"]}).changes(
        with_areas()
    )
    assert found.units == ("T04", "T05")


@pytest.mark.parametrize(
    ("role", "provinces", "cedes", "joint"),
    [("member", ("PA",), ("provincie",), True), ("observer", ("PA",), (), False), ("none", (), (), False)],
)
def test_the_role_of_the_province_in_a_metropolitan_region(role, provinces, cedes, joint):
    (found,) = lever("metropolitan_region", area="city", province_role=role).changes(with_areas())
    assert (found.provinces, found.cedes, found.joint) == (provinces, cedes, joint)


def test_cooperation_in_an_area_founds_a_body_with_a_say_and_sets_how_hard_it_draws():
    found, rule = lever("randstad_cooperation", area="whole", tasks=["spatial_planning"], strength=0.5).changes(
        with_areas()
    )
    assert (found.tasks, found.say, found.provinces) == ((), ("spatial_planning",), ("PA", "PB"))
    assert rule == SetRule("cooperation.binding_strength", 0.5)


def test_provinces_act_together_bound_or_on_an_agenda():
    (bound,) = lever("delta_cooperation", members=["PA", "PB"]).changes(with_areas())
    assert bound == JoinProvinces("X", "delta_cooperation", ("PA", "PB"), None, binding=True)
    (agenda,) = lever("joint_agenda", area="whole", tasks=["nature"]).changes(with_areas())
    assert agenda == JoinProvinces("X", "joint_agenda", ("PA", "PB"), ("nature",), binding=False)


def test_provinces_may_bind_themselves_instead_of_merging():
    (merged,) = lever("merge_provinces", members=["PA", "PB"], code="PE").changes(with_areas())
    assert merged == MergeProvinces(("PA", "PB"), "X", "PE")
    (bound,) = lever("merge_provinces", members=["PA", "PB"], alternative="binding_cooperation").changes(with_areas())
    assert bound == JoinProvinces("X", "binding_cooperation", ("PA", "PB"))


REFUSED = [
    (
        "merge_provinces",
        {"members": ["PA", "PB"]},
        "code",
        "missing key 'code' (code of the new province), or an alternative to",
    ),
    (
        "merge_provinces",
        {"members": ["PA", "PB"], "code": "PE", "alternative": "binding_cooperation"},
        "code",
        "expected only where provinces merge, not with an alternative to it",
    ),
    ("delta_cooperation", {"members": ["PA", "PA"]}, "members.1", "province 'PA' is named twice"),
    (
        "metropolitan_region",
        {"tasks": ["roads"], "say": ["waste", "roads"]},
        "say.1",
        "task 'roads' stands under tasks as well",
    ),
]


@pytest.mark.parametrize(("name", "values", "key", "message"), REFUSED)
def test_what_makes_no_sense_is_refused_at_its_key(name, values, key, message):
    with pytest.raises(ValidationError) as caught:
        lever(name, **values)
    (error,) = caught.value.errors()
    assert error["ctx"]["key"] == key
    assert error["msg"].startswith(message)


COMPLAINTS = [
    (
        "infrastructure_authority",
        {"where": {"units": ["T05"]}},
        "a body takes two municipalities or more, and here are 1",
    ),
    (
        "joint_agenda",
        {"area": "city", "tasks": ["nature"]},
        "an agenda takes two provinces or more, and the area lies in one",
    ),
    (
        "delta_cooperation",
        {"members": ["PA", "PB"], "where": {"provinces": ["PB"]}},
        "an arrangement takes two provinces or more, and `where` leaves 1",
    ),
]


@pytest.mark.parametrize(("name", "values", "message"), COMPLAINTS)
def test_a_place_that_is_too_small_is_told(name, values, message):
    assert [one.message for one in lever(name, **values).complaints(with_areas())] == [message]


TOLD = {
    "an unknown area": (
        "infrastructure_authority, date: 2014-01-01, name: X, area: randstat",
        "levers[0].area: unknown area 'randstat'; did you mean 'randstad'? (territory netherlands-2011)",
    ),
    "an unknown area in where": (
        "smaller_councils, date: 2014-01-01, factor: 0.9, where: {areas: [zuidvleugl]}",
        "levers[0].where.areas[0]: unknown area 'zuidvleugl'; did you mean 'zuidvleugel'? (territory netherlands-2011)",
    ),
    "a merged province in where": (
        "merge_provinces, date: 2014-01-01, members: [PV24, PV26], name: M, code: PV40, source: assumption}\n"
        "  - {lever: fewer_deputies, date: 2015-01-01, maximum: 5, where: {provinces: [PV26]}",
        "levers[1]: province 'PV26' of `where` is merged into 'PV40' by 'merge_provinces' on 2014-01-01 already",
    ),
    "provinces that are one already": (
        "merge_provinces, date: 2014-01-01, members: [PV24, PV26], name: M, code: PV40, source: assumption}\n"
        "  - {lever: delta_cooperation, date: 2015-01-01, name: X, members: [PV24, PV26]",
        "levers[1]: an arrangement takes two provinces or more, and PV24, PV26 are one since 'merge_provinces' on "
        "2014-01-01",
    ),
    "two of one name": (
        "joint_agenda, id: a, date: 2014-01-01, name: X, area: delta, tasks: [nature], source: assumption}\n"
        "  - {lever: joint_agenda, id: b, date: 2015-01-01, name: X, area: randstad, tasks: [nature]",
        "levers[1]: 'X' is founded by 'a' on 2014-01-01 already",
    ),
    "a task carried twice": (
        "infrastructure_authority, id: a, date: 2014-01-01, name: A, area: noordvleugel, source: assumption}\n"
        "  - {lever: infrastructure_authority, id: b, date: 2015-01-01, name: B, area: utrecht_region",
        "levers[1]: task 'regional_transport' is carried by 'A' ('a') in a part of the area only",
    ),
}


@pytest.mark.parametrize("case", TOLD)
def test_a_mistake_in_a_scenario_is_told_in_its_own_words(case, tmp_path):
    text, message = TOLD[case]
    path = tmp_path / "broken.yaml"
    path.write_text(
        "horizon: {start: 2011, end: 2030}\nlevers:\n  - {lever: " + text + ", source: assumption}\n", encoding="utf-8"
    )
    (problem,) = check_files([path])
    assert str(problem).partition(": ")[2] == message
