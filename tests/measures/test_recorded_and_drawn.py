"""Bodies that are known and bodies that are drawn, counted apart: by hand, and in runs of the real country."""

from __future__ import annotations

import numpy as np
import pytest

from reformsim.history import Record
from reformsim.measures import measured
from reformsim.model import ReformModel
from reformsim.scenario import Scenario
from tests.model.worlds import found, local, statutory, toy, value, world_of
from tests.properties.invariants import Watch

COUNTS = ("bodies_recorded", "bodies_drawn", "relations_recorded", "relations_drawn")


def real(network: str, start: int, end: int) -> ReformModel:
    horizon = {"start": start, "end": end}
    return ReformModel(Scenario(name="real", territory="netherlands", horizon=horizon, network=network), 0)


def by_year(record: Record, name: str) -> np.ndarray:
    return record.values[:, record.indicators.index(name)]


def test_statutory_bodies_are_known_and_none_is_drawn():
    """Nine bodies, with 52 memberships of 12 municipalities."""
    world = world_of(statutory())
    assert (value("bodies_recorded", world), value("bodies_drawn", world)) == (9, 0)
    assert value("relations_recorded", world) == pytest.approx(52 / 12) and value("relations_drawn", world) == 0


def test_the_inventory_of_the_toy_province_is_drawn():
    world = world_of(toy())
    assert (value("bodies_recorded", world), value("bodies_drawn", world)) == (9, 18)


def test_what_is_founded_in_the_run_is_neither():
    world = world_of(statutory())
    found(world, "T01 T02", "waste")
    assert value("bodies_total", world) == 10
    assert (value("bodies_recorded", world), value("bodies_drawn", world)) == (9, 0)
    assert value("relations_to_keep_up", world) - value("relations_recorded", world) == pytest.approx(2 / 12)


def test_relations_of_a_municipality_are_told_apart_too():
    world = world_of(toy())
    apart = local("relations_recorded", world), local("relations_drawn", world)
    assert np.array_equal(sum(apart), local("relations_to_keep_up", world))


@pytest.mark.parametrize("network", ["recorded", "both"])
def test_the_rules_of_the_world_hold_from_the_recorded_network_on(network: str):
    record = Watch(real(network, 2011, 2015)).run()
    drawn = by_year(record, "bodies_drawn")
    assert (drawn == 0).all() if network == "recorded" else (drawn > 1_000).all()


def test_both_has_the_recorded_bodies_and_others_beside_them():
    recorded, both = (measured(real(network, 2018, 2018).run(), COUNTS) for network in ("recorded", "both"))
    assert by_year(recorded, "bodies_drawn")[0] == by_year(recorded, "relations_drawn")[0] == 0
    assert by_year(both, "bodies_recorded")[0] == by_year(recorded, "bodies_recorded")[0] > 480
    assert by_year(both, "relations_recorded") == pytest.approx(by_year(recorded, "relations_recorded"))
