"""The record of the Netherlands of 2003 to 2026: what the start maps of all years have in common, and two later maps."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from territory_boundaries import write_boundaries
from territory_divisions import Division
from territory_people import FORMED_SHARE, People

from reformsim.territory.events import MapEvent

Rows = list[dict[str, str]]
Write = Callable[[Path, str, Iterable[tuple[object, ...]]], None]
Seats = Callable[[int], int]

LAST_RULED = 2017
"""Up to mergers of this 1 January the law says which councils were elected anew; after it the Kiesraad's files do."""

CARRIED = ("corop", "veiligheidsregio", "ggd_regio", "wgr_gebied", "wgr_plus", "arbeidsmarktregio", "jeugdregio")
BASIS_2026 = {
    "cbs_2026": "CBS, municipalities and areas of 2026",
    "register_2026_05": "register of government organisations, May 2026: members of the bodies in force",
    "carried_from_2016": "division of 2016, carried to 2026 by the largest part; not checked against today",
}
WATER_2011 = "largest share of the area: borders of the boards of 2026 and the municipalities of 2011"
TRANSPORT = "municipalities of the plusregio's whose transport task the two transport bodies kept in 2015"
SERVICES = "members of the environment services of May 2026, carried back by the main successor"


class Chain:
    """Whole municipalities followed through the mergers: each goes with the one that received most of its people."""

    def __init__(self, mergers: list[MapEvent]):
        self.mergers = [one for one in mergers if one.kind != "border"]

    def follow(self, code: str, first: int, last: int) -> str:
        """Give the municipality of 1 January of ``last`` that one of 1 January of ``first`` went into."""
        for year in range(first + 1, last + 1):
            mine = [one for one in self.mergers if one.year == year and one.old == code]
            if mine:
                code = max(sorted(mine, key=lambda one: one.new), key=lambda one: one.share).new
        return code

    def area(self, code: str, first: int, last: int, shares: dict[tuple[int, str, str], float]) -> dict[str, float]:
        """Give the parts of the area of a municipality of ``first`` in the municipalities of ``last``."""
        parts = {code: 1.0}
        for year in range(first + 1, last + 1):
            moved: dict[str, float] = defaultdict(float)
            for place, part in parts.items():
                mine = [one for one in self.mergers if one.year == year and one.old == place]
                total = sum(shares[year, place, one.new] for one in mine)
                for one in mine:
                    moved[one.new] += part * shares[year, place, one.new] / total
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
    recorded = _read(raw / "mergers.csv")
    chain = Chain(people.mergers)
    shares = {
        (int(row["year"]), row["old_code"], row["new_code"]): _area_share(row) for row in recorded
    }  # fmt: skip
    names = ("year", "old_code", "new_code", "new_name", "share", "area_share", "kind", "effective_date", "share_basis")
    header = "year,old_code,new_code,new_name,share,area_share,kind,effective_date,basis"
    write(folder / "events.csv", header, (_event(row, names, shares) for row in recorded))
    published = _read(raw / "population_by_year.csv")
    write(folder / "population.csv", "code,year,population,basis", (tuple(row.values()) for row in published))
    write(
        folder / "councils.csv",
        "code,year",
        _formed(people, seats, _read(raw / "council/council_elections_2018_2026.csv")),
    )
    early = _read(raw / "municipalities_2011.csv")
    pieces = {row["code"]: float(row["area_km2"]) for row in early}
    water = _read(raw / "water/municipality_water_board_2011.csv")
    present = _read(raw / "present/regions_2026.csv")
    older = {d.name: d for d in divisions}
    _write_overlay(
        folder,
        chain,
        older,
        water,
        present,
        _read(raw / "water/water_boards.csv"),
        [row["code"] for row in _read(raw / "municipalities_2003.csv")],
        write,
    )
    for year in (2018, 2026):
        rows = _read(raw / f"present/municipalities_{year}.csv")
        area: dict[str, float] = defaultdict(float)
        boards: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for code, km2 in pieces.items():
            for to, part in chain.area(code, 2011, year, shares).items():
                area[to] += part * km2
                for row in (one for one in water if one["code"] == code):
                    boards[to][row["water_board_2026"]] += part * km2 * float(row["area_share"])
        carried = _carried(year, chain, older, early, rows)
        if year == 2018:
            lying = {code: max(sorted(mine), key=lambda board: mine[board]) for code, mine in boards.items()}
            carried += [_services(present, {row["code"]: chain.follow(row["code"], 2018, 2026) for row in rows})]
        else:
            carried = [d for d in carried if d.name == "wgr_plus"] + _present(present)
            lying = _most(_read(raw / "water/municipality_water_board_2026.csv"))
        carried += [_transport(next(d for d in carried if d.name == "wgr_plus")), _water(year, water, lying)]
        _write_map(folder / str(year), year, rows, area, carried, raw, write)
    homes = {row["code"]: _provinces()[row["province"]][0] for row in _read(raw / "present/municipalities_2026.csv")}
    write_boundaries(folder / "2026" / "boundaries.json", raw / "present/boundaries_2026.topojson", homes)


def _read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _provinces() -> dict[str, tuple[str, str]]:
    from make_territories import PROVINCES

    return PROVINCES


def _area_share(row: dict[str, str]) -> float:
    """Part of the area that passed; that of the people where it is not known."""
    if row["kind"] != "border" and float(row["share"]) == 1.0:
        return 1.0
    return float(row["area_share"] or row["share"])


def _event(
    row: dict[str, str], names: tuple[str, ...], shares: dict[tuple[int, str, str], float]
) -> tuple[object, ...]:
    known = shares[int(row["year"]), row["old_code"], row["new_code"]]
    return tuple(f"{known:g}" if name == "area_share" else row[name] for name in names)


def _formed(people: People, seats: Seats, elections: Rows) -> set[tuple[str, int]]:
    """Give who was elected a council for 1 January of a year, outside the regular elections."""
    found = {(code, year) for year in range(2004, LAST_RULED + 1) for code in _by_law(people, year, seats)}
    # On 21 March 2018 no municipality that had changed on 1 January voted (Kiesraad): all had done so in November.
    found |= {(one.new, 2018) for one in people.of(2018) if one.kind not in ("border", "rename")}
    for row in elections:
        year, month = map(int, row["date"].split("-")[:2])
        if month == 11:
            found.add((row["code"], year + 1))
    return found


def _by_law(people: People, year: int, seats: Seats) -> set[str]:
    """Municipalities with an interim election before 1 January of a year (Wet arhi art. 52 before 2018).

    New ones; those whose population changed by a tenth or more; those whose seat class changed.
    """
    before = {code: number for code, (number, _) in people.published[year - 1].items()}
    formed = set()
    for code in sorted({one.new for one in people.of(year)}):
        incoming = [one for one in people.of(year) if one.new == code and one.kind != "border"]
        if all(one.kind == "rename" for one in incoming):
            continue
        gained, had = sum(before[one.old] * one.share for one in incoming), before.get(code)
        if (
            had is None
            or any(one.old == code for one in people.of(year) if one.kind != "border")
            or seats(had) != seats(round(had + gained))
            or gained >= FORMED_SHARE * had
        ):
            formed.add(code)
    return formed


def _carried(year: int, chain: Chain, older: dict[str, Division], early: Rows, rows: Rows) -> list[Division]:
    """Carry the divisions of 2011 to a later map, by the most populous of the municipalities that became one."""
    leader: dict[str, str] = {}
    for row in sorted(early, key=lambda one: (-int(one["population"]), one["code"])):
        leader.setdefault(chain.follow(row["code"], 2011, year), row["code"])
    made = []
    for name in CARRIED:
        was = older[name]
        members = {row["code"]: was.members.get(leader[row["code"]]) for row in rows}
        basis = f"carried from 2011 by the most populous part; {was.basis}"
        made.append(Division(name, was.year, basis, was.regions, {c: r for c, r in members.items() if r is not None}))
    return made


def _present(rows: Rows) -> list[Division]:
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


def _services(present: Rows, home: dict[str, str]) -> Division:
    """Carry the environment services of 2026 back to an earlier map."""
    (now,) = [d for d in _present(present) if d.name == "omgevingsdienst"]
    members = {code: now.members[to] for code, to in home.items()}
    return Division("omgevingsdienst", 2026, SERVICES, now.regions, members)


def _transport(plus: Division) -> Division:
    body = {"WP01": "VT01", "WP02": "VT02", "WP03": "VT02"}
    regions = {"VT01": "Vervoerregio Amsterdam", "VT02": "Metropoolregio Rotterdam Den Haag"}
    members = {code: body[region] for code, region in plus.members.items() if region in body}
    return Division("vervoerregio", 2015, TRANSPORT, regions, members)


def _most(rows: Rows) -> dict[str, str]:
    """Give the water board that holds most of each municipality."""
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows:
        shares[row["code"]][row["water_board"]] = float(row["area_share"])
    return {code: max(sorted(mine), key=lambda board: mine[board]) for code, mine in shares.items()}


def _water(year: int, water: Rows, members: dict[str, str]) -> Division:
    basis = f"largest share of the area: borders of the boards and the municipalities of {max(year, 2011)}"
    return Division("waterschap", year, basis, _board_names(), members)


def _board_names() -> dict[str, str]:
    return dict(_BOARDS)


_BOARDS: dict[str, str] = {}


def _write_overlay(
    folder: Path,
    chain: Chain,
    older: dict[str, Division],
    water: Rows,
    present: Rows,
    boards: Rows,
    codes: list[str],
    write: Write,
) -> None:
    """Write the divisions that the maps of 2003 and 2011 have in the record in place of their own."""
    _BOARDS.update({row["code"]: row["name"] for row in boards})
    in_2011 = _most(water)
    home = {code: chain.follow(code, 2011, 2026) for code in in_2011}
    new = [
        _services(present, home),
        _transport(older["wgr_plus"]),
        Division("waterschap", 2011, WATER_2011, _BOARDS, in_2011),
    ]
    rows: list[tuple[Any, ...]] = [(2011, code, d.name, region) for d in new for code, region in d.members.items()]
    rows += [(2003, code, "waterschap", in_2011[chain.follow(code, 2003, 2011)]) for code in codes]
    write(folder / "divisions.csv", "map,code,division,region", rows)
    ended = {row["code"]: (row["end"], row["successor"]) for row in boards if row["end"]}
    used = {region for d in new for region in d.members.values()} | {
        row["code"] for row in boards if row["in_2026"] == "1"
    }
    regions = [
        (d.name, code, name, d.year, d.basis, *(ended.get(code, ("", "")) if d.name == "waterschap" else ("", "")))
        for d in new
        for code, name in d.regions.items()
        if code in used
    ]
    write(folder / "regions.csv", "division,region,name,year,basis,until,successor", regions)


def _write_map(
    folder: Path, year: int, rows: Rows, area: dict[str, float], divisions: list[Division], raw: Path, write: Write
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    provinces = _provinces()
    header = "code,name,province,population,population_basis,area_km2,x,y"
    write(
        folder / "units.csv",
        header,
        (
            (r["code"], r["name"], provinces[r["province"]][0], r["population"], r["population_basis"],
             f"{area[r['code']]:.2f}", r["x"], r["y"])
            for r in rows
        ),
    )  # fmt: skip
    write(folder / "provinces.csv", "code,name", provinces.values())
    names = ("code_a", "code_b", "shared_border_km", "type", "link", "link_name", "gap_km")
    pairs = _read(raw / f"present/adjacency_{year}.csv")
    write(
        folder / "adjacency.csv",
        "code_a,code_b,border_km,type,link,link_name,gap_km",
        (tuple(row[name] for name in names) for row in pairs),
    )
    there = {(d.name, region) for d in divisions for region in d.members.values()}
    write(
        folder / "regions.csv",
        "division,region,name,year,basis",
        ((d.name, c, n, d.year, d.basis) for d in divisions for c, n in d.regions.items() if (d.name, c) in there),
    )
    write(
        folder / "divisions.csv",
        "code,division,region",
        ((code, d.name, region) for d in divisions for code, region in d.members.items()),
    )
