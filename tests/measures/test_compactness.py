"""Compact government: one number of five lines, each of which may be left out."""

from __future__ import annotations

import pytest

from reformsim.history import Snapshot
from reformsim.levers.changes import AbolishSubMunicipal
from reformsim.measures.places.compactness import lines
from reformsim.model.government.reforms import carry_out
from reformsim.model.recording import snapshot
from reformsim.model.world import World
from tests.model.worlds import seen, statutory, value, world_of

ONLY = {f"compactness__{line}": 0.0 for line in ("spending", "officials", "rules", "service")}


def ratios_of(world: World, start: Snapshot) -> dict[str, float]:
    """How much better each line of compactness is than at the start."""
    return {line: float(ratio[-1]) for line, ratio in lines(seen(world, start)).items()}


def test_government_is_as_compact_as_itself_on_the_first_day():
    world = world_of(statutory())
    assert value("compactness", world, snapshot(world)) == pytest.approx(100.0)
    assert value("compactness", world) == pytest.approx(100.0)


def test_fewer_administrators_make_it_more_compact_by_their_ratio():
    """Eemstad's deelgemeenten have 36 of the office holders; nothing else is weighed."""
    world = world_of(statutory(), **ONLY)
    start = snapshot(world)
    before = value("administrators_total", world)
    carry_out(world, AbolishSubMunicipal(), "a test")
    after = value("administrators_total", world)
    assert before - after == 36
    assert value("compactness", world, start) == pytest.approx(100 * before / after)


def test_with_equal_weights_it_is_the_geometric_mean_of_the_five_lines():
    world = world_of(statutory())
    start = snapshot(world)
    carry_out(world, AbolishSubMunicipal(), "a test")
    ratios = ratios_of(world, start)
    assert set(ratios) == {"spending", "officials", "administrators", "rules", "service"}
    product = 1.0
    for ratio in ratios.values():
        product *= ratio
    assert value("compactness", world, start) == pytest.approx(100 * product ** (1 / 5))
    assert ratios["administrators"] > 1 and ratios["rules"] == pytest.approx(1.0)


def test_fewer_rules_and_less_service_pull_in_opposite_directions():
    world = world_of(statutory())
    start = snapshot(world)
    world.rules.set("burden.rules_cut", 0.25)
    assert ratios_of(world, start)["rules"] > 1
    world.state.adequacy *= 0.5
    assert ratios_of(world, start)["service"] < 1
