"""Borders of a territory: what the file must hold, and what the map of 2011 is worth."""

from __future__ import annotations

import copy
import json
import pickle
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from reformsim.errors import TerritoryError
from reformsim.report.maps.geometry import polygons, shapes_of
from reformsim.territory import check_territory, load_boundaries, load_territory

TOY = Path(__file__).parent.parent / "toy"

# Two units of one square kilometre side by side; arc 0 is the border between them.
PAIR = {
    "origin": [0, 0],
    "step": 10,
    "arcs": [[100, 0, 0, 100], [100, 100, -100, 0, 0, -100, 100, 0], [100, 0, 100, 0, 0, 100, -100, 0]],
    "units": {"A": [[[0, 1]]], "B": [[[-1, 2]]]},
    "provinces": {"P": [[[2, 1]]]},
}
UNITS = "A,Aa,P,1000,invented,1,500,500\nB,Bee,P,1000,invented,1,1500,500\n"


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    folder = tmp_path / "pair"
    shutil.copytree(TOY, folder)
    for name in ("divisions.csv", "regions.csv", "population.csv"):
        (folder / name).unlink()
    (folder / "units.csv").write_text("code,name,province,population,population_basis,area_km2,x,y\n" + UNITS)
    (folder / "provinces.csv").write_text("code,name\nP,Pee\n")
    (folder / "adjacency.csv").write_text("code_a,code_b,border_km,type\nA,B,1,land\n")
    (folder / "territory.yaml").write_text(
        "name: pair\ntitle: Two\nyear: 2011\nattribution: invented\ncrs: EPSG:28992\nsources: []\n"
        "growth_after_data: {rate: 0.0, source: invented}\ncountry: netherlands\n"
    )
    (folder / "boundaries.json").write_text(json.dumps(PAIR))
    return folder


@pytest.fixture(scope="module")
def land():
    return load_territory("netherlands-2011")


@pytest.fixture(scope="module")
def shapes(land):
    return shapes_of(land.codes, land.x, land.y, land.area_km2, land.boundaries)


def test_borders_of_ones_own_are_read_with_the_folder(pair):
    territory = load_territory(pair)
    assert check_territory(pair) == []
    assert territory.boundaries.line(-1).tolist() == [[1000, 1000], [1000, 0]]
    assert polygons(territory.boundaries, territory.boundaries.provinces["P"]).area == 2e6
    shapes = shapes_of(territory.codes, territory.x, territory.y, territory.area_km2, territory.boundaries)
    assert [shape.area for shape in shapes.units] == [1e6, 1e6] and not shapes.schematic


def edit(*path_and_value):
    """Put a value at a path of the topology; ``None`` takes away what stands there."""
    *path, last, value = path_and_value

    def change(data):
        for step in path:
            data = data[step]
        if value is None:
            del data[last]
        else:
            data[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (edit("units", "B", None), "boundaries.json: units: the unit 'B' has no shape"),
        (edit("units", "C", [[[0, 1]]]), "boundaries.json: units.C: unknown unit 'C'; expected one of A, B"),
        (edit("units", "A", [[[0, 7]]]), "units.A[0][0]: there is no arc 7, expected one from -3 to 2"),
        (edit("units", "A", [[[0]]]), "units.A[0][0]: is not closed: arc 0 does not end where arc 0 begins"),
        (edit("units", "A", [[[0, -1]]]), "units.A[0][0]: encloses no area"),
        (edit("units", "A", []), "units.A: expected a list of polygons, each a list of rings"),
        (edit("units", "A", [[["0"]]]), "units.A[0][0]: expected the numbers of the arcs"),
        (edit("units", "A", [[[0, 1]], [[0, 1]]]), "arcs[0]: bounds 3 units, expected two at most"),
        (edit("provinces", "P", None), "boundaries.json: provinces: the province 'P' has no shape"),
        (edit("arcs", 0, [100, 0, 0]), "arcs[0]: expected whole numbers, x and y in turn, of two points or more"),
        (edit("arcs", 0, [100, 0, 0, 0.5]), "arcs[0]: expected whole numbers"),
        (edit("step", 0), "boundaries.json: step: expected a length in metres above 0"),
        (edit("origin", [0]), "boundaries.json: origin: expected two coordinates in metres"),
        (edit("arcs", None), "boundaries.json: arcs: is missing"),
        (edit("ars", 1), "boundaries.json: ars: unknown key; did you mean 'arcs'?"),
    ],
)
def test_each_mistake_in_the_borders_is_told_with_its_place(pair, change, message):
    data = copy.deepcopy(PAIR)
    change(data)
    (pair / "boundaries.json").write_text(json.dumps(data))
    told = [str(problem) for problem in check_territory(pair)]
    assert any(message in one for one in told), told
    assert all(one.startswith(f"{pair}/boundaries.json: ") for one in told)
    territory = load_territory(pair)  # no simulation asks for the borders
    with pytest.raises(TerritoryError):
        load_boundaries(territory)


@pytest.mark.parametrize("text", ["", "{", "[1]", "[" * 100_000])
def test_what_is_no_topology_is_told_and_not_raised(pair, text):
    (pair / "boundaries.json").write_text(text)
    assert len(check_territory(pair)) == 1


def test_borders_decide_nothing_and_travel_with_the_territory(pair):
    before = load_territory(pair)
    (pair / "boundaries.json").unlink()
    after = load_territory(pair)
    assert before.hash == after.hash and before == after
    assert after.boundaries is None
    assert pickle.loads(pickle.dumps(before)).folder == before.folder


def test_territories_without_borders_have_none():
    assert load_territory("netherlands-2003").boundaries is None
    assert load_territory(TOY).boundaries is None


def test_the_room_reads_borders_without_a_library_for_geometry():
    code = (
        "import reformsim as r, sys; r.load_territory('netherlands-2011').boundaries; print('shapely' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"


def test_every_municipality_of_2011_has_a_sound_shape_of_its_area(land, shapes):
    assert len(shapes) == len(land) == 418 and not shapes.schematic
    assert [code for code, shape in zip(land.codes, shapes.units, strict=True) if not shape.is_valid] == []
    areas = np.array([shape.area for shape in shapes.units]) / 1e6
    assert np.abs(areas / land.area_km2 - 1).max() < 0.01


def test_neighbours_over_land_are_those_that_share_an_arc(land):
    users = defaultdict(set)
    for code, shape in land.boundaries.units.items():
        for arc in (arc for rings in shape for ring in rings for arc in ring):
            users[max(arc, ~arc)].add(code)
    shared = defaultdict(float)
    for arc, codes in users.items():
        if len(codes) == 2:
            length = np.hypot(*np.diff(land.boundaries.line(arc), axis=0).T).sum()
            shared[tuple(sorted(codes))] += length / 1000
    listed = {
        (land.codes[a], land.codes[b]): km
        for (a, b), km, water in zip(land.edges, land.border_km, land.edge_water, strict=True)
        if not water
    }
    # Simplified lines lose the shortest borders, or make one of a few metres; none of a kilometre.
    assert [pair for pair, km in listed.items() if pair not in shared and km > 1] == []
    assert [pair for pair, km in shared.items() if pair not in listed and km > 1] == []
    assert len(set(listed) & set(shared)) > 0.98 * len(listed)


def test_provinces_and_the_country_are_the_unions_of_their_municipalities(land, shapes):
    together = shapes.merged(land.province)
    for at, code in enumerate(land.province_codes):
        drawn = polygons(land.boundaries, land.boundaries.provinces[code])
        assert drawn.is_valid and drawn.equals(together[at]), code
    (country,) = shapes.merged(np.zeros(418, dtype=int)).values()
    assert country.area == pytest.approx(sum(shape.area for shape in shapes.units))
    assert country.area / 1e6 == pytest.approx(land.area_km2.sum(), rel=0.001)


def test_a_merged_municipality_is_the_union_of_its_units(land, shapes):
    owner = np.arange(418)
    pair = [land.index("GM0003"), land.index("GM0010")]  # Appingedam and Delfzijl
    owner[pair] = 500
    merged = shapes.merged(owner)
    assert len(merged) == 417
    assert merged[500].area == pytest.approx(sum(shapes.units[at].area for at in pair))
    assert merged[500].geom_type == "Polygon"
