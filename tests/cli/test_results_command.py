"""The commands ``results`` and ``export``: what is said of a folder, and its tables."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from reformsim.cli.app import app
from reformsim.experiment import Comparison, compare, load_results, run
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.store.exporting import export
from reformsim.scenario import load_scenario
from tests.experiment import fake_model


def _type(*words: str) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(app, list(words))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def results(here: Path) -> Path:
    pair = [adjusted(load_scenario(name), replicates=11, until=2013) for name in ("baseline-2011", "note-2011")]
    compare(pair, out="both", command="reformsim compare a b --out both", simulate=fake_model.fail_in_third)
    return here / "both"


def test_a_folder_is_described_on_one_screen(results: Path) -> None:
    told = _type("results", "both")
    assert (told.exit_code, told.stderr) == (0, "")
    lines = told.stdout.splitlines()
    assert lines[0] == "both: finished"
    assert lines[1].startswith("netherlands-2011, 2011-2013, seed 2011, 4 indicators, reformsim ")
    said = [" ".join(line.split()) for line in lines]
    assert any(line.startswith("baseline-2011 10 of 11 1 ") for line in said)
    assert any(line.startswith("note-2011 10 of 11 1 ") for line in said)
    assert {line.split()[0] for line in said if line} >= {"pieces", "scenarios", "levels.csv", "differences.csv"}
    assert "made by: reformsim compare a b --out both" in lines
    assert any(line.startswith("on 2") and line.endswith(" s") for line in lines)
    assert max(len(line) for line in lines[:-1]) <= 80


def test_unfinished_work_is_called_so(here: Path) -> None:
    scenario = adjusted(load_scenario("note-2011"), replicates=14, until=2013)

    def stop(scenario: object, replicate: int) -> object:
        if replicate == 13:
            raise KeyboardInterrupt
        return fake_model.simulate(scenario, replicate)

    with pytest.raises(KeyboardInterrupt):
        run(scenario, out="mine", simulate=stop)  # type: ignore[arg-type]
    told = _type("results", "mine")
    assert told.exit_code == 0, told.output
    assert told.stdout.startswith("mine.part: unfinished; the command that began it goes on with it\n")
    assert "note-2011 10 of 14 0 " in " ".join(told.stdout.split())


def test_tables_are_written_where_and_as_asked(results: Path, here: Path) -> None:
    told = _type("export", "both", "-f", "csv", "-o", "tables", "--table", "differences", "-t", "map")
    assert (told.exit_code, told.stdout) == (0, "tables/differences.csv\ntables/map.csv\n")
    assert sorted(os.listdir("tables")) == ["differences.csv", "manifest.json", "map.csv"]
    found = load_results("both")
    assert isinstance(found, Comparison)
    assert len(pd.read_csv("tables/differences.csv")) == len(found.differences()) == 3 * 4
    whole = _type("export", "both", "-o", "whole", "-f", "parquet")
    assert whole.exit_code == 0, whole.output
    assert set(os.listdir("whole")) == {
        *("differences", "levels", "yearly", "events", "map", "places", "local", "local_differences"),
        *("violations", "summary", "horizon", "assumptions", "manifest.json"),
    }
    assert pd.read_parquet("whole/yearly")["value"].tolist() == found.yearly["value"].tolist()


def test_tables_for_excel_begin_with_a_byte_order_mark_and_are_else_the_same(results: Path, here: Path) -> None:
    for folder, more in (("plain", []), ("excel", ["--bom"])):
        told = _type("export", "both", "--format", "csv", "--out", folder, *more)
        assert told.exit_code == 0, told.output
    for name in (one for one in os.listdir("plain") if one.endswith(".csv")):
        plain, excel = (Path(folder, name).read_bytes() for folder in ("plain", "excel"))
        assert excel == "\N{ZERO WIDTH NO-BREAK SPACE}".encode() + plain


def test_a_text_that_a_spreadsheet_would_take_for_a_formula_stands_after_an_apostrophe(here: Path) -> None:
    def evil(scenario: object, replicate: int) -> fake_model.FakeRecord:
        record = fake_model.simulate(scenario, replicate)
        return replace(record, events=tuple(replace(event, detail="=1+1") for event in record.events))

    made = run(adjusted(load_scenario("baseline-2011"), replicates=1, until=2012), simulate=evil)
    for folder, bom, detail in (("excel", True, "'=1+1"), ("plain", False, "=1+1")):
        export(made, folder, tables=["events"], bom=bom)
        assert pd.read_csv(f"{folder}/events.csv")["detail"].tolist() == [detail]


def test_without_a_place_everything_lies_beside_the_results(results: Path) -> None:
    assert _type("export", "both").stdout == "both.xlsx\n"
    told = _type("export", "both", "--format", "csv", "--table", "levels")
    assert told.stdout == "both-tables/levels.csv\n"
    assert _type("export", "both", "-o", "mijn.xlsx", "--lang", "nl").exit_code == 0
    assert pd.ExcelFile("mijn.xlsx").sheet_names[0] == "Lees mij"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nowhere"], "nowhere: there is no such folder"),
        (["both", "-f", "xls"], "unknown format 'xls'; did you mean 'xlsx'?"),
        (["both", "-f", "csv", "-t", "maps"], "unknown table 'maps'; did you mean 'map'?"),
        (["both", "-f", "csv", "-o", "both"], "both holds results; name another folder for the tables"),
    ],
)
def test_a_mistake_is_told_with_exit_code_two(results: Path, words: list[str], message: str) -> None:
    told = _type("export", *words)
    assert (told.exit_code, told.stderr, told.stdout) == (2, message + "\n", "")


def test_a_damaged_folder_is_told_by_the_file(results: Path) -> None:
    (results / "pieces" / "note-2011" / "000010-000010.npz").write_bytes(b"")
    told = _type("results", "both")
    assert told.exit_code == 2
    assert told.stderr.startswith("both/pieces/note-2011/000010-000010.npz is missing or damaged; ")
