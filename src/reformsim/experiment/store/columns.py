"""Values of many replicates read indicator by indicator, without holding them.

Pieces hold all indicators of a few replicates; statistics want all replicates of a few indicators. Where the values are
too many to hold, they are turned over once, in a scratch file that goes with its last user.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from typing import IO

import numpy as np

from reformsim.arrays import Floats

BLOCK = 400_000
"""Numbers of a scenario that statistics hold at a time (3 MB): those of some hundred replicates of the Netherlands."""


class Columns:
    """Values by indicator, in a scratch file.

    Parameters
    ----------
    values
        Pieces of the replicates in order, each (some replicates, years, indicators).
    shape
        (replicates, years, indicators) of all together.

    Raises
    ------
    OSError
        If there is no room for the scratch file: 8 bytes for each value.
    """

    def __init__(self, values: Iterable[Floats], shape: tuple[int, int, int]):
        self._shape = shape
        self._file: IO[bytes] = tempfile.TemporaryFile(prefix="reformsim-")  # noqa: SIM115 - kept as long as this object
        replicates, years, indicators = shape
        start = 0
        for piece in values:
            turned = np.ascontiguousarray(np.moveaxis(piece, 2, 0))
            for at in range(indicators):
                self._file.seek(8 * years * (at * replicates + start))
                self._file.write(turned[at].tobytes())
            start += len(piece)

    def block(self, at: slice) -> Floats:
        """Give the values of some indicators, (replicates, years, indicators of the block)."""
        replicates, years, indicators = self._shape
        first, last, _ = at.indices(indicators)
        self._file.seek(8 * years * replicates * first)
        count = (last - first) * replicates * years
        flat = np.frombuffer(self._file.read(8 * count), dtype=np.float64)
        # In the order of memory that joined pieces have, so that sums round alike.
        return np.ascontiguousarray(np.moveaxis(flat.reshape(last - first, replicates, years), 0, 2))
