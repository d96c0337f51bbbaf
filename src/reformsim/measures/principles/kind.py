"""What a check of a principle gives: how many violations in every snapshot, and on request which."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from reformsim.measures.view.snapshots import Snapshots
from reformsim.measures.view.stack import Bools, Floats


class Violation(NamedTuple):
    """One thing that violates a principle in a year.

    Parameters
    ----------
    key
        What makes it the same thing in the next year.
    members
        Codes of the municipalities concerned; empty where it concerns the whole country.
    detail
        How it violates the principle, in words.
    """

    key: str
    subject: str
    members: tuple[str, ...] = ()
    detail: str = ""


class Naming(Protocol):
    """Lists the violations of a snapshot; those with a key that is ``known`` may come without members and detail."""

    def __call__(self, at: int, known: Collection[str] = ()) -> list[Violation]:
        """List them."""
        ...


class Found(NamedTuple):
    """Outcome of a check: the number of violations, (S,), cheap; ``named`` lists those of one snapshot."""

    number: Floats
    named: Naming


Check = Callable[[Snapshots, Floats], Found]
"""A check of a principle: snapshots and a threshold for each, (S,) (0 for a principle without one)."""


def here(s: Snapshots, at: int) -> slice:
    """Where the municipalities of a snapshot stand among all N."""
    return slice(int(s.start[at]), int(s.start[at] + s.count[at]))


def tasks_where(
    s: Snapshots, tasks: Bools, where: Callable[[int, int], Bools], words: Callable[[int, int], str]
) -> Found:
    """Violations by task.

    Parameters
    ----------
    tasks : (S, K) bool
        Which tasks violate the principle somewhere.
    where
        Gives by snapshot and task in which of the municipalities of that snapshot, marks.
    words
        Gives the detail of a task by snapshot and task.
    """
    ids, tasks = s.tasks.ids, tasks & s.there

    def named(at: int, known: Collection[str] = ()) -> list[Violation]:
        return [
            Violation(ids[k], ids[k])
            if ids[k] in known
            else Violation(ids[k], ids[k], _places(s, at, where(at, k)), words(at, k))
            for k in tasks[at].nonzero()[0].tolist()
        ]

    return Found(tasks.sum(axis=1).astype(float), named)


def bodies_where(s: Snapshots, wrong: Bools, words: Callable[[int, int], str]) -> Found:
    """Violations by cooperation body, marks of shape (B,); ``words`` takes the snapshot and the body's number."""

    def named(at: int, known: Collection[str] = ()) -> list[Violation]:
        first = int(s.body_start[at])
        network, row = s.shots[at].network, s.shots[at].row

        def members(body: int) -> tuple[str, ...]:
            lo, hi = network.body.searchsorted(np.array([body, body + 1], network.body.dtype))
            return codes_of(s, at, row[network.member[lo:hi]])

        return [
            Violation(key, _called(s, at, b))
            if (key := str(b)) in known
            else Violation(key, _called(s, at, b), members(b), words(at, b))
            for b in wrong[first : first + int(s.bodies[at])].nonzero()[0].tolist()
        ]

    return Found(s.per_snapshot(wrong), named)


def municipalities_where(s: Snapshots, wrong: Bools, words: Callable[[int], str]) -> Found:
    """Violations by municipality, marks of shape (N,); ``words`` takes its position among all N."""

    def named(at: int, known: Collection[str] = ()) -> list[Violation]:
        place = wrong[here(s, at)].nonzero()[0]
        codes = codes_of(s, at, s.shots[at].row[place])
        return [
            _going_on(code) if code in known else Violation(code, code, (code,), words(int(s.start[at]) + i))
            for i, code in zip(place.tolist(), codes, strict=True)
        ]

    return Found(s.total(wrong).astype(float), named)


@lru_cache(maxsize=10_000)
def _going_on(code: str) -> Violation:
    """The violation by a municipality that is known already: one for all years."""
    return Violation(code, code)


def listed(s: Snapshots, violations: Callable[[int], Iterable[Violation]]) -> Found:
    """Violations that are few and known by name: those of a snapshot, by its position."""
    found = [list(violations(at)) for at in range(len(s.shots))]

    def named(at: int, known: Collection[str] = ()) -> list[Violation]:
        return found[at]

    return Found(np.array([len(one) for one in found], float), named)


def codes_of(s: Snapshots, at: int, rows: NDArray[np.integer]) -> tuple[str, ...]:
    """Codes of municipality rows of a snapshot's run."""
    codes = s.runs[s.run[at]].codes
    return tuple([codes[row] for row in rows.tolist()])


def _places(s: Snapshots, at: int, marked: Bools) -> tuple[str, ...]:
    return () if marked.all() else codes_of(s, at, s.shots[at].row[marked])


def _called(s: Snapshots, at: int, body: int) -> str:
    """Name of a body; of a regional one its kind too, since several kinds bear the name of the region."""
    bodies = s.runs[s.run[at]].bodies
    kind = f" ({bodies.kinds[body].replace('_', ' ')})" if bodies.regions[body] else ""
    return f"{bodies.names[body]}{kind}"
