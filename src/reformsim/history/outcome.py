"""What happened in a run, and what came of it: events, reforms, spells of violations, measured values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reformsim.levers.changes import Change


class Event(NamedTuple):
    """One thing that happened.

    Parameters
    ----------
    year
        Year in which it took effect or was decided.
    kind
        'merger', 'procedure_under_way', 'procedure_started', 'procedure_broken_off', 'body_founded', 'body_joined',
        'body_left', 'body_extended', 'body_dissolved', 'coverage_required', 'region_formed', 'region_imposed',
        'body_regrouped', 'task_taken_back', 'task_handed_back', 'task_moved', 'task_changed', 'law_changed',
        'rule_changed', 'provinces_merged', 'provinces_joined', 'arrangement_lapsed', 'bodies_abolished',
        'sub_municipal_abolished', 'reform_impossible', 'merger_refused', 'merger_barred', 'bodies_merged',
        'municipality_split', 'border_moved', 'task_added',
        'water_boards_merged', 'say_gained', 'reform_delayed', 'reform_rejected', 'municipality_renamed',
        'principle_violated', 'principle_kept', 'money_changed', 'staff_cut', 'measure_failed', 'admission_refused',
        'end_refused', 'merger_of_bodies_refused', 'extension_refused', 'proposal_voted_down', 'referendum_held',
        'split_refused', 'supervised', 'supplement_given', 'parties_unknown'.
    subject
        Code or name of what it happened to; for a merger or another name the code of the new municipality.
    members
        Codes of the municipalities concerned.
    detail
        What else matters, in words.
    """

    year: int
    kind: str
    subject: str
    members: tuple[str, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Reform:
    """A reform of the scenario and what became of it in this run.

    Attributes
    ----------
    announced
        Its date in the scenario.
    enacted
        Day on which it takes effect; ``None`` if Parliament rejected it.
    changes
        What it does; empty if rejected.
    """

    id: str
    announced: date
    enacted: date | None
    changes: tuple[Change, ...]

    @property
    def delay(self) -> int:
        """Years between its date and the day it takes effect."""
        return 0 if self.enacted is None else self.enacted.year - self.announced.year

    @property
    def told(self) -> str:
        """What is told of it on the day it was announced for; empty where it takes effect then."""
        if self.enacted is None:
            return "not enacted"
        return f"takes effect on {self.enacted}" if self.delay else ""


class Spell(NamedTuple):
    """A row of years in which something violated a principle that the scenario switched on.

    Parameters
    ----------
    subject
        Task id, code or name of what violated it.
    members
        Codes of the municipalities concerned in the first year; empty where it concerned the whole country.
    detail
        How, in the first year, in words.
    """

    principle: str
    subject: str
    first: int
    last: int
    members: tuple[str, ...] = ()
    detail: str = ""


class Local(NamedTuple):
    """Local indicators of one replicate, in every year.

    Parameters
    ----------
    indicators : (L,) tuple of str
    provinces : (P,) tuple of str
        Codes of all provinces that ever existed.
    by_unit : (Y, n, L) float32
        Value of the municipality that governs each unit of the start map.
    by_province : (Y, P, L) float32
        NaN where nobody lives in a province.
    """

    indicators: tuple[str, ...]
    provinces: tuple[str, ...]
    by_unit: NDArray[np.float32]
    by_province: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Record:
    """Outcome of one replicate.

    Attributes
    ----------
    years : (Y,) tuple of int
    indicators : (I,) tuple of str
    values : (Y, I) float64
    events : tuple of Event, in order of happening
    units : (n,) tuple of str
        Codes of the start map.
    municipalities : (M,) tuple of str
        Codes of all municipalities that ever existed.
    names : mapping of code to name, of municipalities and provinces
    owner : (Y, n) int32
        Index into ``municipalities`` of the one that governs each unit on 1 January of each year.
    local : Local or None
        Local indicators; None where none were measured.
    violations : tuple of Spell
        What violated the principles that the scenario switched on.
    """

    scenario: str
    replicate: int
    seed: int
    years: tuple[int, ...]
    indicators: tuple[str, ...]
    values: NDArray[np.float64]
    events: tuple[Event, ...]
    units: tuple[str, ...]
    municipalities: tuple[str, ...]
    names: Mapping[str, str]
    owner: NDArray[np.int32]
    local: Local | None = None
    violations: tuple[Spell, ...] = ()


def map_from_events(units: tuple[str, ...], events: tuple[Event, ...], year: int) -> dict[str, str]:
    """Rebuild the map of a year from the events of mergers and new names alone (not that of what reforms took apart).

    Parameters
    ----------
    year
        The year wanted; mergers take effect on 1 January.

    Returns
    -------
    dict
        Unit code to municipality code.
    """
    now = {u: u for u in units}
    for event in events:
        if event.kind in ("merger", "municipality_renamed") and event.year <= year:
            gone = set(event.members)
            now = {u: (event.subject if m in gone else m) for u, m in now.items()}
    return now
