"""Violations of the principles that a scenario switches on: an event when they change, and their spells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from reformsim.model.record import Spell
from reformsim.model.world import World
from reformsim.principles import Principle

SHOWN = 5
"""Subjects that an event names; the others are counted."""


class Violates(Protocol):
    """A violation as a check gives it."""

    @property
    def key(self) -> str:
        """What makes it the same in the next year."""

    @property
    def subject(self) -> str:
        """What violates the principle."""

    @property
    def members(self) -> tuple[str, ...]:
        """Codes of the municipalities concerned."""

    @property
    def detail(self) -> str:
        """How, in words."""


class Violations:
    """What violated the principles of a run, year by year.

    A spell is a row of years in which the same thing violates the same principle; its members and detail are those of
    its first year.
    """

    def __init__(self) -> None:
        self._running: dict[str, dict[str, Spell]] = {}
        self._noted: dict[str, int] = {}
        self._over: list[Spell] = []

    def running(self, principle: str) -> Collection[str]:
        """Keys of what violated a principle when it was last noted."""
        return self._running.get(principle, {}).keys()

    def note(self, world: World, principle: Principle, found: Sequence[Violates]) -> None:
        """Take in what violates a principle this year; tell of it where that is not what it was the year before.

        Parameters
        ----------
        world
            The world, whose log the event enters.
        principle
            The principle.
        found
            Everything that violates it this year; of what is :meth:`running` neither members nor detail are read.
        """
        name, year = principle.name, world.state.year
        running = self._running.setdefault(name, {})
        now = {one.key for one in found}
        fresh = [one for one in found if one.key not in running]
        over = sorted(running.keys() - now)
        self._over += [running.pop(key)._replace(last=self._noted[name]) for key in over]
        running |= {one.key: Spell(name, one.subject, year, year, one.members, one.detail) for one in fresh}
        self._noted[name] = year
        if fresh or over:
            words = _in_words(principle, [one.subject for one in found])
            world.tell("principle_violated" if now else "principle_kept", name, (), words)

    def spells(self, order: Iterable[str]) -> tuple[Spell, ...]:
        """All spells so far, by principle in the order given, then by first year and subject."""
        rank: Mapping[str, int] = {name: at for at, name in enumerate(order)}
        still = (s._replace(last=self._noted[name]) for name, some in self._running.items() for s in some.values())
        every = [*self._over, *still]
        return tuple(sorted(every, key=lambda s: (rank[s.principle], s.first, s.subject, s.last)))


def _in_words(principle: Principle, subjects: list[str]) -> str:
    if not subjects:
        return principle.counted(0)
    more = f" and {len(subjects) - SHOWN} more" if len(subjects) > SHOWN else ""
    return f"{principle.counted(len(subjects))}: {', '.join(subjects[:SHOWN])}{more}"
