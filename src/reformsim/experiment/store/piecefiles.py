"""Pieces in files: an npz archive each, read with mistrust, for a folder may come from anywhere.

What is read is what was hashed, its size is known before it is unpacked, and what does not fit together is told.
"""

from __future__ import annotations

import io
import itertools
import json
import math
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from reformsim.arrays import Floats
from reformsim.errors import OutputError, RunError
from reformsim.experiment.computing.executors import Failure
from reformsim.experiment.local import Cells, Local, Values, refuse_misfits, spread
from reformsim.experiment.store.checked import ANEW, read_sound
from reformsim.experiment.store.pieces import EventRow, Piece, SpellRow, sealed

if TYPE_CHECKING:
    from numpy.lib.npyio import NpzFile

LARGEST = 500_000_000
"""Bytes that a piece may unpack to; ten replicates of 35,000 municipalities over twenty years have some 350 million."""

HELD = 256_000_000
"""Bytes of unpacked pieces of a folder that stay in memory: some 240 replicates of the Netherlands over 20 years."""

OBJECTS = 10
"""By how much events as objects are larger than the text that they are read from, roughly."""

UNREADABLE = (ValueError, KeyError, TypeError, OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""What reading an archive raises that is none, or not ours."""


@dataclass
class Shelf:
    """The folder that pieces lie in; another one once the results are put in place.

    Attributes
    ----------
    room
        Bytes of pieces that may still stay in memory, of all scenarios together.
    """

    folder: Path
    room: int = field(default_factory=lambda: HELD)


class Stored:
    """Pieces in files, by their entries in the manifest, checked when they are read.

    The first stay in memory, as many as :data:`HELD` has room for; of the others one is there at a time.
    """

    def __init__(self, shelf: Shelf, entries: Iterable[Mapping[str, Any]]):
        self._shelf, self._entries = shelf, tuple(entries)
        self._held: dict[int, Piece] = {}

    def __iter__(self) -> Iterator[Piece]:
        return map(self.at, range(len(self._entries)))

    def at(self, position: int) -> Piece:
        """The piece at a position."""
        if position in self._held:
            return self._held[position]
        piece, size = _read(self._shelf, self._entries[position])
        if size <= self._shelf.room:
            self._shelf.room -= size
            self._held[position] = piece
        return piece

    def values(self) -> Iterator[Floats]:
        """The values alone, piece by piece."""
        for position, entry in enumerate(self._entries):
            if position in self._held:
                if self._held[position].numbers:
                    yield self._held[position].values
                continue
            with _arrays(self._shelf.folder, entry) as arrays:
                values = arrays["values"]
            if values.size:
                yield values

    def local(self, indicators: Sequence[str]) -> Iterator[tuple[Values, ...]]:
        """The values of some local indicators alone, piece by piece."""
        for entry in self._entries:
            with _arrays(self._shelf.folder, entry) as arrays:
                named, owner = _Named.model_validate_json(arrays["local"].tobytes()), arrays["owner"]
                if owner.size:
                    cells = Cells(owner)
                    whole, at = cells.whole(named.provinces), [named.indicators.index(name) for name in indicators]
                    values = tuple(cells.values(spread(arrays[f"local{one}"], whole), named.provinces) for one in at)
            if owner.size:
                yield values


class _Columns(Sequence[NDArray[Any]]):
    """Columns of local values, read when the first is asked for: most who pass over pieces want none of them."""

    def __init__(self, shelf: Shelf, entry: Mapping[str, Any], count: int):
        self._shelf, self._entry, self._count = shelf, entry, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, at: Any) -> Any:
        return self._all[at]

    @cached_property
    def _all(self) -> tuple[NDArray[Any], ...]:
        with _arrays(self._shelf.folder, self._entry) as arrays:
            named = _Named.model_validate_json(arrays["local"].tobytes())
            found = tuple(arrays[f"local{at}"] for at in range(self._count))
            refuse_misfits(Local(named.indicators, named.provinces, found), Cells(arrays["owner"]))
        return found


def to_bytes(piece: Piece) -> bytes:
    """Give the bytes of a piece's file: an npz archive of arrays, its words as JSON in one of them."""
    words = {
        "numbers": piece.numbers,
        "years": piece.years,
        "indicators": piece.indicators,
        "units": piece.units,
        "municipalities": piece.municipalities,
        "names": dict(piece.names),
        "events": piece.events,
        "spells": piece.spells,
        "failures": [(f.scenario, f.replicate, f.seed, f.error) for f in piece.failures],
        "draws": piece.draws,
        "drawn": piece.drawn,
    }
    named = {"indicators": piece.local.indicators, "provinces": piece.local.provinces}
    arrays: dict[str, Any] = {
        "values": piece.values,
        "owner": piece.owner,
        "words": _as_array(words),
        "assumptions": piece.assumptions,
        "local": _as_array(named),
        **{f"local{at}": column for at, column in enumerate(piece.local.columns)},
    }
    if sum(array.nbytes for array in arrays.values()) > LARGEST:
        raise RunError(f"replicates {piece.numbers} of so many units and years are too large to be kept")
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def read(folder: Path, entry: Mapping[str, Any]) -> Piece:
    """Read a piece from its file.

    Parameters
    ----------
    folder
        Folder of results.
    entry
        Name, checksum and size of the file, as the manifest or the journal tells them.

    Raises
    ------
    OutputError
        If it is not as it was written, or is no piece.
    """
    piece, _ = _read(Shelf(folder), entry)
    return replace(piece, local=replace(piece.local, columns=tuple(piece.local.columns)))


def _read(shelf: Shelf, entry: Mapping[str, Any]) -> tuple[Piece, int]:
    """Read a piece and what it unpacks to; its local values are read from where it lies when they are used."""
    with _arrays(shelf.folder, entry) as arrays:
        size = 0 if arrays.zip is None else sum(one.file_size for one in arrays.zip.infolist())
        size += (OBJECTS - 1) * arrays["words"].nbytes
        words = _Words.model_validate_json(arrays["words"].tobytes())
        named = _Named.model_validate_json(arrays["local"].tobytes())
        local = Local(named.indicators, named.provinces, _Columns(shelf, entry, len(named.indicators)))
        values, owner, assumptions = arrays["values"], arrays["owner"], arrays["assumptions"]
        _refuse_misfits(words, values, owner, local)
        if assumptions.shape != (len(words.draws), len(words.drawn)) or assumptions.dtype != np.float64:
            raise ValueError("its draws do not fit together")
    piece = Piece(
        words.numbers,
        words.years,
        words.indicators,
        words.units,
        sealed(values),
        sealed(owner),
        words.municipalities,
        words.names,
        words.events,
        words.spells,
        tuple(Failure(*row) for row in words.failures),
        local,
        words.draws,
        words.drawn,
        sealed(assumptions),
    )
    return piece, size


class _Words(BaseModel):
    """The words of a piece, as :func:`to_bytes` writes them."""

    model_config = ConfigDict(strict=True)
    numbers: tuple[int, ...]
    years: tuple[int, ...]
    indicators: tuple[str, ...]
    units: tuple[str, ...]
    municipalities: tuple[str, ...]
    names: dict[str, str]
    events: tuple[EventRow, ...]
    spells: tuple[SpellRow, ...]
    failures: tuple[tuple[str, int, int, str], ...]
    draws: tuple[int, ...]
    drawn: tuple[str, ...]


class _Named(BaseModel):
    """The names of a piece's local values: they stand apart, for who reads one of them wants no other words."""

    model_config = ConfigDict(strict=True)
    indicators: tuple[str, ...]
    provinces: tuple[str, ...]


def _as_array(words: Mapping[str, Any]) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode(), dtype=np.uint8)


@contextmanager
def _arrays(folder: Path, entry: Mapping[str, Any]) -> Iterator[NpzFile]:
    """Open a piece's file; whatever is wrong with it, then or while it is read, is an :class:`OutputError`."""
    try:
        if entry["bytes"] > LARGEST:
            raise ValueError(f"it has more than {LARGEST:,} bytes")
        raw = read_sound(folder, entry)
        _refuse_large(raw)
        with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
            yield arrays
    except UNREADABLE as error:
        raise OutputError(f"{folder / entry['name']} is no piece of results ({error}); {ANEW}") from error


def _refuse_large(raw: bytes) -> None:
    """Refuse an archive that unpacks to too much, or whose arrays are said to be larger than what they have."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = archive.infolist()
        if sum(one.file_size for one in members) > LARGEST:
            raise ValueError(f"it unpacks to more than {LARGEST:,} bytes")
        for one in members:
            with archive.open(one) as stream:
                if np.lib.format.read_magic(stream) != (1, 0):
                    raise ValueError(f"{one.filename} is of another form")
                shape, _, dtype = np.lib.format.read_array_header_1_0(stream)
                if min(shape, default=0) < 0 or stream.tell() + math.prod(shape) * dtype.itemsize != one.file_size:
                    raise ValueError(f"{one.filename} is not as large as it says")


def _refuse_misfits(words: _Words, values: NDArray[Any], owner: NDArray[Any], local: Local) -> None:
    """Refuse words and arrays that do not describe the same replicates."""
    numbers, years = words.numbers, words.years
    fits = (
        values.shape == (len(numbers), len(years), len(words.indicators))
        and len(words.draws) == len(numbers)
        and owner.shape == (len(numbers), len(years), len(words.units))
        and values.dtype == np.float64
        and owner.dtype == np.int32
        and all(one < other for one, other in itertools.pairwise(numbers))
        and (owner.size == 0 or 0 <= owner.min() <= owner.max() < len(words.municipalities))
        and len(set(local.provinces)) == len(local.provinces)
    )
    if not fits:
        raise ValueError("its parts do not fit together")
