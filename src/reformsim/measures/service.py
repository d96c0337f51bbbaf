"""What residents get and what they have a vote on: fit of services, own policy, turnout, and a balance of the two."""

from __future__ import annotations

import numpy as np

from reformsim.measures.fit import frames, misfit
from reformsim.measures.kind import Measure
from reformsim.measures.legitimacy import grip
from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Floats
from reformsim.model.government import residents
from reformsim.tasks import RIJK, WATERSCHAP
from reformsim.world.state import WATER_BOARD_MODES

MIDDLING = 0.5
"""Complexity of a task in which efficiency weighs as usual."""


@once
def elected_share(s: Snapshots) -> Floats:
    """Share of the catalogue's budget under a directly elected board, shape (N,).

    Rijk, provinces and municipalities have one, a water board unless councils elected the one in office. What a
    cooperation body carries or carries out is under its own board, which is not directly elected.
    """
    here = s.carrier < WATERSCHAP
    here &= ~(s.shared & s.municipal)
    mode = s.of_boards("mode")
    if mode.shape[1]:
        board = s.water_board[s.snap, s.along("leader")]
        direct = (mode != WATER_BOARD_MODES.index("indirect_councils"))[s.snap, board] & (board >= 0)
        here |= (s.carrier == WATERSCHAP) & direct[:, None]
    return s.weighted(here, s.price_share)


def tailoring(s: Snapshots) -> Floats:
    """Fit of services to local needs, shape (S,): 1 where all places with one policy are alike."""
    return np.exp(-s.weight("services.tailoring_gain") * misfit(s))


def civic_contribution(s: Snapshots) -> Floats:
    """Euro per inhabitant of social services that residents take upon them where a council decides by itself, (S,)."""
    social = np.array([task.domain == "social" for task in s.tasks])
    return s.by_people(s.weighted(s.decided_alone, s.prices * social)) * s.weight("services.civic_uptake")


def policy_variance(s: Snapshots) -> Floats:
    """Share of the municipal budget on which neighbours across a border set their policy apart from each other, (S,).

    Over all land borders between units of the start map, by length; 0 within a municipality, on a task both leave to
    the same body, and on what neither carries. Frames and competition (``residents.*``) take their part off.
    """
    competition = s.weight("residents.policy_competition")
    weight = s.price_share * residents.own_policy(s.say[:, :, RIJK], frames(s)[:, None], competition[:, None])
    # Who sets the policy: a body by its number, the municipality itself -1, another layer -2.
    who = np.where(s.municipal, s.executor, np.int32(-2))
    a, b, km = s.borders
    here = who.take(a, axis=0)
    apart = (here != who.take(b, axis=0)) | (here == -1)
    at = s.snap.take(a)
    share = (apart * weight.take(at, axis=0)).sum(axis=1)
    total = np.bincount(at, weights=km * share, minlength=len(s.shots))
    return total / max(float(s.territory.border_km.sum()), 1e-12)


def turnout(s: Snapshots) -> Floats:
    """Turnout at the last council election of each municipality, share of voters, shape (N,)."""
    loss = s.weight("residents.merger_turnout")
    more = s.each(loss * s.weight("residents.imposed_turnout"))
    lost = residents.by_joined(s.along("joined"), s.along("imposed"), s.each(loss), more)
    return residents.turnout(s.each(s.law("council_turnout")), lost)


def balance(s: Snapshots) -> Floats:
    """Efficiency and political control together, 0-1, (S,): adequacy and own decision, weighted, over municipal tasks.

    Control of a task is 1 where the own council decides, and the council's grip where a body carries it out.
    """
    years = s.year - s.territory.year
    control = np.maximum(s.weight("balance.legitimacy") + s.weight("balance.by_period") * years, 0.0)
    scale = 1.0 + s.weight("balance.by_task")[:, None] * (s.tasks.complexity - MIDDLING)
    efficiency = s.weight("balance.efficiency")[:, None] * scale
    part = efficiency / np.maximum(efficiency + control[:, None], 1e-12)
    kept, rest = grip(s)[:, None], s.prices * (1.0 - part)
    score = s.weighted(s.municipal * s.adequacy, s.prices * part)
    score = score + s.weighted(s.decided_alone, (1.0 - kept) * rest) + s.weighted(s.municipal, kept * rest)
    return s.by_people(score / s.budgets)


MEASURES = (
    Measure(
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
    Measure(
        "civic_contribution",
        "EUR per inhabitant",
        "Services taken up by residents",
        "Door inwoners opgepakte voorzieningen",
        "Share (services.civic_uptake) of the budget of social tasks on which a council decides by itself.",
        "higher",
        "note 1/22 (social strength); assumption (services.civic_uptake)",
        civic_contribution,
        items=(13,),
    ),
    Measure(
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
    Measure(
        "turnout_council",
        "share",
        "Turnout at council elections",
        "Opkomst bij gemeenteraadsverkiezingen",
        "Observed national turnout, less what mergers after the first day cost (residents.merger_turnout in a mean "
        "one): more in small parts, and in mergers from above; mean over inhabitants.",
        "higher",
        "law table council_turnout (observed); Allers et al. 2021",
        lambda s: s.by_people(turnout(s)),
        turnout,
        headline=True,
        items=(121, 133),
    ),
    Measure(
        "share_under_elected_board",
        "share",
        "Budget under an elected board",
        "Budget onder een gekozen bestuur",
        "Share of the budget of all tasks that is carried and carried out under a directly elected board: Rijk, "
        "province, municipality, water board unless councils elect it; mean over inhabitants.",
        "higher",
        "note 9/22 (three tiers with directly elected boards)",
        lambda s: s.by_people(elected_share(s)),
        elected_share,
        items=(49, 133),
    ),
    Measure(
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
