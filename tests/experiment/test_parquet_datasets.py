"""Tables as Parquet datasets, read by other programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import polars
import pyarrow.parquet as pq
import pytest

from reformsim.experiment import Comparison, compare
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.store import dataset
from reformsim.experiment.store.exporting import export
from reformsim.measures import MEASURES
from reformsim.scenario import load_scenario
from tests.experiment import rich_model

DOCS = Path(__file__).resolve().parents[2] / "docs" / "results.md"
KEYS = ["scenario", "replicate", "year", "indicator"]
READERS = re.findall(r"^(?:pandas|polars|duckdb)\..*$", DOCS.read_text("utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def found() -> Comparison:
    """Two scenarios of two pieces each, with missing values."""
    return compare(
        [adjusted(load_scenario(name), replicates=12, until=2013) for name in ("baseline-2011", "note-2011")],
        simulate=rich_model.simulate,
    )


@pytest.fixture(scope="module")
def place(found: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("made")
    export(found, made / "tables", form="parquet")
    return made


def test_the_guide_shows_one_line_for_each_of_three_programs() -> None:
    assert [line.split(".")[0] for line in READERS] == ["pandas", "polars", "duckdb"]


@pytest.mark.parametrize("line", READERS)
def test_each_line_of_the_guide_reads_the_numbers_of_the_results(
    found: Comparison, place: Path, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    read = eval(line, {"pandas": pd, "polars": polars, "duckdb": duckdb})
    columns = {c: read[c].to_list() for c in read.columns} if isinstance(read, polars.DataFrame) else None
    table = pd.DataFrame(columns) if columns else read.df() if hasattr(read, "df") else read
    assert table["year"].dtype.kind == "i" and table["value"].dtype.kind == "f"
    assert table["value"].isna().sum() == found.yearly["value"].isna().sum() > 0
    given, kept = (t.astype(dict.fromkeys(("scenario", "indicator"), str)).set_index(KEYS)["value"].astype(float)
                   for t in (table, found.yearly))  # fmt: skip
    pd.testing.assert_series_equal(given.sort_index(), kept.sort_index(), check_exact=True, check_index_type=False)


def test_a_file_says_what_it_holds_with_unit_and_source_of_each_indicator(found: Comparison, place: Path) -> None:
    said = json.loads(pq.read_schema(place / "tables" / "yearly" / "note-2011.parquet").metadata[b"reformsim"])
    assert (said["table"], said["years"]) == ("yearly", [2011, 2013])
    assert {*found.yearly["indicator"]} <= {*said["indicators"]}
    for name, one in said["indicators"].items():
        assert (one["unit"], one["source"]) == (MEASURES[name].unit, MEASURES[name].source)


def test_texts_are_kept_once_and_rows_are_written_in_blocks(place: Path) -> None:
    file = pq.ParquetFile(place / "tables" / "yearly" / "note-2011.parquet").metadata
    columns = {c.path_in_schema: c for c in map(file.row_group(0).column, range(file.num_columns))}
    assert file.num_row_groups == 1
    assert all("RLE_DICTIONARY" in columns[name].encodings for name in ("scenario", "indicator"))


def test_no_more_than_a_block_of_rows_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset, "ROW_GROUP", 100)
    path, on_disk = tmp_path / "t.parquet", []

    def chunks() -> Iterator[pd.DataFrame]:
        for at in range(4):
            yield pd.DataFrame({"name": ["a", "b"] * 20, "value": [float(at)] * 40})
            on_disk.append(path.stat().st_size)

    assert dataset.saver({})(chunks(), path) == 160
    assert pq.ParquetFile(path).metadata.num_row_groups == 4
    assert on_disk == sorted(set(on_disk))
