"""Replicates of one scenario in pieces of a fixed size: what is kept and stored as one.

A piece does not depend on who computed it: its replicates stand in order.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from reformsim.errors import RunError
from reformsim.experiment.computing.executors import Failure

if TYPE_CHECKING:
    from reformsim.experiment.computing.executors import Outcome
    from reformsim.history import Places, Record

SIZE = 10
"""Replicates in a piece; never a matter of workers, or their number would show in the files."""

Number = TypeVar("Number", np.float64, np.int32)
Floats = NDArray[np.float64]
EventRow = tuple[int, int, str, str, str, str]
SpellRow = tuple[int, str, str, int, int, str, str]
PlaceTable = tuple[int, "Places"]


@dataclass(frozen=True, eq=False)
class Piece:
    """Some replicates of one scenario.

    Parameters
    ----------
    numbers
        The k replicates that came about, in order.
    years, indicators, units
        Axes; empty if none came about.
    values
        (k, years, indicators) float64.
    owner
        (k, years, units) int32: index into ``municipalities``.
    municipalities, names
        Codes in the order in which they first occur, and names by code.
    events, places, spells
        Rows of the tables, each with its replicate first.
    failures
        Replicates that did not come about.
    """

    numbers: tuple[int, ...]
    years: tuple[int, ...]
    indicators: tuple[str, ...]
    units: tuple[str, ...]
    values: Floats
    owner: NDArray[np.int32]
    municipalities: tuple[str, ...]
    names: Mapping[str, str]
    events: tuple[EventRow, ...] = ()
    places: tuple[PlaceTable, ...] = ()
    spells: tuple[SpellRow, ...] = ()
    failures: tuple[Failure, ...] = ()


def single(outcome: Outcome) -> Piece:
    """Give the piece of one outcome."""
    if isinstance(outcome, Failure):
        values, owner = np.zeros((0, 0, 0)), np.zeros((0, 0, 0), dtype=np.int32)
        return Piece((), (), (), (), values, owner, (), {}, failures=(outcome,))
    return _of_record(outcome)


def join(pieces: Sequence[Piece], name: str) -> Piece:
    """Put pieces of one scenario together in their order.

    Raises
    ------
    RunError
        If they do not describe the same years, indicators and units.
    """
    full = [piece for piece in pieces if piece.numbers]
    failures = tuple(failure for piece in pieces for failure in piece.failures)
    if not full:
        empty = single(Failure(name, 0, 0, ""))
        return Piece((), (), (), (), empty.values, empty.owner, (), {}, failures=failures)
    first = full[0]
    for piece in full[1:]:
        if (piece.years, piece.indicators, piece.units) != (first.years, first.indicators, first.units):
            raise RunError(f"replicate {piece.numbers[0]} of '{name}' differs in years or indicators")
    position: dict[str, int] = {}
    names: dict[str, str] = {}
    owners = []
    for piece in full:
        here = [position.setdefault(sys.intern(code), len(position)) for code in piece.municipalities]
        owners.append(np.asarray(here, dtype=np.int32)[piece.owner])
        for code, called in piece.names.items():
            names.setdefault(code, called)
    return Piece(
        tuple(number for piece in full for number in piece.numbers),
        first.years,
        first.indicators,
        first.units,
        sealed(np.concatenate([piece.values for piece in full])),
        sealed(np.concatenate(owners)),
        tuple(position),
        names,
        tuple(row for piece in full for row in piece.events),
        tuple(row for piece in full for row in piece.places),
        tuple(row for piece in full for row in piece.spells),
        failures,
    )


def _of_record(record: Record) -> Piece:
    at = record.replicate
    values = np.asarray(record.values, dtype=np.float64)[None] + 0.0  # + 0.0 turns -0.0 into 0.0
    return Piece(
        (at,),
        tuple(record.years),
        tuple(record.indicators),
        tuple(record.units),
        values,
        np.asarray(record.owner, dtype=np.int32)[None],
        tuple(record.municipalities),
        dict(record.names),
        tuple((at, e.year, sys.intern(e.kind), e.subject, ";".join(e.members), e.detail) for e in record.events),
        tuple((at, table) for table in record.places),
        tuple((at, v.principle, v.subject, v.first, v.last, ";".join(v.members), v.detail) for v in record.violations),
    )


def sealed(values: NDArray[Number]) -> NDArray[Number]:
    """Make an array read-only and give it."""
    values.setflags(write=False)
    return values


class Pieces(Protocol):
    """Pieces of one scenario in order, wherever they are kept; each pass over them may read them anew."""

    def __iter__(self) -> Iterator[Piece]: ...

    def values(self) -> Iterator[Floats]:
        """The values alone, piece by piece."""
        ...


class Kept:
    """Pieces in memory."""

    def __init__(self, pieces: Iterable[Piece]):
        self._pieces = tuple(pieces)

    def __iter__(self) -> Iterator[Piece]:
        return iter(self._pieces)

    def values(self) -> Iterator[Floats]:
        """The values alone, piece by piece."""
        return (piece.values for piece in self._pieces if piece.numbers)
