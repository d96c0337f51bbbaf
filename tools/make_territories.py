"""Write the CSV files and boundaries of the embedded territories from the raw data files.

Usage::

    python tools/make_territories.py RAW_FOLDER [OUT_FOLDER]

``RAW_FOLDER`` holds municipalities_2011.csv, municipalities_2003.csv, population_by_year.csv, mergers.csv,
adjacency_2011.csv, adjacency_2003.csv, regions_2011.csv, boundaries_2011.topojson and provinces_2011.topojson, and the
folders present, water and council, whose make-up is described in the README beside the results. The same input gives
the same bytes. ``territory.yaml`` and ``procedures.csv`` are written by hand, since they hold facts from documents;
this script leaves them alone. At the end it prints the sums that can be held against published figures.
"""

from __future__ import annotations

import sys
from pathlib import Path

from csvfiles import read, write
from territory_boundaries import check_provinces, write_boundaries
from territory_divisions import divisions_2003, divisions_2011
from territory_people import Figure, People, event
from territory_record import write_record

OUT = Path(__file__).resolve().parent.parent / "src" / "reformsim" / "territory" / "data"
PROVINCES = {
    "Groningen": ("PV20", "Groningen"),
    "Friesland": ("PV21", "Fryslân"),
    "Drenthe": ("PV22", "Drenthe"),
    "Overijssel": ("PV23", "Overijssel"),
    "Flevoland": ("PV24", "Flevoland"),
    "Gelderland": ("PV25", "Gelderland"),
    "Utrecht": ("PV26", "Utrecht"),
    "Noord-Holland": ("PV27", "Noord-Holland"),
    "Zuid-Holland": ("PV28", "Zuid-Holland"),
    "Zeeland": ("PV29", "Zeeland"),
    "Noord-Brabant": ("PV30", "Noord-Brabant"),
    "Limburg": ("PV31", "Limburg"),
}
LAST_YEAR = 2018
# Gemeentewet art. 8(1) and Provinciewet art. 8(1), only for the printed check: (upper limit, seats).
COUNCIL = (
    (3_000, 9), (6_000, 11), (10_000, 13), (15_000, 15), (20_000, 17), (25_000, 19), (30_000, 21),
    (35_000, 23), (40_000, 25), (45_000, 27), (50_000, 29), (60_000, 31), (70_000, 33), (80_000, 35),
    (100_000, 37), (200_000, 39), (10**9, 45),
)  # fmt: skip
STATES = (
    (400_000, 39), (500_000, 41), (750_000, 43), (1_000_000, 45), (1_250_000, 47), (1_500_000, 49),
    (1_750_000, 51), (2_000_000, 53), (10**9, 55),
)  # fmt: skip


def seats(people: int, table: tuple[tuple[int, int], ...] = COUNCIL) -> int:
    """Give the seats of a council for a number of inhabitants."""
    return next(number for limit, number in table if people <= limit)


def main(raw: Path, out: Path) -> None:
    """Make all maps and the record, and print the checks."""
    recorded = read(raw / "mergers.csv")
    mergers = [event(row) for row in recorded]
    units = {year: read(raw / f"municipalities_{year}.csv") for year in (2003, 2011)}
    people = People.parse(read(raw / "population_by_year.csv"), mergers, units[2003], LAST_YEAR)
    regions = read(raw / "regions_2011.csv")
    new = divisions_2011(units[2011], regions)
    old = divisions_2003(new, units[2003], people)
    for year, divisions in ((2003, old), (2011, new)):
        folder = out / "netherlands" / str(year)
        folder.mkdir(parents=True, exist_ok=True)
        series = people.of_units(year)
        reference = people.council_reference(seats) if year == 2011 else dict.fromkeys(series[year], 2003)
        write_units(folder, units[year], reference)
        write_provinces(folder, units[2011], series if year == 2011 else {})
        write_adjacency(folder, read(raw / f"adjacency_{year}.csv"))
        others = {other: figures for other, figures in series.items() if other != year}
        write(
            folder / "population.csv",
            "code,year,population,basis",
            ((code, at, *figure) for at, figures in others.items() for code, figure in figures.items()),
        )
        write(
            folder / "regions.csv",
            "division,region,name,year,basis",
            ((d.name, code, name, d.year, d.basis) for d in divisions for code, name in d.regions.items()),
        )
        write(
            folder / "divisions.csv",
            "code,division,region",
            ((code, d.name, region) for d in divisions for code, region in d.members.items()),
        )
        write_events(folder, [row for row in recorded if year < int(row["year"]) <= LAST_YEAR])
    homes = {row["code"]: PROVINCES[row["province"]][0] for row in units[2011]}
    write_boundaries(out / "netherlands" / "2011" / "boundaries.json", raw / "boundaries_2011.topojson", homes)
    write_record(out / "netherlands", raw, new, people, seats, write)
    report(people, units[2011])
    apart = check_provinces(raw / "boundaries_2011.topojson", raw / "provinces_2011.topojson", homes)
    worst = max(apart, key=lambda code: apart[code])
    print(f"provinces as unions of municipalities, area that differs from their own file: {100 * apart[worst]:.1f}%")
    print(f"  at most ({worst})")


def write_events(folder: Path, rows: list[dict[str, str]]) -> None:
    """Write events.csv: how the map really changed after the year of the territory."""
    names = ("year", "old_code", "new_code", "new_name", "share", "kind", "effective_date", "share_basis")
    header = "year,old_code,new_code,new_name,share,kind,effective_date,basis"
    write(folder / "events.csv", header, (tuple(row[name] for name in names) for row in rows))


def write_units(folder: Path, rows: list[dict[str, str]], reference: dict[str, int]) -> None:
    """Write units.csv."""
    header = "code,name,province,population,population_basis,area_km2,x,y,council_reference_year"
    write(
        folder / "units.csv",
        header,
        (
            (
                row["code"],
                row["name"],
                PROVINCES[row["province"]][0],
                row["population"],
                row["population_basis"],
                row["area_km2"],
                row["x"],
                row["y"],
                reference[row["code"]],
            )
            for row in rows
        ),
    )


def provincial_reference(rows: list[dict[str, str]], series: dict[int, dict[str, Figure]]) -> dict[str, Figure]:
    """Give the inhabitants that set the provincial councils elected on 2 March 2011.

    Those of 1 January 2010; of 1 September 2010 (interpolated) where that count puts the province in a
    higher class, since a council may ask for it then (Provinciewet art. 1(2)).
    """
    figures: dict[str, Figure] = {}
    for name in PROVINCES:
        mine = [row["code"] for row in rows if row["province"] == name]
        first, last = (sum(series[year][code][0] for code in mine) for year in (2010, 2011))
        autumn = round(first + (last - first) * 8 / 12)
        later = seats(autumn, STATES) > seats(first, STATES)
        figures[name] = (autumn, "2010-09-01_interpolated") if later else (first, "2010-01-01_observed")
    return figures


def write_provinces(folder: Path, rows: list[dict[str, str]], series: dict[int, dict[str, Figure]]) -> None:
    """Write provinces.csv, with the reference population of the provincial councils if it is known."""
    if not series:
        write(folder / "provinces.csv", "code,name", PROVINCES.values())
        return
    figures = provincial_reference(rows, series)
    header = "code,name,council_population,council_population_basis"
    write(folder / "provinces.csv", header, ((*PROVINCES[name], *figures[name]) for name in PROVINCES))


def write_adjacency(folder: Path, rows: list[dict[str, str]]) -> None:
    """Write adjacency.csv."""
    names = ("code_a", "code_b", "shared_border_km", "type", "link", "link_name", "gap_km")
    header = "code_a,code_b,border_km,type,link,link_name,gap_km"
    write(folder / "adjacency.csv", header, (tuple(row[name] for name in names) for row in rows))


def report(people: People, rows: list[dict[str, str]]) -> None:
    """Print what can be held against published figures."""
    series = people.of_units(2011)
    reference = people.council_reference(seats)
    by_law = sum(seats(series[reference[code]][code][0]) for code in reference)
    print(f"council seats of 2011: {by_law} for {len(reference)} municipalities (published 9,168)")
    before = people.council_reference_2010()
    by_law = sum(seats(people.municipality_in(code, year)) for code, year in before.items())
    autumn = sum(
        max(
            seats(people.municipality_in(code, year)),
            seats(people.in_september_2009(code)) if year == 2009 else 0,
        )
        for code, year in before.items()
    )
    print(f"council seats of 2010: {by_law} for {len(before)} municipalities (published 9,375);")
    print(f"  {autumn} if every council near a limit asked for the later count of Gemeentewet art. 1(2)")
    states = {name: seats(number, STATES) for name, (number, _) in provincial_reference(rows, series).items()}
    print(f"provincial seats of 2011: {sum(states.values())} (published 566): {states}")
    for label, error in people.back_casting_errors().items():
        print(f"mean error of carrying 2014 back to 2012, {label}: {100 * error:.2f}%")
    for year, figures in series.items():
        print(year, sum(number for number, _ in figures.values()))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else OUT)
