"""What a check of a principle gives: how many violations, and on request which."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.view import View

Bools = NDArray[np.bool_]


class Violation(NamedTuple):
    """One thing that violates a principle in a year.

    Parameters
    ----------
    key
        What makes it the same thing in the next year.
    subject
        Task id, code or name.
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
    """Lists the violations; those with a key that is ``known`` may come without members and detail."""

    def __call__(self, known: Collection[str] = ()) -> list[Violation]:
        """List them."""
        ...


class Found(NamedTuple):
    """Outcome of a check: the number of violations, cheap; ``named`` lists them when asked."""

    number: int
    named: Naming


Check = Callable[[View, float], Found]
"""A check of a principle: the world of a year and a threshold (0 for a principle without one)."""


def tasks_where(view: View, tasks: Bools, where: Callable[[int], Bools], words: Callable[[int], str]) -> Found:
    """Violations by task.

    Parameters
    ----------
    tasks : (K,) bool
        Which tasks violate the principle somewhere.
    where
        Gives by the position of a task in which of the living municipalities, marks of shape (m,).
    words
        Gives the detail of a task by its position.
    """
    at = tasks.nonzero()[0]

    def named(known: Collection[str] = ()) -> list[Violation]:
        ids = view.world.tasks.ids
        return [
            Violation(ids[k], ids[k])
            if ids[k] in known
            else Violation(ids[k], ids[k], _places(view, where(k)), words(k))
            for k in at.tolist()
        ]

    return Found(len(at), named)


def bodies_where(view: View, wrong: NDArray[np.integer], words: Callable[[int], str]) -> Found:
    """Violations by cooperation body, their numbers given."""

    def named(known: Collection[str] = ()) -> list[Violation]:
        bodies = view.state.bodies
        return [
            Violation(key, _called(view, b))
            if (key := str(b)) in known
            else Violation(key, _called(view, b), view.world.codes_of(bodies.members(b)), words(b))
            for b in wrong.tolist()
        ]

    return Found(len(wrong), named)


def municipalities_where(view: View, wrong: Bools, words: Callable[[int], str]) -> Found:
    """Violations by living municipality, marks of shape (m,); ``words`` takes its position among the living."""
    at = wrong.nonzero()[0]

    def named(known: Collection[str] = ()) -> list[Violation]:
        codes = view.world.codes_of(view.live[at])
        return [
            _going_on(code) if code in known else Violation(code, code, (code,), words(i))
            for i, code in zip(at.tolist(), codes, strict=True)
        ]

    return Found(len(at), named)


@lru_cache(maxsize=10_000)
def _going_on(code: str) -> Violation:
    """The violation by a municipality that is known already: one for all years."""
    return Violation(code, code)


def listed(violations: Iterable[Violation]) -> Found:
    """Violations that are few and known by name."""
    found = list(violations)

    def named(known: Collection[str] = ()) -> list[Violation]:
        return found

    return Found(len(found), named)


NOTHING = listed(())


def _places(view: View, here: Bools) -> tuple[str, ...]:
    return () if here.all() else view.world.codes_of(view.live[here])


def _called(view: View, body: int) -> str:
    """Name of a body; of a regional one its kind too, since several kinds bear the name of the region."""
    bodies = view.state.bodies
    kind = f" ({bodies.kinds[body].replace('_', ' ')})" if bodies.regions[body] else ""
    return f"{bodies.names[body]}{kind}"
