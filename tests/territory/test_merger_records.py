"""What a territory knows of its mergers, and mistakes in it: the end of its record, procedures under way."""

from __future__ import annotations

import pickle
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from reformsim.cli.app import app
from reformsim.territory import UnderWay, check_territory, load_territory, synthetic_territory
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
    assert told(toy_with(tmp_path, until=until, events=events)) == [f"territory.yaml:22:1: events_until: {expected}"]


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


PROCEDURES = "members,route,stage,started\n"
WHEN = "expected a year before 2011, or a date up to 2011-01-01"


def toy_with_procedures(folder: Path, *rows: str, header: str = PROCEDURES) -> Path:
    """The toy province with procedures under way on the first day."""
    copy = toy_copy(folder)
    (copy / "procedures.csv").write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return copy


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["T01;T22,below,act,2009"], ["2:1: members: unknown unit 'T22'; did you mean 'T12'?"]),
        (["T01;Bekzicht,below,act,2009"], ["2:1: members: unknown unit 'Bekzicht'; did you mean 'Beekzicht'?"]),
        (["T01,below,act,2009"],
         ["2:1: members: 'T01' alone cannot merge, expected two units or more, separated by ';'"]),
        ([",below,act,2009"], ["2:1: members: is empty, expected two units or more, separated by ';'"]),
        (["T01 T02,below,act,2009"], ["2:1: members: the members are separated by spaces, expected ';'"]),
        (["T01;T02;Aarle,below,act,2009"], ["2:1: members: 'T01' stands twice"]),
        (["T01;T02,below,act,2009", "T07;T08,above,design,2010", "T02;T03;T01,below,act,2009"],
         ["4:1: members: 'T01' already is in the procedure of line 2",
          "4:1: members: 'T02' already is in the procedure of line 2"]),
        (["T01;T02;T09,below,act,2009"],
         ["2:1: members: no border by land, dam, bridge or tunnel connects 'T09' with 'T01' within it"]),
        (["T11;T12,below,act,2009"],
         ["2:1: members: no border by land, dam, bridge or tunnel connects 'T12' with 'T11' within it"]),
        (["T01;T02,bellow,act,2009"], ["2:9: route: 'bellow' is wrong; did you mean 'below'?"]),
        (["T01;T02,below,advise,2009"], ["2:15: stage: 'advise' is wrong; did you mean 'advice'?"]),
        (["T01;T02,,,2009"],
         ["2:9: route: is empty; expected one of above, below",
          "2:10: stage: is empty; expected one of act, advice, design"]),
        (["T01;T02,below,act,2011"], [f"2:19: started: '2011' is after the first day, {WHEN}"]),
        (["T01;T02,below,act,2011-01-02"], [f"2:19: started: '2011-01-02' is after the first day, {WHEN}"]),
        (["T01;T02,below,act,2010-02-30"], [f"2:19: started: '2010-02-30' is wrong, {WHEN}"]),
        (["T01;T02,below,act,20100101"], [f"2:19: started: '20100101' is wrong, {WHEN}"]),
        (["T01;T02,below,act,"], [f"2:19: started: '' is wrong, {WHEN}"]),
    ],
)  # fmt: skip
def test_a_procedure_that_cannot_be_is_told_with_its_place(rows, expected, tmp_path):
    assert told(toy_with_procedures(tmp_path, *rows)) == [f"procedures.csv:{line}" for line in expected]


def test_all_mistakes_in_the_procedures_are_told_at_once_and_after_those_of_the_record(tmp_path):
    folder = toy_with_procedures(tmp_path, "T01;T99,belw,act,2009", "T03;T05,above,dsign,2012")
    (folder / "events.csv").write_text(ABSORBED.replace("T02", "T01"), encoding="utf-8")
    assert told(folder) == [
        "events.csv:2:10: new_code: 'T01' passes to itself",
        "procedures.csv:2:1: members: unknown unit 'T99'; did you mean 'T09'?",
        "procedures.csv:2:9: route: 'belw' is wrong; did you mean 'below'?",
        "procedures.csv:3:1: members: no border by land, dam, bridge or tunnel connects 'T05' with 'T03' within it",
        "procedures.csv:3:15: stage: 'dsign' is wrong; did you mean 'design'?",
        f"procedures.csv:3:21: started: '2012' is after the first day, {WHEN}",
    ]


def test_a_name_that_several_units_have_is_no_member(tmp_path):
    folder = toy_with_procedures(tmp_path, "T01;Beekzicht,below,act,2009")
    units = folder / "units.csv"
    units.write_text(units.read_text(encoding="utf-8").replace("Gaastwolde", "Beekzicht"), encoding="utf-8")
    assert told(folder) == [
        "procedures.csv:2:1: members: several units are called 'Beekzicht': expected one of the codes 'T02', 'T07'"
    ]


def test_a_column_too_few_in_the_procedures_is_told(tmp_path):
    folder = toy_with_procedures(tmp_path, "T01;T02,below,2009", header="members,route,started\n")
    assert told(folder) == ["procedures.csv:1: the column 'stage' is missing"]


def test_procedures_are_known_by_codes_or_names_and_their_order_does_not_matter(tmp_path):
    header = "members,route,stage,started,source\n"
    rows = ["T02;T01,below,advice,2009-10-15,council minutes", "Gaastwolde; T08 ;,above,design,2010,"]
    one = load_territory(toy_with_procedures(tmp_path / "a", *rows, header=header))
    two = load_territory(toy_with_procedures(tmp_path / "b", *reversed(rows), header=header))
    assert one.procedures == two.procedures == (
        UnderWay(("T01", "T02"), "below", "advice", 2009, 10, "council minutes"),
        UnderWay(("T07", "T08"), "above", "design", 2010, 1, ""),
    )  # fmt: skip
    assert one.hash == two.hash


def test_that_no_procedure_was_under_way_is_known_where_the_file_has_a_header_alone(tmp_path):
    none, unknown = load_territory(toy_with_procedures(tmp_path / "a")), load_territory(toy_copy(tmp_path / "b"))
    one = load_territory(toy_with_procedures(tmp_path / "c", "T01;T02,below,act,2011-01-01"))
    assert (none.procedures, unknown.procedures) == ((), None)
    assert len({none.hash, unknown.hash, one.hash}) == 3
    assert pickle.loads(pickle.dumps(one)).procedures == one.procedures


def test_a_territory_read_again_after_its_procedures_changed_has_the_new_ones(tmp_path):
    folder = toy_with_procedures(tmp_path)
    assert load_territory(folder).procedures == ()
    (folder / "procedures.csv").write_text(PROCEDURES + "T01;T02,below,act,2009\n", encoding="utf-8")
    assert len(load_territory(folder).procedures or ()) == 1


def test_a_synthetic_territory_knows_neither_record_nor_procedures(tmp_path):
    synthetic_territory(12, 1, tmp_path / "made")
    made = load_territory(tmp_path / "made")
    assert (made.events, made.events_until, made.procedures) == ((), None, None)


def test_the_check_of_a_territory_says_what_is_on_record(tmp_path):
    folder = toy_with_procedures(tmp_path, "T01;T02,below,act,2009")
    (folder / "events.csv").write_text(ABSORBED, encoding="utf-8")
    done = CliRunner().invoke(app, ["territory", "check", str(folder)])
    assert done.exit_code == 0
    assert done.output.strip().endswith("record of events to 2013, 1 procedure recorded on the first day")


@settings(max_examples=100)
@given(
    file=st.sampled_from(["events.csv", "procedures.csv"]),
    where=st.floats(0, 1, exclude_max=True),
    cut=st.integers(0, 12),
    put=st.binary(max_size=6) | st.sampled_from([b",", b";", b'"', b"\n", b"\x00", b"T01", b"2011", b"9999-12-31"]),
)
def test_no_edit_of_what_is_on_record_ends_in_a_traceback(file: str, where: float, cut: int, put: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = toy_with_procedures(Path(folder), "T01;T02,below,act,2010-03-01", "T07;T08,above,design,2009")
        (copy / "events.csv").write_text(ABSORBED, encoding="utf-8")
        raw = (copy / file).read_bytes()
        place = int(where * len(raw))
        (copy / file).write_bytes(raw[:place] + put + raw[place + cut :])
        if problems := check_territory(copy, tasks=TASKS):
            assert all(problem.message and problem.file.startswith(str(copy)) for problem in problems)
        else:
            assert len(load_territory(copy).procedures or ()) <= 2
