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
from reformsim.experiment import run
from reformsim.scenario import Scenario, load_scenario
from reformsim.territory import load_territory
from reformsim.territory.load import DATA

UNTIL, REPLICATES = 2016, 3
TABLES = ("yearly.csv", "events.csv", "map.csv", "violations.csv")
ROOT = Path(reformsim.__file__).parents[1]


def tables_of(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in TABLES}


def written(scenario: Scenario, folder: Path, *, workers: int = 1) -> dict[str, bytes]:
    result = run(scenario, replicates=REPLICATES, until=UNTIL, workers=workers)
    return tables_of(result.write(folder, figures=False))


@pytest.fixture(scope="module")
def expected(tmp_path_factory) -> dict[str, bytes]:
    return written(load_scenario("note-2011"), tmp_path_factory.mktemp("one") / "out")


def by_command(folder: Path, hash_seed: str, workers: int) -> dict[str, bytes]:
    """The tables of the command line in a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT), "MPLBACKEND": "Agg"}
    command = [sys.executable, "-m", "reformsim", "run", "note-2011", "--quiet", "--out", str(folder)]
    command += ["--until", str(UNTIL), "--replicates", str(REPLICATES), "--workers", str(workers)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return tables_of(folder)


def test_two_workers_write_the_same_bytes_as_one(expected, tmp_path):
    assert written(load_scenario("note-2011"), tmp_path / "two", workers=2) == expected


def test_the_command_writes_the_same_bytes_whatever_the_hash_seed_and_workers(expected, tmp_path):
    assert by_command(tmp_path / "a", "1", 1) == expected
    assert by_command(tmp_path / "b", "424242", 2) == expected


def shuffled(name: str, folder: Path, seed: int) -> Path:
    """A copy of an embedded territory with the rows of all its tables, and its lists, in another order."""
    shutil.copytree(DATA / name, folder)
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


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_the_input_rows_changes_nothing(expected, tmp_path, seed):
    folder = shuffled("netherlands-2011", tmp_path / "netherlands-2011", seed)
    assert load_territory(folder) == load_territory("netherlands-2011")
    scenario = load_scenario("note-2011").model_copy(update={"territory": str(folder)})
    assert written(scenario, tmp_path / "out") == expected
