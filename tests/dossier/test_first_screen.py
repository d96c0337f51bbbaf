"""The first screen: promises in units one can count, verdicts with their marks, and a sentence to read out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reformsim.dossier.page import OPEN, PRINTED, SECTIONS, Report
from reformsim.dossier.sections.saying import sentence
from reformsim.dossier.sections.screen import answer
from reformsim.dossier.sections.weighed import PRICE, PROMISES, weigh
from reformsim.experiment import Comparison, compare
from reformsim.measures import MEASURES
from reformsim.report.page.html import Page, Paragraph, Section, render
from reformsim.report.words import catalogue, words
from reformsim.scenario import Scenario
from tests.dossier.given import scenario
from tests.experiment import fake_model
from tests.report.html import parsed

WANTED = (
    "administrators_total",
    "authorities_per_subject",
    "lost_to_scale",
    "budget_outside_council",
    "inhabitants_per_councillor",
)
LEVELS = (12000.0, 3.2, 0.0065, 0.25, 2000.0)
CHANGES = {
    "kept": (-2100.0, -0.3, -0.0010, 0.2, 260.0),
    "broken": (2100.0, 0.3, 0.0010, -0.05, -260.0),
    "idle": (0.0, 0.0, 0.0, 0.0, 0.0),
}


def simulate(one: Scenario, replicate: int) -> object:
    """The stand-in for the model, with levels that are known and a little chance that pairs share."""
    record = fake_model.simulate(one, replicate)
    noise = 1.0 + 0.001 * (replicate % 5)
    level = np.array(LEVELS) * noise + np.array(CHANGES.get(one.name, CHANGES["idle"]))
    return replace(record, values=np.tile(level, (record.values.shape[0], 1)), indicators=WANTED)


@pytest.fixture(scope="module")
def results() -> Comparison:
    named = [scenario(name, measures=list(WANTED)) for name in ("none", "kept", "broken", "idle")]
    return compare(named, replicates=12, simulate=simulate)


def test_the_promises_and_the_price_are_of_measures_that_there_are() -> None:
    named = {name for names in PROMISES.values() for name in names} | set(PRICE)
    assert named <= set(MEASURES)
    assert all(MEASURES[name].headline for name in named)
    assert {f"screen.row.{name}" for name in named} <= set(catalogue())


def test_shares_are_told_of_a_hundred(results: Comparison) -> None:
    found = weigh(Report(results).matter, 1, "lost_to_scale")
    assert found is not None and found.times == 100.0
    assert found.number(found.without) == "0.651"


def test_a_promise_kept_broken_or_idle_says_so_in_a_sentence(results: Comparison) -> None:
    matter = Report(results).matter
    kept, broken, idle = (sentence(matter, at) for at in (1, 2, 3))
    assert "some 2,100 administrators fewer" in kept and "less crowded (2.9" in kept and "better scale" in kept
    assert "45.0 of 100 euro decided outside the council instead of 25.0" in kept
    assert "260 inhabitants more per councillor" in kept
    assert "administrators more" in broken and "more crowded" in broken and "worse scale" in broken
    assert idle.count("cannot be shown") == 3 and "price" not in idle


def test_a_promise_surely_broken_is_marked_as_against_it(results: Comparison) -> None:
    table = next(one for one in answer(Report(results).matter) if one.kind == "table")
    first = table.groups[0].rows[0]
    assert [cell.text for cell in first.cells[1:]] == ["\N{MINUS SIGN}2,100", "+2,100", "0"]
    assert [cell.small[-1] for cell in first.cells[1:]] == [
        "● robust",
        "● robust, against the promise",
        "○ no effect shown",
    ]


def test_several_scenarios_stand_side_by_side_with_the_price_below(results: Comparison) -> None:
    table = next(one for one in answer(Report(results, "nl").matter) if one.kind == "table")
    assert table.heads == ("Wat", *(f"Scenario {name}" for name in ("none", "kept", "broken", "idle")))
    assert [group.title for group in table.groups][-1] == "De prijs"


def test_a_printed_report_has_the_short_sections_and_names_the_others_and_a_screen_folds_all_but_the_first() -> None:
    sections = tuple(
        Section(name, name, (Paragraph("text"),), folded=name not in OPEN, printed=name in PRINTED) for name in SECTIONS
    )
    page = Page("title", "subtitle", sections, "foot")
    screen, paper = (parsed(render(page, words("en"), printed=printed)) for printed in (False, True))
    folded = [one for one in screen.all("details") if "open" not in one.attributes]
    assert {one.all("section")[0].attributes["id"] for one in folded} == set(SECTIONS) - set(OPEN)
    assert [one.attributes["id"] for one in paper.all("section")] == [name for name in SECTIONS if name in PRINTED]
    assert not [one for one in paper.all("details") if "open" not in one.attributes]
    assert paper.all("main")[0].all("p")[-1].text.endswith("mergers; principles.")
