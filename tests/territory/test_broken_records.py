"""Mistakes in what a territory knows of its mergers: the end of its record of events."""

from __future__ import annotations

from pathlib import Path

import pytest

from reformsim.territory import check_territory, load_territory
from tests.territory.test_broken_territories import TASKS, toy_copy

EVENTS = "year,old_code,new_code,new_name,share,kind\n"
ABSORBED = EVENTS + "2013,T01,T02,Beekzicht,1,absorb\n"


def toy_with(folder: Path, *, until: str | None = None, events: str | None = None) -> Path:
    """The toy province with a record, and what is said of its end."""
    copy = toy_copy(folder)
    if until is not None:
        with (copy / "territory.yaml").open("a", encoding="utf-8") as stream:
            stream.write(f"events_until: {until}\n")
    if events is not None:
        (copy / "events.csv").write_text(events, encoding="utf-8")
    return copy


def told(folder: Path) -> list[str]:
    return [str(problem).removeprefix(f"{folder}/") for problem in check_territory(folder, tasks=TASKS)]


@pytest.mark.parametrize(
    ("until", "events", "expected"),
    [
        ("2012", ABSORBED, "2012 is wrong, expected 2013 or later, the last year in events.csv"),
        ("2011", EVENTS, "2011 is wrong, expected 2012 or later: the record begins after the start year"),
        ("2013", None, "there is no events.csv; one with nothing below its header says: no changes"),
        ("soon", ABSORBED, "'soon' is wrong, expected a whole number"),
        ("2900", ABSORBED, "2900 is wrong, expected 2200 or less"),
    ],
    ids=["before the last event", "in the start year", "without a record", "no year", "beyond reason"],
)
def test_an_end_of_the_record_that_cannot_be_is_told_with_its_place(until, events, expected, tmp_path):
    assert told(toy_with(tmp_path, until=until, events=events)) == [f"territory.yaml:21:1: events_until: {expected}"]


def test_a_record_ends_with_its_last_row_unless_it_is_said_to_be_complete_longer(tmp_path):
    plain = load_territory(toy_with(tmp_path / "a", events=ABSORBED))
    longer = load_territory(toy_with(tmp_path / "b", events=ABSORBED, until="2016"))
    same = load_territory(toy_with(tmp_path / "c", events=ABSORBED, until="2013"))
    assert (plain.events_until, longer.events_until) == (2013, 2016)
    assert plain.hash == same.hash != longer.hash
    assert load_territory(toy_copy(tmp_path / "d")).events_until is None


def test_a_change_of_borders_is_a_year_of_the_record(tmp_path):
    rows = ABSORBED + "2015,T05,T06,Fortmond,0.01,border\n"
    assert load_territory(toy_with(tmp_path, events=rows)).events_until == 2015


def test_a_record_of_years_in_which_nothing_changed_is_a_header_alone(tmp_path):
    calm = load_territory(toy_with(tmp_path / "a", events=EVENTS, until="2014"))
    assert (calm.events, calm.events_until) == ((), 2014)
    assert told(toy_with(tmp_path / "b", events=EVENTS)) == ["events.csv: there are no rows below the header"]
