"""What the levers on mergers and cooperation change, and what they refuse."""

import datetime as dt
from pathlib import Path

import pytest
from pydantic import ValidationError

from reformsim.law import load_law
from reformsim.levers import LEVERS
from reformsim.levers.changes import AmendLaw, SetRule
from reformsim.levers.families.merger_procedure import VERSIONS
from reformsim.model.mergers.framework import CRITERIA
from reformsim.model.rules import Rules, rule_table
from reformsim.territory import load_territory

TOY = load_territory(Path(__file__).parents[1] / "toy")
DAY = dt.date(2014, 1, 1)
FAMILIES = ("mergers", "cooperation")


def lever(name, /, **values):
    return LEVERS[name].model_validate({"date": DAY, "source": "assumption", **values})


def changes(name, /, **values):
    return lever(name, **values).changes(TOY)


def tables(name, /, **values):
    found = changes(name, **values)
    assert all(isinstance(c, AmendLaw) and c.entry.since == DAY for c in found)
    return {c.table: c.entry.value for c in found}


def rules(name, /, **values):
    found = changes(name, **values)
    assert all(isinstance(c, SetRule) for c in found)
    return {c.rule: c.value for c in found}


def test_a_framework_weighs_the_criteria_of_its_version_or_ones_own():
    assert all(len(weights) == len(CRITERIA) for weights in VERSIONS.values())
    assert rules("merger_framework", version="2013") == {"merger.criteria": (1, 0, 1, 1, 1, 1)}
    own = rules("merger_framework", criteria_weights={"regio": 2, "draagvlak": 0.5})
    assert own == {"merger.criteria": (0.5, 0, 0, 0, 2, 0)}


def test_terms_of_the_procedure_amend_the_tables_of_the_law():
    given = {"display_weeks": 6, "council_view_months": 2, "parliament_months": 5}
    assert tables("merger_procedure", **given) == {f"merger_{name}": value for name, value in given.items()}
    every = {n: 1 for n in LEVERS["merger_procedure"].model_fields if n.endswith(("_weeks", "_months"))}
    assert set(tables("merger_procedure", **every)) <= set(load_law().names) and len(every) == 9


def test_money_of_mergers_amends_amounts_and_sets_what_is_kept():
    assert tables("merger_grant", base=1_000_000) == {"merger_grant_base": 1_000_000}
    assert tables("merger_grant", per_inhabitant=10) == {"merger_grant_per_inhabitant": 10}
    assert tables("fixed_sum", amount=0) == {"fixed_sum_municipality": 0}
    assert rules("fixed_sum", keep_years=5) == {"merger.fixed_sum_years": 5, "merger.fixed_sum_share": 1.0}


def test_support_and_density_are_set_only_where_they_are_given():
    below = {"merger.initiators": ("municipality",), "merger.consent": "unanimous"}
    assert rules("mergers_from_below") == below
    assert rules("mergers_from_below", min_support=0.6) == {**below, "merger.min_support": 0.6}
    norm = {"merger.minimum_inhabitants": 9_000}
    assert rules("minimum_size", inhabitants=9_000) == norm
    adjusted = rules("minimum_size", inhabitants=9_000, adjusted_for_density=True)
    assert adjusted == {**norm, "merger.density_adjusted": True}


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("merger_limit", {"max_per_year": 3}, {"merger.max_per_year": 3}),
        ("merger_limit", {"max_per_year": None}, {"merger.max_per_year": None}),
        ("two_tracks", {"bias": -0.5}, {"policy.track_bias": -0.5}),
        ("knowledge_support", {"level": 0.5}, {"cooperation.knowledge": 0.5}),
        ("sober_cooperation", {"max_tasks_per_body": 2}, {"cooperation.max_tasks": 2}),
        ("sober_cooperation", {"max_outsourced_share": 0.3}, {"cooperation.max_outsourced": 0.3}),
        ("cooperation_forms", {"allowed": ["light"]}, {"cooperation.forms": ("light",)}),
        ("cooperation_forms", {"types": ["beleid"]}, {"cooperation.types": ("beleid",)}),
        (
            "congruent_regions",
            {"division": "jeugdregio", "strength": 0.5},
            {"cooperation.master_division": "jeugdregio", "cooperation.master_strength": 0.5},
        ),
    ],
)
def test_a_lever_sets_the_rule_it_is_about(name, values, expected):
    assert rules(name, **values) == expected


def test_each_version_of_the_wgr_differs_in_terms_forms_or_rights():
    versions = {v: tables("amend_wgr", version=v) for v in ("2011", "2015", "2022")}
    assert versions["2011"] == {
        "wgr_draft_budget_weeks": 6,
        "wgr_business_organisation_allowed": 0,
        "wgr_framework_obligatory": 0,
        "wgr_views_on_decisions": 0,
    }
    assert list(versions["2015"].values()) == [8, 1, 1, 0]
    assert list(versions["2022"].values()) == [12, 1, 1, 1]


def test_the_ladder_of_obligation_has_terms_of_its_own():
    assert tables("amend_wgr", consultation_weeks=4, term_months=3, impose_months=0) == {
        "wgr_obligation_consultation_weeks": 4,
        "wgr_obligation_term_months": 3,
        "wgr_obligation_impose_months": 0,
    }


REFUSED = [
    ("merger_framework", {}, "", "expected exactly one of version, criteria_weights, not none"),
    (
        "merger_framework",
        {"version": "2011", "criteria_weights": {"regio": 1}},
        "criteria_weights",
        "expected exactly one of version, criteria_weights, not both",
    ),
    (
        "merger_framework",
        {"criteria_weights": {"regio": 0}},
        "",
        "expected at least one criterion with a weight above 0",
    ),
    ("merger_procedure", {}, "", "expected at least one term, such as display_weeks or minister_months"),
    ("merger_grant", {}, "", "expected at least one of base, per_inhabitant"),
    ("fixed_sum", {}, "", "expected at least one of keep_years, amount"),
    ("fixed_sum", {"amount": 1, "keep_share": 0.5}, "keep_share", "expected only with keep_years"),
    (
        "minimum_size",
        {"inhabitants": None, "adjusted_for_density": True},
        "adjusted_for_density",
        "expected only with a norm in inhabitants",
    ),
    ("sober_cooperation", {}, "", "expected at least one of max_tasks_per_body, max_outsourced_share"),
    ("cooperation_forms", {}, "", "expected at least one of allowed, types"),
    ("cooperation_forms", {"allowed": []}, "allowed", "expected at least 1 of them, not 0"),
    ("cooperation_forms", {"allowed": ["light", "light"]}, "allowed", "a form is named twice"),
    ("cooperation_forms", {"types": ["beleid", "beleid"]}, "types", "an object is named twice"),
]


@pytest.mark.parametrize(("name", "values", "key", "message"), REFUSED)
def test_a_combination_without_sense_is_refused_at_its_key(name, values, key, message):
    with pytest.raises(ValidationError) as caught:
        lever(name, **values)
    (error,) = caught.value.errors()
    assert (error["ctx"]["key"], error["msg"]) == (key, message)


@pytest.mark.parametrize("name", [n for n in LEVERS if LEVERS[n].family in FAMILIES])
def test_every_rule_a_lever_sets_exists_and_may_have_that_value(name):
    import yaml

    territory = load_territory("netherlands-2011")
    in_force = Rules()
    for change in LEVERS[name].model_validate(yaml.safe_load(LEVERS[name].example)).changes(territory):
        if isinstance(change, SetRule):
            assert change.rule in rule_table()
            in_force.set(change.rule, change.value)
            assert in_force[change.rule] == change.value


@pytest.mark.parametrize("name", [n for n in LEVERS if LEVERS[n].family in FAMILIES])
def test_every_lever_says_what_it_moves(name):
    from reformsim.measures import MEASURES

    assert LEVERS[name].moves and set(LEVERS[name].moves) <= set(MEASURES)
