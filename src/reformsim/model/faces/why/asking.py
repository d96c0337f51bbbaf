"""An actor asked about a year: the run is simulated up to it, and each decision looked at before its phase."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from reformsim.errors import RunError, UnknownNameError
from reformsim.model.faces.up_to import go_to
from reformsim.model.faces.why import body, council, finances, municipality, province, water_board
from reformsim.model.faces.why.decision import Decision
from reformsim.model.faces.why.telling import as_html, told

if TYPE_CHECKING:
    from reformsim.history.outcome import Event
    from reformsim.model.model import ReformModel
    from reformsim.scenario import GivenYear

Teller = Callable[["ReformModel", str], tuple[Decision, ...]]
"""Gives the decisions of an actor, by its code, in a model as it stands just before a phase."""


class Moment(NamedTuple):
    """When an actor decides: how the name of the phase begins (``ReformModel.schedule``), and what it then decides."""

    phase: str
    decisions: Teller


ACTORS: Mapping[str, tuple[Moment, ...]] = MappingProxyType(
    {
        "municipality": (
            Moment("capacity", finances.balancing),
            Moment("cooperation", municipality.cooperating),
            Moment("mergers", municipality.merging),
            Moment("mergers", council.voting),
        ),
        "body": (Moment("cooperation", body.deciding),),
        "province": (
            Moment("law and tasks", province.merging),
            Moment("capacity", province.supervising),
            Moment("cooperation", province.caring),
            Moment("mergers", province.starting),
            Moment("mergers", province.viewing),
        ),
        "water_board": (Moment("record", water_board.merging),),
    }
)
"""What each kind of actor decides, in the order of a year."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What an actor decided in a year.

    Attributes
    ----------
    kind
        One of :data:`ACTORS`.
    code, name
        Of the actor.
    decisions
        In the order in which they were taken; none where no rule of the run lets it decide.
    happened
        What the run tells of it in that year.
    names
        Of all municipalities that ever existed, by code.
    """

    scenario: str
    replicate: int
    kind: str
    code: str
    name: str
    year: int
    decisions: tuple[Decision, ...]
    happened: tuple[Event, ...]
    names: Mapping[str, str]

    def __str__(self) -> str:
        return told(self, "en")

    def _repr_html_(self) -> str:
        return as_html(self)


def asked(model: ReformModel, actor: str, year: GivenYear) -> Explanation:
    """Explain what an actor decided in a year.

    Parameters
    ----------
    model
        Of a run that has not begun; it is simulated up to the end of that year.
    actor, year
        As for :func:`reformsim.model.faces.why.why`, and so are the errors.
    """
    go_to(model, year)
    return _of_the_year(model, actor)


def _of_the_year(model: ReformModel, actor: str) -> Explanation:
    """Go through the year that a model has come to, phase by phase, and ask before each."""
    phases, seen = model.schedule, len(model.world.events)
    phases[0][1]()  # mergers take effect: who exists in this year is known after it
    kind, code, called = _actor(model, actor)
    found: list[Decision] = []
    for name, phase in phases[1:]:
        for one in ACTORS.get(kind, ()):
            if name.startswith(one.phase):
                found += one.decisions(model, code)
        phase()
    happened = tuple(e for e in model.world.events[seen:] if code in e.members or e.subject in (code, called))
    state, scenario = model.state, model.scenario.name
    names = dict(zip(state.codes, state.names, strict=True))
    return Explanation(scenario, model.replicate, kind, code, called, state.year, tuple(found), happened, names)


def _actor(model: ReformModel, given: str) -> tuple[str, str, str]:
    """Kind, code and name of who is meant; those that exist go before those that have ceased to."""
    state = model.state
    units = [("municipality", state.codes[row], state.names[row]) for row in state.live.tolist()]
    kinds = (("province", state.provinces), ("water_board", state.water_boards))
    others = [
        (kind, code, name)
        for kind, rows in kinds
        for code, name, alive in zip(rows.codes, rows.names, rows.alive, strict=True)
        if alive
    ]
    bodies = state.bodies
    named = [("body", str(b), bodies.names[b]) for b in range(bodies.count) if bodies.alive[b]]
    known = [*units, *others, *named]
    of_code, of_name = ([one for one in known if given.casefold() == one[at].casefold()] for at in (1, 2))
    if of_code or of_name:
        return (of_code or of_name)[0]
    if given in state.codes or given.casefold() in {name.casefold() for name in state.names}:
        raise RunError(f"municipality '{given}' has ceased to exist by {state.year}, the year asked about")
    raise UnknownNameError("actor", given, [word for one in known for word in one[1:]])
