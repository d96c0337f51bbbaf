"""The rules of cooperation: events of the record, fits that find what is known, and what is committed."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from reformsim.behaviour import load_behaviour
from reformsim.behaviour.estimates import load_estimates
from reformsim.estimation.cooperation.cases import Cases, cases
from reformsim.estimation.cooperation.fitting import Events, Groups, choose, regress
from reformsim.estimation.cooperation.parts import fit_parts, parts_text, payments
from reformsim.estimation.cooperation.report import kept_page
from reformsim.estimation.cooperation.scoring import auc, scores
from reformsim.estimation.cooperation.steps import Step, step
from reformsim.estimation.cooperation.voting import applications, end_chance, fit_ending, merging_cases
from reformsim.model.cooperation.terms import JOINING, PARTNER, STARTING
from reformsim.network import counted_foundings, load_foundings, load_record

COMMITTED = Path(str(files("reformsim.behaviour"))) / "estimated_cooperation.yaml"


@lru_cache(maxsize=1)
def steps() -> tuple[Step, ...]:
    """Two steps: with the mergers of 1 January 2019, and without any."""
    return step(2019), step(2020)


@lru_cache(maxsize=1)
def two() -> Cases:
    return cases(steps(), ending=0.02)


def test_the_foundings_that_new_bodies_are_drawn_from_are_those_of_the_record():
    assert load_foundings() == counted_foundings(load_record("netherlands"))


def test_mergers_are_neither_joinings_nor_leavings():
    """25 municipalities fewer in 2019: hundreds of seats pass on, eight change hands."""
    merged, _ = steps()
    assert (~merged.stays).sum() == 37
    on = merged.free & merged.goes_on
    joined = (merged.after & ~merged.before & merged.stays)[on].sum()
    left = (merged.before & ~merged.after & merged.stays)[on].sum()
    assert (joined, left) == (5, 3)
    assert merged.one_left.sum() > 5, "bodies whose members became one municipality"


def test_the_events_are_those_that_the_record_tells_of():
    found = two()
    assert [len(one.foundings) for one in steps()] == [9, 13]
    assert found.founding.happened.sum() == pytest.approx(22)
    assert found.ending.happened.sum() == 16 and len(found.fused.year) == 16
    assert found.partners.chosen.sum(axis=1).max() == 23
    assert (found.partners.weight.sum(), len(np.unique(found.partners.group))) == (pytest.approx(22), 22)


def test_what_did_not_live_to_be_registered_is_made_up_for():
    from reformsim.estimation.cooperation.cases import survivors

    assert survivors(2020, 0.02) == survivors(2018, 0.02) == 1.0
    assert survivors(2012, 0.02) == pytest.approx(0.98**-6)


@pytest.mark.parametrize("kind", ["chance", "rate"])
def test_a_regression_finds_the_weights_that_made_the_data(kind):
    draw = np.random.Generator(np.random.PCG64(1))
    terms = draw.normal(size=(40_000, 2))
    value = -3.0 + terms @ np.array([0.8, -0.5])
    happened = draw.poisson(np.exp(value)) if kind == "rate" else draw.random(40_000) < 1 / (1 + np.exp(-value))
    nothing = np.zeros(40_000, np.int64)
    given = Events(nothing, terms, happened.astype(float), np.ones(40_000), nothing, np.zeros((40_000, 1)))
    found = regress(given, kind)
    error = np.sqrt(np.diag(found.covariance))
    assert np.abs(found.weights - np.array([-3.0, 0.8, -0.5])).max() < 4 * error.max() < 0.15


def test_choices_without_replacement_find_the_weights_that_made_them():
    """Three of thirty by value and luck, as the model draws partners."""
    draw = np.random.Generator(np.random.PCG64(2))
    terms = draw.normal(size=(1_500, 30, 2))
    value = terms @ np.array([1.0, -0.5]) - np.log(-np.log(draw.random((1_500, 30))))
    chosen = (-value).argsort(axis=1).argsort(axis=1) < 3
    number = np.arange(1_500)
    weights, covariance = choose(Groups(number, terms, chosen, np.ones(1_500), number))
    assert weights == pytest.approx([1.0, -0.5], abs=0.12)
    assert np.sqrt(np.diag(covariance)) == pytest.approx(0.02, abs=0.02)


def test_the_auc_by_hand():
    """Of 1, 2, 3, 4 the events are 2 and 4: 3 of 4 pairs are in order."""
    assert auc(np.array([1.0, 2, 3, 4]), np.array([0.0, 1, 0, 1]), np.ones(4)) == 0.75


def test_a_rule_without_terms_is_no_better_than_its_rate():
    found = {one.rule: one for one in scores(two().until(2019), two().since(2020))}
    assert found["leaving"].gain_rate == (0.0, 0.0, 0.0) and found["leaving"].auc[0] == 0.5
    assert found["who founds"].gain_rate[0] > 1.0 and found["who founds"].auc[0] > found["who founds"].auc_near[0]


def test_the_committed_weights_are_the_default_behaviour_and_cover_every_term():
    committed, behaviour = load_estimates(COMMITTED), load_behaviour()
    assert {*STARTING, *PARTNER, *JOINING} < set(committed.parameters)
    assert all(behaviour[name] == one.value for name, one in committed.parameters.items())
    assert set(committed.parameters) < set(behaviour.joint.names)  # type: ignore[union-attr]
    assert "estimate-cooperation" in behaviour.parameters["cooperation.leaving"].source


def test_leaving_is_what_the_lists_of_four_years_say():
    """19 of some 7,300 memberships: the committed level is the events over those at risk."""
    found = regress(replace(cases([step(y) for y in range(2019, 2023)], 0.02).leaving), "chance")
    assert 1 / (1 + np.exp(-found.weights[0])) == pytest.approx(load_behaviour()["cooperation.leaving"], rel=1e-4)


def test_the_parts_of_tasks_that_go_to_bodies_come_out_again():
    paid = payments()
    found = fit_parts(paid.take(paid.year <= 2022))
    assert parts_text(found) == (files("reformsim.tasks") / "handed_over.csv").read_text("utf-8")
    assert found.value["joint_civil_service"] == pytest.approx(1.0, abs=0.01)
    assert found.explained(paid.take(paid.year > 2022))[0] > 0.3


def test_the_page_says_what_was_fixed_before_and_what_came_of_it():
    page = kept_page()
    assert "Score." in page and "| joining |" in page and "cooperation.founding_wave" in page


# --- what members vote by ---------------------------------------------------------------------------------------------


def test_a_support_for_the_end_is_found_that_made_the_data():
    """Bodies of two to twelve, of which one of five ends with 0.06 and members agree with 0.8."""
    draw = np.random.Generator(np.random.PCG64(3))
    members = draw.integers(2, 13, 40_000)
    happened = draw.random(40_000) < end_chance(members.astype(float), 0.06, 0.8)
    nothing = np.zeros(40_000, np.int64)
    given = Events(nothing, np.log(members / 5.0)[:, None], happened.astype(float), np.ones(40_000), nothing, nothing)
    (level, support), errors = fit_ending(given)
    assert (level, support) == (pytest.approx(0.06, abs=0.005), pytest.approx(0.8, abs=0.02))
    assert (errors < 0.02).all()


def test_mergers_of_bodies_are_those_that_the_register_tells_of():
    """None in 2019 and 2020; three in 2021 and 2022 (schools, business operations, waste)."""
    assert merging_cases(steps()).happened.sum() == 0
    found = merging_cases([step(2021), step(2022)])
    assert found.happened.sum() == 3 and found.year[found.happened > 0].tolist() == [2021, 2021, 2022]
    assert len(found.year) > 250 and (found.terms <= 0).all()


def test_who_votes_on_whom_stands_in_the_order_of_the_cases_of_joining():
    asked, joining = applications(steps()), two().joining
    assert len(asked.boards.sizes) == len(joining.year) and asked.boards.sizes.min() >= 2
    few = np.arange(len(joining.year)) % 50 == 0
    weights = np.array([9.6])
    assert asked.take(few).passing(0.8, weights) == pytest.approx(asked.passing(0.8, weights)[few])
    assert asked.passing(1.0, weights).min() == 1.0


def test_the_weights_of_votes_are_those_of_the_page():
    """Rounded; they are assumed, not part of the joint posterior."""
    text, behaviour = kept_page(), load_behaviour()
    for name in ("bodies.admission_habit", "bodies.end_support", "bodies.merging", "bodies.merging_overlap",
                 "bodies.merged_ends"):  # fmt: skip
        shown = float(text.split(f"| {name} | ")[1].split(" |")[0])
        assert behaviour[name] == pytest.approx(shown, rel=0.01), name
        assert behaviour.parameters[name].kind == "assumed" and behaviour.parameters[name].mechanism


def test_the_support_for_the_end_is_what_four_years_say():
    found = cases([step(y) for y in range(2019, 2023)], 0.02)
    assert fit_ending(found.ending)[0][1] == pytest.approx(load_behaviour()["bodies.end_support"], rel=1e-3)
