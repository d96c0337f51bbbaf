"""The record of how municipalities really changed: read, checked against the map year by year, kept whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reformsim.territory import check_territory, load_territory, replay_problem, successions
from reformsim.territory.events import MapEvent, Succession

TOY = Path(__file__).parent.parent / "toy"
HEADER = "year,old_code,new_code,new_name,share,kind"


def toy_with(folder: Path, *rows: str, header: str = HEADER) -> Path:
    """The toy province with a record."""
    copy = folder / "region"
    shutil.copytree(TOY, copy)
    (copy / "events.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return copy


def told(folder: Path) -> list[str]:
    return [str(problem).removeprefix(f"{folder}/") for problem in check_territory(folder)]


def test_a_territory_without_a_record_has_no_events():
    assert load_territory(TOY).events == ()


def test_the_rows_are_sorted_and_the_order_in_the_file_does_not_matter(tmp_path):
    rows = ("2013,T01,T20,Nieuw,1,merge", "2013,T02,T20,Nieuw,1,merge", "2012,T10,T11,Kampzijl,1,absorb")
    one = load_territory(toy_with(tmp_path / "a", *rows))
    two = load_territory(toy_with(tmp_path / "b", *reversed(rows)))
    assert one.events == two.events and one.hash == two.hash != load_territory(TOY).hash
    assert one.events[0] == MapEvent(2012, "T10", "T11", "Kampzijl", 1.0, "absorb")


def test_a_divided_municipality_follows_its_largest_share_and_border_changes_move_nobody(tmp_path):
    territory = load_territory(
        toy_with(
            tmp_path,
            "2012,T01,T02,Beekzicht,0.4,split",
            "2012,T01,T04,Dorperhout,0.6,split",
            "2012,T05,T06,Fortmond,0.01,border",
            "2013,T07,T20,Gaast,1,rename",
        )
    )
    assert successions(territory.events, territory.codes) == {
        2012: (Succession("T04", "Dorperhout", ("T01", "T04"), False),),
        2013: (Succession("T20", "Gaast", ("T07",), True),),
    }


def test_of_equal_shares_the_first_by_code_counts():
    events = [MapEvent(2012, "A", "C", "C", 0.5, "split"), MapEvent(2012, "A", "B", "B", 0.5, "split")]
    assert successions(events, ["A", "B", "C"]) == {2012: (Succession("B", "B", ("A", "B"), False),)}


def test_the_netherlands_have_180_and_63_recorded_rows_up_to_2018():
    old, new = (load_territory(f"netherlands-{year}") for year in (2003, 2011))
    assert (len(old.events), len(new.events)) == (180, 63)
    assert old.events[-1].year == new.events[-1].year == 2018
    assert new.events == tuple(event for event in old.events if event.year > 2011)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["2011,T01,T02,Beekzicht,1,absorb"],
         ["events.csv:2:1: year: '2011' is wrong, expected a year from 2012 on"]),
        (["2012,T01,T02,,1,absorb"], ["events.csv:2:14: new_name: is empty, expected a word"]),
        (["2012,T01,T02,Beekzicht,1.5,absorb"],
         ["events.csv:2:24: share: '1.5' is wrong, expected a share above 0 and at most 1"]),
        (["2012,T01,T02,Beekzicht,0,absorb"],
         ["events.csv:2:24: share: '0' is wrong, expected a share above 0 and at most 1"]),
        (["2012,T01,T02,Beekzicht,1,absorbed"],
         ["events.csv:2:26: kind: 'absorbed' is wrong; did you mean 'absorb'?"]),
        (["2012,T99,T02,Beekzicht,1,absorb"],
         ["events.csv:2:6: old_code: 'T99' is no municipality in 2011; did you mean 'T09'?"]),
        (["2012,T01,T01,Aarle,1,rename"], ["events.csv:2:10: new_code: 'T01' passes to itself"]),
        (["2012,T01,T20,Nieuw,1,absorb"],
         ["events.csv:2:10: new_code: 'T20' is no municipality that goes on in 2012, expected one for 'absorb'"]),
        (["2012,T01,T02,Beekzicht,1,merge"],
         ["events.csv:2:10: new_code: the code 'T02' was in use before 2012, expected a new one for 'merge'"]),
        (["2012,T01,T02,Beekzicht,1,absorb", "2013,T03,T01,Aarle,0.5,split", "2013,T03,T02,Beekzicht,0.5,split"],
         ["events.csv:3:10: new_code: 'T01' ceased to exist, expected one that goes on or a new code"]),
        (["2012,T01,T20,Nieuw,1,merge", "2012,T02,T20,Oud,1,merge"],
         ["events.csv:3:14: new_name: 'T20' is called 'Nieuw' on line 2"]),
        (["2012,T01,T02,Beekzicht,0.5,split", "2012,T01,T02,Beekzicht,0.5,split"],
         ["events.csv:3:10: new_code: 'T01' already passes to 'T02' in 2012, on line 2"]),
        (["2012,T01,T02,Beekzicht,0.5,split", "2012,T01,T04,Dorperhout,0.4,split"],
         ["events.csv:3:25: share: the shares of 'T01' in 2012 add up to 0.9, expected 1"]),
        (["2012,T01,T20,Nieuw,0.1,split", "2012,T01,T04,Dorperhout,0.9,split"],
         ["events.csv:2:10: new_code: the new municipality 'T20' is nobody's largest share, and would have no units"]),
        (["2012,T01,T02,Beekzicht,1,absorb", "2013,T01,T02,Beekzicht,1,absorb"],
         ["events.csv:3:6: old_code: 'T01' is no municipality in 2012; did you mean 'T12'?"]),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_is_told_with_its_place(rows, expected, tmp_path):
    assert told(toy_with(tmp_path, *rows)) == expected


def test_a_record_without_a_column_is_told(tmp_path):
    folder = toy_with(tmp_path, "2012,T01,T02,Beekzicht,1", header="year,old_code,new_code,new_name,share")
    assert [line.split(":")[0] for line in told(folder)] == ["events.csv"]
    assert "kind" in told(folder)[0]


def test_a_replay_needs_a_record_that_reaches_to_the_end():
    assert replay_problem(2012, "toy", 2012) is None
    assert replay_problem(None, "toy", 2012) == (
        ("mergers",), "territory 'toy' has no recorded events (events.csv), expected 'simulated'",
    )  # fmt: skip
    where, said = replay_problem(2012, "toy", 2013) or ((), "")
    assert where == ("horizon", "end")
    expected = "expected 2012 or earlier, the last year of the record of territory 'toy', not 2013 (mergers: replay)"
    assert said == expected
