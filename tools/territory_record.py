"""The record of the Netherlands from 2003 to 2026: what start maps of all years have in common, and two later maps."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from territory_boundaries import write_boundaries
from territory_divisions import Division
from territory_people import FORMED_SHARE, People

from reformsim.territory.events import MapEvent

Rows = list[dict[str, str]]
Write = Callable[[Path, str, Iterable[tuple[object, ...]]], None]
Seats = Callable[[int], int]
Key = tuple[int, str, str]

LAST_RULED = 2017
"""Up to mergers of this 1 January the law says which councils were elected anew; after it the Kiesraad's files do."""

CARRIED = ("corop", "veiligheidsregio", "ggd_regio", "wgr_gebied", "wgr_plus", "arbeidsmarktregio", "jeugdregio")
BASIS_2026 = {
    "cbs_2026": "CBS, municipalities and areas of 2026",
    "register_2026_05": "register of government organisations, May 2026: members of the bodies in force",
    "carried_from_2016": "division of 2016, carried to 2026 by the largest part; not checked against today",
}
WATER = {
    2011: "largest share of the area: borders of the boards of 2026 and the municipalities of 2011, boards that merged"
    " since divided back by register lists or general knowledge",
    2018: "largest share of the area: borders of the boards of 2026 and the municipalities of 2011, added up",
    2026: "largest share of the area: borders of the boards and the municipalities of 2026",
}
TRANSPORT = "municipalities of the plusregio's whose transport task two bodies kept in 2015"
SERVICES = "members of the environment services of May 2026, carried back by the main successor"
TRANSPORT_BODY = {"WP01": "VT01", "WP02": "VT02", "WP03": "VT02"}
TRANSPORT_NAME = {"VT01": "Vervoerregio Amsterdam", "VT02": "Metropoolregio Rotterdam Den Haag"}


class Chain:
    """Municipalities followed through the mergers.

    Parameters
    ----------
    mergers
        The recorded changes.
    areas
        Part of the area that passed, by year, old and new code.
    """

    def __init__(self, mergers: list[MapEvent], areas: dict[Key, float]):
        self.mergers, self.areas = [one for one in mergers if one.kind != "border"], areas

    def follow(self, code: str, first: int, last: int) -> str:
        """Give the municipality of ``last`` that one of ``first`` went into, with most of its people each time."""
        for year in range(first + 1, last + 1):
            mine = [one for one in self.mergers if one.year == year and one.old == code]
            if mine:
                code = max(sorted(mine, key=lambda one: one.new), key=lambda one: one.share).new
        return code

    def area(self, code: str, first: int, last: int) -> dict[str, float]:
        """Give the parts of the area of a municipality of ``first`` in the municipalities of ``last``."""
        parts = {code: 1.0}
        for year in range(first + 1, last + 1):
            moved: dict[str, float] = defaultdict(float)
            for place, part in parts.items():
                mine = [one for one in self.mergers if one.year == year and one.old == place]
                total = sum(self.areas[year, place, one.new] for one in mine)
                for one in mine:
                    moved[one.new] += part * self.areas[year, place, one.new] / total
                if not mine:
                    moved[place] += part
            parts = dict(moved)
        return parts


def write_record(
    folder: Path, raw: Path, divisions: list[Division], people: People, seats: Seats, write: Write
) -> None:
    """Write all of the record but its ``territory.yaml`` and ``procedures.csv``, which are written by hand.

    Parameters
    ----------
    divisions
        Those of the map of 2011.
    seats
        Seats of a council by inhabitants (Gemeentewet art. 8).
    write
        Writes rows to a file, sorted.
    """
    recorded = read(raw / "mergers.csv")
    areas = {(int(row["year"]), row["old_code"], row["new_code"]): area_share(row) for row in recorded}
    chain = Chain(people.mergers, areas)
    names = ("year", "old_code", "new_code", "new_name", "share", "area_share", "kind", "effective_date", "share_basis")
    header = "year,old_code,new_code,new_name,share,area_share,kind,effective_date,basis"
    known = [row | {"area_share": f"{area_share(row):g}"} for row in recorded]
    write(folder / "events.csv", header, (tuple(row[name] for name in names) for row in known))
    published = read(raw / "population_by_year.csv")
    write(folder / "population.csv", "code,year,population,basis", (tuple(row.values()) for row in published))
    elections = read(raw / "council" / "council_elections_2018_2026.csv")
    write(folder / "councils.csv", "code,year", formed(people, seats, elections))
    write(folder / "council_seats.csv", "date,code,valid_votes,national,combined,local", map(seats_by_kind, elections))
    older = {division.name: division for division in divisions}
    write_overlay(folder, raw, chain, older, write)
    for year in (2018, 2026):
        write_map(folder / str(year), raw, year, chain, older, write)
    homes = {row["code"]: provinces()[row["province"]][0] for row in read(raw / "present/municipalities_2026.csv")}
    write_boundaries(folder / "2026" / "boundaries.json", raw / "present/boundaries_2026.topojson", homes)


def read(path: Path) -> Rows:
    """Read the rows of a raw file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def provinces() -> dict[str, tuple[str, str]]:
    """Give code and name of each province by the name in the raw files."""
    from make_territories import PROVINCES

    return PROVINCES


def area_share(row: dict[str, str]) -> float:
    """Part of the area that passed; that of the people where it is not known."""
    if row["kind"] != "border" and float(row["share"]) == 1.0:
        return 1.0
    return float(row["area_share"] or row["share"])


def formed(people: People, seats: Seats, elections: Rows) -> set[tuple[str, int]]:
    """Give who was elected a council for 1 January of a year, outside the regular elections."""
    found = {(code, year) for year in range(2004, LAST_RULED + 1) for code in formed_by_law(people, year, seats)}
    # On 21 March 2018 no municipality that had changed on 1 January voted (Kiesraad): all had done so in November.
    found |= {(one.new, 2018) for one in people.of(2018) if one.kind not in ("border", "rename")}
    for row in elections:
        year, month = map(int, row["date"].split("-")[:2])
        if month == 11:
            found.add((row["code"], year + 1))
    return found


def seats_by_kind(row: dict[str, str]) -> tuple[object, ...]:
    """Give an election's valid votes, and the seats of national, combined and local lists."""
    kinds = tuple(int(row[f"{kind}_seats"]) for kind in ("national", "combined", "local"))
    if sum(kinds) != int(row["seats"]):
        raise SystemExit(f"{row['date']} {row['code']}: seats by kind add up to {sum(kinds)}, not {row['seats']}")
    return (row["date"], row["code"], int(row["valid_votes"]), *kinds)


def formed_by_law(people: People, year: int, seats: Seats) -> set[str]:
    """Municipalities with an interim election before 1 January of a year (Wet arhi art. 52 before 2018).

    New ones; those whose population changed by a tenth or more; those whose seat class changed.
    """
    before = {code: number for code, (number, _) in people.published[year - 1].items()}
    rows = [one for one in people.of(year) if one.kind != "border"]
    found = set()
    for code in sorted({one.new for one in rows}):
        incoming = [one for one in rows if one.new == code]
        if all(one.kind == "rename" for one in incoming):
            continue
        gained, had = sum(before[one.old] * one.share for one in incoming), before.get(code)
        new = had is None or any(one.old == code for one in rows)
        if new or seats(had or 0) != seats(round((had or 0) + gained)) or gained >= FORMED_SHARE * (had or 0):
            found.add(code)
    return found


def write_overlay(folder: Path, raw: Path, chain: Chain, older: dict[str, Division], write: Write) -> None:
    """Write the divisions that the maps of 2003 and 2011 have in the record in place of, or beside, their own."""
    boards = read(raw / "water" / "water_boards.csv")
    names = {row["code"]: row["name"] for row in boards}
    in_2011 = most(read(raw / "water" / "municipality_water_board_2011.csv"))
    home = {code: chain.follow(code, 2011, 2026) for code in in_2011}
    new = [
        services(read(raw / "present" / "regions_2026.csv"), home),
        transport(older["wgr_plus"]),
        Division("waterschap", 2011, WATER[2011], names, in_2011),
    ]
    rows: list[tuple[object, ...]] = [(2011, code, d.name, to) for d in new for code, to in d.members.items()]
    early = [row["code"] for row in read(raw / "municipalities_2003.csv")]
    rows += [(2003, code, "waterschap", in_2011[chain.follow(code, 2003, 2011)]) for code in early]
    write(folder / "divisions.csv", "map,code,division,region", rows)
    ended = {row["code"]: (row["end"], row["successor"]) for row in boards if row["end"]}
    used = {to for d in new for to in d.members.values()} | {row["code"] for row in boards if row["in_2026"] == "1"}
    write(
        folder / "regions.csv",
        "division,region,name,year,basis,until,successor",
        (
            (d.name, code, name, d.year, d.basis, *ended.get(code, ("", "")))
            for d in new
            for code, name in d.regions.items()
            if code in used
        ),
    )


def write_map(folder: Path, raw: Path, year: int, chain: Chain, older: dict[str, Division], write: Write) -> None:
    """Write the map of 2018 or 2026: areas are those of 2011 added up, since later polygons are coarser."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = read(raw / "present" / f"municipalities_{year}.csv")
    early = read(raw / "municipalities_2011.csv")
    area: dict[str, float] = defaultdict(float)
    for row in early:
        for to, part in chain.area(row["code"], 2011, year).items():
            area[to] += part * float(row["area_km2"])
    divisions = divisions_of(year, raw, chain, older, early, [row["code"] for row in rows])
    known = [
        row | {"area_km2": f"{area[row['code']]:.2f}", "province": provinces()[row["province"]][0]} for row in rows
    ]
    units = "code,name,province,population,population_basis,area_km2,x,y"
    write(folder / "units.csv", units, (tuple(row[name] for name in units.split(",")) for row in known))
    write(folder / "provinces.csv", "code,name", provinces().values())
    pairs = read(raw / "present" / f"adjacency_{year}.csv")
    header = "code_a,code_b,border_km,type,link,link_name,gap_km"
    names = header.replace("border_km", "shared_border_km").split(",")
    write(folder / "adjacency.csv", header, (tuple(row[name] for name in names) for row in pairs))
    there = {(d.name, to) for d in divisions for to in d.members.values()}
    write(
        folder / "regions.csv",
        "division,region,name,year,basis",
        (
            (d.name, c, name, d.year, d.basis)
            for d in divisions
            for c, name in d.regions.items()
            if (d.name, c) in there
        ),
    )
    write(
        folder / "divisions.csv",
        "code,division,region",
        ((code, d.name, region) for d in divisions for code, region in d.members.items()),
    )


def divisions_of(
    year: int, raw: Path, chain: Chain, older: dict[str, Division], early: Rows, codes: list[str]
) -> list[Division]:
    """Give the divisions of the map of 2018 or 2026."""
    boards = {row["code"]: row["name"] for row in read(raw / "water" / "water_boards.csv")}
    present = read(raw / "present" / "regions_2026.csv")
    made = carried(year, chain, older, early, codes)
    plus = next(d for d in made if d.name == "wgr_plus")
    if year == 2018:
        lying = boards_of_2018(early, read(raw / "water" / "municipality_water_board_2011.csv"), chain)
        made.append(services(present, {code: chain.follow(code, 2018, 2026) for code in codes}))
    else:
        lying = most(read(raw / "water" / "municipality_water_board_2026.csv"))
        made = [plus, *present_divisions(present)]
    return [*made, transport(plus), Division("waterschap", year, WATER[year], boards, lying)]


def carried(year: int, chain: Chain, older: dict[str, Division], early: Rows, codes: list[str]) -> list[Division]:
    """Carry the divisions of 2011 to a later map, by the most populous of the municipalities that became one."""
    leader: dict[str, str] = {}
    for row in sorted(early, key=lambda one: (-int(one["population"]), one["code"])):
        leader.setdefault(chain.follow(row["code"], 2011, year), row["code"])
    made = []
    for name in CARRIED:
        was = older[name]
        members = {code: was.members[leader[code]] for code in codes if leader[code] in was.members}
        basis = f"carried from 2011 by the most populous part; {was.basis}"
        made.append(Division(name, was.year, basis, was.regions, members))
    return made


def present_divisions(rows: Rows) -> list[Division]:
    """Give the divisions of the municipalities of 2026."""
    kinds: dict[str, Rows] = defaultdict(list)
    for row in rows:
        if row["region_type"] != "province":
            kinds[row["region_type"]].append(row)
    made = []
    for name, mine in sorted(kinds.items()):
        apart = sum(row["basis"].endswith("_parts_differ") for row in mine)
        basis = BASIS_2026[mine[0]["basis"].removesuffix("_parts_differ")]
        basis += f"; {apart} municipalities were formed from parts of several regions" if apart else ""
        regions = {row["region_code"]: row["region_name"] for row in mine}
        members = {row["code"]: row["region_code"] for row in mine}
        made.append(Division(name, int(mine[0]["division_year"]), basis, regions, members))
    return made


def services(present: Rows, home: dict[str, str]) -> Division:
    """Carry the environment services of 2026 back to an earlier map."""
    (now,) = [d for d in present_divisions(present) if d.name == "omgevingsdienst"]
    return Division(
        "omgevingsdienst", 2026, SERVICES, now.regions, {code: now.members[to] for code, to in home.items()}
    )


def transport(plus: Division) -> Division:
    """Give the areas of the two transport bodies."""
    members = {code: TRANSPORT_BODY[region] for code, region in plus.members.items() if region in TRANSPORT_BODY}
    return Division("vervoerregio", 2015, TRANSPORT, TRANSPORT_NAME, members)


def most(rows: Rows) -> dict[str, str]:
    """Give the water board that holds most of each municipality."""
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows:
        shares[row["code"]][row["water_board"]] = float(row["area_share"])
    return {code: max(sorted(mine), key=lambda board: mine[board]) for code, mine in shares.items()}


def boards_of_2018(early: Rows, water: Rows, chain: Chain) -> dict[str, str]:
    """Give the water board that holds most of each municipality of 2018, from the areas of 2011 within the boards."""
    size = {row["code"]: float(row["area_km2"]) for row in early}
    held: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in water:
        for to, part in chain.area(row["code"], 2011, 2018).items():
            held[to][row["water_board_2026"]] += part * size[row["code"]] * float(row["area_share"])
    return {code: max(sorted(mine), key=lambda board: mine[board]) for code, mine in held.items()}
