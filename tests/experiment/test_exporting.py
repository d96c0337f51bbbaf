"""Tables of results written for other programs."""

from __future__ import annotations

import builtins
import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reformsim.errors import OutputError, RunError, UnknownNameError
from reformsim.experiment import Comparison, Run, compare, load_results, run
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.store.exporting import COMPARED, IN_PYTHON, export
from reformsim.scenario import load_scenario
from tests.experiment import fake_model, rich_model


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A comparison of two scenarios in two pieces each; one replicate of the second failed."""
    pair = [adjusted(load_scenario(name), replicates=13, until=2013) for name in ("baseline-2011", "note-2011")]
    made = tmp_path_factory.mktemp("made") / "both"
    compare(pair, out=made, simulate=rich_model.fail_in_twelfth)
    return made


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("made") / "one"
    scenario = adjusted(load_scenario("note-2011"), replicates=12, until=2013)
    run(scenario, out=made, simulate=rich_model.simulate)
    return made


ENDING = {"csv": "{}.csv", "parquet": "{}"}
"""What a table is called: a file of CSV, a folder of Parquet."""


def whole(found: Run | Comparison, name: str) -> pd.DataFrame:
    """The table as it is in memory, with texts in place of categories."""
    table = getattr(found, IN_PYTHON.get(name, name))
    table = table() if callable(table) else table
    texts = [c for c in table.columns if not pd.api.types.is_numeric_dtype(table[c].dtype)]
    return table.astype(dict.fromkeys(texts, "object"))


def read(path: Path, like: pd.DataFrame) -> pd.DataFrame:
    """A written table; of CSV the numbers are read by Python, which gives back the float that was written."""
    if path.suffix != ".csv":
        texts = [c for c in like.columns if not pd.api.types.is_numeric_dtype(like[c].dtype)]
        return pd.read_parquet(path).astype(dict.fromkeys(texts, "object"))
    table = pd.read_csv(path, dtype="object", keep_default_na=False)
    for column in like.columns:
        if pd.api.types.is_bool_dtype(like[column].dtype):
            table[column] = table[column] == "True"
        elif pd.api.types.is_numeric_dtype(like[column].dtype):
            table[column] = np.array([float(cell or "nan") for cell in table[column]], like[column].dtype)
    return table


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_every_table_of_a_comparison_is_written_as_it_is_in_python(folder: Path, tmp_path: Path, form: str) -> None:
    found = load_results(folder)
    assert [len(list(one.pieces)) for one in found.runs] == [2, 2]  # type: ignore[union-attr]
    names = export(found, tmp_path / "out", form=form)
    assert tuple(dict.fromkeys(name.split("/")[0].removesuffix(".csv") for name in names)) == COMPARED
    for name in COMPARED:
        expected = whole(found, name)
        assert len(expected) > 0
        written = read(tmp_path / "out" / ENDING[form].format(name), expected)
        pd.testing.assert_frame_equal(written, expected, check_exact=True, check_dtype=form == "parquet")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_only_the_tables_asked_for_are_written_and_counted(alone: Path, tmp_path: Path, form: str) -> None:
    found = load_results(alone)
    files = ("map.csv", "levels.csv") if form == "csv" else ("map/note-2011.parquet", "levels/levels.parquet")
    assert export(found, tmp_path / "out", tables=["map", "levels"], form=form) == files
    assert len(os.listdir(tmp_path / "out")) == 3
    told = {e["name"]: e for e in json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["files"]}
    assert told[files[0]]["rows"] == len(found.map_table) == 12 * 3 * 4
    assert told[files[1]]["rows"] == len(found.levels)


def test_a_run_in_memory_is_exported_like_one_on_disk(alone: Path, tmp_path: Path) -> None:
    scenario = adjusted(load_scenario("note-2011"), replicates=12, until=2013)
    for made, name in ((run(scenario, simulate=rich_model.simulate), "here"), (load_results(alone), "disk")):
        export(made, tmp_path / name)
    written = os.listdir(tmp_path / "here")
    assert len(written) == 5 + 1 + 3 + 1
    for name in written:
        assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "disk" / name).read_bytes()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_table_without_rows_still_has_its_columns(tmp_path: Path, form: str) -> None:
    scenario = adjusted(load_scenario("baseline-2011"), replicates=11, until=2012)
    found = run(scenario, simulate=fake_model.simulate)
    export(found, tmp_path / "out", tables=["violations", "places"], form=form)
    for name in ("violations", "places"):
        expected = getattr(found, IN_PYTHON.get(name, name))
        written = read(tmp_path / "out" / ENDING[form].format(name), expected)
        assert (len(written), list(written.columns)) == (0, list(expected.columns))


def test_missing_values_are_empty_cells_and_texts_with_commas_stay_whole(folder: Path, tmp_path: Path) -> None:
    found = load_results(folder)
    export(found, tmp_path / "out", tables=["yearly", "violations"])
    lines = (tmp_path / "out" / "yearly.csv").read_text("utf-8").splitlines()
    missing = int(np.isnan(found.yearly["value"]).sum())
    assert missing == 5 + 5  # the replicates 0, 3, 6, 9 and 12 of both scenarios
    assert sum(line.endswith(",") for line in lines) == missing
    text = (tmp_path / "out" / "violations.csv").read_text("utf-8")
    assert 'baseline-2011,10,two_layers,"task 0, shared",2011,2013,U01;U02,\n' in text


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        ({"form": "xlsx"}, UnknownNameError, "unknown format 'xlsx'; expected one of csv, parquet"),
        ({"tables": ["yearly", "event"]}, UnknownNameError, "unknown table 'event'; did you mean 'events'?"),
        ({"tables": ["differences"]}, RunError, "a run of one scenario has no differences; compare has"),
        ({"form": "parquet", "bom": True}, RunError, "a byte-order mark is for CSV, not for parquet"),
        ({"tables": ["horizon"]}, RunError, "a run of one scenario has no horizon; compare has"),
        ({"tables": ["draws"]}, RunError, "a run or comparison has no draws; explore has"),
    ],
)
def test_what_cannot_be_written_is_told_before_anything_is(
    alone: Path, tmp_path: Path, words: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        export(load_results(alone), tmp_path / "out", **words)  # type: ignore[arg-type]
    assert str(caught.value) == message
    assert os.listdir(tmp_path) == []


def test_parquet_without_its_library_is_told_with_the_command_that_installs_it(
    alone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *args: object, **more: object) -> object:
        if name.split(".")[0] == "pyarrow":
            raise ImportError("No module named 'pyarrow'")
        return real(name, *args, **more)  # type: ignore[arg-type]

    found = load_results(alone)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(RunError, match=r"^Parquet needs pyarrow: pip install 'reformsim\[parquet\]'$"):
        export(found, tmp_path / "out", form="parquet")
    assert os.listdir(tmp_path) == []


def test_tables_are_never_written_over_other_files_or_over_the_results_themselves(alone: Path, tmp_path: Path) -> None:
    found = load_results(alone)
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("x")
    with pytest.raises(OutputError, match="was not written by reformsim"):
        export(found, tmp_path / "thesis")
    assert os.listdir(tmp_path / "thesis") == ["chapter.txt"]
    with pytest.raises(OutputError, match="one holds results; name another folder for the tables"):
        export(found, alone)
    assert (alone / "pieces").is_dir()


def test_tables_may_be_written_anew_over_those_of_before(alone: Path, tmp_path: Path) -> None:
    found = load_results(alone)
    export(found, tmp_path / "out", tables=["map"])
    export(found, tmp_path / "out", tables=["events"])
    assert sorted(os.listdir(tmp_path / "out")) == ["events.csv", "manifest.json"]
    assert os.listdir(tmp_path) == ["out"]
