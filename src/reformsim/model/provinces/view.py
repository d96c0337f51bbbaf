"""The province's view on a joint design for a merger, which it sends on to the minister (Wet arhi art. 5(3)).

The Act asks for a view and names no measure for it; the policy frameworks name criteria
(:mod:`reformsim.model.mergers.framework`). A province holds the design against these, all alike, and adds what it
favours itself, where provinces differ in that (mechanism ``province_push``). What the minister makes of a view is a
weight: a province was refused in 2021.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reformsim.arrays import Floats
from reformsim.model.mergers.framework import CRITERIA, break_off_chance, criteria, score
from reformsim.model.mergers.procedures import Procedure
from reformsim.model.provinces.effect import acting_effect
from reformsim.model.world import World
from reformsim.world.neighbours import Graph

VIEWS = "province_views"
"""The mechanism by which views act."""
ALIKE = (1.0,) * len(CRITERIA)


@dataclass(frozen=True, slots=True)
class View:
    """What the provinces concerned think of a design.

    Attributes
    ----------
    marks : (6,) float64
        On each criterion, 0-1.
    over
        Mean mark beyond the pass mark (``merger.framework_mark``).
    own : (m,) float64
        What each province in which members lie favours beyond the criteria, in logits.
    weight
        Logits for a mean mark of one (``province.view_criteria``).
    """

    marks: Floats
    over: float
    own: Floats
    weight: float

    @property
    def value(self) -> float:
        """The view in logits; above nought it is in favour. Of several provinces the mean."""
        return self.weight * self.over + float(self.own.mean())


def view_on(world: World, graph: Graph, rows: tuple[int, ...], started: int) -> View:
    """The view of the provinces concerned on a merger of some municipalities, whose procedure started in a year."""
    behaviour = world.behaviour
    marks = criteria(world, graph, rows)
    over = score(marks, ALIKE) - behaviour["merger.framework_mark"]
    provinces = np.unique(world.state.province[list(rows)])
    effect = acting_effect(world, started)
    own = np.zeros(len(provinces)) if effect is None else effect[provinces]
    return View(marks, over, own, behaviour["province.view_criteria"])


def heard(world: World, graph: Graph, p: Procedure, usual: float) -> float:
    """Chance that a procedure breaks off at the advice stage, once the province's view is heard.

    A procedure of the province or the minister has no view of the province beside it.
    """
    if VIEWS not in world.acting or p.route != "below":
        return usual
    view = view_on(world, graph, p.rows, p.started)
    return break_off_chance(usual, view.value, world.behaviour["province.view"])
