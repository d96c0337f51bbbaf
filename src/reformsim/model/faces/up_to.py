"""A run taken up to a year, to be looked at in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reformsim.errors import RunError
from reformsim.scenario import year_of

if TYPE_CHECKING:
    from reformsim.model.model import ReformModel
    from reformsim.scenario import GivenYear


def go_to(model: ReformModel, year: GivenYear) -> None:
    """Simulate a run that has not begun up to a year, whose own phases are still to come.

    Raises
    ------
    RunError
        If the year is outside the horizon.
    """
    when, name, horizon = year_of(year), model.scenario.name, model.scenario.horizon
    if not horizon.start <= when <= horizon.end:
        raise RunError(f"year {when} is outside the horizon of '{name}', {horizon.start} to {horizon.end}")
    while model.years_done < when - horizon.start:
        model.step()
    if model.years_done:
        model.state.year += 1
