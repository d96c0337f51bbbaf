"""All that a municipality may do in a year, on one scale: go on, found, join or leave a body, share a service, merge.

The chances are those of the rules of the run (:mod:`reformsim.model.cooperation`, :mod:`reformsim.model.mergers`), and
hang together by what these look at: shared bodies and a joint civil service raise the value of a merger with the same
partners, and what bodies carry out for a municipality lowers that of any merger.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reformsim.model.cooperation.departures import leaving_chance
from reformsim.model.cooperation.founding import ideas_open, partner_value, starting_chance
from reformsim.model.cooperation.joining import chance_to_join, open_to
from reformsim.model.cooperation.terms import ties
from reformsim.model.faces.choices import coalitions_of, row_of
from reformsim.model.mergers.search import chance
from reformsim.network import JOINT_FORM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reformsim.arrays import Floats
    from reformsim.model.cooperation.terms import Ties
    from reformsim.model.model import ReformModel

KINDS = ("alone", "found", "joint_service", "join", "leave", "merge")


@dataclass(frozen=True, slots=True)
class Option:
    """Something that a municipality may do in a year.

    Attributes
    ----------
    kind
        'alone' (nothing of the rest), 'found' a body, 'joint_service', 'join' a body, 'leave' a body, or 'merge'.
    what
        The body, or nothing.
    partners
        Codes: of the others of a coalition, the members of a body, or the partners first asked where a body begins.
    chance
        Chance of the year: to begin a body or a merger procedure, to join or to leave.
    """

    kind: str
    what: str
    partners: tuple[str, ...]
    chance: float

    @property
    def value(self) -> float:
        """The same in logits: 0 is a chance of one half in a year."""
        if self.chance in (0.0, 1.0):
            return math.inf if self.chance else -math.inf
        return math.log(self.chance / (1.0 - self.chance))


def options(model: ReformModel, code: str, most: int = 6) -> tuple[Option, ...]:
    """Give what a municipality may do in the world as it is: going on as it is, then the rest, the likeliest first.

    Parameters
    ----------
    model
        As :func:`reformsim.model.faces.lookback.at_decision` gives it.
    code
        A municipality that exists.
    most
        How many bodies to join or leave and how many coalitions to give. The chance of going on alone counts all,
        each drawn by itself; that rivals take a partner away, and how councils vote, is left out.

    Raises
    ------
    UnknownNameError, RunError
        As :func:`reformsim.model.faces.explain.explain`.
    """
    found = [*_cooperating(model, code), *_merging(model, code)]
    nothing = math.prod(1.0 - one.chance for one in sorted(found, key=_likeliest))
    return (Option("alone", "", (), nothing), *_some(found, most))


def cooperation_options(model: ReformModel, code: str, most: int = 6) -> tuple[Option, ...]:
    """Give what it may do about cooperation alone: those of :func:`options` that are no merger, the likeliest first."""
    return _some(_cooperating(model, code), most)


def _cooperating(model: ReformModel, code: str) -> list[Option]:
    row, tied = row_of(model, code), ties(model.world)
    return [*_beginning(model, row, tied), *_joining(model, row, tied), *_leaving(model, row, tied)]


def _some(found: list[Option], most: int) -> tuple[Option, ...]:
    """So many of each kind, the likeliest first."""
    found = sorted(found, key=_likeliest)
    shown = [one for kind in KINDS for one in [other for other in found if other.kind == kind][:most]]
    return tuple(sorted(shown, key=_likeliest))


def _likeliest(one: Option) -> float:
    return -one.chance


def _beginning(model: ReformModel, row: int, tied: Ties) -> Iterator[Option]:
    """To begin a body, and a joint civil service: by the share of these among what may be founded."""
    world = model.world
    ideas, odds = ideas_open(world) if len(world.tasks) else ((), np.zeros(0))
    begins = float(starting_chance(world, np.array([row]))[0])
    share = np.diff(odds, prepend=0.0)
    for kind in ("found", "joint_service"):
        mine = [at for at, idea in enumerate(ideas) if (idea.form == JOINT_FORM) == (kind == "joint_service")]
        if not mine:
            continue
        likeliest = ideas[max(mine, key=lambda at: float(share[at]))]
        value: Floats = partner_value(world, model.graph, tied, row, likeliest.about)
        value[row] = -np.inf
        asked = np.argsort(-value, kind="stable")[: max(likeliest.members - 1, 1)]
        partners = world.codes_of(asked[value[asked] > -np.inf])
        yield Option(kind, likeliest.title, tuple(partners), begins * float(share[mine].sum()))


def _joining(model: ReformModel, row: int, tied: Ties) -> Iterator[Option]:
    pairs = open_to(model.world, model.graph, tied)
    pairs = pairs.take(pairs.row == row)
    for body, likely in zip(pairs.body.tolist(), chance_to_join(model.world, tied, pairs).tolist(), strict=True):
        yield _of_body(model, "join", body, row, likely)


def _leaving(model: ReformModel, row: int, tied: Ties) -> Iterator[Option]:
    bodies, likely = model.state.bodies, float(leaving_chance(model.world, np.array([row]))[0])
    for body in bodies.edge_body[bodies.edge_row == row].tolist():
        if tied.free[body]:
            yield _of_body(model, "leave", body, row, likely)


def _of_body(model: ReformModel, kind: str, body: int, row: int, likely: float) -> Option:
    bodies = model.state.bodies
    members = bodies.members(body)
    return Option(kind, bodies.names[body], tuple(model.world.codes_of(members[members != row])), likely)


def _merging(model: ReformModel, code: str) -> Iterator[Option]:
    c, value = coalitions_of(model, code)
    for members, likely in zip(c.members, chance(value).tolist(), strict=True):
        codes = model.world.codes_of(members[members >= 0])
        yield Option("merge", "", tuple(one for one in codes if one != code), likely)
