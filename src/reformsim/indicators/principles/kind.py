"""What a check of a principle gives: how many violations, and on request which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

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


class Found(NamedTuple):
    """Outcome of a check: the number of violations, cheap; ``named`` lists them when asked."""

    number: int
    named: Callable[[], list[Violation]]


Check = Callable[[View, float], Found]
"""A check of a principle: the world of a year and a threshold (0 for a principle without one)."""

NOTHING = Found(0, list)


def tasks_where(view: View, wrong: Bools, words: Callable[[int], str]) -> Found:
    """Violations by task.

    Parameters
    ----------
    wrong : (m, K) bool
        Where, among the living municipalities, which task violates the principle.
    words
        Gives the detail of a task by its position.
    """
    at = np.flatnonzero(wrong.any(axis=0))

    def named() -> list[Violation]:
        ids = view.world.tasks.ids
        return [Violation(ids[k], ids[k], _places(view, wrong[:, k]), words(int(k))) for k in at]

    return Found(len(at), named)


def bodies_where(view: View, wrong: Bools | Sequence[int], words: Callable[[int], str]) -> Found:
    """Violations by cooperation body: a mark per body, shape (B,), or their numbers."""
    at = [int(b) for b in (np.flatnonzero(wrong) if isinstance(wrong, np.ndarray) else wrong)]

    def named() -> list[Violation]:
        bodies = view.state.bodies
        return [
            Violation(str(b), _called(view, b), view.world.codes_of(bodies.members(b)), words(b)) for b in at
        ]  # fmt: skip

    return Found(len(at), named)


def municipalities_where(view: View, wrong: Bools, words: Callable[[int], str]) -> Found:
    """Violations by living municipality, marks of shape (m,); ``words`` takes its position among the living."""
    at = np.flatnonzero(wrong)

    def named() -> list[Violation]:
        codes = [view.state.codes[view.live[i]] for i in at]
        return [Violation(code, code, (code,), words(int(i))) for i, code in zip(at, codes, strict=True)]

    return Found(len(at), named)


def listed(violations: Iterable[Violation]) -> Found:
    """Violations that are few and known by name."""
    found = list(violations)
    return Found(len(found), lambda: found)


def _places(view: View, here: Bools) -> tuple[str, ...]:
    return () if here.all() else view.world.codes_of(view.live[here])


def _called(view: View, body: int) -> str:
    """Name of a body; of a regional one its kind too, since several kinds bear the name of the region."""
    bodies = view.state.bodies
    kind = f" ({bodies.kinds[body].replace('_', ' ')})" if bodies.regions[body] else ""
    return f"{bodies.names[body]}{kind}"
