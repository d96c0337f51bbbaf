"""Tables as Parquet datasets: a folder per table, which pandas, polars, DuckDB and others read whole.

Every file says the same of itself: columns with types, and under the key ``reformsim`` in its metadata what the numbers
are of, with unit and source of each indicator. No column is left to the name of a folder or to the order of rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

import reformsim
from reformsim.errors import RunError

if TYPE_CHECKING:
    from reformsim.experiment.results import Run
    from reformsim.measures import Measure

KEY = "reformsim"
"""Where in the metadata of a file stands what it holds, as JSON."""

ROW_GROUP = 32_000_000
"""Bytes of a table that are held before they are written: a row group, which readers skip or read whole."""


class Save(Protocol):
    """Writes the parts of a table to a file and gives the number of rows."""

    def __call__(self, chunks: Iterator[pd.DataFrame], path: Path) -> int:
        """Write them."""
        ...


def saver(said: Mapping[str, object]) -> Save:
    """Give what writes a table as a Parquet file.

    Parameters
    ----------
    said
        What the file says of itself, of :func:`about`.

    Raises
    ------
    RunError
        Without pyarrow.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise RunError("Parquet needs pyarrow: pip install 'reformsim[parquet]'") from None
    metadata = {KEY: json.dumps(said, ensure_ascii=False)}

    def save(chunks: Iterator[pd.DataFrame], path: Path) -> int:
        rows, writer = 0, None
        held: list[Any] = []

        def flush() -> None:
            assert writer is not None
            if held:
                whole = pa.concat_tables(held)
                writer.write_table(whole, row_group_size=max(1, len(whole)))
                held.clear()

        try:
            for table in chunks:
                part = pa.Table.from_pandas(_plain(table), preserve_index=False).replace_schema_metadata(metadata)
                # A column without any value in the first part would be of another type than in the next.
                writer = writer or pq.ParquetWriter(path, part.schema, compression="zstd")
                held.append(part.cast(writer.schema))
                rows += len(table)
                if sum(one.nbytes for one in held) >= ROW_GROUP:
                    flush()
            if writer is not None:
                flush()
        finally:
            if writer is not None:
                writer.close()
        return rows

    return save


def about(runs: Sequence[Run], table: str) -> dict[str, object]:
    """Give what a file says of itself: of which table, program, runs and indicators it is.

    Examples
    --------
    Of a file that was written it is ``json.loads(pyarrow.parquet.read_schema(path).metadata[b"reformsim"])``.
    """
    from reformsim.measures import MEASURES

    first = runs[0]
    names = dict.fromkeys((*first.indicators, *first.local_indicators))
    return {
        "table": table,
        "program": f"reformsim {reformsim.__version__}",
        "scenarios": [run.name for run in runs],
        "seed": first.scenario.seed,
        "territory": Path(first.scenario.territory).name,
        "years": [first.years[0], first.years[-1]],
        "indicators": {name: _said(MEASURES[name]) for name in names if name in MEASURES},
    }


def _said(one: Measure) -> dict[str, str]:
    return {"unit": one.unit, "title": one.title_en, "definition": one.definition, "source": one.source}


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Texts in place of categories, whose lists differ between parts; the file keeps each text once per row group."""
    texts: dict[str, Any] = {
        name: "string" for name in table.columns if not pd.api.types.is_numeric_dtype(table[name].dtype)
    }
    return table.astype(texts)
