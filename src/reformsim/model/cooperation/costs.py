"""What sharing a task is worth, and what the ways to it cost."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.behaviour import Behaviour
from reformsim.model.cooperation.options import FOUND, JOIN, USE, Options
from reformsim.model.cooperation.regrouping import master_regions
from reformsim.model.world import World
from reformsim.world.bodies import LEGAL

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

COSTS = ("cooperation.extending_cost", "cooperation.joining_cost", "cooperation.founding_cost")
"""Parameters that say what each way costs, in their order."""


def worth_of_sharing(
    gain: Floats, budget_share: Floats, members: Floats, cost: Floats | float, grip: float, behaviour: Behaviour
) -> Floats:
    """Worth of carrying out a task together: capacity gained less autonomy, coordination and transaction cost.

    Parameters
    ----------
    gain
        Adequacy gained on the task.
    budget_share
        Share of the municipal budget that leaves the own council.
    members
        Members of the body, oneself included.
    cost
        Transaction cost of the way chosen (logit).
    grip
        Share of the autonomy that the councils keep over what a body does (see ``model.cooperation.grip``).
    """
    result: Floats = (
        behaviour["cooperation.gain"] * gain
        - behaviour["cooperation.autonomy"] * (1.0 - grip) * budget_share
        - behaviour["cooperation.coordination"] * np.log(members)
        - cost
    )
    return result


def transaction_cost(world: World, way: int) -> float:
    """Transaction cost of a way to share a task, in logits, less what spread knowledge saves of it."""
    saved = world.behaviour["cooperation.learning"] * world.rules["cooperation.knowledge"]
    return world.behaviour[COSTS[way]] * (1.0 - saved)


def distance_aversion(world: World) -> float:
    """Aversion to distance this year, in logits per km: it may decline as travel gets easier."""
    years = max(world.state.year - world.territory.year, 0)
    return world.behaviour["cooperation.distance"] * (1.0 - world.behaviour["residents.reach"]) ** years


def crossing_cost(world: World, row: Ints, options: Options) -> Floats | float:
    """What a master division adds to the cost of a partner, or a body to be joined, in another of its regions."""
    label = master_regions(world)
    if label is None:
        return 0.0
    # The region of a body is that of its most populous member.
    founding, joining = (options.way == FOUND).nonzero()[0], (options.way == JOIN).nonzero()[0]
    partner = np.full(len(row), -1)
    partner[founding] = options.other[founding]
    partner[joining] = world.state.bodies.largest_members(options.other[joining], world.state.population)
    theirs = np.where(partner >= 0, label[partner], -1)
    apart = (options.way != USE) & (theirs != label[row])
    strength = world.behaviour["cooperation.crossing_cost"] * world.rules["cooperation.master_strength"]
    result: Floats = strength * apart
    return result


def private_cost(world: World, options: Options) -> Floats:
    """What the preference for public law adds to the cost of going along with a body of private law."""
    legal = world.state.bodies.legal[np.where(options.way == FOUND, 0, options.other)]
    private = (legal == LEGAL.index("private")) & (options.way != FOUND)
    preference = world.rules["cooperation.public_preference"] * world.behaviour["cooperation.private_aversion"]
    result: Floats = preference * private
    return result


def partner_crossing(world: World, rows: Ints, partners: Ints) -> Floats | float:
    """What the master division adds to the cost of partners that are asked, in logits."""
    label = master_regions(world)
    if label is None:
        return 0.0
    strength = world.behaviour["cooperation.crossing_cost"] * world.rules["cooperation.master_strength"]
    result: Floats = strength * (label[rows] != label[partners])
    return result
