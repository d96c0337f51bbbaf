"""Cooperation bodies as arrays: kind, legal form, tasks, age, and who is a member.

Members are rows of municipalities, never object references. Bodies are never reused: a dissolved body keeps
its number, so that events and the agents' faces stay valid.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Bools, Ints, Ints32
from reformsim.tasks import LAYERS
from reformsim.world.streams import key_of

LEGAL = ("public", "private", "statutory", "light")
"""Public law (Wgr), private law, own statute (police regions until 2013), agreement without legal person."""

PRIVATE_FORMS = ("cooperative", "foundation", "association", "company")
"""Legal forms of private law."""

ORIGINS = ("recorded", "drawn", "founded")
"""Where a body comes from: known from data on the first day, drawn for want of it, or founded in the run."""


def legal_of(form: str) -> str:
    """Legal kind of a body by its form, one of :data:`LEGAL`; 'statutory' is told by no form."""
    if form == "light":
        return "light"
    return "private" if form in PRIVATE_FORMS else "public"


def run_starts(values: NDArray[np.integer]) -> Ints:
    """First place of each run of equal values; for sorted values that of each value."""
    first = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return np.flatnonzero(first)


def _pairs(body: NDArray[np.integer], row: NDArray[np.integer]) -> Ints:
    """One number for each pair of body and municipality row, in the order of bodies and then rows."""
    return body.astype(np.int64) << 32 | row


class Bodies:
    """All cooperation bodies that ever existed in a run.

    Attributes
    ----------
    alive, obliged, carries : (B,) bool
        Exists; membership is imposed by law; carries its tasks in its own right (such as a plusregio), instead of
        for its members.
    origin : (B,) int8
        Index into ``ORIGINS``; what takes the place of a body has that of the body.
    legal, form, founded : (B,) int32
        Index into ``LEGAL``; index into ``form_names``; year of foundation.
    kind : (B,) int32
        Number of its kind, in order of the first body of each kind.
    regional : (B,) bool
        Its area is a region of a division.
    seats_per_member : (B,) float64
        Board seats a member holds.
    price : (B,) float64
        What members pay for its tasks, over what these are budgeted at; 1 unless boards decide on contributions.
    cedes : (B, layers) bool
        Layers that brought their own say in the tasks it carries into it (index into ``tasks.LAYERS``).
    tasks, say : (B, K) bool
        Tasks it carries out; tasks on which it has a say (includes the first).
    key : (B,) uint64
        Key for random draws.
    edge_body, edge_row : (E,) int32
        Memberships, sorted by body and then row.
    form_names : list of str
        The legal forms that occur, in order of their first body.
    """

    def __init__(self, capacity: int, n_tasks: int):
        self.count = 0
        self.names: list[str] = []
        self.kinds: list[str] = []
        self.forms: list[str] = []
        self.regions: list[str] = []
        self.form_names: list[str] = []
        self._by_region: dict[tuple[str, str], int] = {}
        self._by_kind: dict[str, list[int]] = {}
        self.alive: Bools = np.zeros(capacity, bool)
        self.obliged: Bools = np.zeros(capacity, bool)
        self.origin: NDArray[np.int8] = np.zeros(capacity, np.int8)
        self.carries: Bools = np.zeros(capacity, bool)
        self.legal: Ints32 = np.zeros(capacity, np.int32)
        self.form: Ints32 = np.zeros(capacity, np.int32)
        self.founded: Ints32 = np.zeros(capacity, np.int32)
        self.kind: Ints32 = np.zeros(capacity, np.int32)
        self.regional: Bools = np.zeros(capacity, bool)
        self.seats_per_member = np.zeros(capacity)
        self.price = np.zeros(capacity)
        self.cedes: Bools = np.zeros((capacity, len(LAYERS)), bool)
        self.key = np.zeros(capacity, np.uint64)
        self.tasks: Bools = np.zeros((capacity, n_tasks), bool)
        self.say: Bools = np.zeros((capacity, n_tasks), bool)
        self._set_pairs(np.zeros(0, np.int64))

    _ARRAYS = (
        "alive",
        "obliged",
        "origin",
        "carries",
        "legal",
        "form",
        "founded",
        "kind",
        "regional",
        "seats_per_member",
        "price",
        "cedes",
        "key",
        "tasks",
        "say",
    )
    _LISTS = ("names", "kinds", "forms", "regions", "form_names")

    def copy(self) -> Bodies:
        """An independent copy (the start network is drawn once and copied for every run)."""
        twin = object.__new__(Bodies)
        twin.count = self.count
        twin._by_region = dict(self._by_region)
        twin._by_kind = {kind: list(numbers) for kind, numbers in self._by_kind.items()}
        for name in self._LISTS:
            setattr(twin, name, list(getattr(self, name)))
        for name in self._ARRAYS:
            setattr(twin, name, getattr(self, name).copy())
        twin._set_pairs(self._pair)
        return twin

    def _grow(self) -> None:
        for name in self._ARRAYS:
            old = getattr(self, name)
            setattr(
                self,
                name,
                np.concatenate([old, np.zeros_like(old, shape=(max(64, len(old)), *old.shape[1:]))]),
            )

    def add(
        self,
        *,
        name: str,
        kind: str,
        form: str,
        legal: str,
        region: str,
        tasks: list[int],
        say: list[int],
        founded: int,
        obliged: bool = False,
        origin: str = "founded",
        carries: bool = False,
        seats_per_member: float = 1.0,
        cedes: tuple[str, ...] = (),
    ) -> int:
        """Enter a body without members; returns its number."""
        if self.count == len(self.alive):
            self._grow()
        b = self.count
        self.count += 1
        self.names.append(name)
        self.kinds.append(kind)
        self.forms.append(form)
        self.regions.append(region)
        alike = self._by_kind.setdefault(kind, [])
        self.kind[b] = self.kind[alike[0]] if alike else len(self._by_kind) - 1
        self.regional[b] = bool(region)
        alike.append(b)
        if region:
            self._by_region[kind, region] = b
        self.alive[b], self.obliged[b], self.carries[b] = True, obliged, carries
        self.origin[b] = ORIGINS.index(origin)
        if form not in self.form_names:
            self.form_names.append(form)
        self.legal[b], self.form[b], self.founded[b] = LEGAL.index(legal), self.form_names.index(form), founded
        self.seats_per_member[b], self.price[b] = seats_per_member, 1.0
        for layer in cedes:
            self.cedes[b, LAYERS.index(layer)] = True
        self.key[b] = key_of(f"{kind}/{name}")
        for k in tasks:
            self.tasks[b, k] = True
        for k in (*tasks, *say):
            self.say[b, k] = True
        return b

    def _set_pairs(self, pair: Ints) -> None:
        """Enter the memberships, from sorted and unique pairs (:func:`_pairs`), which are never changed in place."""
        self._pair = pair
        self.edge_body: Ints32 = (pair >> 32).astype(np.int32)
        self.edge_row: Ints32 = (pair & 0xFFFFFFFF).astype(np.int32)
        self._sizes: tuple[Ints, Ints] | None = None

    def set_edges(self, body: Ints32, row: Ints32) -> None:
        """Replace all memberships; duplicates fall together, order is fixed."""
        # Nearly sorted already, which the stable sort is quick with.
        pair = np.sort(_pairs(body, row), kind="stable")
        self._set_pairs(pair[run_starts(pair)])

    def add_members(self, body: Ints32 | list[int], row: Ints32 | list[int]) -> None:
        """Add memberships (pairs of body and municipality row)."""
        if len(body):
            new = np.unique(_pairs(np.asarray(body), np.asarray(row)))
            new = new[self._places(new) < 0]
            self._set_pairs(np.insert(self._pair, self._pair.searchsorted(new), new))

    def remove_members(self, gone: Bools) -> None:
        """Remove the memberships marked in ``gone``, shape (E,)."""
        self._set_pairs(self._pair[~gone])

    def remove_pairs(self, body: NDArray[np.integer], row: NDArray[np.integer]) -> None:
        """Remove the memberships of municipality rows in bodies, pair by pair."""
        place = self._places(_pairs(body, row))
        self._set_pairs(np.delete(self._pair, place[place >= 0]))

    def holds(self, body: NDArray[np.integer], row: NDArray[np.integer]) -> Bools:
        """Whether municipality rows are members of bodies, pair by pair; shape of ``row``."""
        return self._places(_pairs(body, row)) >= 0

    def _places(self, pair: Ints) -> Ints:
        """Where pairs stand among the memberships, -1 for those that are none; shape of ``pair``."""
        if not len(self._pair):
            return np.full(len(pair), -1)
        place = np.minimum(self._pair.searchsorted(pair), len(self._pair) - 1)
        return np.where(self._pair[place] == pair, place, -1)

    def sizes(self) -> Ints:
        """Number of members per body, shape (count,)."""
        return self._counted()[0]

    def _counted(self) -> tuple[Ints, Ints]:
        """Members of each body and of all up to and including it, (count,) each."""
        known = self._sizes
        if known is None or len(known[0]) != self.count:
            size = np.bincount(self.edge_body, minlength=self.count)
            known = self._sizes = (size, size.cumsum())
            for part in known:
                part.setflags(write=False)
        return known

    def seats(self, numbers: NDArray[np.integer]) -> tuple[Ints, Ints]:
        """How many members each of some bodies has, (n,), and the places of these memberships in ``edge_row``."""
        size, last = self._counted()
        count = size[numbers]
        before = count.cumsum() - count
        place = (last[numbers] - count - before).repeat(count)
        place += np.arange(len(place))
        return count, place

    def distinct(self, body: NDArray[np.integer]) -> tuple[Ints, Ints]:
        """The different ones of some bodies, ascending, and the place of each of ``body`` among them."""
        place = np.full(self.count, -1)
        place[body] = 0
        numbers = (place >= 0).nonzero()[0]
        place[numbers] = np.arange(len(numbers))
        return numbers, place[body]

    def members(self, body: int) -> Ints32:
        """Rows of the members of one body, ascending."""
        # Among 64-bit pairs: numbers of another kind than those they are looked up among have all of them converted.
        lo, hi = self._pair.searchsorted((body << 32, (body + 1) << 32))
        return self.edge_row[lo:hi]

    def largest_members(self, numbers: NDArray[np.integer], people: NDArray[np.integer]) -> Ints32:
        """Row of the member with most inhabitants of some bodies, shape (n,); -1 where a body has no members.

        Of members with as many it is the last row. ``people`` are the inhabitants of the rows, (R,).
        """
        members, place = self.seats(numbers)
        row, held = self.edge_row[place], members.nonzero()[0]
        largest = np.full(len(numbers), -1, np.int32)
        if len(held):
            inhabitants, size = people[row], members[held]
            most = np.maximum.reduceat(inhabitants, size.cumsum() - size)
            at = (inhabitants == most.repeat(size)).nonzero()[0]
            largest[held.repeat(size)[at]] = row[at]
        return largest

    def unbound(self) -> Bools:
        """Living bodies to which no law obliges and that carry nothing in their own right, shape (count,)."""
        count = self.count
        return self.alive[:count] & ~self.obliged[:count] & ~self.carries[:count]

    def of_region(self, kind: str, region: str) -> int | None:
        """Number of the living body of a kind whose area is a region, if there is one."""
        body = self._by_region.get((kind, region))
        return body if body is not None and self.alive[body] else None

    def of_kind(self, kind: str) -> list[int]:
        """Numbers of the living bodies of a kind, ascending."""
        return [b for b in self._by_kind.get(kind, ()) if self.alive[b]]
