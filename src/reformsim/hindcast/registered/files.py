"""The folder of a registered forecast, with a checksum of every file; equal forecasts give equal bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from reformsim.arrays import Floats, Ints
from reformsim.errors import DataError, Problem
from reformsim.hindcast.registered.drawing import draw_fan
from reformsim.hindcast.registered.form import FAN, QUANTILES, Registered, interval
from reformsim.hindcast.registered.page import FIGURE, page
from reformsim.hindcast.span import MODEL

if TYPE_CHECKING:
    import pandas as pd

FORM: Final = 1
"""Of the folder; another one where it changes, so that a later version tells what it cannot read."""
DIGITS: Final = 6
"""Decimals kept of chances: more than replicates can tell apart."""
NULLS, NUMBERS, DISTRIBUTION = "pairs_nulls.csv", "numbers.csv", "distribution.csv"
PAIRS, MUNICIPALITIES = "pairs.csv", "municipalities.csv"
CUTS: Final = tuple(f"p{round(100 * level):02d}" for level in QUANTILES)


def write_forecast(one: Registered, folder: Path) -> Path:
    """Write a forecast, in place of what the folder held of it before.

    Raises
    ------
    OutputError
        If the folder holds something else, or the disk refuses.
    """
    from reformsim.experiment.store.folder import csv
    from reformsim.experiment.store.output import Writer, write_folder
    from reformsim.report.figures.lines import source_line

    tables: dict[str, Callable[[Registered], pd.DataFrame]] = {
        NUMBERS: number_table,
        DISTRIBUTION: distribution_table,
        PAIRS: pair_table,
        NULLS: null_table,
        MUNICIPALITIES: municipality_table,
    }
    contents: dict[str, Writer] = {
        "README.md": partial(_text, page(one)),
        FIGURE: partial(draw_fan, one, source=source_line(one.facts["attribution"])),
    }
    contents |= {name: partial(csv, make(one)) for name, make in tables.items()}
    manifest = {"forecast": FORM, "first": one.first, "years": list(one.years), **one.facts}
    return write_folder(folder, contents, manifest)


def number_table(one: Registered) -> pd.DataFrame:
    """Number of municipalities by forecast and year: mean (the fan has none) and quantiles."""
    import pandas as pd

    rows: list[tuple[Any, ...]] = []
    for name in (MODEL, FAN, *(name for name in one.counts if name != MODEL)):
        mean = [None] * len(one.years) if name == FAN else one.counts[name].mean(axis=0).round(3).tolist()
        cuts = one.quantiles(name).round(3)
        rows += [(name, year, mean[at], *cuts[at].tolist()) for at, year in enumerate(one.years)]
    return pd.DataFrame(rows, columns=["forecast", "year", "mean", *CUTS])


def distribution_table(one: Registered) -> pd.DataFrame:
    """In how many replicates there are how many municipalities, by forecast and year."""
    import pandas as pd

    rows = []
    for name, counts in one.counts.items():
        for at, year in enumerate(one.years):
            number, times = np.unique(counts[:, at], return_counts=True)
            rows += [(name, year, int(n), int(k)) for n, k in zip(number, times, strict=True)]
    return pd.DataFrame(rows, columns=["forecast", "year", "municipalities", "replicates"])


def pair_table(one: Registered) -> pd.DataFrame:
    """Pairs of neighbours: the model's chance to be one municipality by each year, and how sure the last one is."""
    import pandas as pd

    codes, names = np.array(one.codes), np.array(one.names)
    a, b = one.pairs.T
    head = {"code_a": codes[a], "name_a": names[a], "code_b": codes[b], "name_b": names[b]}
    chance = one.together[MODEL]
    return pd.DataFrame({**head, "announced": one.announced.astype(int)}).assign(**_by_year(one, chance, bounds=True))


def null_table(one: Registered) -> pd.DataFrame:
    """The chances that the null models give each pair."""
    import pandas as pd

    codes = np.array(one.codes)
    a, b = one.pairs.T
    parts = [
        pd.DataFrame({"forecast": name, "code_a": codes[a], "code_b": codes[b]}).assign(**_by_year(one, chance))
        for name, chance in one.together.items()
        if name != MODEL
    ]
    return pd.concat(parts, ignore_index=True)


def municipality_table(one: Registered) -> pd.DataFrame:
    """Municipalities: the model's chance to be in one with another by each year, and how sure the last one is."""
    import pandas as pd

    head = {"code": one.codes, "name": one.names, "inhabitants": one.people}
    return pd.DataFrame(head).assign(**_by_year(one, one.merged, bounds=True))


def read_forecast(folder: Path) -> Registered:
    """Read a registered forecast as it was written.

    Raises
    ------
    DataError
        If it is none, or if a file is not the one that was registered.
    """
    import pandas as pd

    facts = _facts(folder)
    tables = {
        name: pd.read_csv(folder / name) for name in (NUMBERS, DISTRIBUTION, PAIRS, NULLS, MUNICIPALITIES)
    }  # fmt: skip
    places, pairs = tables[MUNICIPALITIES], tables[PAIRS]
    years = tuple(int(year) for year in facts["years"])
    at = {code: place for place, code in enumerate(places["code"])}
    by = [f"by_{year}" for year in years]
    nulls = {str(name): rows[by].to_numpy().T for name, rows in tables[NULLS].groupby("forecast", sort=False)}
    fan = tables[NUMBERS].query("forecast == @FAN")[list(CUTS)].to_numpy()
    return Registered(
        facts=facts,
        first=int(facts["first"]),
        years=years,
        codes=tuple(places["code"]),
        names=tuple(places["name"]),
        people=places["inhabitants"].to_numpy(np.int64),
        pairs=np.array([pairs["code_a"].map(at), pairs["code_b"].map(at)], np.int64).T,
        announced=pairs["announced"].to_numpy(bool),
        together={MODEL: pairs[by].to_numpy().T, **nulls},
        merged=places[by].to_numpy().T,
        counts=_counts(tables[DISTRIBUTION], years),
        fan=fan,
    )


def _counts(table: pd.DataFrame, years: Iterable[int]) -> dict[str, Ints]:
    """Number of municipalities in each replicate by forecast, each year sorted by itself."""
    found: dict[str, Ints] = {}
    for name, rows in table.groupby("forecast", sort=False):
        of = [rows[rows["year"] == year] for year in years]
        found[str(name)] = np.array([np.repeat(one["municipalities"], one["replicates"]) for one in of], np.int64).T
    return found


def _facts(folder: Path) -> dict[str, Any]:
    """What the manifest says, if every file that it lists is there as it was written."""
    from reformsim.experiment.store.output import MANIFEST, SEAL, content_of, seal

    content = content_of(folder / MANIFEST)
    if content is None or "forecast" not in content:
        said = f"no registered forecast: expected a {MANIFEST} that `reformsim forecast --out` wrote"
        raise DataError([Problem(str(folder), said)])
    if content["forecast"] != FORM:
        said = f"a forecast of form {content['forecast']}, expected {FORM}, which this version of reformsim reads"
        raise DataError([Problem(str(folder / MANIFEST), said)])
    if content.get(SEAL) != seal(content):
        raise DataError([Problem(str(folder / MANIFEST), "not as it was registered: its own checksum is another one")])
    wrong = []
    for entry in content["files"]:
        path = folder / entry["name"]
        if not path.is_file():
            wrong.append(Problem(str(path), "the file is missing"))
        elif hashlib.sha256(path.read_bytes()).hexdigest() != entry["sha256"]:
            wrong.append(Problem(str(path), f"not as it was registered: another checksum than in {MANIFEST}"))
    if wrong:
        raise DataError(wrong)
    return content


def _by_year(one: Registered, chance: Floats, *, bounds: bool = False) -> dict[str, Floats]:
    """Columns of chances by each year, (Y, n), with the interval of the last if it is of replicates."""
    columns = {f"by_{year}": _kept(chance[at]) for at, year in enumerate(one.years)}
    if bounds:
        low, high = interval(chance[-1], one.replicates)
        columns |= {f"low_{one.years[-1]}": _kept(low), f"high_{one.years[-1]}": _kept(high)}
    return columns


def _kept(chance: Floats) -> Floats:
    found: Floats = np.round(chance, DIGITS) + 0.0
    return found


def _text(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
