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
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from reformsim.errors import OutputError, RunError
from reformsim.experiment.computing.executors import Failure
from reformsim.experiment.store.checked import ANEW, read_sound
from reformsim.experiment.store.pieces import EventRow, Floats, Piece, SpellRow, sealed

if TYPE_CHECKING:
    from numpy.lib.npyio import NpzFile

LARGEST = 500_000_000
"""Bytes that a piece may unpack to; ten replicates of 35,000 municipalities over a century have some 150 million."""

UNREADABLE = (ValueError, KeyError, TypeError, OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""What reading an archive raises that is none, or not ours."""


@dataclass
class Shelf:
    """The folder that pieces lie in; another one once the results are put in place."""

    folder: Path


class Stored:
    """Pieces in files, by their entries in the manifest; one is in memory at a time, checked when it is read."""

    def __init__(self, shelf: Shelf, entries: Iterable[Mapping[str, Any]]):
        self._shelf, self._entries = shelf, tuple(entries)

    def __iter__(self) -> Iterator[Piece]:
        return (read(self._shelf.folder, entry) for entry in self._entries)

    def values(self) -> Iterator[Floats]:
        """The values alone, piece by piece."""
        for entry in self._entries:
            with _arrays(self._shelf.folder, entry) as arrays:
                values = arrays["values"]
            if values.size:
                yield values


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
    from reformsim.history import Places

    with _arrays(folder, entry) as arrays:
        words = _Words.model_validate_json(arrays["words"].tobytes())
        local = {at: arrays[f"place{at}"] for at in {row[4] for row in words.places}}
        values, owner = arrays["values"], arrays["owner"]
        _refuse_misfits(words, values, owner, local)
    places = tuple(
        (replicate, Places(year, level, codes, local[at])) for replicate, year, level, codes, at in words.places
    )
    return Piece(
        words.numbers,
        words.years,
        words.indicators,
        words.units,
        sealed(values),
        sealed(owner),
        words.municipalities,
        words.names,
        words.events,
        places,
        words.spells,
        tuple(Failure(*row) for row in words.failures),
    )


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
    places: tuple[tuple[int, int, str, tuple[str, ...], int], ...]
    spells: tuple[SpellRow, ...]
    failures: tuple[tuple[str, int, int, str], ...]


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


def _refuse_misfits(
    words: _Words, values: NDArray[Any], owner: NDArray[Any], local: Mapping[int, NDArray[Any]]
) -> None:
    """Refuse words and arrays that do not describe the same replicates."""
    numbers, years = words.numbers, words.years
    fits = (
        values.shape == (len(numbers), len(years), len(words.indicators))
        and owner.shape == (len(numbers), len(years), len(words.units))
        and values.dtype == np.float64
        and owner.dtype == np.int32
        and all(one < other for one, other in itertools.pairwise(numbers))
        and (owner.size == 0 or 0 <= owner.min() <= owner.max() < len(words.municipalities))
        and all(
            local[at].ndim == 2 and local[at].dtype == np.float64 and len(local[at]) == len(codes)
            for _, _, _, codes, at in words.places
        )
    )
    if not fits:
        raise ValueError("its parts do not fit together")
