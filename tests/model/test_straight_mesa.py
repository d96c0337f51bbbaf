"""The model's arrays give the same capacity, procedures and map as plain objects written from its description."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from benchmarks.straight_mesa import QUIET, StraightModel
from reformsim.errors import RunError
from reformsim.model import ReformModel
from reformsim.scenario import Scenario, load_scenario
from tests.model.worlds import TOY, beyond_ranges

EAGER = {"merger.constant": 1.5}
"""Many mergers on a map of twelve."""


def toy(*levers: object, **behaviour: float) -> Scenario:
    values = {**EAGER, **{name.replace("__", "."): value for name, value in behaviour.items()}}
    horizon = {"start": 2011, "end": 2030}
    return beyond_ranges(name="toy", territory=str(TOY), horizon=horizon, seed=5, behaviour=values, levers=levers)


def side_by_side(scenario: Scenario, replicate: int, years: int) -> Iterator[tuple[ReformModel, StraightModel]]:
    """Both models after each year, the objects given what reforms and cooperation did to the network."""
    product, objects = ReformModel(scenario, replicate), StraightModel(scenario, replicate)
    same_procedures(product, objects)
    phases = [phase for _, phase in product.schedule]
    for _ in range(years):
        product.state.year += product.years_done > 0
        january, law, elections, capacity, cooperation, mergers, record = phases
        for phase in (january, law, elections):
            phase()
        objects.first_january()
        same_map(product, objects)
        objects.take(product.world.law, product.world.rules, product.state)
        capacity()
        objects.capacity_phase()
        same_capacity(product, objects)
        cooperation()
        objects.take(product.world.law, product.world.rules, product.state)
        mergers()
        objects.merger_phase()
        same_procedures(product, objects)
        record()
        yield product, objects


def same_map(product: ReformModel, objects: StraightModel) -> None:
    state = product.state
    ours = {frozenset(np.flatnonzero(state.owner == row).tolist()): state.codes[row] for row in state.live}
    assert {frozenset(m.units): m.code for m in objects.municipalities} == ours


def same_capacity(product: ReformModel, objects: StraightModel) -> None:
    """Of every municipality: inhabitants, adequacy of each task, capacity."""
    state = product.state
    rows = [state.row_of(m.code) for m in objects.municipalities]
    assert state.population[rows].tolist() == [m.population for m in objects.municipalities]
    assert np.abs(state.adequacy[rows] - np.array([m.adequacy for m in objects.municipalities])).max() <= 1e-12
    assert np.abs(state.capacity[rows] - np.array([m.capacity for m in objects.municipalities])).max() <= 1e-12


def same_procedures(product: ReformModel, objects: StraightModel) -> None:
    """The same coalitions on their way, from below or above, started in the same year and as far."""
    codes, mergers = product.state.codes, product.mergers
    ours = [{(frozenset(codes[r] for r in p.rows), p.started, p.route, p.passed) for p in group}
            for group in (mergers.procedures, mergers.completed)]  # fmt: skip
    theirs = [{(frozenset(m.code for m in p.coalition.members), p.started, p.route, p.passed) for p in group}
              for group in (objects.procedures, objects.completed)]  # fmt: skip
    assert theirs == ours


def same_seats(product: ReformModel, objects: StraightModel) -> None:
    """The same municipalities in every body, and the same body that carries out each of their tasks."""
    state = product.state
    bodies = range(state.bodies.count)
    ours = {number: {state.codes[r] for r in state.bodies.members(number)} for number in bodies}
    theirs = {body.number: {m.code for m in body.members} for body in objects.bodies}
    assert theirs == {number: members for number, members in ours.items() if members}
    for m in objects.municipalities:
        executors = [-1 if body is None else body.number for body in m.executor]
        assert executors == state.executor[state.row_of(m.code)].tolist()


def decisions(product: ReformModel) -> list[tuple[int, str, frozenset[str], str]]:
    kinds = ("procedure_started", "procedure_broken_off", "merger")
    found = [e for e in product.world.events if e.kind in kinds]
    return [(e.year, e.kind, frozenset(e.members), e.subject if "started" in e.kind else e.detail) for e in found]


@pytest.mark.parametrize("replicate", range(4))
def test_the_toy_province_goes_the_same_way_all_years_with_cooperation(replicate):
    for product, objects in side_by_side(toy(), replicate, 20):
        assert sorted(objects.events, key=repr) == sorted(decisions(product), key=repr)
        assert objects.capped == product.mergers.capped
    assert objects.mergers > 0


@pytest.mark.parametrize("replicate", range(3))
def test_objects_by_themselves_go_the_way_of_a_run_in_which_only_seats_come_together(replicate):
    scenario = toy(**QUIET)
    product, objects = ReformModel(scenario, replicate), StraightModel(scenario, replicate)
    for _ in scenario.horizon.years:
        product.step()
        objects.step()
        same_map(product, objects)
        same_capacity(product, objects)
        same_procedures(product, objects)
        same_seats(product, objects)
        assert objects.left == sum(event.kind == "body_left" for event in product.world.events)
    assert objects.mergers > 0 and objects.left > 0


def test_looking_at_draws_first_changes_nothing():
    """The sieve is for speed alone: valuing every coalition on the table every year starts the same procedures."""
    scenario = toy(**QUIET)
    assert StraightModel(scenario, draws_first=False).run().events == StraightModel(scenario).run().events


def test_objects_refuse_to_go_by_themselves_where_others_act():
    with pytest.raises(RunError, match="without reforms"):
        StraightModel(toy()).step()


@pytest.mark.parametrize(("name", "years"), [("baseline-2011", 3), ("merge-track", 5)])
def test_on_the_map_of_2011_the_years_of_a_scenario_are_the_same(name, years):
    """merge-track has a policy framework, a push by provinces and a bias between the tracks."""
    for product, objects in side_by_side(load_scenario(name), 0, years):
        assert sorted(objects.events, key=repr) == sorted(decisions(product), key=repr)
        assert objects.capped == product.mergers.capped
    assert objects.mergers > 0
