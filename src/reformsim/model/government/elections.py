"""Phase 3: elections in their real years; councils and colleges take the size the law gives them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import numpy as np

from reformsim.arrays import Bools, Floats, Ints, Ints32
from reformsim.law import Law
from reformsim.world.colleges import College, college, executives
from reformsim.world.state import State


@lru_cache(maxsize=256)
def election_day(law: Law, table: str, year: int) -> date | None:
    """Day of the regular election in a year, ``None`` if there is none (Kieswet)."""
    for day in law.dates(table, date(year, 12, 31)):
        if day.year == year:
            return day
    return None


def council_size(law: Law, day: date, people: Ints, codes: list[str]) -> tuple[Ints32, College]:
    """Seats (Gemeentewet art. 8) and aldermen in office (art. 36) of councils elected on a day.

    Parameters
    ----------
    law
        The law in force in the run.
    day
        Election day.
    people
        Inhabitants on the reference date: 1 January of the year before a regular election (art. 1(2)), of
        the election year itself after a merger (Wet arhi art. 55(1)).
    codes
        Code of the start unit that leads each municipality (``State.leader``), which decides whether a rule limited to
        some units applies.
    """
    seats = law.by_class("council_seats", day, people, codes)
    return seats.astype(np.int32), college(law, day, seats, people.astype(float), codes)


def elect_councils(
    state: State,
    law: Law,
    day: date,
    reference: Ints,
    units: tuple[str, ...],
    excused: Ints | None = None,
) -> Ints:
    """Regular council elections: all councils but those elected for a recent merger; returns their rows.

    Parameters
    ----------
    reference
        Inhabitants of the start units who set the seats.
    units
        Codes of the start units.
    excused
        Rows whose election is put off, because they merge soon after.
    """
    live = state.live
    codes = [units[u] for u in state.leader[live]]
    rows = live[~sits_on(law, day, state.founded[live], codes)]
    if excused is not None:
        rows = rows[~np.isin(rows, excused)]
    people = np.bincount(state.owner, weights=reference, minlength=state.next_row)[rows].astype(np.int64)
    codes = [units[u] for u in state.leader[rows]]
    state.seats[rows], office = council_size(law, day, people, codes)
    state.aldermen[rows], state.aldermen_fte[rows] = office
    state.council_year[rows] = day.year
    result: Ints = rows.astype(np.int64)
    return result


def sits_on(law: Law, day: date, founded: Ints32, codes: list[str]) -> Bools:
    """Whether councils elected for a merger leave out a regular election that follows soon.

    Parameters
    ----------
    day
        Day of the regular election.
    founded : (m,)
        Year on the 1 January of which each municipality was formed.
    codes
        Codes of the start units that lead them, where a rule of their own may hold.

    Returns
    -------
    ndarray of bool, shape (m,)
        Source: merger acts; Wet arhi art. 56e (law table ``merger_skip_election_years``).
    """
    table = "merger_skip_election_years"
    years = np.full(len(founded), law.value(table, day))
    for entry in law.scoped(table, day):
        years[[code in (entry.scope or ()) for code in codes]] = entry.value
    first, at = np.unique(founded, return_inverse=True)
    began = np.array([date(max(year, 1), 1, 1).toordinal() for year in first.tolist()])
    result: Bools = began[at] + years * 365.25 > day.toordinal()
    return result


def elect_provincial_councils(state: State, law: Law, day: date, people: Mapping[int, Ints]) -> None:
    """Provincial elections: seats by Provinciewet art. 8, deputies within art. 35a.

    Parameters
    ----------
    people
        Inhabitants of the start units on 1 January by year; the reference year is the one before (art. 1(2))
        unless the law has another for a province (law table ``provincial_reference_years_before``).
    """
    provinces = state.provinces
    rows = np.flatnonzero(provinces.alive)
    first = min(people)
    reference = np.zeros(len(rows))
    for at, row in enumerate(rows):
        before = round(law.value("provincial_reference_years_before", day, provinces.codes[row]))
        reference[at] = people[max(day.year - before, first)][state.unit_province == row].sum()
    set_provincial_offices(state, law, day, rows, reference)


def set_provincial_offices(state: State, law: Law, day: date, rows: Ints, people: Floats) -> None:
    """Give provinces the council and the deputies the law of a day allows, by their inhabitants."""
    provinces = state.provinces
    codes = [provinces.codes[r] for r in rows]
    provinces.seats[rows] = law.by_class("provincial_council_seats", day, people, codes).astype(np.int32)
    provinces.deputies[rows], provinces.deputies_fte[rows] = executives(law, day, people, codes)
