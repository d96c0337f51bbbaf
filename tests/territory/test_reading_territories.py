"""How a territory is read: by content, whatever the rows' order, and frozen for good."""

from __future__ import annotations

import pickle
import random
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from reformsim.errors import TerritoryError, UnknownNameError
from reformsim.territory import load_territory

TOY = Path(__file__).parent.parent / "toy"


def shuffled(source: Path, target: Path, seed: int) -> Path:
    """Copy a territory with the rows of every CSV file in another order."""
    shutil.copytree(source, target)
    order = random.Random(seed)
    for path in sorted(target.glob("*.csv")):
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        order.shuffle(rows)
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return target


def test_the_order_of_the_rows_does_not_matter(tmp_path: Path) -> None:
    toy = load_territory(TOY)
    for seed in range(3):
        other = load_territory(shuffled(TOY, tmp_path / str(seed), seed))
        assert other == toy
        assert other.hash == toy.hash
        assert other.codes == toy.codes
        assert np.array_equal(other.edges, toy.edges)
        assert np.array_equal(other.population_by_year, toy.population_by_year)


def test_a_pair_of_neighbours_may_be_named_either_way_round(tmp_path: Path) -> None:
    copy = tmp_path / "toy"
    shutil.copytree(TOY, copy)
    path = copy / "adjacency.csv"
    path.write_text(path.read_text().replace("T01,T02,", "T02,T01,"))
    assert load_territory(copy) == load_territory(TOY)


def test_line_ends_byte_order_mark_and_quotes_do_not_matter(tmp_path: Path) -> None:
    copy = tmp_path / "toy"
    shutil.copytree(TOY, copy)
    path = copy / "units.csv"
    text = path.read_text().replace("Aarle", '"Aarle"').replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load_territory(copy) == load_territory(TOY)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("units.csv", "PA,4000", "PA,4001"),
        ("units.csv", "Aarle", "Aerle"),
        ("adjacency.csv", "T01,T02,5", "T01,T02,6"),
        ("divisions.csv", "T01,corop,CR1", "T01,corop,CR2"),
        ("population.csv", "T03,2009,18000", "T03,2009,18001"),
        ("territory.yaml", "seats: 20", "seats: 21"),
    ],
)
def test_another_content_is_another_hash(file: str, old: str, new: str, tmp_path: Path) -> None:
    copy = tmp_path / "toy"
    shutil.copytree(TOY, copy)
    path = copy / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    assert load_territory(copy) != load_territory(TOY)


def test_the_hash_is_the_same_in_every_process() -> None:
    code = "from reformsim.territory import load_territory; print(load_territory('netherlands-2011').hash)"
    found = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
        ).stdout.strip()
        for environment in ({"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)} for seed in ("1", "2"))
    }
    assert found == {load_territory("netherlands-2011").hash}


def test_a_territory_survives_pickling_and_stays_frozen() -> None:
    toy = load_territory(TOY)
    copy = pickle.loads(pickle.dumps(toy))
    assert copy == toy
    assert hash(copy) == hash(toy)
    for territory in (toy, copy):
        arrays = [territory.population, territory.edges, territory.divisions["corop"].label]
        for array in arrays:
            with pytest.raises(ValueError):
                array[0] = 1
        with pytest.raises(TypeError):
            territory.divisions["corop"] = None  # type: ignore[index]
        with pytest.raises(AttributeError):
            territory.year = 2012  # type: ignore[misc]


def test_the_toy_province_is_what_its_readme_says() -> None:
    toy = load_territory(TOY)
    assert len(toy) == 12
    assert toy.population.sum() == 290_000
    assert [int(toy.population[toy.province == province].sum()) for province in (0, 1)] == [210_000, 80_000]
    assert toy.area_km2.sum() == 620
    assert (len(toy.edges), int(toy.edge_water.sum())) == (17, 1)
    ferry = int(np.flatnonzero(toy.edge_water)[0])
    assert [toy.codes[end] for end in toy.edges[ferry]] == ["T11", "T12"]
    assert (toy.edge_link[ferry], float(toy.gap_km[ferry])) == ("ferry", 15.0)
    assert [toy.codes[unit] for unit in toy.divisions["wgr_plus"].members("WP1")] == [
        "T02",
        "T04",
        "T05",
        "T06",
    ]
    assert toy.population_years == (2009, 2010, 2011, 2012, 2013)
    assert toy.population_in(2013).tolist() == [people * 102 // 100 for people in toy.population.tolist()]
    assert toy.council_population().tolist()[:3] == [3_600, 9_000, 18_000]
    assert toy.province_council_population.tolist() == [210_000, 80_000]


def test_a_unit_without_figures_of_other_years_refers_to_the_start(tmp_path: Path) -> None:
    copy = tmp_path / "toy"
    shutil.copytree(TOY, copy)
    (copy / "population.csv").unlink()
    path = copy / "units.csv"
    rows = [line.rpartition(",")[0] for line in path.read_text().splitlines()]
    path.write_text("\n".join(rows))
    toy = load_territory(copy)
    assert toy.population_years == (2011,)
    assert np.array_equal(toy.council_population(), toy.population)
    with pytest.raises(KeyError):
        toy.population_in(2012)


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'netherlands-2011'"):
        load_territory("netherland-2011")


def test_reading_a_territory_imports_no_heavy_library() -> None:
    code = (
        "import sys; from reformsim.territory import check_territory; check_territory('netherlands-2011');"
        "print(sorted({'mesa', 'pandas', 'matplotlib', 'scipy'} & set(sys.modules)))"
    )
    environment = {"PYTHONPATH": ":".join(sys.path)}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert run.stdout.strip() == "[]"


def test_a_folder_is_read_once_while_its_files_stay_as_they_are(tmp_path: Path) -> None:
    shutil.copytree(TOY, tmp_path / "toy")
    first = load_territory(tmp_path / "toy")
    assert load_territory(tmp_path / "toy") is first
    assert load_territory(str(tmp_path / "toy")) == first


def test_a_folder_is_read_again_once_one_of_its_files_changes(tmp_path: Path) -> None:
    folder = shutil.copytree(TOY, tmp_path / "toy")
    first = load_territory(folder)
    units = folder / "units.csv"
    header, row, *rows = units.read_text(encoding="utf-8").splitlines()
    units.write_text("\n".join([header, row.replace(first.names[0], "Elders"), *rows]) + "\n", encoding="utf-8")
    assert load_territory(folder) != first
    assert load_territory(folder).names != first.names


def test_a_folder_that_becomes_wrong_is_refused_after_it_was_read(tmp_path: Path) -> None:
    folder = shutil.copytree(TOY, tmp_path / "toy")
    load_territory(folder)
    (folder / "units.csv").unlink()
    with pytest.raises(TerritoryError):
        load_territory(folder)
