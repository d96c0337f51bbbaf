"""Each mistake in a territory folder is told with its file, line, column and what was expected."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reformsim.errors import TerritoryError
from reformsim.territory import check_territory, load_territory
from tests.territory.broken import Broken
from tests.territory.broken_descriptions import DESCRIPTIONS
from tests.territory.broken_tables import TABLES

TOY = Path(__file__).parent.parent / "toy"


TASKS = (
    "safety", "public_health", "regional_transport", "housing_programme", "regional_economy", "police",
    "work_participation",
)  # fmt: skip


def toy_copy(folder: Path) -> Path:
    """Copy the toy province."""
    copy = folder / "region"
    shutil.copytree(TOY, copy)
    return copy


def told(folder: Path) -> list[str]:
    """Give the messages without the folder's own name."""
    return [str(problem).removeprefix(f"{folder}/") for problem in check_territory(folder, tasks=TASKS)]


def test_the_toy_province_has_no_mistakes() -> None:
    assert check_territory(TOY, tasks=TASKS) == []


@pytest.mark.parametrize("broken", (*TABLES, *DESCRIPTIONS), ids=lambda broken: broken.name)
def test_a_broken_territory_says_what_is_wrong(broken: Broken, tmp_path: Path) -> None:
    folder = toy_copy(tmp_path)
    path = folder / broken.file
    text = path.read_text(encoding="utf-8")
    assert broken.old in text
    path.write_text(text.replace(broken.old, broken.new, 1), encoding="utf-8")
    assert told(folder) == list(broken.expected)


@pytest.mark.parametrize("file", ["territory.yaml", "units.csv", "provinces.csv", "adjacency.csv"])
def test_a_missing_file_is_named(file: str, tmp_path: Path) -> None:
    folder = toy_copy(tmp_path)
    (folder / file).unlink()
    assert told(folder) == [f"{file}: the file is missing"]


@pytest.mark.parametrize("file", ["divisions.csv", "regions.csv"])
def test_divisions_and_regions_come_together(file: str, tmp_path: Path) -> None:
    folder = toy_copy(tmp_path)
    (folder / file).unlink()
    assert f"{file}: the file is missing" in told(folder)


def test_a_file_nested_without_end_is_refused(tmp_path: Path) -> None:
    folder = toy_copy(tmp_path)
    (folder / "territory.yaml").write_text("title: " + "[" * 100_000 + "]" * 100_000)
    assert told(folder) == ["territory.yaml:1:27: is nested too deeply"]


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    folder = toy_copy(tmp_path)
    (folder / "adjacency.csv").write_text(" \n")
    assert told(folder) == ["adjacency.csv: the file is empty"]


def test_a_header_without_rows_is_told(tmp_path: Path) -> None:
    folder = toy_copy(tmp_path)
    (folder / "population.csv").write_text("code,year,population,basis\n")
    assert told(folder)[-1] == "population.csv: there are no rows below the header"


def test_a_file_in_another_encoding_is_told_with_its_place(tmp_path: Path) -> None:
    folder = toy_copy(tmp_path)
    path = folder / "provinces.csv"
    path.write_bytes("code,name\nPA,Noordland\nPB,Súdland\n".encode("latin-1"))
    assert told(folder) == ["provinces.csv:3:5: byte 0xfa is not UTF-8; save the file in UTF-8"]


def test_a_figure_of_the_start_year_must_agree_with_the_units(tmp_path: Path) -> None:
    folder = toy_copy(tmp_path)
    with (folder / "population.csv").open("a") as stream:
        stream.writelines(f"T{unit:02},2011,4000,invented\n" for unit in range(1, 3))
    assert told(folder) == [
        "population.csv:51:10: population: '4000' is wrong, expected 9000 as in units.csv for the start year 2011",
        "population.csv: the year 2011 has no figure for 'T03', 'T04', 'T05' and 7 more",
    ]


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    folder = toy_copy(tmp_path)
    for file, old, new in (
        ("units.csv", "PA,4000", "PA,0"),
        ("units.csv", "PA,9000", "PX,9000"),
        ("adjacency.csv", "T01,T02,5", "T01,T02,x"),
        ("divisions.csv", "T01,corop,CR1", "T01,corop,CR9"),
        ("territory.yaml", "rate: 0.01", "rate: much"),
    ):
        path = folder / file
        path.write_text(path.read_text().replace(old, new))
    assert told(folder) == [
        "territory.yaml:7:21: growth_after_data.rate: 'much' is wrong, expected a number",
        "units.csv:2:14: population: '0' is wrong, expected a whole number from 1 to 10,000,000,000",
        "units.csv:3:15: province: unknown province 'PX'; expected one of PA, PB",
        "adjacency.csv:2:9: border_km: 'x' is wrong, expected a length in km from 0 to 40,000",
        "divisions.csv:3:11: region: unknown region 'CR9' of the division 'corop'; did you mean 'CR3'?",
    ]


def test_loading_a_broken_territory_raises_all_its_problems(tmp_path: Path) -> None:
    folder = toy_copy(tmp_path)
    (folder / "adjacency.csv").unlink()
    (folder / "provinces.csv").unlink()
    with pytest.raises(TerritoryError) as caught:
        load_territory(folder)
    assert len(caught.value.problems) == 2


def test_a_folder_that_is_no_territory_is_told_so(tmp_path: Path) -> None:
    assert [str(problem) for problem in check_territory(tmp_path)] == [
        f"{tmp_path}: is not a territory: the folder holds none of "
        "territory.yaml, provinces.csv, units.csv, adjacency.csv"
    ]
    assert [str(problem) for problem in check_territory(tmp_path / "none")] == [
        f"{tmp_path / 'none'}: there is no such folder"
    ]
    file = tmp_path / "units.csv"
    file.write_text("code\n")
    assert [str(problem) for problem in check_territory(file)] == [f"{file}: is a file, expected a folder"]
