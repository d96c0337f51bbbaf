"""Replicates of one scenario in pieces of a fixed size: what is kept, stored and read back as one.

A piece does not depend on who computed it: its replicates stand in order, and its file holds no date.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from reformsim.errors import RunError
from reformsim.experiment.executors import Failure

if TYPE_CHECKING:
    from reformsim.experiment.executors import Outcome
    from reformsim.model import Record
    from reformsim.model.record import Places

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
        _sealed(np.concatenate([piece.values for piece in full])),
        _sealed(np.concatenate(owners)),
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


def _sealed(values: NDArray[Number]) -> NDArray[Number]:
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


@dataclass
class Shelf:
    """The folder that pieces lie in; another one once the results are put in place."""

    folder: Path


class Stored:
    """Pieces in files, by their names on a shelf; one is in memory at a time."""

    def __init__(self, shelf: Shelf, names: Iterable[str]):
        self._shelf, self._names = shelf, tuple(names)

    def __iter__(self) -> Iterator[Piece]:
        return (read(self._shelf.folder / name) for name in self._names)

    def values(self) -> Iterator[Floats]:
        """The values alone, piece by piece."""
        for name in self._names:
            with np.load(self._shelf.folder / name) as arrays:
                if arrays["values"].size:
                    yield arrays["values"]


def to_bytes(piece: Piece) -> bytes:
    """Give the bytes of a piece's file: an npz archive of arrays, its words as JSON in one of them."""
    # The first year's table is as a rule the same in all replicates; it is kept once.
    local: dict[bytes, tuple[int, Floats]] = {}
    for _, table in piece.places:
        local.setdefault(table.values.tobytes(), (len(local), table.values))
    words = {
        "numbers": piece.numbers,
        "years": piece.years,
        "indicators": piece.indicators,
        "units": piece.units,
        "municipalities": piece.municipalities,
        "names": dict(piece.names),
        "events": piece.events,
        "places": [
            (replicate, table.year, table.level, table.codes, local[table.values.tobytes()][0])
            for replicate, table in piece.places
        ],
        "spells": piece.spells,
        "failures": [(f.scenario, f.replicate, f.seed, f.error) for f in piece.failures],
    }
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
    arrays: dict[str, Any] = {
        "values": piece.values,
        "owner": piece.owner,
        "words": np.frombuffer(text, dtype=np.uint8),
        **{f"place{at}": values for at, values in local.values()},
    }
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def read(path: Path) -> Piece:
    """Read a piece from its file.

    Raises
    ------
    OSError, ValueError, KeyError
        If it cannot be read or is no piece.
    """
    from reformsim.model.record import Places

    with np.load(path) as arrays:
        words = json.loads(arrays["words"].tobytes())
        kept = {at: arrays[f"place{at}"] for at in {row[4] for row in words["places"]}}
        places = tuple(
            (replicate, Places(year, level, tuple(codes), kept[at]))
            for replicate, year, level, codes, at in words["places"]
        )
        return Piece(
            tuple(words["numbers"]),
            tuple(words["years"]),
            tuple(words["indicators"]),
            tuple(words["units"]),
            _sealed(arrays["values"]),
            _sealed(arrays["owner"]),
            tuple(words["municipalities"]),
            words["names"],
            tuple(tuple(row) for row in words["events"]),
            places,
            tuple(tuple(row) for row in words["spells"]),
            tuple(Failure(*row) for row in words["failures"]),
        )
