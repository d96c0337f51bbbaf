"""What residents get and what they have a vote on: fit of services, own policy, turnout, and a balance of the two."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.fit import misfit
from reformsim.indicators.kind import Indicator
from reformsim.indicators.view import View, once
from reformsim.model.grip import council_grip
from reformsim.model.residents import own_policy, turnout
from reformsim.tasks import LAYERS
from reformsim.world.state import WATER_BOARD_MODES

Floats = NDArray[np.float64]
WATERSCHAP = LAYERS.index("waterschap")
MIDDLING = 0.5
"""Complexity of a task in which efficiency weighs as usual."""


@once
def elected_share(view: View) -> Floats:
    """Share of the catalogue's budget under a directly elected board, shape (m,).

    Rijk, provinces and municipalities have one, a water board unless councils elected the one in office. What a
    cooperation body carries or carries out is under its own board, which is not directly elected.
    """
    state = view.state
    here = view.carrier < WATERSCHAP
    here &= ~(view.shared & view.municipal)
    boards = state.water_boards
    if len(boards.codes):
        direct = boards.mode != WATER_BOARD_MODES.index("indirect_councils")
        board = boards.label.take(state.leader.take(view.live))
        here |= (view.carrier == WATERSCHAP) & (direct[board] & (board >= 0))[:, None]
    result: Floats = here @ state.budget / max(float(state.budget.sum()), 1e-12)
    return result


def tailoring(view: View) -> float:
    """Fit of services to local needs: 1 where all places with one policy are alike."""
    return math.exp(-view.world.behaviour["services.tailoring_gain"] * misfit(view))


def civic_contribution(view: View) -> float:
    """Euro per inhabitant of social services that residents take upon them where a council decides by itself."""
    state = view.state
    social = np.array([task.domain == "social" for task in view.world.tasks])
    return view.by_people(view.decided_alone @ (state.budget * social)) * view.world.behaviour["services.civic_uptake"]


def policy_variance(view: View) -> float:
    """Share of the municipal budget on which neighbours across a border set their policy apart from each other.

    Over all land borders between units of the start map, by length; 0 within a municipality, on a task both leave to
    the same body, and on what neither carries. Frames and competition (``residents.*``) take their part off.
    """
    state, land = view.state, view.world.territory
    weight = state.budget * own_policy(view.world) / max(float(state.budget.sum()), 1e-12)
    # Who sets the policy: a body by its number, the municipality itself -1, another layer -2.
    who = np.where(view.municipal, view.executor, np.int32(-2))
    a, b, km = view.borders
    here, there = who.take(a, axis=0), who.take(b, axis=0)
    apart = (here != there) | (here == -1)
    return float(km @ (apart @ weight) / max(float(land.border_km.sum()), 1e-12))


def balance(view: View) -> float:
    """Efficiency and political control together, 0-1: adequacy and own decision, weighted, over municipal tasks.

    Control of a task is 1 where the own council decides, and the council's grip where a body carries it out.
    """
    b, state = view.world.behaviour, view.state
    years = state.year - view.world.territory.year
    control = max(b["balance.legitimacy"] + b["balance.by_period"] * years, 0.0)
    scale = 1.0 + b["balance.by_task"] * (view.world.tasks.complexity - MIDDLING)
    efficiency = b["balance.efficiency"] * scale
    part = efficiency / np.maximum(efficiency + control, 1e-12)
    grip = council_grip(view.world)
    score = (view.budget * view.adequacy) @ part
    score += (1.0 - grip) * (view.decided_alone @ (state.budget * (1.0 - part)))
    score += grip * (view.budget @ (1.0 - part))
    return view.by_people(score / view.budgets)


INDICATORS = (
    Indicator(
        "tailoring",
        "0-1",
        "Tailoring of services",
        "Maatwerk",
        "Fit of services to local needs: less, the more the needs (density) differ between places for which one "
        "authority decides (services.tailoring_gain); weighted by budget and inhabitants.",
        "higher",
        "note 11/22; Oates 1972; assumption (services.tailoring_gain)",
        tailoring,
        items=(70, 131),
    ),
    Indicator(
        "civic_contribution",
        "€ per inhabitant",
        "Services taken up by residents",
        "Door inwoners opgepakte voorzieningen",
        "Share (services.civic_uptake) of the budget of social tasks on which a council decides by itself.",
        "higher",
        "note 1/22 (social strength); assumption (services.civic_uptake)",
        civic_contribution,
        items=(13,),
    ),
    Indicator(
        "policy_variance",
        "share",
        "Policy differences between neighbours",
        "Beleidsverschillen tussen buren",
        "Share of the budget on which municipalities on both sides of a border set their policy apart, mean over the "
        "borders of the first day by length; less by national frames and competition (residents.*).",
        "lower",
        "note 11/22 (uniform framework, evasion); frames and competition: assumption",
        policy_variance,
        items=(56, 121),
    ),
    Indicator(
        "turnout_council",
        "share",
        "Turnout at council elections",
        "Opkomst bij gemeenteraadsverkiezingen",
        "Observed national turnout, less residents.merger_turnout in municipalities formed by a merger after the "
        "first day; mean over inhabitants.",
        "higher",
        "law table council_turnout (observed); Allers et al. 2021",
        lambda v: v.by_people(turnout(v.world)),
        lambda v: turnout(v.world),
        headline=True,
        items=(121, 133),
    ),
    Indicator(
        "share_under_elected_board",
        "share",
        "Budget under an elected board",
        "Budget onder een gekozen bestuur",
        "Share of the budget of all tasks that is carried and carried out under a directly elected board: Rijk, "
        "province, municipality, water board unless councils elect it; mean over inhabitants.",
        "higher",
        "note 9/22 (three tiers with directly elected boards)",
        lambda v: v.by_people(elected_share(v)),
        elected_share,
        items=(49, 133),
    ),
    Indicator(
        "balance",
        "0-1",
        "Balance of efficiency and control",
        "Balans van doelmatigheid en sturing",
        "Adequacy of municipal tasks and the council's own decision on them, weighted by balance.efficiency and "
        "balance.legitimacy: a choice of weights, so look at both by themselves too.",
        "higher",
        "note 5/22 (efficiency needs scale, control needs responsibility); weights: assumption (balance.*)",
        balance,
        items=(27, 28),
    ),
)
