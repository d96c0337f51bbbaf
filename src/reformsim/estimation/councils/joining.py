"""Bodies that municipalities joined since the elections of 2018, and the local share of their councils."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from reformsim.estimation.cooperation.cases import joined_cases, joining, joining_pairs
from reformsim.estimation.cooperation.estimate import FIRST as FIRST_KNOWN
from reformsim.estimation.cooperation.estimate import ending_rate
from reformsim.estimation.cooperation.fitting import regress
from reformsim.estimation.cooperation.steps import step
from reformsim.estimation.councils.effect import Cases, Effect, LeftOut, fit_effect, left_out
from reformsim.estimation.fitness import auc, average_precision
from reformsim.model.councils.parties import USUAL_LOCAL
from reformsim.model.mergers.search import chance
from reformsim.territory.seats import LOCAL, votes_of

TRAINED, FIRST, LAST = 2018, 2019, 2026
"""The rule of joining knows the steps up to the first; the later ones are those of councils that were elected in 2018
or later (the first of them half a year long)."""
DECIDED = 6, 30
"""Month and day, in the year before, of the council that decided on what shows on a 1 January."""


@dataclass(frozen=True, slots=True)
class OnJoining:
    """The estimate on joining, and what it adds: AUC and average precision without parties and with them."""

    effect: Effect
    left: LeftOut
    scores: dict[str, tuple[float, float]]
    expected: tuple[float, float]


def on_joining() -> OnJoining:
    """Estimate what the local share of a council does to joining bodies, given the rule as trained to 2018."""
    ending = ending_rate()
    known = regress(
        joined_cases([joining(step(year), ending)[0] for year in range(FIRST_KNOWN, TRAINED + 1)]), "chance"
    )
    parts = []
    for year in range(FIRST, LAST + 1):
        one = step(year)
        cases, pairs = joining(one, ending)[0], joining_pairs(one)
        rows = pairs.row[one.stays[pairs.row]]
        voted = votes_of(one.world.territory, date(year - 1, *DECIDED))
        local = voted.mix[rows, LOCAL] - USUAL_LOCAL
        every = Cases(cases.year, known.value(cases.terms), local, cases.happened > 0)
        parts.append(every.take(voted.known[rows]))
    of = Cases.join(parts)
    left = left_out(of)
    before, after = np.zeros(len(of.year)), np.zeros(len(of.year))
    for year in np.unique(of.year).tolist():
        here = of.year == year
        before[here] = of.known[here] + left.before[year].level
        after[here] = of.known[here] + left.after[year].level + left.after[year].value * of.share[here]
    scores = {
        name: (auc(of.happened, value), average_precision(of.happened, value))
        for name, value in (("before", before), ("after", after))
    }
    p = chance(of.known)
    expected = float(of.share[of.happened].mean()) + USUAL_LOCAL, float(p @ of.share / p.sum()) + USUAL_LOCAL
    return OnJoining(fit_effect(of), left, scores, expected)
