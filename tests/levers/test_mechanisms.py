"""How levers work: each says it, by law, by behaviour or as input, and so does what they stand for in the note."""

from __future__ import annotations

import pytest

from reformsim.levers import LEVERS
from reformsim.levers.describe import works_by
from reformsim.levers.fields import MECHANISMS
from reformsim.note.coverage import items
from reformsim.note.document import levers_document
from reformsim.report.words import words

TYPED_IN = (
    4, 6, 9, 12, 13, 14, 15, 20, 21, 27, 32, 40, 42, 43, 45, 47, 55, 59, 60, 63, 67, 70, 77, 84, 92, 93, 94, 95, 96, 97,
    102, 104, 105, 109, 110, 112, 113, 115, 117, 119, 120, 121, 122, 123, 137,
)  # fmt: skip
"""Items of the note that an audit found to be numbers that were only reported as they were typed in."""
LEAST = 20
"""So many of them must work by more than that."""


@pytest.mark.parametrize("name", list(LEVERS))
def test_a_lever_says_itself_how_it_works(name):
    assert "mechanism" in vars(LEVERS[name]), "it does not leave that to the class of all levers"
    ways = works_by(LEVERS[name])
    assert ways and len(ways) == len(LEVERS[name].mechanism) and {way for way, _ in ways} <= set(MECHANISMS)
    assert all(len(text.split()) >= 2 and not text.endswith(".") for _, text in ways)


@pytest.mark.parametrize("way", MECHANISMS)
def test_every_way_is_a_word_of_the_report_in_both_languages(way):
    said = [words(language)(f"page.works.{way}") for language in ("en", "nl")]
    assert all(said) and said[0] == way


def test_the_page_says_of_every_lever_how_it_works():
    page = levers_document()
    for name, lever in LEVERS.items():
        part = page.partition(f"### `{name}`")[2].partition("```")[0]
        assert all(f"*{way}*: {text}" in part for way, text in lever.mechanism.items()), name


@pytest.mark.parametrize("number", TYPED_IN)
def test_what_was_typed_in_and_reported_works_by_more_than_that_or_is_called_input(number):
    item = items()[number - 1]
    assert item.works_by
    row = next(row for row in levers_document().splitlines() if row.startswith(f"| {number} | {item.kind} |"))
    assert all(f"*{way}*" in row for way in item.works_by)


def test_at_least_twenty_of_them_work_by_more_than_what_was_typed_in():
    assert sum(bool({"law", "behaviour"} & set(items()[n - 1].works_by)) for n in TYPED_IN) >= LEAST


def test_a_lever_of_ones_own_that_does_not_say_is_input():
    from reformsim.levers import Lever

    assert set(Lever.mechanism) == {"input"}
