"""What the page says that a municipality made of several would get is what the simulator gives it, set by set."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser

from reformsim.interactive.law import law_data
from reformsim.law.formulas import aldermen_pay, council_pay, mayor_pay, merger_grant
from reformsim.model.cooperation.bringing_together import ranked
from reformsim.model.first_day import first_day
from reformsim.model.mergers.mapchange import Merging, merge_all, settle
from reformsim.model.mergers.together import extent_km
from reformsim.model.world import World
from reformsim.scenario import load_scenario
from reformsim.world.neighbours import Graph

LARGER = 200
STARTS = ("baseline-2011", "baseline-2026")

COUNT = """async ([module, given]) => {
  const { data, sets } = JSON.parse(given);
  const { openLaw } = await import(module);
  const law = openLaw(data);
  const each = set => ({ together: law.together(set), before: law.before(set), joins: law.connected(set) });
  const counted = sets.map(each);
  const alone = data.units.own.map((_, unit) => law.alone(unit));
  return JSON.stringify({ counted, alone });
}"""


@dataclass(frozen=True)
class Counted:
    """A start map, sets of its units, and what the page counts of each."""

    name: str
    world: World
    sets: list[list[int]]
    page: dict[str, Any]

    def of(self, name: str) -> np.ndarray:
        """A number of each set once it is one municipality."""
        return np.array([one["together"][name] for one in self.page["counted"]], float)


@pytest.fixture(scope="module", params=STARTS)
def counted(browser: Browser, request: pytest.FixtureRequest) -> Counted:
    """All pairs of neighbours and 200 larger connected sets of a map, with only the bodies that are known."""
    world = start(request.param)
    graph = world.neighbours.mergeable
    pairs = [[a, b] for a, b in zip(graph.source.tolist(), graph.target.tolist(), strict=True) if a < b]
    sets = pairs + list(larger(graph, LARGER, len(world.territory)))
    module = files("reformsim.interactive").joinpath("assets", "law.js").read_bytes()
    address = "data:text/javascript;base64," + base64.b64encode(module).decode()
    page = browser.new_page()
    # As text: the driver hands over thousands of numbers one by one.
    given = json.dumps({"data": law_data(world), "sets": sets})
    return Counted(request.param, world, sets, json.loads(page.evaluate(COUNT, [address, given])))


def larger(graph: Graph, count: int, units: int) -> Iterator[list[int]]:
    """Random connected sets of three to nine units, always the same ones."""
    random = np.random.default_rng(2011)
    while count:
        wanted, found = int(random.integers(3, 10)), {int(random.integers(units))}
        while len(found) < wanted:
            edge = sorted({int(b) for a in found for b in graph.neighbours(a)} - found)
            if not edge:
                break
            found.add(edge[random.integers(len(edge))])
        if len(found) >= 3:
            count -= 1
            yield sorted(found)


def padded(sets: list[list[int]]) -> np.ndarray:
    rows = np.full((len(sets), max(map(len, sets))), -1, np.int32)
    for at, members in enumerate(sets):
        rows[at, : len(members)] = members
    return rows


def in_rounds(sets: list[list[int]]) -> Iterator[list[int]]:
    """Numbers of sets that have no unit in common, so that all of a round can merge on one day."""
    left = list(range(len(sets)))
    while left:
        taken: set[int] = set()
        now: list[int] = []
        later: list[int] = []
        for at in left:
            free = taken.isdisjoint(sets[at])
            (now if free else later).append(at)
            taken.update(sets[at] if free else ())
        yield now
        left = later


def start(name: str) -> World:
    """The first day with only the bodies that are known."""
    return first_day(load_scenario(name).model_copy(update={"network": "recorded"}), 0)


def merged(name: str, sets: list[list[int]]) -> Iterator[tuple[int, World, int]]:
    """Merge every set in the simulator itself, on the first possible day; gives set, world and row."""
    for numbers in in_rounds(sets):
        then = start(name)
        then.state.year += 1
        rows = merge_all(then, [Merging(tuple(sets[at]), "") for at in numbers])
        settle(then, {row: tuple(sets[at]) for row, at in zip(rows, numbers, strict=True)})
        yield from ((at, then, row) for at, row in zip(numbers, rows, strict=True))


def seating(world: World, row: int) -> dict[str, Any]:
    """Where a municipality sits: how many bodies, seats on their boards, and the lesser ones for one subject."""
    bodies = world.state.bodies
    sits = bodies.edge_body[bodies.edge_row == row]
    seats = ranked(bodies, np.array([row]), len(world.state.alive))
    lesser = sorted(set(seats.body[seats.lesser].tolist()))
    return {"memberships": len(sits), "board": float(bodies.seats_per_member[sits].sum()), "lesser": lesser}


def test_every_set_gets_council_college_and_seats_in_bodies_as_after_merging_in_the_simulator(counted: Counted) -> None:
    assert len(counted.sets) > 1000 and all(one["joins"] for one in counted.page["counted"])
    again = 0
    for at, then, row in merged(counted.name, counted.sets):
        state, page = then.state, counted.page["counted"][at]["together"]
        assert (page["councillors"], page["aldermen"]) == (state.seats[row], state.aldermen[row])
        assert page["time"] == pytest.approx(state.aldermen_fte[row], rel=1e-12)
        assert page["people"] == state.population[row]
        assert page["area"] == pytest.approx(state.area[row], rel=1e-12)
        assert page["travel"] == pytest.approx(state.travel[row], rel=1e-12)
        told = {name: page[name] for name in ("memberships", "board", "lesser")}
        if told != seating(then, row):
            # Another merger of the same day has made a body smaller: this one takes effect alone.
            again += 1
            ((_, then, row),) = merged(counted.name, [counted.sets[at]])
        assert told == seating(then, row)
    assert again < len(counted.sets) / 10


def test_every_set_gets_the_grant_the_fixed_sum_and_the_pay_of_the_law_and_is_as_large_as_its_halls_are_apart(
    counted: Counted,
) -> None:
    world, state = counted.world, counted.world.state
    law, day, land = world.law, date(world.territory.year, 1, 1), world.territory
    apart = extent_km(padded(counted.sets), state.hall_x, state.hall_y)
    assert counted.of("extent") == pytest.approx(apart, rel=1e-12)
    grants = [merger_grant(law, day, land.population[members]) for members in counted.sets]
    assert counted.of("grant") == pytest.approx(grants, rel=1e-12)
    leading = [land.codes[members[int(np.argmax(land.population[members]))]] for members in counted.sets]
    factor = law.value("fund_factor", day)
    assert counted.of("fixed") == pytest.approx([law.value("fixed_sum_municipality", day, c) * factor for c in leading])
    people, seats, time = counted.of("people"), counted.of("councillors"), counted.of("time")
    pay = council_pay(law, day, people, seats) + aldermen_pay(law, day, people, time) + mayor_pay(law, day, people)
    assert counted.of("pay") == pytest.approx(pay, rel=1e-12)


def test_every_unit_is_as_on_the_first_day_and_before_a_merger_its_members_are_added_up(counted: Counted) -> None:
    state, n = counted.world.state, len(counted.world.territory)
    for name, value in (
        ("councillors", state.seats),
        ("aldermen", state.aldermen),
        ("time", state.aldermen_fte),
        ("memberships", state.memberships),
        ("travel", state.travel),
    ):
        alone = np.array([one[name] for one in counted.page["alone"]])
        assert alone == pytest.approx(value[:n])
        if name != "travel":
            before = np.array([one["before"][name] for one in counted.page["counted"]])
            assert before == pytest.approx([value[members].sum() for members in counted.sets])
    grants = {one["grant"] for one in counted.page["alone"]}
    assert grants == {0}


def test_bodies_in_which_several_members_sit_are_named_once_each(counted: Counted) -> None:
    bodies = counted.world.state.bodies
    sits = np.zeros((bodies.count, len(counted.world.territory)), bool)
    sits[bodies.edge_body, bodies.edge_row] = True
    for members, one in zip(counted.sets, counted.page["counted"], strict=True):
        held = sits[:, members].sum(axis=1)
        assert one["together"]["shared"] == np.flatnonzero(held > 1).tolist()
