"""Combinations of a lever's own parameters that make no sense are refused, each in words and at its key."""

import datetime as dt
from pathlib import Path

import pytest
from pydantic import ValidationError

from reformsim.levers import LEVERS
from reformsim.territory import load_territory

TOY = load_territory(Path(__file__).parents[1] / "toy")
SOUTH = {"name": "South", "regions": ["WP1"]}

REFUSED = [
    ("merger_initiators", {"initiators": ["province", "province"]}, "initiators", "an initiator is named twice"),
    (
        "merger_initiators",
        {"initiators": ["municipality"], "push": 0.5},
        "push",
        "expected only where the province is among the initiators",
    ),
    (
        "amend_wgr",
        {},
        "",
        "expected at least one of version, budget_consent, obligation, consultation_weeks, term_months, impose_months",
    ),
    (
        "decentralise_task",
        {"task": "youth_care", "carrier": "gemeente", "involved": ["provincie"]},
        "involved",
        "expected the carrier 'gemeente' among the layers",
    ),
    (
        "decentralise_task",
        {"task": "youth_care", "carrier": "gemeente", "involved": ["gemeente", "gemeente"]},
        "involved",
        "a layer is named twice",
    ),
    (
        "decentralise_task",
        {"task": "nature", "carrier": "provincie", "coverage": {"division": "veiligheidsregio"}},
        "coverage",
        "expected only where the carrier is gemeente, not provincie",
    ),
    (
        "smaller_colleges",
        {},
        "",
        "expected at least one of table, delta, factor, share, share_parttime, minimum, parttime_up_to",
    ),
    (
        "smaller_colleges",
        {"delta": -1, "share": 0.2},
        "delta",
        "expected one of table, delta, factor or limits of the law, not delta and share",
    ),
    (
        "smaller_colleges",
        {"table": [{"number": 4}, {"up_to": 10_000, "number": 2}]},
        "table",
        "expected classes with rising up_to, the last without up_to",
    ),
    ("smaller_parliament", {}, "", "expected at least one of house, senate, cabinet"),
    ("water_board_size", {}, "", "expected exactly one of seats, factor, not none"),
    ("water_board_size", {"seats": 18, "factor": 0.5}, "factor", "expected exactly one of seats, factor, not both"),
    (
        "merge_water_boards",
        {"members": ["WS1", "WS1"], "name": "One", "code": "WS3"},
        "members.1",
        "water board 'WS1' cannot be merged with itself",
    ),
    (
        "merge_water_boards",
        {"members": ["WS1", "WS2"], "name": "One", "code": "WS3", "date": dt.date(2014, 3, 1)},
        "date",
        "expected a 1 January (assumption: as the mergers since 2011), not 2014-03-01",
    ),
    ("smaller_colleges", {"share": 0.2, "share_parttime": 0.1}, "share_parttime", "expected at least share (0.2)"),
    (
        "fewer_deputies",
        {},
        "",
        "expected at least one of table, delta, factor, minimum, maximum, maximum_parttime, in_office, parttime",
    ),
    (
        "fewer_deputies",
        {"factor": 0.5, "in_office": 3},
        "factor",
        "expected one of table, delta, factor or limits of the law, not factor and in_office",
    ),
    (
        "abolish_sub_municipal_councils",
        {"replacement_share": 0.5},
        "replacement_share",
        "expected 0 where replacement is none, or a kind of commission as replacement",
    ),
    (
        "abolish_sub_municipal_councils",
        {"replacement": "bestuurscommissie"},
        "replacement",
        "expected a replacement_share above 0 with a commission as replacement",
    ),
    (
        "abolish_wgr_plus",
        {"tasks_to": {"regional_transport": "provincie"}, "successors": [SOUTH, SOUTH | {"name": "Other"}]},
        "successors.1.regions.0",
        "region 'WP1' has a successor already",
    ),
    (
        "abolish_wgr_plus",
        {"tasks_to": {"regional_transport": "provincie"}, "successors": [SOUTH | {"keeps": ["housing_programme"]}]},
        "successors.0.keeps.0",
        "expected a task of tasks_to, not 'housing_programme'; a successor keeps the others anyway",
    ),
    (
        "abolish_sub_municipal_councils",
        {"elected": True},
        "elected",
        "expected only with a commission as replacement",
    ),
]


def lever(name, values):
    return LEVERS[name].model_validate({"date": dt.date(2014, 1, 1), "source": "assumption", **values})


@pytest.mark.parametrize(("name", "values", "key", "message"), REFUSED)
def test_a_combination_without_sense_is_refused_at_its_key(name, values, key, message):
    with pytest.raises(ValidationError) as caught:
        lever(name, values)
    (error,) = caught.value.errors()
    assert (error["ctx"]["key"], error["msg"]) == (key, message)


def test_a_successor_of_an_unknown_region_is_told_with_the_nearest():
    given = {"tasks_to": {"regional_transport": "provincie"}, "successors": [{"name": "South", "regions": ["WP9"]}]}
    (complaint,) = lever("abolish_wgr_plus", given).complaints(TOY)
    assert complaint.location == ("successors", 0, "regions", 0)
    assert complaint.message.startswith("unknown region 'WP9' of division 'wgr_plus'")


def test_abolishing_sub_municipal_councils_of_nobody_changes_nothing():
    nowhere = lever("abolish_sub_municipal_councils", {"where": {"units": []}})
    assert nowhere.changes(TOY) == ()


def test_councils_may_be_made_to_decide_on_mergers_by_majority():
    from reformsim.levers.changes import SetRule

    found = lever("merger_initiators", {"initiators": ["municipality"], "consent": "majority"}).changes(TOY)
    assert found == (SetRule("merger.initiators", ("municipality",)), SetRule("merger.consent", "majority"))


def test_a_successor_cannot_keep_what_its_regions_never_carried():
    keeping = SOUTH | {"keeps": ["youth_care"]}
    given = {"tasks_to": {"youth_care": "provincie"}, "successors": [keeping]}
    (complaint,) = lever("abolish_wgr_plus", given).complaints(TOY)
    assert complaint.location == ("successors", 0, "keeps", 0)
    assert complaint.message == "no region of 'South' carries task 'youth_care'"


def test_water_boards_cannot_merge_on_a_map_without_any():
    from dataclasses import replace

    given = {"members": ["WS1", "WS2"], "name": "One", "code": "WS3"}
    (complaint,) = lever("merge_water_boards", given).complaints(replace(TOY, water_boards=None, hash=""))
    assert complaint.message == "territory toy has no water boards"
