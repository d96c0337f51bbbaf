"""Violations of the principles that a scenario switches on: an event when they change, and their spells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reformsim.history import Event, Spell
from reformsim.measures.principles import Violation, check
from reformsim.measures.view.snapshots import Snapshots
from reformsim.principles import PRINCIPLES, Principle

SHOWN = 5
"""Subjects that an event names; the others are counted."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What violated the principles of a run.

    Attributes
    ----------
    spells
        A row of years in which the same thing violates the same principle, with the members and the detail of the
        first; by principle in the scenario's order, then by first year and subject.
    events
        Those of the run, and at the end of each year what changed in the violations.
    """

    spells: tuple[Spell, ...]
    events: tuple[Event, ...]


def watched(s: Snapshots, run: int) -> Watched:
    """Follow the violations of the principles that a run's scenario switches on, year by year."""
    history = s.runs[run]
    following = {name: _Following(PRINCIPLES[name]) for name in history.thresholds}
    log = _Log(list(history.events[: history.first.events[1]]))
    for at in s.reported[s.run[s.reported] == run].tolist():
        shot = s.shots[at]
        log.year = shot.year
        log.events += history.events[slice(*shot.events)]
        for name, one in following.items():
            one.note(log, check(s, name).named(at, one.running.keys()))
    rank: Mapping[str, int] = {name: at for at, name in enumerate(following)}
    spells = [spell for one in following.values() for spell in one.spells()]
    return Watched(
        tuple(sorted(spells, key=lambda x: (rank[x.principle], x.first, x.subject, x.last))), tuple(log.events)
    )


@dataclass(slots=True)
class _Log:
    """The events of a run so far, to which those of principles are added at the end of each year."""

    events: list[Event]
    year: int = 0

    def tell(self, kind: str, subject: str, detail: str) -> None:
        """Add an event of this year."""
        self.events.append(Event(self.year, kind, subject, (), detail))


class _Following:
    """What violates one principle, from year to year."""

    def __init__(self, principle: Principle):
        self.principle = principle
        self.running: dict[str, Spell] = {}
        self._noted = 0
        self._over: list[Spell] = []

    def note(self, log: _Log, found: Sequence[Violation]) -> None:
        """Take in what violates the principle in a year; say so where that is not what it was the year before."""
        name, year = self.principle.name, log.year
        now = {one.key for one in found}
        fresh = [one for one in found if one.key not in self.running]
        over = sorted(self.running.keys() - now)
        self._over += [self.running.pop(key)._replace(last=self._noted) for key in over]
        self.running |= {one.key: Spell(name, one.subject, year, year, one.members, one.detail) for one in fresh}
        self._noted = year
        if fresh or over:
            words = _in_words(self.principle, [one.subject for one in found])
            log.tell("principle_violated" if now else "principle_kept", name, words)

    def spells(self) -> Iterable[Spell]:
        """All spells; those that have not ended last to the last year."""
        return [*self._over, *(spell._replace(last=self._noted) for spell in self.running.values())]


def _in_words(principle: Principle, subjects: list[str]) -> str:
    if not subjects:
        return principle.counted(0)
    more = f" and {len(subjects) - SHOWN} more" if len(subjects) > SHOWN else ""
    return f"{principle.counted(len(subjects))}: {', '.join(subjects[:SHOWN])}{more}"
