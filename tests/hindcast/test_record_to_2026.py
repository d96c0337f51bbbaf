"""The record replayed: every 1 January to 2026 has the municipalities that it really had."""

from __future__ import annotations

import pytest

from reformsim.experiment.replicate import simulate
from reformsim.hindcast import chosen_scenario
from reformsim.hindcast.past import recorded_maps
from reformsim.history import map_from_events
from reformsim.territory import load_territory
from tests.territory.test_first_days import COUNTS


@pytest.mark.parametrize("first", [2003, 2011])
def test_a_replay_has_the_codes_of_every_year_to_2026(first):
    scenario = chosen_scenario(f"record-{first}").model_copy(update={"measures": ("municipalities",)})
    record = simulate(scenario, 0)
    assert record.years == tuple(range(first, 2027))
    for year in record.years:
        codes = set(map_from_events(record.units, record.events, year).values())
        assert len(codes) == COUNTS[year]
        assert codes == set(load_territory("netherlands", year).codes), year


@pytest.mark.parametrize("first", [2003, 2007, 2011, 2014, 2018, 2022])
def test_the_recorded_maps_of_any_start_have_the_real_numbers_of_municipalities(first):
    maps = recorded_maps(load_territory("netherlands", first))
    assert {year: len(set(codes)) for year, codes in maps.items()} == {
        year: count for year, count in COUNTS.items() if year >= first
    }
