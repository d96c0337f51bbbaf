"""The cases of each rule of cooperation: who was at risk of what, with which terms, and what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.estimation.cooperation.fitting import Events, Groups
from reformsim.estimation.cooperation.steps import LISTS_SINCE, Founding, Step
from reformsim.model.cooperation.terms import MEMBERS, Joinable, joinable, partner_terms, starting_terms
from reformsim.network import load_subjects
from reformsim.world.neighbours import Graph

WAVE_UNTIL = 2017
"""Last year of the wave of foundings; later steps have the level of the register since."""
BEGAN = 4
"""Most founders of a body that are taken in turn as the one who began it."""
NEAREST = 90
"""Candidates of a choice of founders, the nearest; founders farther off are added."""


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of all rules over some steps."""

    founding: Events
    partners: Groups
    joining: Events
    leaving: Events
    ending: Events
    fused: Events

    def until(self, last: int) -> Cases:
        """Those of steps up to a year."""
        return self._some(lambda year: year <= last)

    def since(self, first: int) -> Cases:
        """Those of steps from a year on."""
        return self._some(lambda year: year >= first)

    def _some(self, holds: Callable[[Ints], Bools]) -> Cases:
        parts = (getattr(self, name) for name in Cases.__slots__)
        return Cases(*(part.take(holds(part.year)) for part in parts))


def cases(steps: Iterable[Step], ending: float) -> Cases:
    """Put the cases of some steps together.

    Parameters
    ----------
    ending
        Yearly chance that a body ends, by which those that did not live to be registered are made up for.
    """
    steps = tuple(steps)
    began = joined_cases([starting(one, ending)[0] for one in steps])
    joined = joined_cases([joining(one, ending)[0] for one in steps])
    listed = [one for one in steps if one.year >= LISTS_SINCE]
    ended = joined_cases([_ending(one) for one in listed])
    gone = ended.take(ended.happened > 0)
    fused = replace(gone, terms=np.zeros((len(gone.year), 0)), happened=_fused(listed))
    return Cases(began, _partners(steps), joined, joined_cases([_leaving(one) for one in listed]), ended, fused)


def survivors(year: int, ending: float) -> float:
    """How often what came in a step counts, since only what lived on to the register is known."""
    return (1.0 - ending) ** -max(LISTS_SINCE - 1 - year, 0)


def graph_of(one: Step) -> Graph:
    """Neighbours on the map of the earlier day."""
    return one.world.neighbours.all


def subject_tasks(one: Step, founding: Founding) -> Bools:
    """Tasks that a founded body is about, (K,)."""
    subject, tasks = load_subjects()[founding.subject], one.world.tasks
    return np.isin(np.array(tasks.ids), [*subject.tasks, *subject.say])


def starting(one: Step, ending: float) -> tuple[Events, Ints]:
    """Municipalities that could begin a body, and the row of each."""
    rows = np.arange(len(one.stays))
    happened = np.zeros(len(rows))
    for founding in one.foundings:
        happened[founding.rows] += survivors(one.year, ending) / len(founding.rows)
    wave = np.full(len(rows), float(one.year - 1 <= WAVE_UNTIL))
    terms = np.column_stack([starting_terms(one.world, rows), wave])
    return _events(one, terms, happened, np.ones(len(rows)), one.year * 100_000 + rows), rows


def joining_pairs(one: Step) -> Joinable:
    """Who could join which body in a step, those that merge in it among them."""
    return joinable(one.world, graph_of(one), one.tied, one.free & one.goes_on)


def joining(one: Step, ending: float) -> tuple[Events, Ints]:
    """The cases of :func:`joining_pairs` that are in no merger, in their order, and the municipality's row of each."""
    pairs = joining_pairs(one)
    stays = one.stays[pairs.row]
    happened = one.after[pairs.body, pairs.row].astype(float)
    weight = np.where(happened > 0, survivors(one.year, ending), 1.0)
    middle = one.before[pairs.body] / one.before[pairs.body].sum(axis=1, keepdims=True)
    state, rows = one.world.state, len(one.stays)
    apart = [middle @ hall[:rows] - hall[pairs.row] for hall in (state.hall_x, state.hall_y)]
    near = np.log1p(np.hypot(*apart) / 1000.0)[:, None]
    found = _events(one, pairs.terms, happened, weight, one.year * 100_000 + pairs.body, near)
    return found.take(stays), pairs.row[stays]


def _leaving(one: Step) -> Events:
    body, row = (one.before & one.stays & (one.free & one.goes_on)[:, None]).nonzero()
    happened = ~one.after[body, row]
    return _events(one, np.zeros((len(body), 0)), happened, np.ones(len(body)), one.year * 100_000 + body)


def _ending(one: Step) -> Events:
    body = np.flatnonzero(one.free & ~one.one_left)
    terms = np.log(one.before[body].sum(axis=1) / MEMBERS)[:, None]
    return _events(one, terms, ~one.goes_on[body], np.ones(len(body)), body)


def _fused(steps: list[Step]) -> Floats:
    """Of the bodies that ended, in the order of :func:`_ending`, which went on in another one."""
    return np.concatenate([one.fused[one.free & ~one.one_left & ~one.goes_on].astype(float) for one in steps])


def _partners(steps: tuple[Step, ...]) -> Groups:
    parts, number = [], 0
    for one in steps:
        graph = graph_of(one)
        state, rows = one.world.state, len(one.stays)
        for founding in one.foundings:
            about, founders = subject_tasks(one, founding), founding.rows
            if len(founders) > BEGAN:
                began = founders[np.linspace(0, len(founders) - 1, BEGAN).astype(int)]
            else:
                began = founders
            for row in began.tolist():
                apart = np.hypot(state.hall_x[:rows] - state.hall_x[row], state.hall_y[:rows] - state.hall_y[row])
                apart[founders] -= 1e9
                apart[row] = np.inf
                among = np.argsort(apart, kind="stable")[:NEAREST]
                terms = partner_terms(one.world, graph, one.tied, row, about)[among]
                parts.append((one.year, terms, np.isin(among, founders), 1.0 / len(began), number))
            number += 1
    year, terms, chosen, weight, group = (np.array(part) for part in zip(*parts, strict=True))
    return Groups(year, terms.astype(float), chosen, weight, group)


def _events(
    one: Step, terms: Floats, happened: Floats | Bools, weight: Floats, group: Ints, near: Floats | None = None
) -> Events:
    year, near = np.full(len(terms), one.year), np.zeros((len(terms), 1)) if near is None else near
    return Events(year, terms, np.asarray(happened, float), weight, np.asarray(group, np.int64), near)


def joined_cases(parts: list[Events]) -> Events:
    """All cases of several parts."""
    return Events(*(np.concatenate([getattr(part, name) for part in parts]) for name in Events.__slots__))
