"""Results as a workbook, opened again by another program."""

from __future__ import annotations

import builtins
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest

import reformsim
from reformsim.errors import OutputError, RunError, UnknownNameError
from reformsim.experiment import Comparison, compare, run
from reformsim.experiment.adjusting import adjusted
from reformsim.report import sheets
from reformsim.report.sheets import LONGEST_NAME, Column, Sheet, write_workbook
from reformsim.report.words import catalogue, words
from reformsim.scenario import load_scenario
from tests.experiment import rich_model

EVIL = "=HYPERLINK(1)"


@pytest.fixture(scope="module")
def pair() -> Comparison:
    """Two scenarios, the second with a title that a spreadsheet would take for a formula."""
    plain, note = (adjusted(load_scenario(name), replicates=11, until=2013) for name in ("baseline-2011", "note-2011"))
    return compare([plain, note.model_copy(update={"title": EVIL})], simulate=rich_model.simulate)


@pytest.fixture(scope="module")
def books(pair: Comparison, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("books")
    return {lang: reformsim.export(pair, folder / f"{lang}.xlsx", lang=lang)[0] for lang in ("en", "nl")}


def test_a_workbook_has_a_sheet_per_table_after_one_that_says_what_it_is(books: dict[str, Path]) -> None:
    names = openpyxl.load_workbook(books["en"], read_only=True).sheetnames
    assert names == [
        *("Read me", "Answer", "At a glance", "By year", "Differences by year", "Differences over all years", "Places"),
        *("Differences by place", "What was drawn", "Reforms", "Indicators", "Weights of behaviour"),
    ]
    assert openpyxl.load_workbook(books["nl"], read_only=True).sheetnames[:4] == [
        *("Lees mij", "Antwoord", "In één oogopslag", "Per jaar"),
    ]


def test_a_sheet_holds_the_numbers_of_its_table_with_title_and_unit(pair: Comparison, books: dict[str, Path]) -> None:
    table, expected = pd.read_excel(books["en"], "By year"), pair.levels
    assert table["Median"].tolist() == pytest.approx(expected["median"].tolist(), nan_ok=True)
    assert table["Year"].tolist() == expected["year"].tolist()
    first = table.iloc[0]
    assert (first["Name"], first["Indicator"], first["Unit"]) == ("municipalities", "Municipalities", "municipalities")
    dutch = pd.read_excel(books["nl"], "Per jaar").iloc[0]
    assert (dutch["Naam"], dutch["Indicator"], dutch["Eenheid"]) == ("municipalities", "Gemeenten", "gemeenten")


def test_places_are_of_the_last_year_unless_their_table_is_asked_for(
    pair: Comparison, books: dict[str, Path], tmp_path: Path
) -> None:
    assert set(pd.read_excel(books["en"], "Places")["Year"]) == {2013}
    (path,) = reformsim.export(pair, tmp_path / "places.xlsx", tables=["local", "map"])
    found = openpyxl.load_workbook(path, read_only=True)
    assert found.sheetnames == ["Read me", "Places", "Map"]
    assert len(pd.read_excel(path, "Places")) == len(pair.local())
    assert len(pd.read_excel(path, "Map")) == len(pair.map_table)


def test_the_answer_tells_each_effect_with_its_range_and_verdict(pair: Comparison, books: dict[str, Path]) -> None:
    table = pd.read_excel(books["nl"], "Antwoord").set_index("Naam")
    effect = pair.differences(2013).set_index("indicator").loc["municipalities"]
    told = table.loc["municipalities"]
    assert [told["Verschil"], told["Laag"], told["Hoog"]] == pytest.approx(
        effect[["difference", "low", "high"]].tolist()
    )
    assert told["Oordeel"] in {catalogue()[f"page.verdict.{one}"]["nl"] for one in ("robust", "none", "put_in")}


def test_no_text_becomes_a_formula_and_what_columns_mean_is_noted_at_their_heads(books: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(books["en"])
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    assert sum(str(cell.value).startswith(EVIL) for cell in cells) >= 1
    with ZipFile(books["en"]) as inside:
        assert not any(b"<f>" in inside.read(name) for name in inside.namelist() if "worksheets/sheet" in name)
    notes = {cell.value: cell.comment.text for cell in book["By year"][1] if cell.comment}
    assert "One of ten replicates lies below." in notes["Low"]
    assert "Part of the variance that is chance." in notes["Part of chance"]


def test_missing_values_are_empty_cells(pair: Comparison, books: dict[str, Path]) -> None:
    table = pd.read_excel(books["en"], "Differences by year", keep_default_na=False)
    assert (table["Part of chance"] == "").sum() == pair.differences()["chance_share"].isna().sum() > 0


def test_a_run_alone_has_no_sheet_of_differences(tmp_path: Path) -> None:
    alone = run(adjusted(load_scenario("note-2011"), replicates=2, until=2012), simulate=rich_model.simulate)
    (path,) = reformsim.export(alone, tmp_path / "one.xlsx")
    names = openpyxl.load_workbook(path, read_only=True).sheetnames
    assert {"Read me", "At a glance", "By year", "Places"} < set(names)
    assert not {"Answer", "Differences by year", "Differences by place"} & set(names)


def test_the_same_results_give_the_same_bytes(pair: Comparison, books: dict[str, Path], tmp_path: Path) -> None:
    (again,) = reformsim.export(pair, tmp_path / "again.xlsx")
    assert again.read_bytes() == books["en"].read_bytes()


def test_every_sheet_has_a_name_that_a_spreadsheet_takes_and_says_what_it_holds() -> None:
    names = [key.removeprefix("export.sheet.") for key in catalogue() if key.startswith("export.sheet.")]
    for lang in ("en", "nl"):
        told = [words(lang)(f"export.sheet.{name}") for name in names]
        assert len(set(told)) == len(told)
        assert all(len(one) <= LONGEST_NAME and not set(one) & set(r"[]:*?/\\") for one in told)
    assert {f"export.about.{name}" for name in names if name != "read_me"} <= set(catalogue())


def test_more_rows_than_a_sheet_holds_are_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)

    def written(count: int) -> None:
        rows: Iterator[tuple[object, ...]] = ((at,) for at in range(count))
        sheet = Sheet("Rows", [Column("at")], rows, "yearly")
        write_workbook(tmp_path / "rows.xlsx", [sheet], title="", made=datetime(2026, 1, 1, tzinfo=UTC))

    written(2)
    with pytest.raises(
        RunError, match=r"^yearly has more rows than the 2 that a sheet holds: write it as CSV or Parquet$"
    ):
        written(3)


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"form": "xls"}, UnknownNameError, "unknown format 'xls'; did you mean 'xlsx'?"),
        ({"form": "xlsx", "bom": True}, RunError, "a byte-order mark is for CSV, not for xlsx"),
        (
            {"form": "pptx", "out": "a.pptx", "tables": ["map"]},
            RunError,
            "slides hold no tables",
        ),
        ({"form": "xlsx", "out": "a.csv"}, OutputError, "cannot write a.csv: expected a name that ends in .xlsx"),
        ({"form": "xlsx"}, OutputError, "results that are in no folder need a file or folder to be written to"),
        ({"lang": "de"}, UnknownNameError, "unknown language 'de'; expected one of en, nl"),
        ({"out": "a.xlsx", "tables": ["maps"]}, UnknownNameError, "unknown table 'maps'; did you mean 'map'?"),
    ],
)
def test_what_cannot_be_written_is_told_before_anything_is(
    pair: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, object],
    error: type[Exception], message: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error) as caught:
        reformsim.export(pair, **given)  # type: ignore[arg-type]
    assert str(caught.value).startswith(message)
    assert os.listdir(tmp_path) == []


def test_a_workbook_without_its_library_is_told_with_the_command_that_installs_it(
    pair: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *args: object, **more: object) -> object:
        if name.split(".")[0] == "xlsxwriter":
            raise ImportError("No module named 'xlsxwriter'")
        return real(name, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(RunError, match=r"^a workbook needs XlsxWriter: pip install 'reformsim\[xlsx\]'$"):
        reformsim.export(pair, tmp_path / "a.xlsx")
    assert os.listdir(tmp_path) == []
