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
    ("amend_wgr", {}, "", "expected at least one of version, budget_consent, obligation"),
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
    ("smaller_colleges", {}, "", "expected at least one of share, share_parttime, minimum"),
    ("smaller_colleges", {"share": 0.2, "share_parttime": 0.1}, "share_parttime", "expected at least share (0.2)"),
    ("fewer_deputies", {}, "", "expected at least one of minimum, maximum, maximum_parttime, in_office"),
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
