"""Regional divisions of the embedded territories, and where the water boards are taken to lie."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import yaml
from territory_people import People

STATLINE = "CBS StatLine 83287NED (2016), carried back to 2011 by the successor with the largest share"
BASIS = {
    "corop": "overlay with the CBS polygons of 2011",
    "veiligheidsregio": f"{STATLINE}; agrees with the annex of the Wet veiligheidsregio's",
    "ggd_regio": f"{STATLINE}; in 2011 there were still 28 GGDs with partly other borders",
    "wgr_gebied": f"{STATLINE}; customary names",
    "wgr_plus": "Besluit locatiegebonden subsidies 2005 annex 1 and, for Parkstad Limburg, Subsidieregeling"
    " pilots startgroepen 2011; Montferland and Utrechtse Heuvelrug by general knowledge",
    "arbeidsmarktregio": "annex of the Regeling cofinanciering sectorplannen 2015 (municipalities of 2013);"
    " the regions date from 2012",
    "jeugdregio": f"{STATLINE}; the regions date from 2014-2015",
    "politie_eenheid": f"{STATLINE}; units of the national police since 2013",
}
POLICE = "as veiligheidsregio, whose areas were those of the 25 regional police forces (Politiewet 1993)"
WATER = "assumption: nearest anchor municipality of a board that works in the province"


@dataclass(frozen=True)
class Division:
    """A division: regions by code, and the region of each unit."""

    name: str
    year: int
    basis: str
    regions: dict[str, str]
    members: dict[str, str]


def divisions_2011(units: list[dict[str, str]], rows: list[dict[str, str]]) -> list[Division]:
    """Give the divisions of the municipalities of 2011."""
    regions: dict[str, dict[str, str]] = defaultdict(dict)
    members: dict[str, dict[str, str]] = defaultdict(dict)
    years: dict[str, int] = {}
    for row in rows:
        kind = row["region_type"]
        if kind in BASIS:
            regions[kind][row["region_code"]] = row["region_name"]
            members[kind][row["code"]] = row["region_code"]
            years[kind] = int(row["division_year"])
    made = [Division(kind, years[kind], BASIS[kind], regions[kind], members[kind]) for kind in sorted(BASIS)]
    safety = next(division for division in made if division.name == "veiligheidsregio")
    police = Division(
        "politieregio",
        2011,
        POLICE,
        {code.replace("VR", "PR"): name for code, name in safety.regions.items()},
        {unit: code.replace("VR", "PR") for unit, code in safety.members.items()},
    )
    return [*made, police, water_boards(units)]


def water_boards(units: list[dict[str, str]]) -> Division:
    """Put every municipality with the board of the nearest anchor, among the boards of its province."""
    boards = yaml.safe_load(Path(__file__).with_name("water_board_anchors.yaml").read_text(encoding="utf-8"))
    place = {row["name"]: (float(row["x"]), float(row["y"])) for row in units}
    anchors = [(code, set(board["provinces"]), name) for code, board in boards.items() for name in board["anchors"]]
    twice = {name for _, _, name in anchors if sum(name == other for _, _, other in anchors) > 1}
    if twice:
        raise SystemExit(f"anchors of two water boards: {sorted(twice)}")
    members = {}
    for row in units:
        x, y = place[row["name"]]
        near = [
            ((place[name][0] - x) ** 2 + (place[name][1] - y) ** 2, code)
            for code, provinces, name in anchors
            if row["province"] in provinces
        ]
        members[row["code"]] = min(near)[1]
    names = {code: board["name"] for code, board in boards.items()}
    return Division("waterschap", 2011, WATER, names, members)


def divisions_2003(divisions: list[Division], units: list[dict[str, str]], people: People) -> list[Division]:
    """Carry the divisions of 2011 back to the municipalities of 2003, by the largest share."""
    home = {}
    for row in units:
        parts = {row["code"]: 1.0}
        for year in range(2004, 2012):
            parts = people.move(parts, year)
        home[row["code"]] = max(sorted(parts), key=lambda code: parts[code])
    carried = []
    for division in divisions:
        # Parkstad Limburg was none of the seven Kaderwet regions that the plusregio's of 2006 came from.
        regions = {code: name for code, name in division.regions.items() if code != "WP08"}
        members = {code: division.members.get(to) for code, to in home.items()}
        carried.append(
            Division(
                division.name,
                division.year,
                f"carried back from 2011 by the successor with the largest share; {division.basis}",
                regions,
                {code: region for code, region in members.items() if region in regions},
            )
        )
    return carried
