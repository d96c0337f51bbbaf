"""Results written for other programs, in the form that is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reformsim.dossier.opening import Opened, named_beside, write_alone
from reformsim.errors import OutputError, RunError, UnknownNameError
from reformsim.experiment.store.exporting import FORMATS
from reformsim.experiment.store.exporting import export as write_tables
from reformsim.report.words import words

if TYPE_CHECKING:
    from reformsim.experiment import Comparison, Run

XLSX, PPTX = "xlsx", "pptx"
FORMS: Final = (XLSX, PPTX, *FORMATS)


def export(
    results: str | Path | Run | Comparison,
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
        A folder of results, or what it was read as.
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
    opened = Opened.of(results, attributions=attributions, allow_code=allow_code)
    if out is None and opened.folder is None:
        raise OutputError("results that are in no folder need a file or folder to be written to: name it with out")
    beside = "-tables" if chosen in FORMATS else f".{chosen}"
    target = Path(out) if out is not None else named_beside(opened.folder or Path(), beside)
    if chosen in FORMATS:
        names = write_tables(opened.results, target, tables=tables, form=chosen, bom=bom)
        return tuple(target / name for name in names)
    _one(opened, target, chosen, lang, tables)
    return (target,)


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
