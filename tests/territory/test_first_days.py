"""The Netherlands on 1 January of any year from 2003 to 2026, against what was published about these days."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from reformsim.errors import RunError
from reformsim.model import ReformModel
from reformsim.scenario import Scenario
from reformsim.territory import Territory, check_territory, load_territory

# CBS: municipalities (counts of the yearly boundary files, StatLine 37259, Iv3) and inhabitants on 1 January.
COUNTS = {
    2003: 489, 2004: 483, 2005: 467, 2006: 458, 2007: 443, 2008: 443, 2009: 441, 2010: 431, 2011: 418, 2012: 415,
    2013: 408, 2014: 403, 2015: 393, 2016: 390, 2017: 388, 2018: 380, 2019: 355, 2020: 355, 2021: 352, 2022: 345,
    2023: 342, 2024: 342, 2025: 342, 2026: 342,
}  # fmt: skip
NATIONAL = {
    2003: 16_192_572, 2007: 16_357_992, 2011: 16_655_799, 2014: 16_829_289, 2018: 17_181_084, 2022: 17_590_672,
    2026: 18_130_208,
}  # fmt: skip
DAYS = tuple(NATIONAL)
FIVE_WADDEN = {"Ameland", "Schiermonnikoog", "Terschelling", "Texel", "Vlieland"}


def on(year: int) -> Territory:
    return load_territory("netherlands", year)


def start(year: int, **more: object) -> ReformModel:
    horizon = {"start": year, "end": year + 1}
    return ReformModel(Scenario.model_validate({"name": "x", "territory": "netherlands", "horizon": horizon, **more}))


@pytest.mark.parametrize("year", COUNTS)
def test_a_first_day_has_the_municipalities_and_provinces_of_that_day(year):
    land = on(year)
    assert (land.year, len(land), len(land.province_codes)) == (year, COUNTS[year], 12)
    assert land.title == f"The Netherlands on 1 January {year}"


@pytest.mark.parametrize("year", DAYS)
def test_the_inhabitants_of_a_first_day_add_up_to_the_nation_in_every_year_of_the_record(year):
    land = on(year)
    assert land.population.sum() == NATIONAL[year]
    assert land.population_years == tuple(range(2003, 2027))
    assert np.array_equal(land.population_in(year), land.population)
    for other, people in NATIONAL.items():
        assert land.population_in(other).sum() == people


@pytest.mark.parametrize("year", DAYS)
def test_neighbours_connect_the_country_and_only_wadden_islands_have_none_by_land(year):
    land, n = on(year), COUNTS[year]
    a, b = land.edges.T
    assert connected_components(coo_array((np.ones(len(a)), (a, b)), shape=(n, n)))[0] == 1
    by_land = set(np.unique(land.edges[~land.edge_water]).tolist())
    assert {land.names[unit] for unit in range(n) if unit not in by_land} == FIVE_WADDEN


@pytest.mark.parametrize("year", DAYS)
def test_every_municipality_lies_in_one_region_of_each_division(year):
    land = on(year)
    for name, division in land.divisions.items():
        parts = name in ("wgr_plus", "vervoerregio")
        assert parts or division.label.min() == 0, name
        assert set(division.label.tolist()) - {-1} == set(range(len(division.region_codes))), name


@pytest.mark.parametrize(
    ("year", "published", "tolerance"),
    [
        # What the law gives on a day is held against councillors "in fact", which are fewer, before 2011.
        (2003, 9_952, 0.01),
        (2007, 9_562, 0.02),
        (2011, 9_168, 0.006),
        (2012, 9_175, 0.003),
        (2013, 9_087, 0.005),
        (2014, 9_077, 0.003),
        (2016, 8_931, 0.004),
        (2018, 8_863, 0.003),
    ],
)
def test_councillors_by_law_are_near_the_published_number(year, published, tolerance):
    state = start(year).state
    assert abs(state.seats[state.live].sum() / published - 1) < tolerance


def test_councils_elected_in_march_2022_have_the_seats_that_were_filled_within_three_in_a_thousand():
    """333 councils voted for 8,237 seats (Kiesraad); 12 did not, for they were new or about to merge."""
    model = start(2022)
    model.step()
    state = model.state
    absent = {"GM0439", "GM0457", "GM0501", "GM0530", "GM0614", "GM0757", "GM0824", "GM0865", "GM1979", "GM1980"}
    rows = [row for row in state.live if state.codes[row] not in absent | {"GM1982", "GM1991"}]
    assert len(rows) == 333
    assert abs(state.seats[rows].sum() / 8_237 - 1) < 0.003


def test_councils_of_march_2026_have_8_598_seats_by_law():
    model = start(2026)
    assert model.state.seats[model.state.live].sum() < 8_598
    model.step()
    assert model.state.seats[model.state.live].sum() == 8_598


@pytest.mark.parametrize(
    ("year", "seats"), [(2004, 764), (2012, 566), (2016, 570), (2018, 570), (2020, 570), (2024, 572)]
)
def test_provincial_councils_in_office_have_their_published_seats(year, seats):
    assert start(year).state.provinces.seats.sum() == seats


@pytest.mark.parametrize(("year", "boards"), [(2011, 25), (2013, 24), (2014, 23), (2016, 22), (2017, 21), (2026, 21)])
def test_the_water_boards_of_a_first_day_are_those_in_being(year, boards):
    assert len(on(year).divisions["waterschap"].region_codes) == boards
    assert len(start(year).state.water_boards.codes) == boards


@pytest.mark.parametrize(
    ("municipality", "board"),
    [("GM0363", "Amstel, Gooi en Vecht"), ("GM0344", "De Stichtse Rijnlanden"), ("GM0014", "Noorderzijlvest"),
     ("GM0080", "Wetterskip Fryslân"), ("GM0518", "Delfland"), ("GM0935", "Limburg"), ("GM0268", "Rivierenland"),
     ("GM0995", "Zuiderzeeland"), ("GM0200", "Vallei en Veluwe"), ("GM0772", "De Dommel"),
     ("GM0718", "Scheldestromen"), ("GM0193", "Drents Overijsselse Delta")],
)  # fmt: skip
def test_a_city_lies_in_its_water_board_of_2026(municipality, board):
    land = on(2026)
    boards = land.divisions["waterschap"]
    assert boards.region_names[boards.label[land.index(municipality)]] == board


def test_vijfheerenlanden_lies_in_utrecht_though_most_of_its_people_came_from_zuid_holland():
    land = on(2019)
    assert land.province_names[land.province[land.index("GM1961")]] == "Utrecht"


def test_institutions_are_there_from_their_first_day_to_their_last():
    kinds = {year: {body.kind for body in on(year).statutory_bodies} for year in (2003, 2012, 2013, 2015, 2026)}
    assert "safety_region" not in kinds[2003] and "safety_region" in kinds[2012]
    assert "police_region" in kinds[2012] and "police_region" not in kinds[2013]
    assert "plusregio" in kinds[2013] and "plusregio" not in kinds[2015]
    assert {"transport_region", "environment_service", "youth_region"} <= kinds[2015] <= kinds[2026]
    assert [len(on(year).sub_municipal) for year in (2011, 2014, 2015)] == [2, 2, 0]


def test_mergers_of_the_next_1_january_are_under_way_and_no_other_comes_through_before():
    """Twelve mergers took 37 municipalities together on 1 January 2019; two of them were divisions and absorptions."""
    land = on(2018)
    assert land.procedures_until == 2019 and len(land.procedures or ()) == 12
    model = start(2018, behaviour={"merger.break_off_act": 0})
    model.step()
    model.step()
    assert len(model.state.live) == 355


def test_hilversum_and_wijdemeren_are_on_their_way_on_1_january_2026():
    (known,) = on(2026).procedures or ()
    assert (known.members, known.stage, known.year, known.month) == (("GM0402", "GM1696"), "act", 2023, 10)
    model = start(2026, behaviour={"merger.break_off_act": 0})
    model.step()
    model.step()
    assert len(model.state.live) == 341
    state = model.state  # Hilversum goes on under its code, with the people of both.
    assert state.codes[state.owner[model.world.start_map.index("GM1696")]] == known.into == "GM0402"
    assert "GM1696" not in {state.codes[row] for row in state.live}


def test_the_two_maps_that_are_whole_in_themselves_give_what_they_gave():
    """Their numbers must not move: results and weights rest on them (SHA-256 over all that decides a number)."""
    assert load_territory("netherlands-2003").hash == "327d801ab011bc5221509a2dccfdf7a7807c4a92a51d6a84b33869a3b1847c0a"
    assert load_territory("netherlands-2011").hash == "6547e7299f3073f61b17598488b8b15d508e7c1887ff0b2e040d6b67392c4afc"


@pytest.mark.parametrize("year", [2003, 2011])
def test_the_first_day_of_the_record_is_that_of_the_map_of_the_year(year):
    new, old = on(year), load_territory(f"netherlands-{year}")
    for field in ("codes", "names", "population_basis", "province_codes", "edge_link"):
        assert getattr(new, field) == getattr(old, field), field
    for field in ("province", "population", "area_km2", "x", "y", "council_reference_year", "edges", "border_km"):
        assert np.array_equal(getattr(new, field), getattr(old, field)), field
    for other in old.population_years:
        assert np.array_equal(new.population_in(other), old.population_in(other)), other
    for name, division in old.divisions.items():
        if name != "waterschap":  # lies by its borders in the record, by the nearest anchor in the old maps
            assert np.array_equal(new.divisions[name].label, division.label), name


def test_areas_and_borders_add_up_from_map_to_map():
    total = {year: on(year).area_km2.sum() for year in DAYS}
    assert max(total.values()) / min(total.values()) < 1.001
    long, short = on(2017), on(2018)
    shared = set(long.codes) & set(short.codes)
    for code in shared - {"GM0014", "GM0080", "GM0299", "GM1900"}:
        assert long.area_km2[long.index(code)] == pytest.approx(short.area_km2[short.index(code)], abs=0.02), code


def test_what_a_divided_municipality_had_is_divided_by_the_shares():
    """Littenseradiel (10,804 inhabitants) went to three on 1 January 2018."""
    before, after = on(2017), on(2018)
    assert before.population_in(2018).sum() == after.population.sum()
    people = after.population_in(2017)
    gained = {code: int(people[after.index(code)]) for code in ("GM0080", "GM1900", "GM1949")}
    mine = int(before.population[before.index("GM0140")])
    whole = {code: int(before.population[before.index(code)]) for code in ("GM0080", "GM1900")}
    assert 0 < gained["GM1900"] - whole["GM1900"] < mine


@pytest.mark.parametrize(
    ("year", "schematic"), [(2003, True), (2010, True), (2011, False), (2018, False), (2026, False)]
)
def test_maps_have_real_borders_since_2011(year, schematic):
    from reformsim.dossier.figures.maps import shapes

    drawn = shapes(on(year))
    assert (drawn.schematic, len(drawn)) == (schematic, COUNTS[year])
    if not schematic:
        assert all(shape.is_valid and shape.area > 0 for shape in drawn.units)


def test_the_embedded_record_is_in_order():
    assert check_territory("netherlands") == []


def test_a_year_outside_the_record_is_refused_and_the_last_year_taken_where_none_is_asked():
    with pytest.raises(RunError, match="expected 2003 to 2026, the years of territory 'netherlands', not 2027"):
        on(2027)
    assert load_territory("netherlands").year == 2026
    with pytest.raises(RunError, match="expected 2011, the year of territory 'netherlands-2011', not 2018"):
        load_territory("netherlands-2011", 2018)


def test_people_grow_after_the_record_at_its_own_mean_with_its_slowest_and_fastest_five_years_as_range():
    land = on(2026)
    people = {year: int(land.population_in(year).sum()) for year in land.population_years}
    mean = (people[2026] / people[2003]) ** (1 / 23) - 1
    fives = [(people[year + 5] / people[year]) ** (1 / 5) - 1 for year in range(2003, 2022)]
    assert land.growth_range is not None
    assert land.growth_after_data == pytest.approx(mean, abs=5e-5)
    assert land.growth_range == pytest.approx((min(fives), max(fives)), abs=5e-5)
