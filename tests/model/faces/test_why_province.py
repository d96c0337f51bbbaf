"""Why a province does what it does: the functions of its phases, asked before them."""

from __future__ import annotations

import numpy as np
import pytest

from reformsim.model import ReformModel
from reformsim.model.faces.why import why
from reformsim.model.faces.why.telling import told
from reformsim.model.provinces.care import care_of
from tests.model.worlds import TOY, beyond_ranges

ALL = ("province_push", "province_views", "province_cooperation", "province_mergers")


def toy(*names: str, **weights: float):
    lively = {"merger.constant": -4.0, "merger.province_constant": 0.0, "merger.break_off_design": 0.0, **weights}
    return beyond_ranges(
        name="asked",
        territory=str(TOY),
        horizon={"start": 2011, "end": 2015},
        behaviour=lively,
        mechanisms=dict.fromkeys(names, True),
    )


ON = toy(*ALL)


@pytest.fixture(scope="module")
def history():
    return ReformModel(ON).run()


def asked_for(explanation, words):
    return [one for one in explanation.decisions if words in one.question.en]


def test_a_procedure_that_the_province_starts_was_open_to_it(history):
    """Its draw was within the chance; the other way round rivals may still take a member away."""
    begun = [e for e in history.events if e.kind == "procedure_started" and "above" in e.subject]
    assert begun, "there is one to look at"
    state = ReformModel(ON).state
    for event in begun[:2]:
        province = state.provinces.codes[int(state.province[state.row_of(event.members[0])])]
        (decision,) = asked_for(why(ON, province, event.year), "start a merger procedure itself")
        assert any(way.chosen for way in decision.ways) or len(decision.ways) == 4


def test_the_terms_of_a_start_add_up_to_its_chance():
    asked = (why(ON, code, year) for year in range(2011, 2015) for code in ("PA", "PB"))
    decision = next(one for each in asked for one in asked_for(each, "start a merger procedure itself"))
    for way in decision.ways:
        value = sum(term.value for term in way.terms)
        assert 1.0 / (1.0 + np.exp(-value)) == pytest.approx(way.chance)
    assert {term.title.en for term in decision.ways[0].terms} >= {"what it favours this year (drawn)"}


def test_a_province_gives_a_view_on_what_comes_to_the_advice_stage(history):
    views = [
        (year, decision)
        for year in range(2011, 2015)
        for code in ("PA", "PB")
        for decision in asked_for(why(ON, code, year), "its view")
    ]
    assert views, "there is one to look at"
    for _, decision in views:
        good, bad = decision.ways
        assert good.chosen is not bad.chosen
        assert good.chosen == (sum(term.value for term in good.terms) > 0)
        (minister,) = decision.said
        assert "breaks it off with chance" in minister.what.en


def test_asking_for_views_counts_nothing_twice(history):
    model = ReformModel(ON)
    from reformsim.model.faces.why.province import viewing

    while model.years_done < 2:
        model.step()
    before = model.state.mergers_assessed
    viewing(model, "PA")
    assert model.state.mergers_assessed == before


def test_a_province_presses_most_where_most_is_lacking():
    (decision,) = asked_for(why(ON, "PA", 2012), "press for cooperation")
    lack = [way.terms[0].amount for way in decision.ways]
    assert lack == sorted(lack, reverse=True)
    care = care_of(ReformModel(ON).world)[0]
    assert all(way.terms[0].weight == care for way in decision.ways)


def test_both_councils_and_parliament_are_heard_where_there_is_an_initiative():
    sure = toy("province_mergers", **{"province.merger_initiative": 1.0, "province.merger_consent": 1.0})
    (decision,) = asked_for(why(sure, "PA", 2011), "initiative to merge")
    assert [way.chosen for way in decision.ways] == [True]
    assert [said.what.en for said in decision.said][:2] == ["(council) agrees"] * 2
    assert decision.said[2].who == "Staten-Generaal"


def test_without_mechanisms_a_province_may_still_start_a_procedure_and_says_so_in_both_languages():
    asked = why(toy(), "PA", 2012)
    (decision,) = asked.decisions
    assert "start a merger procedure itself" in told(asked, "en")
    assert "zelf een herindelingsprocedure beginnen" in told(asked, "nl")
    assert decision.said == (), "the toy province is on no record"


def test_a_province_of_a_model_explains_itself():
    assert ReformModel(ON).province("PB").explain(2012).code == "PB"
