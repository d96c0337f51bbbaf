"""The same command gives the same bytes, on any number of processes and from rows in any order."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import reformsim
from reformsim.experiment import load_results, run
from reformsim.experiment.store.exporting import export
from reformsim.scenario import Scenario, load_scenario
from reformsim.territory import load_territory
from reformsim.territory.load import DATA

UNTIL, REPLICATES = 2014, 2
ROOT = Path(reformsim.__file__).parents[1]


def content_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder of results but its log, and every table that can be had from it."""
    tables = folder.with_name(folder.name + "-tables")
    export(load_results(folder), tables)
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in _files(folder)}
    found |= {f"tables/{p.name}": p.read_bytes() for p in _files(tables)}
    assert found.pop("log.jsonl") != b""
    assert {"tables/violations.csv", "levels.csv", "pieces/note-2011/000000-000001.npz"} <= set(found)
    return found


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def written(scenario: Scenario, folder: Path, *, workers: int = 1) -> dict[str, bytes]:
    run(scenario, replicates=REPLICATES, until=UNTIL, workers=workers, out=folder)
    return content_of(folder)


@pytest.fixture(scope="module")
def expected(tmp_path_factory) -> dict[str, bytes]:
    return written(load_scenario("note-2011"), tmp_path_factory.mktemp("one") / "out")


def by_command(folder: Path, hash_seed: str, workers: int) -> dict[str, bytes]:
    """What the command line writes in a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT), "MPLBACKEND": "Agg"}
    command = [sys.executable, "-m", "reformsim", "run", "note-2011", "--quiet", "--out", str(folder)]
    command += ["--until", str(UNTIL), "--replicates", str(REPLICATES), "--workers", str(workers)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return content_of(folder)


def test_two_workers_write_the_same_bytes_as_one(expected, tmp_path):
    assert written(load_scenario("note-2011"), tmp_path / "two", workers=2) == expected


def test_the_command_writes_the_same_bytes_whatever_the_hash_seed_and_workers(expected, tmp_path):
    assert by_command(tmp_path / "a", "1", 1) == expected
    assert by_command(tmp_path / "b", "424242", 2) == expected


def shuffled(name: str, folder: Path, seed: int) -> Path:
    """A copy of an embedded territory with the rows of all its tables, and its lists, in another order."""
    shutil.copytree(DATA / name.replace("-", "/"), folder)
    chance = random.Random(seed)
    for path in sorted(folder.glob("*.csv")):
        head, *rows = path.read_text("utf-8").splitlines(keepends=True)
        before = list(rows)
        chance.shuffle(rows)
        assert rows != before
        path.write_text("".join([head, *rows]), "utf-8")
    facts = yaml.safe_load((folder / "territory.yaml").read_text("utf-8"))
    for value in facts.values():
        if isinstance(value, list):
            chance.shuffle(value)
    (folder / "territory.yaml").write_text(yaml.safe_dump(facts, allow_unicode=True), "utf-8")
    return folder


def test_the_order_of_the_input_rows_changes_nothing(expected, tmp_path):
    folder = shuffled("netherlands-2011", tmp_path / "netherlands-2011", 1)
    assert load_territory(folder) == load_territory("netherlands-2011")
    scenario = load_scenario("note-2011").model_copy(update={"territory": str(folder)})
    found = written(scenario, tmp_path / "out")
    # These two say where the territory lies and what its scenario is therefore called by.
    apart = {"scenarios/note-2011.yaml", "manifest.json"}
    assert [name for name in expected if found[name] != expected[name] and name not in apart] == []
    assert set(found) == set(expected)
