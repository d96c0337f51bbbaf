"""Tidy tables of a folder of results, written piece by piece as CSV files or Parquet datasets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from reformsim.errors import OutputError, RunError, UnknownNameError, formula
from reformsim.experiment.byplace import localtables
from reformsim.experiment.compared import Comparison, runs_of
from reformsim.experiment.results import Run
from reformsim.experiment.store.checked import read_manifest
from reformsim.experiment.store.dataset import Save, about, saver
from reformsim.experiment.store.output import write_folder
from reformsim.experiment.store.pieces import Kept

if TYPE_CHECKING:
    from reformsim.experiment.explore.result import Exploration
    from reformsim.experiment.store.output import Writer

    Results: TypeAlias = Run | Comparison | Exploration

LONG = ("yearly", "events", "map", "places", "violations")
"""Tables with rows per replicate."""

LOCAL = ("local", "local_differences")
"""Tables over the replicates by place, an indicator at a time; the second of a comparison only."""

SHORT = ("levels", "differences", "horizon", "summary", "assumptions")
"""Tables over the replicates, and what they drew; ``differences`` and ``horizon`` of a comparison only."""

DRAWN = ("draws", "parameters", "outcomes")
"""Tables of an exploration, beside those with rows per replicate, which are its draws."""

COMPARED = (*LONG, *LOCAL, *SHORT)
"""Tables of a comparison."""

TABLES = (*COMPARED, *DRAWN)

PAIRED = ("differences", "horizon", "local_differences")

IN_PYTHON = {"map": "map_table"}
"""Tables that results have under another name, since under this one they draw themselves."""

FORMATS = ("csv", "parquet")


def export(
    results: Results, folder: str | Path, *, tables: Sequence[str] = (), form: str = "csv", bom: bool = False
) -> tuple[str, ...]:
    """Write tables of results to a folder, all of them or none; memory does not grow with the replicates.

    Parameters
    ----------
    results
        As :func:`reformsim.load_results` or :func:`reformsim.exploration` gives them.
    folder
        Made if needed; replaced if reformsim wrote it, refused if not.
    tables
        Of :data:`TABLES`; every one there is unless given.
    form
        'csv', a file per table, or 'parquet', a folder per table, with the extra ``reformsim[parquet]``.
    bom
        Write CSV files for Excel: with a byte-order mark, by which it knows them for UTF-8, and with an apostrophe
        before a text that it would take for a formula.

    Returns
    -------
    tuple of str
        Names of the files.

    Raises
    ------
    UnknownNameError
        For another table or format.
    RunError
        For Parquet without pyarrow or with a byte-order mark, or for a table that such results do not have.
    OutputError
        If the folder is not ours or cannot be written.
    """
    if form not in FORMATS:
        raise UnknownNameError("format", form, FORMATS)
    names = chosen(results, tables)
    if bom and form != "csv":
        raise RunError(f"a byte-order mark is for CSV, not for {form}")
    contents = _tables(results, names, bom) if form == "csv" else _datasets(results, names)
    place = Path(folder)
    if read_manifest(place) is not None:
        raise OutputError(f"{place} holds results; name another folder for the tables")
    write_folder(place, contents, {"replicates": _runs(results)[0].replicates})
    return tuple(contents)


def _runs(results: Results) -> tuple[Run, ...]:
    return runs_of(results) if isinstance(results, Run | Comparison) else results.runs


def _tables(results: Results, names: Sequence[str], bom: bool) -> dict[str, Writer]:
    """Give a CSV file for each table."""
    return {f"{name}.csv": _writer(results, name, partial(_csv, bom=bom)) for name in names}


def _datasets(results: Results, names: Sequence[str]) -> dict[str, Writer]:
    """Give a folder of Parquet files for each table: one for each scenario where rows are of replicates, else one."""
    runs = _runs(results)
    contents: dict[str, Writer] = {}
    for name in names:
        save = saver(about(runs, name))
        held: dict[str, Results] = {run.name: run for run in runs} if name in LONG else {name: results}
        contents |= {f"{name}/{file}.parquet": _writer(found, name, save) for file, found in held.items()}
    return contents


def _writer(results: Results, name: str, save: Save) -> Writer:
    def write(path: Path) -> int:
        return save(parts(results, name), path)

    return write


def chosen(results: Results, tables: Sequence[str]) -> tuple[str, ...]:
    """Give the tables that are asked for; every one there is unless any are named.

    Raises
    ------
    UnknownNameError
        For another table.
    RunError
        For one that such results do not have: differences of a single run, what was drawn of a run or comparison,
        and tables over the replicates of an exploration, whose draws need not be a sample.
    """
    offered = _offered(results)
    for name in tables:
        if name not in TABLES:
            raise UnknownNameError("table", name, TABLES)
        if name in offered:
            continue
        if not isinstance(results, Run | Comparison):
            raise RunError(f"an exploration has no {name}; run and compare have")
        if name in DRAWN:
            raise RunError(f"a run or comparison has no {name}; explore has")
        raise RunError(f"a run of one scenario has no {name}; compare has")
    return tuple(tables) or offered


def _offered(results: Results) -> tuple[str, ...]:
    if isinstance(results, Comparison):
        return COMPARED
    if isinstance(results, Run):
        return tuple(name for name in COMPARED if name not in PAIRED)
    return (*LONG, *DRAWN)


def parts(results: Results, name: str, years: Sequence[int] | None = None) -> Iterator[pd.DataFrame]:
    """Give a table in parts: of each piece of each scenario, or each local indicator, or the whole where it is short.

    Parameters
    ----------
    years
        Of tables by place over the replicates; all unless given.
    """
    runs = _runs(results)
    if name in (*SHORT, *DRAWN) or (name in LOCAL and not runs[0].local_indicators):
        found = getattr(results, name)
        yield found() if callable(found) else found
        return
    if name in LOCAL:
        asked = localtables.Asked.of(runs, years=years)
        if isinstance(results, Comparison) and name in PAIRED:
            for run in runs[1:]:
                yield from localtables.differences(run, runs[0], results.pairs, asked)
            return
        for run in runs:
            yield from localtables.levels(run, asked)
        return
    for run in runs:
        for piece in run.pieces:
            if piece.numbers:
                yield getattr(Run(run.scenario, Kept((piece,)), run.timing), IN_PYTHON.get(name, name))


def _csv(chunks: Iterator[pd.DataFrame], path: Path, bom: bool) -> int:
    rows = 0
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as stream:
        for at, table in enumerate(chunks):
            (harmless(table) if bom else table).to_csv(stream, index=False, header=at == 0, lineterminator="\n")
            rows += len(table)
    return rows


def harmless(table: pd.DataFrame) -> pd.DataFrame:
    """Give a table in which a spreadsheet sees no formula: a text that would begin one stands after an apostrophe.

    Examples
    --------
    >>> harmless(pd.DataFrame({"name": ["=1+1", "'s-Gravenhage", "-"], "value": [-1, 2, 3]}))["name"].tolist()
    ["'=1+1", "'s-Gravenhage", "'-"]
    """
    texts = [name for name in table.columns if not pd.api.types.is_numeric_dtype(table[name].dtype)]
    made = {name: table[name].map(_quoted, na_action="ignore") for name in texts}
    return table.assign(**made)


def _quoted(text: object) -> object:
    return f"'{text}" if isinstance(text, str) and formula(text) else text
