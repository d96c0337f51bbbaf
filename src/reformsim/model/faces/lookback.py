"""Looking back on a run: which mergers began in it, and the world as it was when the councils decided on one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reformsim.model.faces.choices import simulated
from reformsim.model.faces.up_to import go_to

if TYPE_CHECKING:
    from reformsim.history import History
    from reformsim.model.model import ReformModel
    from reformsim.scenario import GivenScenario, GivenYear


@dataclass(frozen=True, slots=True)
class Course:
    """A merger that began and took effect in a run.

    Attributes
    ----------
    code, name
        Of the new municipality.
    members
        Codes of the municipalities that merged.
    started
        Year of the decision in principle.
    route
        'below' (the councils) or 'above' (the province or the minister).
    effect
        It took effect on 1 January of this year.
    """

    code: str
    name: str
    members: tuple[str, ...]
    started: int
    route: str
    effect: int


def courses(history: History) -> tuple[Course, ...]:
    """Give the mergers whose procedure both started and took effect within a run, in the order of taking effect."""
    names = dict(zip(history.codes, history.names, strict=True))
    begun: dict[tuple[str, ...], tuple[int, str]] = {}
    found = []
    for event in history.events:
        if event.kind == "procedure_started":
            begun[event.members] = (event.year, event.subject.removeprefix("from "))
        elif event.kind == "merger" and event.members in begun:
            started, route = begun[event.members]
            name = names[event.subject]
            found.append(Course(event.subject, name, event.members, started, route, event.year))
    return tuple(found)


def at_decision(scenario: GivenScenario, year: GivenYear, replicate: int = 0) -> ReformModel:
    """Give the model of a replicate as it was in a year when the councils were about to decide on mergers.

    Parameters
    ----------
    scenario, replicate
        As for :class:`reformsim.model.ReformModel`; the same give the same world as in a run.
    year
        Within the horizon. All phases of the year before the one of mergers have passed.

    Raises
    ------
    RunError
        If the year is outside the horizon, or history is replayed then, so that nobody decides.
    """
    from reformsim.model.model import ReformModel

    model = ReformModel(scenario, replicate)
    go_to(model, year)
    for name, phase in model.schedule:
        if name == "mergers":
            break
        phase()
    simulated(model).update_estimates()
    return model
