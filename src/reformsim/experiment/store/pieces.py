"""Replicates of one scenario in pieces of a fixed size: what is kept and stored as one.

A piece does not depend on who computed it: its replicates stand in order.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Floats, Ints32
from reformsim.errors import RunError, UnknownNameError
from reformsim.experiment.computing.executors import Failure
from reformsim.experiment.local import Cells, Local, Values, joined, of_record

if TYPE_CHECKING:
    from reformsim.experiment.computing.executors import Outcome
    from reformsim.history import Record

SIZE = 10
"""Replicates in a piece; never a matter of workers, or their number would show in the files."""

LOCALLY = "indicator of municipalities"
"""What a local indicator is called where one is not known."""

Number = TypeVar("Number", np.float64, np.int32)
EventRow = tuple[int, int, str, str, str, str]
"""Replicate, year, kind, subject, members in one text, detail."""

SpellRow = tuple[int, str, str, int, int, str, str]
"""Replicate, principle, subject, first and last year, members in one text, detail."""


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
    events, spells
        Rows of the tables, each with its replicate first.
    failures
        Replicates that did not come about.
    local
        Local values, by the same replicates, years and units.
    draws : (k,) tuple of int
        Number of each replicate's draw of the assumptions; 0 where none were drawn.
    drawn, assumptions
        Names of what was drawn, and its values, (k, names) float64.
    """

    numbers: tuple[int, ...]
    years: tuple[int, ...]
    indicators: tuple[str, ...]
    units: tuple[str, ...]
    values: Floats
    owner: Ints32
    municipalities: tuple[str, ...]
    names: Mapping[str, str]
    events: tuple[EventRow, ...] = ()
    spells: tuple[SpellRow, ...] = ()
    failures: tuple[Failure, ...] = ()
    local: Local = field(default_factory=Local)
    draws: tuple[int, ...] = ()
    drawn: tuple[str, ...] = ()
    assumptions: Floats = field(default_factory=lambda: np.zeros((0, 0)))

    @cached_property
    def cells(self) -> Cells:
        """Which units stand for their municipality."""
        return Cells(self.owner)

    @property
    def axes(self) -> tuple[tuple[str, ...] | tuple[int, ...], ...]:
        """What pieces of one scenario have in common."""
        return self.years, self.indicators, self.units, self.local.indicators, self.drawn

    def assumed(self, at: int) -> dict[str, float]:
        """Give what was drawn in the replicate at a place."""
        return dict(zip(self.drawn, self.assumptions[at].tolist(), strict=True))

    def local_values(self, indicator: str) -> Values:
        """Values of a local indicator by unit and by province; :class:`UnknownNameError` if there is none."""
        if indicator not in self.local.indicators:
            raise UnknownNameError(LOCALLY, indicator, self.local.indicators)
        return self.cells.values(self.local.columns[self.local.indicators.index(indicator)], self.local.provinces)


@dataclass(frozen=True, slots=True)
class Assumed:
    """What was drawn for a replicate, and the number of the draw."""

    draw: int = 0
    values: Mapping[str, float] = field(default_factory=dict)


def single(outcome: Outcome, assumed: Assumed | None = None) -> Piece:
    """Give the piece of one outcome, with what was drawn for it."""
    if isinstance(outcome, Failure):
        values, owner = np.zeros((0, 0, 0)), np.zeros((0, 0, 0), dtype=np.int32)
        return Piece((), (), (), (), values, owner, (), {}, failures=(outcome,))
    return _of_record(outcome, assumed or Assumed())


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
        if piece.axes != first.axes:
            raise RunError(f"replicate {piece.numbers[0]} of '{name}' differs in years, indicators or what is drawn")
    position: dict[str, int] = {}
    names: dict[str, str] = {}
    owners = []
    for piece in full:
        here = [position.setdefault(sys.intern(code), len(position)) for code in piece.municipalities]
        owners.append(np.asarray(here, dtype=np.int32)[piece.owner])
        for code, called in piece.names.items():
            names.setdefault(code, called)
    owner = sealed(np.concatenate(owners))
    return Piece(
        tuple(number for piece in full for number in piece.numbers),
        first.years,
        first.indicators,
        first.units,
        sealed(np.concatenate([piece.values for piece in full])),
        owner,
        tuple(position),
        names,
        tuple(row for piece in full for row in piece.events),
        tuple(row for piece in full for row in piece.spells),
        failures,
        joined([(piece.local, piece.cells) for piece in full], Cells(owner)),
        tuple(draw for piece in full for draw in piece.draws),
        first.drawn,
        sealed(np.concatenate([piece.assumptions for piece in full])),
    )


def _of_record(record: Record, assumed: Assumed) -> Piece:
    at = record.replicate
    values = np.asarray(record.values, dtype=np.float64)[None] + 0.0  # + 0.0 turns -0.0 into 0.0
    owner = np.asarray(record.owner, dtype=np.int32)[None]
    return Piece(
        (at,),
        tuple(record.years),
        tuple(record.indicators),
        tuple(record.units),
        values,
        owner,
        tuple(record.municipalities),
        dict(record.names),
        tuple((at, e.year, sys.intern(e.kind), e.subject, ";".join(e.members), e.detail) for e in record.events),
        tuple((at, v.principle, v.subject, v.first, v.last, ";".join(v.members), v.detail) for v in record.violations),
        local=of_record(record.local, Cells(owner)),
        draws=(assumed.draw,),
        drawn=tuple(assumed.values),
        assumptions=np.array([list(assumed.values.values())], dtype=np.float64).reshape(1, -1),
    )


def sealed(values: NDArray[Number]) -> NDArray[Number]:
    """Make an array read-only and give it."""
    values.setflags(write=False)
    return values


class Pieces(Protocol):
    """Pieces of one scenario in order, wherever they are kept; each pass over them may read them anew."""

    def __iter__(self) -> Iterator[Piece]: ...

    def at(self, position: int) -> Piece:
        """The piece at a position."""
        ...

    def values(self) -> Iterator[Floats]:
        """The values alone, piece by piece."""
        ...

    def local(self, indicators: Sequence[str]) -> Iterator[tuple[Values, ...]]:
        """The values of some local indicators alone, piece by piece."""
        ...


class Kept:
    """Pieces in memory."""

    def __init__(self, pieces: Iterable[Piece]):
        self._pieces = tuple(pieces)

    def __iter__(self) -> Iterator[Piece]:
        return iter(self._pieces)

    def at(self, position: int) -> Piece:
        """The piece at a position."""
        return self._pieces[position]

    def values(self) -> Iterator[Floats]:
        """The values alone, piece by piece."""
        return (piece.values for piece in self._pieces if piece.numbers)

    def local(self, indicators: Sequence[str]) -> Iterator[tuple[Values, ...]]:
        """The values of some local indicators alone, piece by piece."""
        full = (piece for piece in self._pieces if piece.numbers)
        return (tuple(piece.local_values(name) for name in indicators) for piece in full)
