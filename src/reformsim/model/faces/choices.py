"""What a municipality could do: the coalitions open to it when the councils decide, with their chances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reformsim.arrays import Bools, Floats, Ints32
from reformsim.errors import RunError, UnknownNameError
from reformsim.model.mergers.coalitions import Candidates, grow_sets, pack
from reformsim.model.mergers.phase import Mergers
from reformsim.model.mergers.search import chance

if TYPE_CHECKING:
    from reformsim.model.model import ReformModel


@dataclass(frozen=True, slots=True)
class Choice:
    """A coalition that a municipality could enter in a year; see :func:`choices`.

    Attributes
    ----------
    codes, names
        Of its members.
    inhabitants
        Of all members together.
    value
        Value for the member that gains least of those whose consent is needed, in logits.
    chance
        Chance to start a procedure in such a year.
    starts
        Whether the draw of the year was within that chance.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    inhabitants: int
    value: float
    chance: float
    starts: bool


def choices(model: ReformModel, code: str, most: int = 6) -> tuple[Choice, ...]:
    """Give the coalitions that a municipality could enter in the world as it is, the likeliest first.

    Parameters
    ----------
    model
        As :func:`reformsim.model.faces.lookback.at_decision` gives it.
    code
        A municipality that exists and has no procedure under way.
    most
        How many to give.

    Raises
    ------
    UnknownNameError, RunError
        As :func:`reformsim.model.faces.explain.explain`.
    """
    state = model.state
    c, value = coalitions_of(model, code)
    _, likely, starts = draw(model, c, value)
    found = []
    for at in np.argsort(-value, kind="stable")[:most]:
        rows = [int(one) for one in c.members[at] if one >= 0]
        codes, names = tuple(state.codes[r] for r in rows), tuple(state.names[r] for r in rows)
        people = int(state.population[rows].sum())
        found.append(Choice(codes, names, people, float(value[at]), float(likely[at]), bool(starts[at])))
    return tuple(found)


def coalitions_of(model: ReformModel, code: str) -> tuple[Candidates, Floats]:
    """All coalitions that a municipality could enter, and their values in logits, (S,); see :func:`choices`."""
    mergers, state = simulated(model), model.state
    c = free_coalitions(mergers, np.array([row_of(model, code)], np.int32))
    if not len(c):
        return c, np.zeros(0)
    mergers.weigh_year(state.year)
    common, consent = mergers.common_and_consent(c)
    return c, common + consent + mergers.tastes.of_members(c) + mergers.tastes.of_pairs(c, state.key)


def free_coalitions(mergers: Mergers, rows: Ints32) -> Candidates:
    """Coalitions, as large as the rules let them be, of one or more of some rows and others, none of which is busy."""
    state = mergers.world.state
    size = min(mergers.largest, mergers.world.rules["merger.max_size"])
    c = pack(grow_sets(mergers.graph, state.key, rows, size), state.key, size)
    return c.take(np.flatnonzero(~np.isin(c.members, list(mergers.busy)).any(axis=1)))


def draw(model: ReformModel, c: Candidates, value: Floats) -> tuple[Floats, Floats, Bools]:
    """What the year brings coalitions (logits), their chances, and whether the draw is within them; (S,) each."""
    u = model.world.streams.uniform("merger.shock", model.state.year, c.key)
    likely = chance(value)
    luck: Floats = -np.log(u / (1.0 - u))
    return luck, likely, np.asarray(u < likely)


def row_of(model: ReformModel, code: str) -> int:
    """Row of a municipality that exists; :class:`UnknownNameError` or :class:`RunError` if it does not (any more)."""
    state = model.state
    if code not in state.codes:
        raise UnknownNameError("municipality", code, model.world.codes_of(state.live))
    row = state.row_of(code)
    if not state.alive[row]:
        raise RunError(f"municipality '{code}' ({state.names[row]}) has ceased to exist")
    return row


def simulated(model: ReformModel) -> Mergers:
    """Give the mergers of a model in which councils decide; :class:`RunError` where history is replayed instead."""
    if not isinstance(model.mergers, Mergers):
        raise RunError(
            "mergers are replayed as recorded, or as in another run: "
            "nobody decides on them, so there is nothing to explain"
        )
    return model.mergers
