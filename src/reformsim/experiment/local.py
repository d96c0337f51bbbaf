"""Local values of a piece, in every year: kept small, given by unit of the start map and by province.

A municipality's value stands once, under its first unit, however many units it governs. Behind one another stand the
years of a replicate, the replicates, and the units: many indicators stay as they were from year to year, so only what
differs from the value before is kept, with a mark where it does. Of these numbers all first bytes stand before all
second ones and so on, for so deflate makes least of them. Ten replicates of the note to 2030 take 0.85 MB in the file,
of 11 MB of plain values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Ints, Ints32

if TYPE_CHECKING:
    from reformsim.history import Local as Measured

Numbers = NDArray[np.float32]

MOST = 125_000_000
"""Values of an indicator in a piece, 500 MB; ten replicates of 35,000 municipalities over a century have 35 million."""


class Values(NamedTuple):
    """Values of one indicator in some replicates.

    Parameters
    ----------
    provinces : (P,) tuple of str
    by_unit : (k, years, units) float32
        Of the municipality that governs each unit of the start map.
    by_province : (k, years, P) float32
        NaN where nobody lives in a province, or there is none yet.
    """

    provinces: tuple[str, ...]
    by_unit: Numbers
    by_province: Numbers


@dataclass(frozen=True, eq=False)
class Local:
    """Local values of a piece.

    Parameters
    ----------
    indicators, provinces
        Names and codes.
    columns
        One per indicator: float32 as they are, of a replicate that has yet to be joined with others, or squeezed.
    """

    indicators: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    columns: Sequence[NDArray[Any]] = ()

    def only(self, names: Sequence[str]) -> Local:
        """Those of some names, in their own order."""
        kept = [at for at, name in enumerate(self.indicators) if name in names]
        indicators = tuple(self.indicators[at] for at in kept)
        return Local(indicators, self.provinces, tuple(self.columns[at] for at in kept))


class Cells:
    """Where the municipalities of each year and replicate stand in a column.

    Parameters
    ----------
    owner
        (k, years, units) which municipality governs each unit.

    Attributes
    ----------
    lead : (k, years, units) bool
        The first unit of each municipality.
    count
        Municipalities of all years and replicates.
    """

    def __init__(self, owner: Ints32):
        shape, unit = owner.shape, np.arange(owner.shape[-1])
        # Sorted by owner the units of a municipality stand together, the first in front.
        order = owner.argsort(axis=-1, kind="stable")
        ranked = np.take_along_axis(owner, order, axis=-1)
        new = np.ones(shape, bool)
        np.not_equal(ranked[..., 1:], ranked[..., :-1], out=new[..., 1:])
        head = np.maximum.accumulate(np.where(new, unit, 0), axis=-1)
        first = np.empty(shape, np.int64)
        np.put_along_axis(first, order, np.take_along_axis(order, head, axis=-1), axis=-1)
        self.lead = first == unit
        turned = self.lead.transpose(2, 0, 1)
        number = (turned.cumsum() - 1).reshape(turned.shape).transpose(1, 2, 0)
        self.count = int(turned.sum())
        self._of = np.take_along_axis(number, first, axis=-1)

    def whole(self, provinces: Sequence[str]) -> int:
        """Length of a column."""
        replicates, years, _ = self.lead.shape
        return int(self.count + replicates * years * len(provinces))

    def column(self, values: Values) -> Numbers:
        """Lay values behind one another: those of municipalities, then those of provinces."""
        own = values.by_unit.transpose(2, 0, 1)[self.lead.transpose(2, 0, 1)]
        return np.concatenate([own, values.by_province.transpose(2, 0, 1).ravel()])

    def values(self, column: NDArray[Any], provinces: tuple[str, ...]) -> Values:
        """Give the values of a column, squeezed or not; :class:`ValueError` if it is of other replicates."""
        plain = column if column.dtype == np.float32 else spread(column, self.whole(provinces))
        together = plain[self.count :].reshape(len(provinces), *self.lead.shape[:2])
        return Values(provinces, plain[: self.count][self._of], together.transpose(1, 2, 0))


def of_record(measured: Measured | None, cells: Cells) -> Local:
    """Give the local values of one replicate."""
    if measured is None:
        return Local()
    by_unit, by_province = measured.by_unit + np.float32(0), measured.by_province + np.float32(0)  # no -0.0
    columns = (
        cells.column(Values(measured.provinces, by_unit[None, :, :, at], by_province[None, :, :, at]))
        for at in range(len(measured.indicators))
    )
    return Local(tuple(measured.indicators), tuple(measured.provinces), tuple(columns))


def joined(parts: Sequence[tuple[Local, Cells]], cells: Cells) -> Local:
    """Put the local values of pieces of the same indicators together.

    Parameters
    ----------
    parts
        Those of each piece, in order.
    cells
        Of all together.
    """
    provinces = tuple(dict.fromkeys(code for local, _ in parts for code in local.provinces))
    columns = []
    for at in range(len(parts[0][0].indicators)):
        found = [here.values(local.columns[at], local.provinces) for local, here in parts]
        by_province = np.concatenate([onto(one.by_province, one.provinces, provinces) for one in found])
        values = Values(provinces, np.concatenate([one.by_unit for one in found]), by_province)
        columns.append(squeezed(cells.column(values)))
    return Local(parts[0][0].indicators, provinces, tuple(columns))


def onto(values: Numbers, provinces: Sequence[str], wanted: Sequence[str]) -> Numbers:
    """Give values by province, (k, years, P), by the wanted codes; NaN for those that are not among them."""
    if tuple(provinces) == tuple(wanted):
        return values
    result = np.full((*values.shape[:2], len(wanted)), np.nan, np.float32)
    at: Mapping[str, int] = {code: position for position, code in enumerate(wanted)}
    result[:, :, [at[code] for code in provinces]] = values
    return result


def squeezed(column: Numbers) -> NDArray[np.uint8]:
    """Keep of a column only what differs from the value before: marks of where it does, then the values by byte."""
    bits = np.ascontiguousarray(column, "<f4").view("<u4")
    new = np.ones(len(bits), bool)
    np.not_equal(bits[1:], bits[:-1], out=new[1:])
    return np.concatenate([np.packbits(new), bits[new].view(np.uint8).reshape(-1, 4).T.ravel()])


def spread(kept: NDArray[Any], count: int) -> Numbers:
    """Give the column of ``count`` values that :func:`squeezed` kept; :class:`ValueError` if it is none."""
    marks = -(-count // 8)
    first = _marked(kept, count)
    values = kept[marks:].reshape(4, -1).T.copy().view("<f4").ravel()
    return values.repeat(np.diff(first, append=count)).astype(np.float32, copy=False)


def refuse_misfits(local: Local, cells: Cells) -> None:
    """Raise :class:`ValueError` for columns that were not squeezed from those of these replicates."""
    for column in local.columns:
        _marked(column, cells.whole(local.provinces))


def _marked(kept: NDArray[Any], count: int) -> Ints:
    """Positions of the values that differ from the one before."""
    marks = -(-count // 8)
    # Before they are unpacked: a few bytes may claim to be more than memory holds.
    if count <= MOST and kept.ndim == 1 and kept.dtype == np.uint8 and len(kept) >= marks:
        first = np.flatnonzero(np.unpackbits(kept[:marks], count=count))
        if len(kept) == marks + 4 * len(first) and (not count or first[:1].tolist() == [0]):
            return first
    raise ValueError("its local values do not fit its maps")
