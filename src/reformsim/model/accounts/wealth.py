"""The books in the choice to merge (mechanism ``finances_decide``): unlike wealth, and weak finance.

Both are measured from what is usual on the map of the year, so that they say with whom and who rather than how many.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reformsim.arrays import Bools, Floats
from reformsim.behaviour import Behaviour
from reformsim.model.mergers.coalitions import Candidates
from reformsim.model.world import World
from reformsim.world.accounts import TAXES, Accounts
from reformsim.world.neighbours import Graph

FINANCE_TERMS = (("merger.wealth_difference", 1.0), ("merger.weak_finance", 1.0))
"""Weights of the two, with their signs, in the order of :meth:`Wealth.columns`."""
LEAST = 50.0
"""Euro per inhabitant: own taxes are taken to be this at least."""


@dataclass(frozen=True, slots=True, eq=False)
class Wealth:
    """How municipalities stand, by row.

    Attributes
    ----------
    taxes : (R,) float64
        Log of own taxes per inhabitant.
    weak : (R,) bool
        Solvency is weak.
    usual : (2,) float64
        Mean difference of taxes over bordering pairs; share of municipalities with weak solvency.
    """

    taxes: Floats
    weak: Bools
    usual: Floats

    def columns(self, c: Candidates) -> Floats:
        """Largest less smallest log of taxes, and the part of members that is weak, each beyond the usual, (S, 2)."""
        there = c.members >= 0
        high = np.where(there, self.taxes[c.members], -np.inf).max(axis=1)
        low = np.where(there, self.taxes[c.members], np.inf).min(axis=1)
        weak = (self.weak[c.members] & there).sum(axis=1) / there.sum(axis=1)
        result: Floats = np.stack([high - low, weak], axis=1) - self.usual
        return result


def wealth_of(books: Accounts, people: Floats, live: Bools, graph: Graph) -> Wealth:
    """How municipalities stand by the books of the last year.

    Parameters
    ----------
    people, live : (R,)
        Inhabitants, and which rows exist.
    graph
        Neighbours that may merge.
    """
    own = np.where(books.income[:, TAXES] > 0, books.income[:, TAXES], books.taxes)
    taxes = np.log(np.maximum(own / np.maximum(people, 1.0), LEAST))
    weak = books.weak & live
    apart = np.abs(taxes[graph.source] - taxes[graph.target])
    usual = np.array([apart.mean() if len(apart) else 0.0, weak.sum() / max(live.sum(), 1)])
    return Wealth(taxes, weak, usual)


def wealth_now(world: World, graph: Graph) -> Wealth:
    """How municipalities stand in a run; ``graph`` has the neighbours that may merge."""
    state = world.state
    assert state.accounts is not None, "finances_decide needs accounts"
    return wealth_of(state.accounts, state.population.astype(float), state.alive, graph)


def finance_value(world: World, c: Candidates, graph: Graph) -> Floats:
    """What the books add to the value of coalitions, (S,), in logits."""
    value: Floats = wealth_now(world, graph).columns(c) @ finance_weights(world.behaviour)
    return value


def finance_weights(behaviour: Behaviour) -> Floats:
    """Signed weights of :data:`FINANCE_TERMS`, (2,)."""
    return np.array([sign * behaviour[name] for name, sign in FINANCE_TERMS])
