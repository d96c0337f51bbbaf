"""Without reforms the country goes on about as it did: fewer municipalities by mergers of a few neighbours."""

import numpy as np
import pytest

from reformsim.experiment.replicate import simulate
from reformsim.history import Record, map_from_events
from reformsim.scenario import load_scenario
from reformsim.territory import load_territory

REPLICATES = 8
LAND = load_territory("netherlands-2011")
ISLANDS = {"Texel": "GM0448", "Vlieland": "GM0096", "Terschelling": "GM0093", "Ameland": "GM0060"} | {
    "Schiermonnikoog": "GM0088"
}
LARGEST_CITIES = {"GM0363": "Amsterdam", "GM0599": "Rotterdam", "GM0518": "'s-Gravenhage", "GM0344": "Utrecht"}


@pytest.fixture(scope="module")
def records() -> tuple[Record, ...]:
    scenario = load_scenario("baseline-2011").model_copy(update={"measures": ("municipalities",)})
    return tuple(simulate(scenario, replicate) for replicate in range(REPLICATES))


def mergers(record: Record):
    return [event for event in record.events if event.kind == "merger"]


def units_of(record: Record, code: str, year: int) -> np.ndarray:
    """Positions of the start units that a municipality governs in a year."""
    governed = record.owner[record.years.index(year)]
    return np.flatnonzero(governed == record.municipalities.index(code))


def test_the_names_used_here_are_those_of_the_data():
    for name, code in ISLANDS.items():
        assert LAND.names[LAND.index(code)] == name
    for code, name in LARGEST_CITIES.items():
        assert LAND.names[LAND.index(code)] == name


def test_in_2018_there_are_360_to_400_municipalities_as_there_really_were_380(records):
    at = records[0].years.index(2018)
    counts = [len(set(record.owner[at].tolist())) for record in records]
    assert 360 <= np.median(counts) <= 400, counts
    assert min(counts) != max(counts), "chance plays no part"


def test_every_merger_joins_two_to_five_municipalities_of_the_map_at_the_time(records):
    for record in records:
        assert mergers(record)
        for event in mergers(record):
            before = set(map_from_events(record.units, record.events, event.year - 1).values())
            assert 2 <= len(event.members) <= 5, event
            assert set(event.members) <= before, event


def test_most_mergers_join_two_municipalities_and_some_more(records):
    sizes = [len(event.members) for record in records for event in mergers(record)]
    assert 0.5 < sizes.count(2) / len(sizes) < 0.95


def test_no_merger_makes_a_municipality_of_the_size_of_the_randstad(records):
    for record in records:
        for event in mergers(record):
            units = units_of(record, event.subject, event.year)
            share = LAND.population[units].sum() / LAND.population.sum()
            assert share < 0.05, f"{share:.1%} of the country in {event}"
            cities = [LARGEST_CITIES[record.units[u]] for u in units if record.units[u] in LARGEST_CITIES]
            assert len(cities) <= 1, f"{cities} in one municipality: {event}"


def test_no_island_merges_over_sea(records):
    for record in records:
        for event in mergers(record):
            assert not set(event.members) & set(ISLANDS.values()), event


def test_no_province_loses_more_than_three_fifths_of_its_municipalities_by_2018(records):
    for record in records:
        owner = record.owner[record.years.index(2018)]
        for p, name in enumerate(LAND.province_names):
            here = LAND.province == p
            assert len(set(owner[here].tolist())) >= 0.4 * here.sum(), f"{name}, replicate {record.replicate}"


def test_mergers_go_on_over_the_years_and_do_not_come_all_at_once(records):
    years = [event.year for record in records for event in mergers(record)]
    per_year = [years.count(year) / REPLICATES for year in range(2012, 2031)]
    assert all(count > 0 for count in per_year)
    # Years come in waves, but none has a quarter of all.
    assert max(per_year) < 0.25 * sum(per_year), per_year
