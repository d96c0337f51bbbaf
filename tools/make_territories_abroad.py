"""Write the CSV files of the embedded territories outside the Netherlands from the raw data files.

Usage::

    python tools/make_territories_abroad.py RAW_FOLDER [OUT_FOLDER]

``RAW_FOLDER`` holds ``flanders`` and ``switzerland``, each with units.csv, adjacency.csv, events.csv and
population.csv; where these come from stands in the README beside the results. The same input gives the same bytes.
``territory.yaml`` is written by hand. At the end it prints the sums that can be held against published figures.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from csvfiles import read, write

OUT = Path(__file__).resolve().parent.parent / "src" / "reformsim" / "territory" / "data"
FLEMISH = {
    "Antwerpen": "BE10000",
    "Vlaams-Brabant": "BE20001",
    "West-Vlaanderen": "BE30000",
    "Oost-Vlaanderen": "BE40000",
    "Limburg": "BE70000",
}
CANTONS = {
    "ZH": "Zürich", "BE": "Bern", "LU": "Luzern", "UR": "Uri", "SZ": "Schwyz", "OW": "Obwalden", "NW": "Nidwalden",
    "GL": "Glarus", "ZG": "Zug", "FR": "Fribourg", "SO": "Solothurn", "BS": "Basel-Stadt", "BL": "Basel-Landschaft",
    "SH": "Schaffhausen", "AR": "Appenzell Ausserrhoden", "AI": "Appenzell Innerrhoden", "SG": "St. Gallen",
    "GR": "Graubünden", "AG": "Aargau", "TG": "Thurgau", "TI": "Ticino", "VD": "Vaud", "VS": "Valais",
    "NE": "Neuchâtel", "GE": "Genève", "JU": "Jura",
}  # fmt: skip
Change = tuple[int, str, str, str, str]
"""First 1 January on which it holds, date of effect, old code, new code, new name."""


def main(raw: Path, out: Path) -> None:
    """Make both territories and print the checks."""
    flanders(raw / "flanders", out / "flanders")
    switzerland(raw / "switzerland", out / "switzerland")


def flanders(raw: Path, out: Path) -> None:
    """Write Flanders on 1 January 2018; all changes took effect on a 1 January."""

    def code(number: str) -> str:
        return f"BE{number}"

    changes = [
        (int(row["year"]), f"{row['year']}-01-01", code(row["old_code"]), code(row["new_code"]), row["new_name"])
        for row in read(raw / "events.csv")
    ]
    units = read(raw / "units.csv")
    figures: dict[int, dict[str, int]] = defaultdict(dict)
    for row in read(raw / "population.csv"):
        figures[int(row["year"])][code(row["code"])] = int(row["population"])
    start = figures.pop(2018)
    early = figures.pop(2004)
    del figures[2003]
    # The councils in office were elected in 2012, for whom the inhabitants of 1 January 2012 counted: on the way from
    # 1 July 2004 to 1 January 2018 at a constant rate.
    way = (2012.0 - 2004.5) / (2018.0 - 2004.5)
    then = {unit: round(early[unit] * (people / early[unit]) ** way) for unit, people in start.items()}
    rows = [(unit, 2012, people, "interpolated_2004_2018") for unit, people in then.items()]
    rows += _in_units(figures, start, changes, lambda year: "observed" if year else "")
    _units(out, units, start, code, FLEMISH.__getitem__, "observed", 2012)
    write(out / "provinces.csv", "code,name", [(number, name) for name, number in FLEMISH.items()])
    _adjacency(out, raw, code)
    write(out / "population.csv", "code,year,population,basis", rows)
    write(out / "divisions.csv", "code,division,region", [
        (code(row["code"]), "arrondissement", row["arrondissement"]) for row in units
    ])  # fmt: skip
    write(out / "regions.csv", "division,region,name,year,basis", {
        ("arrondissement", row["arrondissement"], row["arrondissement"], 2018, "arrondissements, Statbel")
        for row in units
    })  # fmt: skip
    _events(out, changes, start)


def switzerland(raw: Path, out: Path) -> None:
    """Write Switzerland on 1 January 2010; a change within a year counts from the next 1 January."""

    def code(number: str) -> str:
        return f"CH{int(number):04d}"

    changes = []
    for row in read(raw / "events.csv"):
        if row["date"] > "2010-01-01":
            year = int(row["date"][:4]) + (not row["date"].endswith("-01-01"))
            changes.append((year, row["date"], code(row["old_code"]), code(row["new_code"]), row["new_name"]))
    start: dict[str, int] = {}
    basis: dict[str, str] = {}
    figures: dict[int, dict[str, int]] = defaultdict(dict)
    for row in read(raw / "population.csv"):
        year, unit = int(row["year"]), code(row["code"])
        if year == 2010:
            start[unit], basis[unit] = int(row["population"]), f"end_of_2010_{row['basis']}"
        elif year > 2010:  # Of 31 December, which is the next 1 January here.
            figures[year + 1][unit] = int(row["population"])
    _units(out, read(raw / "units.csv"), start, code, str, basis.__getitem__, None)
    write(out / "provinces.csv", "code,name", list(CANTONS.items()))
    _adjacency(out, raw, code)
    rows = _in_units(figures, start, changes, lambda year: "31_december")
    write(out / "population.csv", "code,year,population,basis", rows)
    _events(out, changes, start)


def _units(
    out: Path,
    rows: Iterable[dict[str, str]],
    people: dict[str, int],
    code: Callable[[str], str],
    province: Callable[[str], str],
    basis: str | Callable[[str], str],
    reference: int | None,
) -> None:
    out.mkdir(parents=True, exist_ok=True)
    made = []
    for row in rows:
        unit = code(row["code"])
        known = basis if isinstance(basis, str) else basis(unit)
        made.append(
            (unit, row["name"], province(row["province"]), people[unit], known, f"{float(row['area_km2']):.2f}",
             row["x"], row["y"], *(() if reference is None else (reference,)))
        )  # fmt: skip
    last = "" if reference is None else ",council_reference_year"
    write(out / "units.csv", f"code,name,province,population,population_basis,area_km2,x,y{last}", made)
    print(f"{out.name}: {len(made)} units, {sum(people.values())} inhabitants")


def _adjacency(out: Path, raw: Path, code: Callable[[str], str]) -> None:
    pairs = read(raw / "adjacency.csv")
    rows = [(*sorted((code(row["code_a"]), code(row["code_b"]))), max(float(row["border_km"]), 0.001)) for row in pairs]
    write(
        out / "adjacency.csv",
        "code_a,code_b,border_km,type",
        [(a, b, f"{km:.2f}", "land") for a, b, km in rows if km >= 0.005],
    )
    print(f"{out.name}: {sum(km >= 0.005 for *_, km in rows)} of {len(rows)} pairs of neighbours")


def _maps(changes: Iterable[Change], units: Iterable[str]) -> dict[str, dict[str, str]]:
    """Give by day of a change, in order, in which municipality each unit lies from then on."""
    where = {unit: unit for unit in units}
    heirs: dict[str, dict[str, str]] = defaultdict(dict)
    for _, day, old, new, _ in changes:
        heirs[day][old] = new
    maps = {}
    for day, heir in sorted(heirs.items()):
        where = {unit: heir.get(code, code) for unit, code in where.items()}
        maps[day] = where
    return maps


def _events(out: Path, changes: list[Change], units: Iterable[str]) -> None:
    """Write what lies between the map of each 1 January and that of the year before."""
    names = {(year, new): (name, date) for year, date, _, new, name in sorted(changes)}
    before = {unit: unit for unit in units}
    rows, maps = [], _maps(changes, before)
    for year in sorted({change[0] for change in changes}):
        now = maps[max(day for day in maps if day <= f"{year}-01-01")]
        parts: dict[str, set[str]] = defaultdict(set)
        for unit, code in now.items():
            parts[code].add(before[unit])
        for new, olds in parts.items():
            if olds == {new}:
                continue
            name, day = names[year, new]
            kind = "rename" if len(olds) == 1 else "absorb" if new in olds else "merge"
            rows += [(year, old, new, name, "1.0", kind, day) for old in olds - {new}]
        before = now
        print(f"{out.name}: {len(set(now.values()))} on 1 January {year}")
    write(out / "events.csv", "year,old_code,new_code,new_name,share,kind,effective_date", rows)


def _in_units(
    figures: dict[int, dict[str, int]], start: dict[str, int], changes: list[Change], basis: Callable[[int], str]
) -> list[tuple[str, int, int, str]]:
    """Give the inhabitants of the units in other years; a merged municipality's by their shares on the first day."""
    maps, rows = _maps(changes, start), []
    for year, people in sorted(figures.items()):
        # The municipalities may be those of some months later.
        where = next(one for day, one in maps.items() if set(one.values()) == people.keys())
        whole = Counter[str]()
        for unit, code in where.items():
            whole[code] += start[unit]
        count = Counter(where.values())
        for unit, code in where.items():
            known = basis(year) if count[code] == 1 else f"{basis(year)}_by_share"
            rows.append((unit, year, max(round(people[code] * start[unit] / whole[code]), 1), known))
        print(f"{year}: {sum(people.values())} inhabitants")
    return rows


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else OUT)
