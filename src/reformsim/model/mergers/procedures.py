"""The statutory merger procedure: its stages, their lead time, and where it may break off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reformsim.law import Law
from reformsim.territory import STAGES

__all__ = ["STAGES", "Procedure", "stage_months", "stages_due"]

_WEEKS_PER_MONTH = 365.25 / 12 / 7


@dataclass(slots=True)
class Procedure:
    """A merger procedure under way.

    Attributes
    ----------
    rows
        Municipalities concerned, ascending.
    key
        Key of the coalition, for draws.
    started
        Year of the decision in principle (route 'below') or of the announcement (route 'above').
    route
        'below': the councils; 'above': the province or the minister.
    passed
        Stages passed so far.
    month
        Month in which it started; those that start in a run do so in January.
    into
        Code of the member that goes on and takes the others in (a light merger); empty if a new one is made.
    """

    rows: tuple[int, ...]
    key: int
    started: int
    route: str
    passed: int = 0
    month: int = 1
    into: str = ""


def stage_months(law: Law, day: date, route: str) -> tuple[float, float, float]:
    """Months from the start to the end of each stage, from the terms of the Wet arhi (art. 5-8, 11, 12).

    The time to prepare a decision and the time Parliament takes are not in the Act; their tables say so.
    """

    def months(table: str) -> float:
        return law.value(table, day)

    def weeks(table: str) -> float:
        return law.value(table, day) / _WEEKS_PER_MONTH

    if route == "below":
        design = months("merger_preparation_months")
        advice = design + weeks("merger_display_weeks")
    else:
        design = months("merger_gs_consultation_months") + months("merger_gs_draft_months")
        advice = design + max(
            weeks("merger_gs_display_weeks") + weeks("merger_display_weeks"),
            months("merger_council_view_months"),
        )
        advice += months("merger_ps_adopt_months")
    act = advice + months("merger_minister_months") + months("merger_parliament_months")
    return design, advice, act


def stages_due(procedure: Procedure, months: tuple[float, float, float], year: int) -> list[int]:
    """Positions of the stages that end in or before a year, beyond those already passed."""
    elapsed = 12 * (year - procedure.started + 1) - (procedure.month - 1)
    return [s for s in range(procedure.passed, len(STAGES)) if months[s] <= elapsed]
