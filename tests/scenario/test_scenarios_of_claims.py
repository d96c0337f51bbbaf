"""Two shipped scenarios that take the note apart: only fewer office holders, and congestion that does no harm."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from reformsim.behaviour import load_behaviour
from reformsim.experiment.replicate import simulate
from reformsim.history import Record
from reformsim.scenario import Scenario, load_scenario

UNTIL = 2016


def run(name: str, behaviour: Mapping[str, float] | None = None) -> Record:
    return _run(name, None if behaviour is None else tuple(behaviour.items()))


@cache
def _run(name: str, behaviour: tuple[tuple[str, float], ...] | None) -> Record:
    scenario = load_scenario(name)
    horizon = {"start": scenario.horizon.start, "end": UNTIL}
    given = {**dict(scenario), "horizon": horizon, "measures": "all"}
    return simulate(Scenario(**given if behaviour is None else {**given, "behaviour": dict(behaviour)}), 0)


def moved(one: Record, other: Record) -> dict[str, float]:
    """What the last year of one run has more than the other's, where anything."""
    apart = one.values[-1] - other.values[-1]
    return {one.indicators[i]: float(apart[i]) for i in np.flatnonzero(apart)}


def test_the_compact_offices_have_only_levers_on_offices():
    from reformsim.levers import LEVERS

    assert {LEVERS[lever.lever].family for lever in load_scenario("compact-offices").levers} == {"offices"}


def test_fewer_office_holders_alone_change_no_map_no_body_and_no_task():
    difference = moved(run("compact-offices"), run("baseline-2011"))
    assert difference["councillors"] < 0 and difference["aldermen"] < 0 and difference["deputies"] < 0
    assert difference["administrators_cost"] < 0 and difference["inhabitants_per_councillor"] > 0
    assert difference["compactness"] > 0
    untouched = {"municipalities", "bodies_total", "capacity_mean", "layers_per_subject", "share_under_elected_board"}
    assert not (untouched | {"quality_of_control"}) & set(difference)


def test_fewer_aldermen_with_the_same_seats_on_boards_decide_slower_and_not_at_all_where_seats_take_no_time():
    assert moved(run("compact-offices"), run("baseline-2011"))["decision_time"] > 0
    none = {"decisions.seat_time": 0.0}
    assert "decision_time" not in moved(run("compact-offices", behaviour=none), run("baseline-2011", behaviour=none))


def test_fewer_office_holders_speed_decisions_up_only_where_that_claim_is_believed():
    believed = {"decisions.executive_size_to_speed": 0.3, "councils.focus": 0.5}
    difference = moved(run("compact-offices", behaviour=believed), run("baseline-2011", behaviour=believed))
    assert difference["decision_time"] < 0 and difference["quality_of_control"] > 0


def test_without_an_effect_of_congestion_only_the_claims_on_it_are_switched_off():
    plain, none = load_scenario("note-2011"), load_scenario("no-drukte-effect")
    assert none.levers == plain.levers and none.principles == plain.principles
    changed = {n for n in none.behaviour if none.behaviour[n] != plain.behaviour.get(n)}
    parameters = load_behaviour().parameters
    assert all(none.behaviour[n] == parameters[n].neutral for n in changed)
    assert {item for n in changed for item in parameters[n].items} >= {30, 32, 97}


def test_without_an_effect_of_congestion_abolishing_layers_hardly_moves_decision_time():
    """What is left are the deelgemeenten of two cities (a claim of its own) and the borders between provinces."""
    none = dict(load_scenario("no-drukte-effect").behaviour)
    with_claims = moved(run("note-2011"), run("baseline-2011"))["decision_time"]
    without = moved(run("no-drukte-effect"), run("baseline-2011", behaviour=none))["decision_time"]
    assert with_claims < without < 0
    others = none | {"decisions.sub_layer_delay": 0.0, "coordination.between_provinces": 0.0}
    left = moved(run("note-2011", behaviour=others), run("baseline-2011", behaviour=others))
    assert abs(left.get("decision_time", 0.0)) < 1e-9
