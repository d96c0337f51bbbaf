"""The embedded territories hold the published facts."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from reformsim.territory import Territory, check_territory, embedded_territories, load_territory

# Gemeentewet art. 8(1) and Provinciewet art. 8(1): upper limits of the classes and their seats.
COUNCIL_LIMITS = np.array(
    [3, 6, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 100, 200], dtype=np.int64
) * 1000  # fmt: skip
COUNCIL_SEATS = np.array([9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 33, 35, 37, 39, 45])
STATES_LIMITS = np.array([400, 500, 750, 1000, 1250, 1500, 1750, 2000], dtype=np.int64) * 1000
STATES_SEATS = np.array([39, 41, 43, 45, 47, 49, 51, 53, 55])
# CBS, national population on 1 January (StatLine 37259 and 70072ned).
NATIONAL = {
    2008: 16_405_399, 2009: 16_485_787, 2010: 16_574_989, 2011: 16_655_799, 2012: 16_730_348,
    2013: 16_779_575, 2014: 16_829_289, 2015: 16_900_726, 2016: 16_979_120, 2017: 17_081_507,
    2018: 17_181_084,
}  # fmt: skip


@pytest.fixture(scope="module")
def start() -> Territory:
    return load_territory("netherlands-2011")


def seats(people: np.ndarray, limits: np.ndarray, table: np.ndarray) -> np.ndarray:
    return table[np.searchsorted(limits, people, side="left")]


def region_names(territory: Territory, division: str) -> tuple[str, ...]:
    return territory.divisions[division].region_names


@pytest.mark.parametrize("name", ["netherlands-2003", "netherlands-2011"])
def test_the_embedded_territories_are_in_order(name: str) -> None:
    assert name in embedded_territories()
    assert check_territory(name) == []


def test_the_netherlands_of_2011_has_its_published_size(start: Territory) -> None:
    assert len(start) == 418
    assert len(start.province_codes) == 12
    assert start.population.sum() == 16_655_799
    assert Counter(start.edge_water.tolist()) == {False: 1064, True: 47}


def test_the_netherlands_of_2003_has_its_published_size() -> None:
    past = load_territory("netherlands-2003")
    assert (past.year, len(past), len(past.province_codes)) == (2003, 489, 12)
    assert past.population.sum() == 16_192_572
    assert past.population_years == tuple(range(2003, 2019))


def test_the_largest_cities_of_2011_have_their_published_inhabitants(start: Territory) -> None:
    people = dict(zip(start.names, start.population.tolist(), strict=True))
    assert people["Amsterdam"] == 779_808
    assert people["Rotterdam"] == 610_386
    assert people["'s-Gravenhage"] == 495_083
    assert people["Utrecht"] == 311_367


def test_every_unit_has_a_neighbour_and_only_wadden_islands_none_by_land(start: Territory) -> None:
    assert set(np.unique(start.edges)) == set(range(418))
    on_land = set(np.unique(start.edges[~start.edge_water]))
    alone = {start.names[unit] for unit in range(418) if unit not in on_land}
    assert alone == {"Ameland", "Schiermonnikoog", "Terschelling", "Texel", "Vlieland"}


def test_eight_plusregios_have_112_municipalities(start: Territory) -> None:
    plus = start.divisions["wgr_plus"]
    assert len(plus.region_codes) == 8
    assert (plus.label >= 0).sum() == 112
    assert start.names[start.index("GM0917")] == "Heerlen"
    assert plus.region_names[plus.label[start.index("GM0917")]] == "Parkstad Limburg"


@pytest.mark.parametrize(
    ("division", "regions"),
    [("veiligheidsregio", 25), ("politieregio", 25), ("ggd_regio", 25), ("arbeidsmarktregio", 35),
     ("jeugdregio", 42), ("corop", 40), ("politie_eenheid", 10), ("wgr_gebied", 42), ("waterschap", 25)],
)  # fmt: skip
def test_a_division_covers_everyone_with_all_its_regions(division: str, regions: int, start: Territory) -> None:
    assert set(start.divisions[division].label.tolist()) == set(range(regions))


def test_the_police_regions_have_the_areas_of_the_safety_regions(start: Territory) -> None:
    assert np.array_equal(start.divisions["politieregio"].label, start.divisions["veiligheidsregio"].label)


@pytest.mark.parametrize(
    ("municipality", "board"),
    [("GM0363", "Amstel, Gooi en Vecht"), ("GM0599", "Schieland en de Krimpenerwaard"),
     ("GM0014", "Noorderzijlvest"),
     ("GM0080", "Wetterskip Fryslân"), ("GM0518", "Delfland"), ("GM0935", "Roer en Overmaas"),
     ("GM0268", "Rivierenland"), ("GM0995", "Zuiderzeeland"), ("GM0200", "Veluwe"), ("GM0772", "De Dommel"),
     ("GM0758", "Brabantse Delta"), ("GM0718", "Scheldestromen"), ("GM0193", "Groot Salland")],
)  # fmt: skip
def test_a_city_lies_in_its_water_board(municipality: str, board: str, start: Territory) -> None:
    boards = start.divisions["waterschap"]
    assert boards.region_names[boards.label[start.index(municipality)]] == board


def test_the_boards_of_one_province_stay_in_it(start: Territory) -> None:
    boards = start.divisions["waterschap"]
    for board, province in (("Zuiderzeeland", "Flevoland"), ("Scheldestromen", "Zeeland")):
        members = boards.members(boards.region_codes[boards.region_names.index(board)])
        assert {start.province_names[start.province[unit]] for unit in members} == {province}


def test_the_population_of_every_year_adds_up_to_the_nation(start: Territory) -> None:
    assert dict(zip(start.population_years, start.population_by_year.sum(axis=1), strict=True)) == NATIONAL


def test_a_municipality_that_never_merged_keeps_its_own_figures(start: Territory) -> None:
    # CBS: Utrecht on 1 January 2010, 2014 and 2018.
    figures = [int(start.population_in(year)[start.index("GM0344")]) for year in (2010, 2014, 2018)]
    assert figures == [307_081, 328_164, 347_483]


def test_the_parts_of_a_later_municipality_add_up_to_it(start: Territory) -> None:
    # Hollands Kroon on 1 January 2012 (CBS) of Anna Paulowna, Niedorp, Wieringen and Wieringermeer.
    parts = [start.index(code) for code in ("GM0366", "GM0412", "GM0462", "GM0463")]
    assert start.population_in(2012)[parts].sum() == 47_703


def test_no_unit_grows_or_shrinks_absurdly(start: Territory) -> None:
    ratio = start.population_by_year[1:] / start.population_by_year[:-1]
    assert ratio.min() > 0.94
    assert ratio.max() < 1.09


def test_councils_of_2010_refer_to_2009_and_those_of_new_municipalities_to_their_election(
    start: Territory,
) -> None:
    year = dict(zip(start.names, start.council_reference_year.tolist(), strict=True))
    assert year["Amsterdam"] == year["Oldambt"] == year["Menameradiel"] == year["Rotterdam"] == 2009
    assert year["Kaag en Braassem"] == year["Bloemendaal"] == 2008
    formed = {name for name, at in year.items() if at == 2010}
    assert formed == {
        "Súdwest-Fryslân", "Stichtse Vecht", "Bodegraven-Reeuwijk", "Eijsden-Margraten", "De Ronde Venen",
        "Medemblik", "Oss",
    }  # fmt: skip


def test_council_seats_of_2011_by_law_are_near_what_the_mergers_leave_of_2010(start: Territory) -> None:
    # Published maximum of 2010: 9,375. The eight changes of 1 January 2011 took 389 seats and gave 248.
    total = int(seats(start.council_population(), COUNCIL_LIMITS, COUNCIL_SEATS).sum())
    assert total == 9_218
    assert abs(total / (9_375 - 141) - 1) < 0.003


def test_provincial_councils_of_2011_have_their_published_566_seats(start: Territory) -> None:
    found = seats(start.province_council_population, STATES_LIMITS, STATES_SEATS)
    assert dict(zip(start.province_names, found.tolist(), strict=True)) == {
        "Groningen": 43, "Fryslân": 43, "Drenthe": 41, "Overijssel": 47, "Flevoland": 39, "Gelderland": 55,
        "Utrecht": 47, "Noord-Holland": 55, "Zuid-Holland": 55, "Zeeland": 39,
        "Noord-Brabant": 55, "Limburg": 47,
    }  # fmt: skip
    assert found.sum() == 566


def test_the_institutions_of_2011_are_those_published(start: Territory) -> None:
    assert sum(each.bodies for each in start.sub_municipal) == 21
    assert sum(each.councillors + each.executives for each in start.sub_municipal) == 553
    assert start.inventory is not None and start.water_boards is not None
    assert (start.inventory.public, start.inventory.private) == (698, 1022)
    assert 18 <= start.water_boards.seats <= 30
    divisions = {body.kind: start.divisions[body.division] for body in start.statutory_bodies}
    assert {kind: len(division.region_codes) for kind, division in divisions.items()} == {
        "health_region": 25, "labour_market_region": 35, "plusregio": 8, "police_region": 25,
        "safety_region": 25,
    }  # fmt: skip


def test_only_the_three_largest_plusregios_carry_youth_care(start: Territory) -> None:
    plus = next(body for body in start.statutory_bodies if body.kind == "plusregio")
    regions = start.divisions["wgr_plus"].region_codes
    assert [region for region in regions if "youth_care" in plus.tasks_of(region)] == ["WP01", "WP02", "WP03"]
    assert plus.tasks_of("WP08") == ()
    assert "regional_economy" in plus.say_of("WP08")


def test_every_assumption_of_the_institutions_names_itself_or_a_source(start: Territory) -> None:
    sources = [start.growth_source, *(body.source for body in start.statutory_bodies)]
    assert all("assumption" in source or "art." in source or "Politiewet" in source for source in sources)
    assert "assumption" in start.divisions["waterschap"].basis


def test_a_notebook_shows_the_provinces_and_their_sum():
    shown = load_territory("netherlands-2011")._repr_html_()
    assert shown.count("<tr>") == 1 + 12 + 1
    assert "Fryslân" in shown and ">418<" in shown and ">16,655,799<" in shown
