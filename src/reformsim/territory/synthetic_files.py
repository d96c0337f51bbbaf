"""Writing a made-up territory as a folder of the ordinary form."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from reformsim.arrays import Floats, Ints
from reformsim.errors import OutputError, writing
from reformsim.territory.frozen import Territory

PREFIX = {
    "arbeidsmarktregio": "AM",
    "corop": "CR",
    "ggd_regio": "GG",
    "jeugdregio": "JZ",
    "politieregio": "PR",
    "veiligheidsregio": "VR",
    "waterschap": "WS",
    "wgr_plus": "WP",
}
BASIS = "synthetic"


@dataclass(frozen=True)
class SyntheticMap:
    """What the generator made: n units, m pairs of neighbours.

    ``points`` (n, 2) in metres, ``edges`` (m, 2), ``border_km`` (m,), ``population``, ``area_km2`` and
    ``province`` (n,), ``divisions`` with the region (n,) of each unit, -1 for none.
    """

    seed: int
    year: int
    points: Floats
    edges: Ints
    border_km: Floats
    population: Ints
    area_km2: Floats
    province: Ints
    divisions: Mapping[str, Ints]


def check_empty(out: Path) -> None:
    """Refuse a folder in which something lies, or a file; raises :class:`OutputError`."""
    with writing(out):
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise OutputError(f"{out} exists and is not an empty folder; nothing was changed")


def write_folder(made: SyntheticMap, real: Territory, out: Path) -> None:
    """Write all files of a territory.

    Raises
    ------
    OutputError
        If the folder cannot be written.
    """
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(_start(made, real), allow_unicode=True, sort_keys=False, width=110)
        (out / "territory.yaml").write_text(text, encoding="utf-8", newline="\n")
        _write_map(made, out)
        _write_divisions(made, out)


def _codes(letters: str, count: int) -> list[str]:
    width = max(2, len(str(count)))
    return [f"{letters}{number:0{width}d}" for number in range(1, count + 1)]


def _write(path: Path, header: str, rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def _write_map(made: SyntheticMap, out: Path) -> None:
    codes = _codes("S", len(made.points))
    provinces = _codes("P", int(made.province.max()) + 1)
    _write(out / "provinces.csv", "code,name", ((code, f"Province {code[1:]}") for code in provinces))
    header = "code,name,province,population,population_basis,area_km2,x,y"
    columns = (
        made.province.tolist(),
        made.population.tolist(),
        made.area_km2.tolist(),
        made.points.astype(np.int64).tolist(),
    )
    _write(
        out / "units.csv",
        header,
        (
            (code, f"Place {code[1:]}", provinces[province], people, BASIS, f"{area:.2f}", x, y)
            for code, province, people, area, (x, y) in zip(codes, *columns, strict=True)
        ),
    )
    _write(
        out / "adjacency.csv",
        "code_a,code_b,border_km,type",
        (
            (codes[a], codes[b], f"{border:.2f}", "land")
            for (a, b), border in zip(made.edges.tolist(), made.border_km.tolist(), strict=True)
        ),
    )


def _write_divisions(made: SyntheticMap, out: Path) -> None:
    codes = _codes("S", len(made.points))
    regions = {name: _codes(PREFIX[name], int(label.max()) + 1) for name, label in sorted(made.divisions.items())}
    _write(
        out / "regions.csv",
        "division,region,name,year,basis",
        (
            (name, region, f"Region {region}", made.year, BASIS)
            for name, members in regions.items()
            for region in members
        ),
    )
    _write(
        out / "divisions.csv",
        "code,division,region",
        (
            (codes[unit], name, regions[name][region])
            for name in regions
            for unit, region in enumerate(made.divisions[name].tolist())
            if region >= 0
        ),
    )


def _start(made: SyntheticMap, real: Territory) -> dict[str, Any]:
    """Give ``territory.yaml``: the institutions of the Netherlands in proportion to the number of units."""
    n = len(made.points)
    share = n / len(real)
    bodies = [body.model_dump(mode="json", exclude={"only", "note"}) for body in real.statutory_bodies]
    start: dict[str, Any] = {
        "name": f"synthetic-{n}-{made.seed}",
        "title": f"Synthetic territory of {n} units, seed {made.seed}",
        "year": made.year,
        "attribution": "synthetic; populations and areas spread as those of Statistics Netherlands (CBS)",
        "crs": "none, metres",
        "country": "netherlands",
        "growth_after_data": {"rate": real.growth_after_data, "source": real.growth_source},
        "sub_municipal_councils": _sub_municipal(made, real, round(len(real.sub_municipal) * share)),
        "statutory_bodies": [{**body, "source": f"assumption: as in {real.name}"} for body in bodies],
    }
    if real.inventory is not None:
        start["inventory"] = {
            "public": round(real.inventory.public * share),
            "private": round(real.inventory.private * share),
            "source": f"assumption: per unit as in {real.name}",
        }
    if real.water_boards is not None:
        seats, source = real.water_boards.seats, f"assumption: as in {real.name}"
        start["water_boards"] = {"division": "waterschap", "seats": seats, "source": source}
    return start


def _sub_municipal(made: SyntheticMap, real: Territory, count: int) -> list[dict[str, Any]]:
    """Give sub-municipal councils to the largest units, each as those of the Netherlands on average."""
    codes = _codes("S", len(made.points))
    largest = np.argsort(-made.population, kind="stable")[:count]
    mean = {
        key: round(sum(getattr(each, key) for each in real.sub_municipal) / len(real.sub_municipal))
        for key in ("bodies", "councillors", "executives")
    }
    return [{"unit": codes[unit], **mean, "source": f"assumption: as in {real.name}"} for unit in sorted(largest)]
