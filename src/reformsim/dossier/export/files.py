"""Results written for other programs, in the form that is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reformsim.dossier.opening import Opened, named_beside, write_alone
from reformsim.errors import OutputError, RunError, UnknownNameError
from reformsim.experiment import Comparison, Run
from reformsim.experiment.store.exporting import FORMATS
from reformsim.experiment.store.exporting import export as write_tables
from reformsim.experiment.store.loading import explored, find
from reformsim.report.words import words

if TYPE_CHECKING:
    from reformsim.experiment.explore import Exploration

XLSX, PPTX = "xlsx", "pptx"
FORMS: Final = (XLSX, PPTX, *FORMATS)


def export(
    results: str | Path | Run | Comparison | Exploration,
    out: str | Path | None = None,
    form: str | None = None,
    lang: str = "en",
    *,
    tables: Sequence[str] = (),
    bom: bool = False,
    attributions: Iterable[Path] | None = None,
    allow_code: bool = False,
) -> tuple[Path, ...]:
    """Write results for other programs, whole or not at all.

    Parameters
    ----------
    results
        A folder of results, or what it was read as. Of an exploration tables are written, no workbook and no slides.
    out
        A file that ends in .xlsx or .pptx, or a folder for CSV or Parquet. Unless given it lies beside the folder of
        the results: ``DIR.xlsx``, ``DIR.pptx``, ``DIR-tables``.
    form
        'xlsx': a workbook; 'pptx': slides; 'csv', 'parquet': each table apart. By ``out`` unless given, else 'xlsx'.
    lang
        Language of workbook and slides: 'en' or 'nl'. Tables as files have the names of columns, in English.
    tables
        Names of tables; all unless given, of a workbook all over the replicates.
    bom
        As for :func:`reformsim.experiment.store.exporting.export`.
    attributions, allow_code
        As for :func:`reformsim.write_report`.

    Returns
    -------
    tuple of Path
        The files.

    Raises
    ------
    UnknownNameError
        For another form, language or table.
    RunError
        For what the form cannot hold, or without its library; the message names the extra.
    OutputError
        If there are no results, or they cannot be written.
    """
    words(lang)
    chosen = _form(form, out)
    if bom and chosen != "csv":
        raise RunError(f"a byte-order mark is for CSV, not for {chosen}")
    target = _target(results, out, chosen)
    found = _read(results, attributions, allow_code)
    if chosen in FORMATS:
        given = found.results if isinstance(found, Opened) else found
        names = write_tables(given, target, tables=tables, form=chosen, bom=bom)
        return tuple(target / name for name in names)
    if not isinstance(found, Opened):
        raise RunError("an exploration is written as tables: --format csv or parquet")
    _one(found, target, chosen, lang, tables)
    return (target,)


def _target(results: str | Path | Run | Comparison | Exploration, out: str | Path | None, form: str) -> Path:
    if out is not None:
        return Path(out)
    if not isinstance(results, str | Path):
        raise OutputError("results that are in no folder need a file or folder to be written to: name it with out")
    return named_beside(Path(results), "-tables" if form in FORMATS else f".{form}")


def _read(
    results: str | Path | Run | Comparison | Exploration, attributions: Iterable[Path] | None, allow_code: bool
) -> Opened | Exploration:
    from reformsim.experiment.explore import exploration

    if isinstance(results, str | Path) and explored(find(Path(results))[1]) is not None:
        return exploration(results, allow_code=allow_code)
    if not isinstance(results, str | Path | Run | Comparison):
        return results
    return Opened.of(results, attributions=attributions, allow_code=allow_code)


def _one(opened: Opened, target: Path, form: str, lang: str, tables: Sequence[str]) -> None:
    """Write what is one file."""
    if target.suffix != f".{form}":
        raise OutputError(f"cannot write {target}: expected a name that ends in .{form}")
    if form == PPTX and tables:
        raise RunError("slides hold no tables: name them for xlsx, csv or parquet")
    from reformsim.dossier.export import deck, workbook

    matter = opened.matter(lang)
    if form == PPTX:
        write_alone(target, lambda path: deck.write(matter, path), "the slides")
    else:
        write_alone(target, lambda path: workbook.write(matter, path, tables, opened.command), "the workbook")


def _form(form: str | None, out: str | Path | None) -> str:
    if form is None:
        ending = "" if out is None else Path(out).suffix.removeprefix(".")
        return ending if ending in (XLSX, PPTX) else XLSX
    if form not in FORMS:
        raise UnknownNameError("format", form, FORMS)
    return form
