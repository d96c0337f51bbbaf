"""Mistakes in what territory.yaml says about the institutions of the first day."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reformsim.tasks import load_tasks
from reformsim.territory import check_territory, load_territory

TOY = Path(__file__).parent.parent / "toy"
COUNCIL = "  - {unit: T05, bodies: 3, councillors: 30, executives: 6, source: invented}\n"

WATER = "water_boards: {division: waterschap, seats: 20, source: invented}\n"


def _area(made_of: str) -> str:
    return f"areas:\n  - {{name: north, title: North, {made_of}, source: invented}}\n"


BROKEN = [
    ("seats: 20", "seats: 0", "20:38: water_boards.seats: 0 is wrong, expected 1 or more"),
    ("seats: 20", "seats: 101", "20:38: water_boards.seats: 101 is wrong, expected 100 or less"),
    ("seats: 20", "seats: true", "water_boards.seats: true is wrong, expected a whole number"),
    ("seats: 20", "seats: null", "20:38: water_boards.seats: is empty, expected a whole number"),
    ("seats: 20", "seats: [20]", "water_boards.seats: a list is wrong, expected a whole number"),
    ("seats: 20", "seats: {a: 1}", "water_boards.seats: a mapping is wrong, expected a whole number"),
    ("title: The toy province", "title: ''", "3:1: title: is empty, expected text"),
    ("name: toy", "name: Toy", "2:1: name: 'Toy' is wrong, expected small letters, digits and hyphens only"),
    (COUNCIL, COUNCIL * 2, "sub_municipal_councils[1].unit: the unit 'T05' stands twice"),
    (
        "say: [regional_economy]",
        "say: [regional_transport]",
        "statutory_bodies[2].say[0]: the task 'regional_transport' stands under 'tasks' as well",
    ),
    (
        "tasks: [safety]",
        "tasks: [safety], only: {police: [VR1]}",
        "statutory_bodies[0].only.police: 'police' is not among the body's tasks; expected one of safety",
    ),
    (
        "tasks: [safety]",
        "tasks: [safety], only: {safety: [nowhere]}",
        "statutory_bodies[0].only.safety[0]: unknown region of 'veiligheidsregio' 'nowhere'",
    ),
    (WATER, WATER + _area("provinces: [PX]"), "areas[0].provinces[0]: unknown province 'PX'; expected one of PA, PB"),
    (WATER, WATER + _area("units: [T99]"), "areas[0].units[0]: unknown unit 'T99'; did you mean 'T09'?"),
    (WATER, WATER + _area("regions: {wgr: [WP1]}"), "areas[0].regions.wgr: unknown division 'wgr'"),
    (
        WATER,
        WATER + _area("regions: {wgr_plus: [WP2]}"),
        "areas[0].regions.wgr_plus[0]: unknown region of 'wgr_plus' 'WP2'",
    ),
    (
        WATER,
        WATER + _area("units: []"),
        "areas[0]: the area 'north' names nothing, expected provinces, regions or units",
    ),
    (WATER, WATER + _area("unit: [T01]"), "areas[0].unit: unknown key; did you mean 'units'?"),
    (WATER, WATER + _area("units: [T01]") + _area("units: [T02]")[7:], "areas[1].name: the area 'north' stands twice"),
    (
        WATER,
        WATER + _area("units: [T01]").replace("north", "North"),
        "areas[0].name: 'North' is wrong, expected small letters, digits and underscores only",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_a_mistake_in_the_institutions_is_told_at_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    path = folder / "territory.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    (problem,) = check_territory(folder, tasks=load_tasks().ids)
    assert message in str(problem)
    assert problem.line is not None


@pytest.mark.parametrize("content", ["- a\n- b\n", "just words\n", "5\n"])
def test_a_territory_file_that_is_no_mapping_is_told(tmp_path: Path, content: str) -> None:
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    (folder / "territory.yaml").write_text(content, "utf-8")
    (problem,) = check_territory(folder)
    assert str(problem).endswith("territory.yaml:1:1: expected keys with values")


def test_an_area_is_the_union_of_what_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    with (folder / "territory.yaml").open("a", encoding="utf-8") as stream:
        stream.write(_area("provinces: [PB], regions: {wgr_plus: [WP1]}, units: [T05, T01]"))
    territory = load_territory(folder)
    units = [territory.codes[u] for u in territory.area_units("north")]
    assert units == ["T01", "T02", "T04", "T05", "T06", "T07", "T08", "T09", "T10", "T11", "T12"]
    assert territory.area_names == ("north",) and territory.hash != load_territory(TOY).hash
    with pytest.raises(KeyError):
        territory.area_units("south")


def test_the_areas_of_the_note_are_those_of_its_provinces_and_regions() -> None:
    """Section 5: four provinces, three of them in the north wing; 24 municipalities between Rotterdam and Den Haag."""
    nl = load_territory("netherlands-2011")
    provinces = {name: {nl.province_names[p] for p in nl.province[nl.area_units(name)]} for name in nl.area_names}
    assert provinces["noordvleugel"] == {"Noord-Holland", "Utrecht", "Flevoland"}
    assert provinces["randstad"] == provinces["noordvleugel"] | {"Zuid-Holland"}
    assert provinces["delta"] == {"Zuid-Holland", "Zeeland", "Noord-Brabant"}
    assert len(nl.area_units("rotterdam_den_haag")) == 24 and len(nl.area_units("four_cities")) == 4
