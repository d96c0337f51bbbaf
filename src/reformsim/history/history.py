"""What a run leaves: its snapshots by year, what happened, and what it was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reformsim.behaviour import Behaviour
from reformsim.history.outcome import Event, Reform
from reformsim.history.snapshot import Snapshot
from reformsim.tasks import TaskCatalogue
from reformsim.territory import Territory


@dataclass(frozen=True, slots=True, eq=False)
class BodyNames:
    """Names, kinds, legal forms and regions of all bodies that ever existed, by number; legal forms by their index."""

    names: Sequence[str]
    kinds: Sequence[str]
    forms: Sequence[str]
    regions: Sequence[str]
    form_names: Sequence[str]


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """One replicate of a scenario, as it went.

    Attributes
    ----------
    territory, tasks, behaviour
        What was given, and does not change.
    thresholds
        Of the principles that the scenario switches on, by name.
    codes, names
        Of all municipalities that ever existed, by row.
    provinces : mapping of code to name
    first
        The first day, before its year is simulated: what indices refer to.
    years
        One snapshot per simulated year, at its end.
    """

    scenario: str
    replicate: int
    seed: int
    territory: Territory
    tasks: TaskCatalogue
    behaviour: Behaviour
    thresholds: Mapping[str, float]
    reforms: tuple[Reform, ...]
    codes: Sequence[str]
    names: Sequence[str]
    provinces: Mapping[str, str]
    bodies: BodyNames
    first: Snapshot
    years: tuple[Snapshot, ...]
    events: tuple[Event, ...]
