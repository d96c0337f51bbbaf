"""Tables of local indicators: over the replicates, paired differences, and replicate by replicate.

Values over the replicates are read one indicator at a time and, where those are too many to hold, turned over in a
scratch file, as national values are: so quantiles are exact, and memory does not grow with the replicates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformsim.arrays import Floats
from reformsim.errors import UnknownNameError
from reformsim.experiment.local import Values, onto
from reformsim.experiment.store.columns import BLOCK, Columns
from reformsim.experiment.store.pieces import LOCALLY
from reformsim.experiment.summary import quantiles

if TYPE_CHECKING:
    from typing import Self

    from reformsim.experiment.results import Run
    from reformsim.experiment.store.pieces import Piece
    from reformsim.scenario import GivenYear

PLACE_COLUMNS = ("scenario", "replicate", "year", "level", "place", "name")
HEAD = ("year", "level", "place", "name", "indicator")
LEVELS = ("province", "municipality")


@dataclass(frozen=True, eq=False)
class Asked:
    """Which local values of some runs are asked for.

    Parameters
    ----------
    indicators, years
        Names, and the years.
    at
        Positions of the years in the runs.
    provinces
        Codes of all provinces; places are these, then the units of the start map.
    places
        Positions of the places asked for.
    heads
        Their level, place and name.
    """

    indicators: tuple[str, ...]
    years: tuple[int, ...]
    at: tuple[int, ...]
    provinces: tuple[str, ...]
    places: tuple[int, ...]
    heads: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(
        cls,
        runs: Sequence[Run],
        indicators: str | Iterable[str] | None = None,
        years: GivenYear | Iterable[GivenYear] | None = None,
        place: str | None = None,
        level: str | None = None,
    ) -> Self:
        """Say what is asked for; see :meth:`reformsim.experiment.byplace.placed.Placed.local`."""
        from reformsim.scenario import years_of

        first = runs[0]
        names = first.local_indicators if indicators is None else indicators
        chosen = (names,) if isinstance(names, str) else tuple(names)
        for name in chosen:
            if name not in first.local_indicators:
                raise UnknownNameError(LOCALLY, name, first.local_indicators)
        when = years_of(years) or first.years
        at = tuple(first.year_index(year) for year in when)
        if level is not None and level not in LEVELS:
            raise UnknownNameError("level", level, LEVELS)
        provinces = dict(sorted({code: name for run in runs for code, name in run.provinces.items()}.items()))
        units = first.unit_names
        heads = [(LEVELS[0], code, name) for code, name in provinces.items()]
        heads += [(LEVELS[1], code, units[code]) for code in first.units]
        within = [(at, head) for at, head in enumerate(heads) if level in (None, head[0])]
        found = [(at, head) for at, head in within if place is None or place in head[1:]]
        if place is not None and not found:
            known = dict.fromkeys(word for _, head in within for word in (*head[2:], head[1]))
            raise UnknownNameError(level or " or ".join(LEVELS), place, known)
        return cls(chosen, when, at, tuple(provinces), tuple(at for at, _ in found), tuple(head for _, head in found))

    def cut(self, values: Values) -> Floats:
        """Give the years and places asked for of some replicates, (k, years, places)."""
        whole = np.concatenate([onto(values.by_province, values.provinces, self.provinces), values.by_unit], axis=2)
        return whole[:, list(self.at)][:, :, list(self.places)].astype(np.float64)

    def table(self, said: Mapping[str, str], indicator: str, columns: Mapping[str, Floats]) -> pd.DataFrame:
        """Table of what was found of an indicator, (years, places) each; the last says in how many replicates."""
        years, times = len(self.years), len(self.places)
        table = pd.DataFrame({"year": np.repeat(self.years, times)}).assign(**said)[[*said, "year"]]
        for at, name in enumerate(HEAD[1:4]):
            table[name] = np.tile(np.array([head[at] for head in self.heads], dtype=object), years)
        table = table.assign(indicator=indicator, **{name: found.ravel() for name, found in columns.items()})
        # A province that has yet to come about, or is gone in all of them, has no row.
        return table[table.iloc[:, -1] > 0].reset_index(drop=True)


def levels(run: Run, asked: Asked) -> Iterator[pd.DataFrame]:
    """Tables over the replicates, one per indicator; see :meth:`reformsim.experiment.byplace.placed.Placed.local`."""
    said = {"scenario": run.name}
    for indicator in asked.indicators:
        blocks = _blocks(run, indicator, asked, run.replicates)
        found = [(*quantiles(values), np.isfinite(values).sum(axis=0)) for values in blocks]
        yield asked.table(said, indicator, _named(("median", "low", "high", "replicates"), found))


def differences(run: Run, base: Run, pairs: Sequence[int], asked: Asked) -> Iterator[pd.DataFrame]:
    """Tables of paired differences; see :meth:`reformsim.experiment.compared.Comparison.local_differences`."""
    said = {"scenario": run.name, "against": base.name}
    mine, theirs = (np.flatnonzero(np.isin(one.numbers, pairs)) for one in (run, base))
    most = max(run.replicates, base.replicates)
    for indicator in asked.indicators:
        both = zip(*(_blocks(one, indicator, asked, most) for one in (run, base)), strict=True)
        changes = (here[mine] - there[theirs] for here, there in both)
        found = [(*quantiles(change), np.isfinite(change).sum(axis=0)) for change in changes]
        yield asked.table(said, indicator, _named(("difference", "low", "high", "pairs"), found))


def under(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put tables under each other; an empty one where the results hold no local indicators."""
    parts = list(tables)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["scenario", *HEAD])


def places(name: str, pieces: Iterable[Piece], indicators: Sequence[str], only: int | None = None) -> pd.DataFrame:
    """Table of local indicators by province and municipality, a column each.

    Parameters
    ----------
    name
        Of the scenario.
    pieces
        Its replicates.
    indicators
        The columns.
    only
        Position of the one replicate of a piece that is wanted; all unless given.
    """
    empty = pd.DataFrame(columns=[*PLACE_COLUMNS, *indicators])
    parts = [_places(name, piece, only) for piece in pieces if piece.numbers and indicators]
    return pd.concat(parts, ignore_index=True) if parts else empty


def _places(name: str, piece: Piece, only: int | None) -> pd.DataFrame:
    chosen = slice(None) if only is None else slice(only, only + 1)
    values = [piece.local_values(indicator) for indicator in piece.local.indicators]
    together = np.stack([one.by_province[chosen] for one in values], axis=-1)
    there, lead, owner = ~np.isnan(together).all(axis=-1), piece.cells.lead[chosen], piece.owner[chosen]
    codes = np.array([*piece.local.provinces, *piece.municipalities], dtype=object)
    rows = np.concatenate([np.argwhere(there), np.argwhere(lead)])
    place = np.concatenate([rows[: there.sum(), 2], len(piece.local.provinces) + owner[lead]])
    level = np.repeat(np.arange(2), (there.sum(), lead.sum()))
    order = np.lexsort((level, rows[:, 1], rows[:, 0]))
    rows, place = rows[order], codes[place[order]]
    numbers = np.array(piece.numbers)[chosen]
    head = {
        "scenario": name,
        "replicate": numbers[rows[:, 0]],
        "year": np.array(piece.years)[rows[:, 1]],
        "level": np.array(LEVELS, dtype=object)[level[order]],
        "place": place,
        "name": [piece.names.get(code, code) for code in place.tolist()],
    }
    for indicator, one in zip(piece.local.indicators, values, strict=True):
        head[indicator] = np.concatenate([one.by_province[chosen][there], one.by_unit[chosen][lead]])[order]
    return pd.DataFrame(head)


def _blocks(run: Run, indicator: str, asked: Asked, most: int) -> Iterator[Floats]:
    """Values of some of the places asked for, (replicates, years, places): as many as memory allows ``most`` runs."""
    parts = (asked.cut(values) for (values,) in run.pieces.local((indicator,)))
    shape = (run.replicates, len(asked.years), len(asked.places))
    step = max(1, BLOCK // (most * shape[1]))
    if shape[2] <= step:
        yield np.concatenate(list(parts))
        return
    columns = Columns(parts, shape)
    for start in range(0, shape[2], step):
        yield columns.block(slice(start, min(start + step, shape[2])))


def _named(names: Sequence[str], found: Sequence[tuple[Floats, ...]]) -> dict[str, Floats]:
    """Put blocks of places together, under their names."""
    return {name: np.concatenate(parts, axis=-1) for name, parts in zip(names, zip(*found, strict=True), strict=True)}
