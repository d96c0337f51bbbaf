"""Numbers and texts as the page carries them: packed in Python, unpacked by ``assets/packed.js``."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

MISSING: Final = -(2**31)
"""Stands for a number that is missing among whole numbers of 32 bits."""

MOST: Final = 2**31 - 2
"""Steps that a number may have."""

Packed = dict[str, Any]
"""Data with what it takes to unpack them, as JSON holds it."""


def packed(values: ArrayLike, decimals: int = 4) -> Packed:
    """Pack numbers as whole steps of their last decimal.

    Neighbours along the last axis (mostly years) differ little: what is kept is each number's difference with the one
    before, and of these all first bytes, all second bytes and so on, zipped.

    Parameters
    ----------
    values
        Numbers of any shape; missing and infinite ones come out missing.
    decimals
        How many are kept; fewer where the numbers are too large for that.

    Returns
    -------
    dict
        ``packed`` ('steps'), ``shape``, ``decimals`` that are kept and ``gz`` (base64).

    Examples
    --------
    >>> packed([1.25, 1.5])["shape"]
    [2]
    """
    array = np.asarray(values, dtype=np.float64)
    there = np.isfinite(array)
    largest = float(np.abs(array[there]).max()) if there.any() else 0.0
    while largest * 10.0**decimals > MOST:
        decimals -= 1
    steps = np.full(array.shape, MISSING, dtype=np.int64)
    steps[there] = np.rint(array[there] * 10.0**decimals).astype(np.int64)
    moved = np.diff(steps, axis=-1, prepend=0) if array.ndim else steps.reshape(1)
    words = (moved & 0xFFFFFFFF).astype("<u4").ravel()
    planes = words.view(np.uint8).reshape(-1, 4).T if words.size else np.zeros((4, 0), dtype=np.uint8)
    zipped = _zipped(np.ascontiguousarray(planes).tobytes())
    return {"packed": "steps", "shape": list(array.shape), "decimals": decimals, "gz": zipped}


def packed_codes(codes: ArrayLike) -> Packed:
    """Pack small whole numbers, 0 to 255, each as a byte.

    Raises
    ------
    ValueError
        For another number.
    """
    array = np.asarray(codes, dtype=np.int64)
    if array.size and (array.min() < 0 or array.max() > 255):
        raise ValueError("a code is a whole number from 0 to 255")
    return {"packed": "codes", "shape": list(array.shape), "gz": _zipped(array.astype(np.uint8).tobytes())}


def packed_json(content: object) -> Packed:
    """Pack anything that JSON holds."""
    return {"packed": "json", "gz": _zipped(as_json(content).encode())}


def unpacked(found: Packed) -> Any:
    """Give what was packed; for tests, and for who reads a page by other means than a browser."""
    raw = gzip.decompress(base64.b64decode(found["gz"]))
    if found["packed"] == "json":
        return json.loads(raw)
    shape = found["shape"]
    if found["packed"] == "codes":
        return np.frombuffer(raw, dtype=np.uint8).reshape(shape)
    planes = np.frombuffer(raw, dtype=np.uint8).reshape(4, -1)
    moved = np.ascontiguousarray(planes.T).view("<u4").ravel().astype(np.int64).reshape(shape or 1)
    steps = (np.cumsum(moved, axis=-1) & 0xFFFFFFFF).astype(np.uint32).astype(np.int32)
    return np.where(steps == MISSING, np.nan, steps / 10.0 ** found["decimals"]).reshape(shape)


def as_json(content: object) -> str:
    """Write JSON as short as it goes, the same for the same content."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)


def _zipped(raw: bytes) -> str:
    return base64.b64encode(gzip.compress(raw, 9, mtime=0)).decode()


class Texts:
    """Texts in both languages, each pair once; a text is its position among them."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], int] = {}

    def place(self, english: str, dutch: str) -> int:
        """Give the position of a text."""
        return self._places.setdefault((english, dutch), len(self._places))

    def places(self, english: Sequence[str], dutch: Sequence[str]) -> list[int]:
        """Give the positions of several."""
        return [self.place(*pair) for pair in zip(english, dutch, strict=True)]

    @property
    def all(self) -> list[list[str]]:
        """All pairs, in the order of their positions."""
        return [list(pair) for pair in self._places]
