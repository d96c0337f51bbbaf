"""Where provinces sit together: in bodies they belong to, and in arrangements among themselves.

Cooperation bodies (``world/bodies.py``) have municipalities as members. A province that takes part in one, or in an
arrangement between provinces alone, is entered here. Provinces are rows, never object references; a province that
merges hands its seat to the new one, and an arrangement between provinces that have become one lapses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reformsim.arrays import Bools


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Provinces that sit together.

    Attributes
    ----------
    name, kind
        What it is called; 'joint_agenda', 'delta_cooperation', or the kind of the body.
    body
        Number of the cooperation body, -1 for an arrangement between provinces alone.
    provinces
        Rows of the provinces.
    tasks : (K,) bool
        Tasks on which they act as one.
    binding
        Whether they bound themselves, or only agreed on an agenda.
    """

    name: str
    kind: str
    body: int
    provinces: frozenset[int]
    tasks: Bools
    founded: int
    binding: bool


class Arrangements:
    """All arrangements of provinces of a run, in order of foundation."""

    def __init__(self) -> None:
        self._all: list[Arrangement] = []

    def __eq__(self, other: object) -> bool:
        """Whether the same provinces sit together in the same way, in whatever order it came about."""
        if not isinstance(other, Arrangements):
            return NotImplemented
        return self._content() == other._content()

    __hash__ = None  # type: ignore[assignment]  # it changes

    def _content(self) -> list[tuple[object, ...]]:
        return sorted(
            (one.name, one.kind, one.body, sorted(one.provinces), one.tasks.tolist(), one.founded, one.binding)
            for one in self._all
        )

    def __len__(self) -> int:
        return len(self._all)

    def add(self, one: Arrangement) -> None:
        """Enter an arrangement."""
        self._all.append(one)

    def living(self, body_alive: Bools) -> Iterator[Arrangement]:
        """Those that hold: of provinces alone, or with a body that exists.

        Parameters
        ----------
        body_alive : (B,) bool
            Which bodies exist.
        """
        return (one for one in self._all if one.body < 0 or body_alive[one.body])

    def pass_on(self, old: list[int], new: int) -> list[str]:
        """Give the seats of merged provinces to the new one; returns the names of what lapsed."""
        gone, kept = [], []
        for one in self._all:
            seats = frozenset(new if row in old else row for row in one.provinces)
            if one.body < 0 and len(seats) < 2:
                gone.append(one.name)
            else:
                kept.append(replace(one, provinces=seats))
        self._all = kept
        return gone
