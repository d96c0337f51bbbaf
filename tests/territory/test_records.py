"""A record of several maps: what a first day is made of, and mistakes in the folder, on the toy province."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest

from reformsim.errors import TerritoryError
from reformsim.territory import check_territory, load_territory
from reformsim.territory.events import MapEvent
from reformsim.territory.record.carried import joined
from reformsim.territory.record.people import Inhabitants, moved, round_to

TOY = Path(__file__).parents[1] / "toy"
FILE = """\
# A record of the toy province, in which Beekzicht takes in Aarle in 2013 and Gaastwolde is divided in 2014.
name: toy-record
title: The toy province
attribution: invented for the tests
crs: invented, metres
maps:
  - {folder: "2011", since: 2011}
starts: {first: 2011, last: 2015, until: 2030}
events_until: 2015
growth_after_data: {rate: 0.01, low: 0.0, high: 0.02, source: invented}
council_elections: [{year: 2010, passed_over: 2}, {year: 2014, passed_over: 2}]
statutory_bodies:
  - {kind: safety_region, since: 2012-01-01, until: 2014-01-01, division: veiligheidsregio, form: openbaar_lichaam, legal: public, carries: false, obliged: true, board_per_member: 1, source: invented}
country: netherlands
"""  # noqa: E501
EVENTS = """\
year,old_code,new_code,new_name,share,area_share,kind
2013,T01,T02,Beekzicht,1,1,absorb
2014,T07,T04,Dorperhout,0.25,0.5,split
2014,T07,T08,Hoogkerspel,0.75,0.5,split
"""


@pytest.fixture
def record(tmp_path) -> Path:
    """A record whose inhabitants are those of the toy province in every year."""
    folder = tmp_path / "record"
    shutil.copytree(TOY, folder / "2011")
    for name in ("territory.yaml", "README.md", "population.csv"):
        (folder / "2011" / name).unlink()
    (folder / "territory.yaml").write_text(FILE, encoding="utf-8")
    (folder / "events.csv").write_text(EVENTS, encoding="utf-8")
    (folder / "councils.csv").write_text("code,year\nT02,2013\n", encoding="utf-8")
    with (TOY / "units.csv").open(encoding="utf-8") as stream:
        people = {row["code"]: int(row["population"]) for row in csv.DictReader(stream)}
    events = [MapEvent(int(r[0]), r[1], r[2], r[3], float(r[4]), r[6]) for r in _rows(EVENTS)]
    rows, values = [], {code: float(number) for code, number in people.items()}
    for year in range(2011, 2016):
        values = moved(values, [one for one in events if one.year == year])
        rows += [f"{code},{year},{round(number)},invented" for code, number in sorted(values.items())]
    (folder / "population.csv").write_text("code,year,population,basis\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return folder


def _rows(text: str) -> list[list[str]]:
    return [line.split(",") for line in text.splitlines()[1:]]


def told(folder: Path) -> list[str]:
    return [str(problem).removeprefix(f"{folder}/") for problem in check_territory(folder)]


def test_a_first_day_follows_from_the_map_before_it(record):
    assert told(record) == []
    first, last = load_territory(record, 2011), load_territory(record)
    assert (first.year, len(first), last.year, len(last)) == (2011, 12, 2015, 10)
    assert (first.starts, last.horizon_until, last.growth_range) == ((2011, 2015), 2030, (0.0, 0.02))
    assert [event.year for event in load_territory(record, 2013).events] == [2014, 2014]


def test_whole_municipalities_add_up_and_divided_ones_are_divided(record):
    last = load_territory(record, 2014)
    at = {code: last.index(code) for code in last.codes}
    assert last.population[at["T02"]] == 13_000 and last.population[at["T08"]] == 16_000 + 4_500
    assert (last.area_km2[at["T02"]], last.area_km2[at["T04"]], last.area_km2[at["T08"]]) == (100, 75, 75)
    assert (last.x[at["T02"]], last.y[at["T02"]]) == (5_000, 30_000)
    assert last.population_in(2011).sum() == last.population.sum()
    # Gaastwolde's neighbours go whole to Hoogkerspel, which took most of its people.
    assert (at["T04"], at["T08"]) in {tuple(pair) for pair in last.edges.tolist()}


def test_councils_in_office_were_elected_before_the_first_day(record):
    years = {year: load_territory(record, year) for year in (2012, 2013, 2014, 2015)}
    reference = {year: land.council_reference_year[land.index("T02")] for year, land in years.items()}
    # The record begins in 2011; the council for 1 January 2013 was elected in 2012 and sits on over March 2014.
    assert reference == {2012: 2011, 2013: 2012, 2014: 2012, 2015: 2012}
    others = years[2015].council_reference_year[years[2015].index("T05")]
    assert (others, years[2014].offices_of) == (2013, 2013)


def test_a_body_is_there_between_its_days(record):
    kinds = {year: [body.kind for body in load_territory(record, year).statutory_bodies] for year in range(2011, 2016)}
    assert kinds == {2011: [], 2012: ["safety_region"], 2013: ["safety_region"], 2014: [], 2015: []}


def test_the_mergers_of_the_next_1_january_are_known_and_all_later_ones_are_not(record):
    known = {year: load_territory(record, year).procedures for year in range(2011, 2016)}
    assert [one.members for one in known[2012] or ()] == [("T01", "T02")]
    assert [one.members for one in known[2013] or ()] == [("T07", "T08")]
    assert (known[2011], known[2014], known[2015]) == ((), (), None)


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("territory.yaml", 'since: 2011}\n', 'since: 2012}\n',
         "territory.yaml: maps: the first map is of 2012, expected 2011"),
        ("territory.yaml", 'since: 2011}\n', 'since: 2011, borders: "2012"}\n',
         "territory.yaml: maps[0].borders: unknown map '2012'; did you mean '2011'?"),
        ("territory.yaml", "events_until: 2015", "events_until: 2014",
         "territory.yaml: events_until: 2014 is wrong, expected 2015 or later, the last start"),
        ("territory.yaml", "last: 2015", "last: 2010",
         "territory.yaml:8:1: starts: 'last' comes before 'first'"),
        ("territory.yaml", "low: 0.0,", "",
         "territory.yaml:10:1: growth_after_data: expected 'low' and 'high', or neither of them"),
        ("territory.yaml", "low: 0.0,", "low: 0.015,",
         "territory.yaml:10:1: growth_after_data: expected 'rate' from 'low' to 'high'"),
        ("territory.yaml", "veiligheidsregio", "veiligheid",
         "territory.yaml: statutory_bodies[0].division: on 1 January 2012: unknown division 'veiligheid'"),
        ("territory.yaml", "passed_over: 2}]", "passed: 2}]",
         "territory.yaml:11:51: council_elections[1].passed_over: is missing"),
        ("events.csv", "2013,T01,T02", "2013,T99,T02",
         "events.csv:2:6: old_code: 'T99' is no municipality in 2012; did you mean 'T09'?"),
        ("territory.yaml", "first: 2011", "first: 1911",
         "territory.yaml:8:10: starts.first: 1911 is wrong, expected 1998 or more"),
        ("events.csv", "2013,T01,T02", "soon,T01,T02",
         "events.csv:2:1: year: 'soon' is wrong, expected a year from 2012 on"),
        ("events.csv", "0.5,split", "1.5,split",
         "events.csv:3:30: area_share: '1.5' is wrong, expected a share from 0 to 1"),
        ("population.csv", "T05,2014,120000,invented\n", "",
         "population.csv: the year 2014 lacks 'T05', which is a municipality of 2014 by events.csv"),
        ("population.csv", "T05,2014,", "T05,2019,",
         "population.csv:40:5: year: '2019' is wrong, expected a year from 2011 to 2015"),
        ("councils.csv", "T02,2013", "T02,soon", "councils.csv:2:5: year: 'soon' is wrong, expected a year"),
        ("2011/units.csv", "T05,Eemstad,PA", "T05,Eemstad,PX",
         "2011/units.csv:6:13: province: unknown province 'PX'; expected one of PA, PB"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(file, old, new, expected, record):
    path = record / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert expected in told(record)[0], told(record)
    with pytest.raises(TerritoryError):
        load_territory(record, 2012, tasks=("safety",))


def test_procedures_are_not_held_against_a_map_that_cannot_be_followed(record):
    (record / "procedures.csv").write_text("year,members,route,stage,started\n2014,T02;T03,below,act,2012\n", "utf-8")
    assert told(record) == []
    path = record / "events.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2013,T01,T02", "2013,T99,T02"), encoding="utf-8")
    assert told(record) == ["events.csv:2:6: old_code: 'T99' is no municipality in 2012; did you mean 'T09'?"]


def test_regions_that_ended_go_to_their_successors(record):
    (record / "regions.csv").write_text(
        "division,region,name,year,basis,until,successor\n"
        "waterschap,A,Aa,2011,invented,2012-12-31,C\nwaterschap,B,Bee,2011,invented,,\n"
        "waterschap,C,Cee,2011,invented,,\n",
        encoding="utf-8",
    )
    codes = [f"T{number:02}" for number in range(1, 13)]
    rows = "".join(f"2011,{code},waterschap,{'A' if code < 'T07' else 'B'}\n" for code in codes)
    (record / "divisions.csv").write_text(f"map,code,division,region\n{rows}", encoding="utf-8")
    assert told(record) == []
    named = {year: load_territory(record, year).divisions["waterschap"].region_names for year in (2012, 2013)}
    assert named == {2012: ("Aa", "Bee"), 2013: ("Bee", "Cee")}
    text = (record / "divisions.csv").read_text(encoding="utf-8")
    (record / "divisions.csv").write_text(text.replace("T12,waterschap,B", "T12,waterschap,X"), encoding="utf-8")
    said = "region: unknown region 'X' of the division 'waterschap'; expected one of A, B, C"
    assert told(record) == [f"divisions.csv:13:21: {said}"]


@pytest.mark.parametrize(
    ("until", "other", "expected"),
    [
        ("2012-13-31,C", ",",
         "regions.csv:2:31: until: '2012-13-31' is wrong, expected a date with a successor, or neither"),
        ("2012-12-31,C", "2012-12-31,A",
         "regions.csv:2:42: successor: 'C' ended on 2012-12-31, expected a region that goes on after 2012-12-31"),
    ],
)  # fmt: skip
def test_an_end_of_a_region_that_cannot_be_is_told_with_its_place(until, other, expected, record):
    head = "division,region,name,year,basis,until,successor\n"
    rows = f"waterschap,A,Aa,2011,invented,{until}\nwaterschap,C,Cee,2011,invented,{other}\n"
    (record / "regions.csv").write_text(head + rows, encoding="utf-8")
    (record / "divisions.csv").write_text("map,code,division,region\n2011,T01,waterschap,A\n", encoding="utf-8")
    assert told(record)[0] == expected


def test_a_record_may_have_accounts_of_its_own(record):
    head = "code,year,general_grant,specific_grants,local_taxes,fees,other_income,equity,balance_total"
    rows = f"{head},governance,other_spending\nT01,2012,1,1,1,1,1,1,1,1,1\n"
    (record / "accounts.csv").write_text(rows, encoding="utf-8")
    assert told(record) == []
    books = load_territory(record, 2013).books
    assert books is not None and books.years[2012].equity.tolist() == [1000.0]
    (record / "accounts.csv").write_text(rows.replace("T01", "T99"), encoding="utf-8")
    assert told(record) == ["accounts.csv:2:1: code: unknown unit 'T99'; did you mean 'T09'?"]


def test_a_folder_with_a_slash_behind_it_is_called_without(record):
    (record / "territory.yaml").write_text(FILE.replace("veiligheidsregio", "veiligheid"), encoding="utf-8")
    with pytest.raises(TerritoryError) as caught:
        load_territory(f"{record}/", 2012, tasks=("safety",))
    assert str(caught.value).startswith(f"{record}/territory.yaml: ")


def test_a_record_that_changes_is_read_again(record):
    before = load_territory(record, 2013).population.sum()
    path = record / "population.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("T05,2013,120000", "T05,2013,120001"), encoding="utf-8")
    assert load_territory(record, 2013).population.sum() == before + 1


def test_rounding_keeps_the_total_and_goes_by_the_largest_remainder():
    assert round_to(10, {"a": 3.4, "b": 3.4, "c": 3.2}) == {"a": 4, "b": 3, "c": 3}


def test_border_changes_move_people_and_leave_both():
    moves = [MapEvent(2012, "a", "b", "B", 0.1, "border")]
    assert moved({"a": 100.0, "b": 50.0}, moves) == {"a": 90.0, "b": 60.0}


def test_all_parts_of_a_merged_municipality_grow_alike():
    known = {2011: {"a": (100, "x"), "b": (50, "x")}, 2012: {"b": (300, "x")}}
    people = Inhabitants(known, [MapEvent(2012, "a", "b", "B", 1.0, "absorb")])
    found = people.after({"a": 100, "b": 50}, 2011, 2012)[2012]
    assert {code: number for code, (number, _) in found.items()} == {"a": 200, "b": 100}
    assert people.carried({"a": 100, "b": 50}, 2011, 2012) == {"b": 150}


def test_land_goes_before_a_link_and_a_fixed_link_before_open_water():
    land, dam, water = (5.0, False, "border", 0.0), (0.0, True, "dam", 1.0), (0.0, True, "water", 0.5)
    home = {"a": "x", "b": "x", "c": "y", "d": "y"}
    assert joined({("a", "c"): land, ("b", "d"): water}, home) == {("x", "y"): (5.0, False, "border", 0.0)}
    assert joined({("a", "c"): water, ("b", "d"): dam}, home) == {("x", "y"): (0.0, True, "dam", 0.5)}
    assert np.isclose(joined({("a", "c"): land, ("b", "d"): land}, home)["x", "y"][0], 10.0)
