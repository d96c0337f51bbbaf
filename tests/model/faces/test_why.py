"""Why an actor did what it did: what was open to it, what the others said, and what came of it in the very run."""

from __future__ import annotations

import pytest

from reformsim.errors import RunError, UnknownNameError
from reformsim.model import ReformModel
from reformsim.model.faces.why import why
from reformsim.model.faces.why.telling import told
from tests.model.worlds import TOY, beyond_ranges


def toy(mechanisms):
    """Some years of the toy province, in which more happens than by the weights of a country."""
    lively = {"merger.constant": -4.0, "cooperation.founding": 0.3, "water_boards.merging": 1.0}
    horizon = {"start": 2011, "end": 2016}
    return beyond_ranges(name="asked", territory=str(TOY), horizon=horizon, behaviour=lively, mechanisms=mechanisms)


LIVELY = toy({"water_board_mergers": True})


@pytest.fixture(scope="module")
def history():
    return ReformModel(LIVELY).run()


def first(history, kind):
    return next(event for event in history.events if event.kind == kind and event.year > 2011)


def test_who_begins_a_procedure_was_open_to_it_and_the_draw_was_within_its_chance(history):
    begun = first(history, "procedure_started")
    asked = why(LIVELY, begun.members[0], begun.year)
    (merging,) = [one for one in asked.decisions if "merger" in one.question.en]
    assert any(way.chosen for way in merging.ways)
    assert begun in asked.happened


def test_the_terms_of_a_way_add_up_to_more_than_nought_where_the_draw_is_within_its_chance(history):
    begun = first(history, "procedure_started")
    (merging,) = [one for one in why(LIVELY, begun.members[0], begun.year).decisions if "merger" in one.question.en]
    for way in merging.ways:
        assert way.chosen == (sum(term.value for term in way.terms) > 0)


def test_what_happens_while_one_asks_is_what_happens_in_the_run(history):
    founded = first(history, "body_founded")
    assert founded in why(LIVELY, founded.members[0], founded.year).happened


def test_a_water_board_is_asked_what_it_wants_and_what_the_other_says():
    asked = ReformModel(LIVELY).water_board("WS1").explain(2011)
    (decision,) = asked.decisions
    assert [(said.what.en, way.chosen) for said, way in zip(decision.said, decision.ways, strict=True)] == [
        ("consents", True)
    ]


def test_an_actor_without_a_rule_says_so_in_both_languages():
    asked = why(toy({}), "WS1", 2011)
    assert asked.decisions == ()
    assert "No rule of this run lets it decide in 2011" in told(asked, "en")
    assert "Geen regel van deze simulatie laat het in 2011 besluiten" in told(asked, "nl")


def test_who_is_not_there_is_told_with_the_nearest_name():
    with pytest.raises(UnknownNameError, match="unknown actor 'WS3'"):
        why(LIVELY, "WS3", 2012)


def test_a_year_outside_the_horizon_is_told():
    with pytest.raises(RunError, match="year 2030 is outside the horizon of 'asked', 2011 to 2016"):
        why(LIVELY, "WS1", 2030)


def test_who_has_merged_by_then_is_told(history):
    merger = first(history, "merger")
    gone = next(code for code in merger.members if code != merger.subject)
    with pytest.raises(RunError, match="has ceased to exist by"):
        why(LIVELY, gone, merger.year)
