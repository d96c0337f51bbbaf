"""Population: observed where there are figures, at the territory's rate after them."""

from __future__ import annotations

import pytest

from reformsim.model.government.demography import grow, population_path
from reformsim.territory import load_territory
from tests.model.worlds import bare, row, toy, world_of


def test_observed_years_are_as_observed():
    path = population_path(toy(), 2013, 0.0)
    assert [int(path[y].sum()) for y in (2009, 2010, 2011, 2012, 2013)] == [261_000, 290_000, 290_000, 292_900, 295_800]


def test_after_the_data_every_unit_grows_at_the_rate_of_the_territory():
    """1 % a year from 2013 (122,400 in T05): 2014 123,624; 2020 122,400 * 1.01^7 = 131,229.2."""
    path, at = population_path(toy(), 2020, 0.0), 4
    assert path[2013][at] == 122_400 and path[2014][at] == 123_624 and path[2020][at] == 131_229


def test_a_scenarios_shift_adds_to_the_rate_after_the_data_only():
    path = population_path(toy(), 2015, 0.01)
    assert path[2013][4] == 122_400 and path[2015][4] == round(122_400 * 1.02**2)


def test_no_unit_is_ever_empty():
    assert population_path(toy(), 2110, -0.5)[2110].min() == 1


def test_municipalities_have_the_inhabitants_of_their_units():
    world = world_of(bare())
    world.state.owner[[0, 1]] = 2
    grow(world.state, world.path[2012])
    assert world.state.population[2] == 4_040 + 9_090 + 20_200
    assert world.state.population[row(world, "T01")] == 0


def test_the_netherlands_grows_as_it_did_until_the_data_end():
    territory = load_territory("netherlands-2011")
    path = population_path(territory, 2030, 0.0)
    assert path[2011].sum() == 16_655_799
    last = territory.population_years[-1]
    assert path[last].sum() == territory.population_in(last).sum()
    factor = (1 + territory.growth_after_data) ** (2030 - last)
    assert path[2030].sum() == pytest.approx(path[last].sum() * factor, rel=1e-5)
