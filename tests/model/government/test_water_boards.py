"""Water boards: each way of choosing them, on its own days; their size; and mergers, on the toy province."""

from __future__ import annotations

from datetime import date

import pytest

from reformsim.law import load_law
from reformsim.law.tables import Entry
from reformsim.levers import LEVERS
from reformsim.levers.changes import AmendLaw, MergeWaterBoards, SetRule
from reformsim.measures import measured
from reformsim.model import ReformModel
from reformsim.model.government.reforms import carry_out
from reformsim.model.government.water_boards import elect_water_boards
from reformsim.scenario import Scenario
from tests.model.worlds import TOY, toy, value, world_of

LAW_2011 = load_law().as_of(date(2011, 1, 1))
MODES = ("direct", "combined_provincial", "indirect_councils")


def world_in(year: int, *changes, enacted: bool = False):
    """The toy province with reforms of the first day, its boards chosen in each year up to this one."""
    world = world_of(toy())
    world.law = load_law() if enacted else LAW_2011
    for change in changes:
        carry_out(world, change, "a test")
    for one in range(2012, year + 1):
        world.state.year = one
        elect_water_boards(world)
    return world


def modes(world) -> list[str]:
    return [MODES[m] for m in world.state.water_boards.mode]


def model(*levers: dict, end: int = 2016, law: str = "at_start") -> ReformModel:
    made = tuple(LEVERS[v["lever"]].model_validate({"source": "assumption", **v}) for v in levers)
    return ReformModel(
        Scenario(name="water", territory=str(TOY), horizon={"start": 2011, "end": end}, levers=made, law=law)
    )


def yearly(run: ReformModel, name: str) -> dict[int, float]:
    record = measured(run.run(), [name])
    return dict(zip(record.years, record.values[:, 0].tolist(), strict=True))


@pytest.mark.parametrize(
    ("rule", "year"), [("direct", 2012), ("combined_provincial", 2015), ("indirect_councils", 2014), ("law", 2012)]
)
def test_boards_are_chosen_first_in_the_year_of_their_way(rule, year):
    """The reserved seats are amended, so that a board newly in office shows."""
    reserve = AmendLaw(
        "water_board_reserved_minimum", Entry(since=date(2012, 1, 1), value=2.0, source="a test", status="scenario")
    )
    years = range(2011, 2020)
    held = [
        y
        for y in years
        if world_in(y, SetRule("water_boards.election", rule), reserve).state.water_boards.reserved[0] == 2
    ]
    assert held[0] == year


def test_each_way_has_a_turnout_and_a_cost_of_its_own():
    """290,000 inhabitants, terms of four years: 1.20 or 0.65 euro each is 0.087 or 0.047125 million a year."""
    found = {}
    for way in MODES:
        world = world_in(2015, SetRule("water_boards.election", way))
        assert set(modes(world)) == {way}
        found[way] = (value("water_board_turnout", world), value("water_board_election_cost", world))
    assert found == {
        "direct": (pytest.approx(0.235), pytest.approx(0.087)),
        "combined_provincial": (pytest.approx(0.435), pytest.approx(0.047125)),
        "indirect_councils": (0.0, 0.0),
    }


def test_as_enacted_boards_were_elected_with_the_provincial_councils_from_2015_on():
    assert set(modes(world_in(2014, enacted=True))) == {"direct"}
    world = world_in(2015, enacted=True)
    assert set(modes(world)) == {"combined_provincial"}


def test_as_enacted_four_seats_are_reserved_from_the_election_of_2023_on_and_not_from_17_december_2022():
    assert world_in(2022, enacted=True).state.water_boards.reserved.tolist() == [7, 7]
    assert world_in(2023, enacted=True).state.water_boards.reserved.tolist() == [4, 4]


def test_reserved_seats_of_a_lever_wait_for_the_election():
    """2 * (20 - 3) instead of 2 * (20 - 7) members chosen by residents, from November 2012 on."""
    reform = {"lever": "water_board_elections", "date": date(2012, 1, 1), "mode": "direct", "reserved_seats": 3}
    run = model(reform, end=2013)
    seen = {}
    for year in (2011, 2012, 2013):
        run.step()
        seen[year] = run.water_board("WS1").reserved_seats
    assert seen == {2011: 7, 2012: 3, 2013: 3}


@pytest.mark.parametrize(("day", "first"), [(date(2014, 3, 19), 2014), (date(2014, 3, 20), 2018)])
def test_councils_choose_boards_from_the_day_of_the_reform_and_not_earlier_in_its_year(day, first):
    """The councils of 19 March 2014 choose under a reform of that day, not under one of the day after."""
    run = model({"lever": "water_board_elections", "date": day, "mode": "indirect_councils"}, end=2018)
    turnout = yearly(run, "water_board_turnout")
    assert next(year for year, share in turnout.items() if share == 0.0) == first


def test_general_boards_get_the_seats_of_a_reform_at_their_next_election():
    """20 seats and a chair in two boards: 42; 18 seats from November 2012 on: 38. A factor stays within 18 to 30."""
    size = {"lever": "water_board_size", "date": date(2012, 1, 1)}
    assert yearly(model({**size, "seats": 18}, end=2013), "water_board_members") == {2011: 42, 2012: 38, 2013: 38}
    assert yearly(model({**size, "factor": 1.2}, end=2012), "water_board_members")[2012] == 2 * 24 + 2
    assert yearly(model({**size, "factor": 0.5}, end=2012), "water_board_members")[2012] == 2 * 18 + 2
    here = {"where": {"regions": {"waterschap": ["WS2"]}}}
    run = model({**size, "seats": 30, **here}, end=2012)
    assert yearly(run, "water_board_members")[2012] == 20 + 30 + 2
    assert (run.water_board("WS1").board_seats, run.water_board("WS2").board_seats) == (20, 30)


def test_merged_water_boards_are_one_with_all_inhabitants():
    world = world_of(toy())
    carry_out(world, MergeWaterBoards(("WS1", "WS2"), "Land", "WS3", 25), "a test")
    # 50,000 people (T07 T08 T10 T11 T12) outside the largest, at 10 euro each.
    assert world.state.finances.one_off == pytest.approx(500_000)
    boards = world.state.water_boards
    assert boards.codes == ["WS1", "WS2", "WS3"] and boards.alive.tolist() == [False, False, True]
    assert set(boards.label.tolist()) == {2} and boards.seats[2] == 25 and boards.reserved[2] == 7
    assert (value("water_boards", world), value("water_board_members", world)) == (1, 26)
    assert value("water_board_turnout", world) == pytest.approx(0.235)
    assert [(e.kind, e.subject, e.members) for e in world.events] == [("water_boards_merged", "WS3", ("WS1", "WS2"))]


def test_a_merger_without_a_number_of_seats_has_those_of_the_largest():
    world = world_of(toy())
    world.state.water_boards.regulation[:] = (22, 28)
    carry_out(world, MergeWaterBoards(("WS1", "WS2"), "Land", "WS3"), "a test")
    assert world.state.water_boards.seats[2] == 28


def test_one_board_alone_does_not_merge():
    world = world_of(toy())
    carry_out(world, MergeWaterBoards(("WS1", "WS9"), "Half", "WS3"), "a test")
    assert world.state.water_boards.codes == ["WS1", "WS2"] and not world.events


def test_the_face_of_a_merged_board_takes_the_place_of_its_members():
    one = {"lever": "merge_water_boards", "members": ["WS1", "WS2"], "name": "Land", "code": "WS3"}
    run = model({**one, "date": date(2013, 1, 1)}, end=2013)
    for boards in (2, 2, 1):
        run.step()
        faces = [a for a in run.agents if type(a).__name__ == "WaterBoard"]
        assert len(faces) == boards
    (face,) = faces
    assert repr(face) == "<WaterBoard WS3 Land, 295,800 inhabitants>" and face.alive and face.election == "direct"
    assert not run.water_board("WS1").alive and run.water_board("WS1").population == 0


def test_mergers_and_elections_of_water_boards_change_nothing_else():
    """Merged boards are counted in administrators and congestion; the municipal world is the same to the bit."""
    one = {"lever": "merge_water_boards", "members": ["WS1", "WS2"], "name": "Land", "code": "WS3"}
    runs = model(end=2018), model({**one, "date": date(2013, 1, 1)}, end=2018)
    plain, merged = (measured(run.run()) for run in runs)
    moved = {n for i, n in enumerate(plain.indicators) if (plain.values[:, i] != merged.values[:, i]).any()}
    assert {"water_boards", "water_board_members", "administrators_total", "administrators_cost"} <= moved
    assert not moved & {"municipalities", "councillors", "bodies_total", "capacity_mean", "provinces", "aldermen"}
