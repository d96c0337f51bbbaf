"""Regular council elections that lapse because a merger is before Parliament, and what follows if it fails."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import numpy as np

from reformsim.arrays import Ints
from reformsim.law import Law
from reformsim.law.formulas import merger_election_day
from reformsim.model.councils.seating import elect_parties
from reformsim.model.government.elections import council_size
from reformsim.model.mergers.procedures import STAGES, Procedure, stage_months, stages_due
from reformsim.model.world import World

NONE: Ints = np.zeros(0, np.int64)
DAYS_PER_MONTH = 365.25 / 12
IN_FORCE = (7, 1)
"""Month and day: merger Acts come into force in July or early in September (Kamerstukken 33 681, nr. 3)."""
ACT = STAGES.index("act")


def filed(law: Law, year: int) -> date:
    """Give the day on which a merger bill is taken to have been filed in the House, if its Act is passed in a year.

    The months that Parliament takes, before the day on which such Acts come into force. Procedures have years only.
    """
    in_force = date(year, *IN_FORCE)
    return in_force - timedelta(round(law.value("merger_parliament_months", in_force) * DAYS_PER_MONTH))


def lapses(law: Law, day: date, filing: date) -> bool:
    """Whether a regular election on a day lapses where a merger bill was filed on another.

    It does where the bill was filed in the window of the year before (Wet arhi art. 56a-56d; law tables
    ``merger_postpone_from`` and ``merger_postpone_until``). Without these tables none does by the Act itself.
    """
    if not law.in_force("merger_postpone_from", day):
        return False
    window = law.text("merger_postpone_from", day), law.text("merger_postpone_until", day)
    first, last = (date.fromisoformat(f"{day.year - 1}-{month_day}") for month_day in window)
    return first <= filing <= last


def lapsing(world: World, procedures: Sequence[Procedure], day: date) -> Ints:
    """Rows whose regular election of a day lapses: the Act that merges them is due before the next 1 January."""
    if not lapses(world.law, day, filed(world.law, day.year)):
        return NONE
    months = {route: stage_months(world.law, world.today, route) for route in ("below", "above")}
    due = (p for p in procedures if p.passed == ACT and ACT in stages_due(p, months[p.route], day.year))
    return np.array(sorted({row for p in due for row in p.rows}), np.int64)


def elect_late(world: World, rows: Ints, completed: Iterable[Procedure]) -> None:
    """Elect the councils whose regular election lapsed for a merger that Parliament did not pass.

    They vote on the day of merger elections of the same year (`assumption`: what the Act says of it was not read).
    """
    merging = [row for p in completed for row in p.rows]
    left = rows[~np.isin(rows, merging)]
    if not len(left):
        return
    state, day = world.state, merger_election_day(world.law, world.state.year)
    reference = world.counted_for(date(state.year, 1, 1))
    people = np.bincount(state.owner, weights=reference, minlength=state.next_row)[left].astype(np.int64)
    codes = [world.territory.codes[u] for u in state.leader[left]]
    state.seats[left], office = council_size(world.law, day, people, codes)
    state.aldermen[left], state.aldermen_fte[left] = office
    state.council_year[left] = day.year
    elect_parties(world, left, day)
