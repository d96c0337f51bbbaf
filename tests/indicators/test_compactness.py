"""Compact government: one number of five lines, each of which may be left out."""

from __future__ import annotations

import pytest

from reformsim.indicators import INDICATORS, View
from reformsim.indicators.compactness import lines
from reformsim.levers.changes import AbolishSubMunicipal
from reformsim.model.reforms import carry_out
from tests.model.worlds import statutory, world_of

ONLY = {f"compactness__{line}": 0.0 for line in ("spending", "officials", "rules", "service")}


def compactness(world, start) -> float:
    return INDICATORS["compactness"].function(View(world, start))


def test_government_is_as_compact_as_itself_on_the_first_day():
    world = world_of(statutory())
    assert compactness(world, View(world).parts) == pytest.approx(100.0)
    assert compactness(world, None) == pytest.approx(100.0)


def test_fewer_administrators_make_it_more_compact_by_their_ratio():
    """Eemstad's deelgemeenten have 36 of the office holders; nothing else is weighed."""
    world = world_of(statutory(), **ONLY)
    start = View(world).parts
    carry_out(world, AbolishSubMunicipal(), "a test")
    before, after = start.administrators, View(world, start).administrators
    assert before - after == 36
    assert compactness(world, start) == pytest.approx(100 * before / after)


def test_with_equal_weights_it_is_the_geometric_mean_of_the_five_lines():
    world = world_of(statutory())
    start = View(world).parts
    carry_out(world, AbolishSubMunicipal(), "a test")
    ratios = lines(View(world, start))
    assert set(ratios) == {"spending", "officials", "administrators", "rules", "service"}
    product = 1.0
    for ratio in ratios.values():
        product *= ratio
    assert compactness(world, start) == pytest.approx(100 * product ** (1 / 5))
    assert ratios["administrators"] > 1 and ratios["rules"] == pytest.approx(1.0)


def test_fewer_rules_and_less_service_pull_in_opposite_directions():
    world = world_of(statutory())
    start = View(world).parts
    world.rules.set("burden.rules_cut", 0.25)
    assert lines(View(world, start))["rules"] > 1
    world.state.adequacy *= 0.5
    assert lines(View(world, start))["service"] < 1
