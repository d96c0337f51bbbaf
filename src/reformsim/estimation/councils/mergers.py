"""Mergers since the elections of 2018, and the local share of the councils that decided on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from reformsim.arrays import Bools, Floats
from reformsim.behaviour import Behaviour
from reformsim.estimation.choices import everything
from reformsim.estimation.command import record_of
from reformsim.estimation.councils.effect import Cases, Effect, LeftOut, fit_effect, left_out
from reformsim.estimation.fit import chances
from reformsim.estimation.fitness import auc, average_precision, pair_chances
from reformsim.estimation.protocol import HOME, trained
from reformsim.estimation.record import Moment, moments
from reformsim.model.councils.parties import USUAL_LOCAL
from reformsim.model.mergers.search import chance
from reformsim.territory import MapEvent, Territory
from reformsim.territory.seats import LOCAL, votes_of

TRAINED, FIRST, LAST = 2018, 2020, 2027
"""The rule knows mergers up to the first; those that took effect from 2020 on were decided by councils of 2018
or later. Of the mergers of 2019 the councils were of 2014, and most of their members held no election in March 2018."""
DECIDED = 2
"""Years before it takes effect in which a merger is decided on, in principle."""
ANNOUNCED = MapEvent(2027, "GM1696", "GM0402", "Hilversum", 1.0, "absorb")
"""Wijdemeren into Hilversum: the bill of November 2025, whose adoption was not checked."""


@dataclass(frozen=True, slots=True)
class OnMergers:
    """The estimate on mergers, and what it adds.

    Attributes
    ----------
    scores
        AUC and average precision of pairs of neighbours, without parties and with them, each year by all others.
    expected
        Local share of coalitions that came about, and of all by their chance.
    """

    effect: Effect
    left: LeftOut
    scores: dict[str, tuple[float, float]]
    expected: tuple[float, float]


def record() -> Territory:
    """The Dutch record with the merger that is announced for its next year."""
    land = record_of(HOME, 2004)
    return replace(land, events=(*land.events, ANNOUNCED), events_until=LAST, hash="")


def on_mergers(behaviour: Behaviour) -> OnMergers:
    """Estimate what the local share of councils does to their mergers, given the rule as trained to 2018."""
    parts, seen = [], []
    values = trained(TRAINED, behaviour)
    for moment, done, share, known in _years(behaviour, values):
        logit = np.log(done) - np.log1p(-done)
        year = np.full(len(done), moment.year)
        parts.append(Cases(year, logit, share, moment.event).take(known))
        seen.append((moment, logit, np.where(known, share, 0.0)))
    of = Cases.join(parts)
    left = left_out(of)
    truth, pairs = [], {"before": list[Floats](), "after": list[Floats]()}
    for moment, logit, share in seen:
        without, by = left.before[moment.year], left.after[moment.year]
        for name, value in (("before", logit + without.level), ("after", logit + by.level + by.value * share)):
            found, happened = pair_chances(moment, chance(value))
            pairs[name].append(found)
        truth.append(happened)
    happened = np.concatenate(truth)
    all_pairs = {name: np.concatenate(found) for name, found in pairs.items()}
    scores = {
        name: (auc(happened, of_them), average_precision(happened, of_them)) for name, of_them in all_pairs.items()
    }
    p = chance(of.known)
    expected = float(of.share[of.happened].mean()) + USUAL_LOCAL, float(p @ of.share / p.sum()) + USUAL_LOCAL
    return OnMergers(fit_effect(of), left, scores, expected)


def _years(behaviour: Behaviour, values: dict[str, float]) -> Iterator[tuple[Moment, Floats, Floats, Bools]]:
    """By year: chances by the rule, mean local share of the members less the usual one, and whether all are known."""
    land = record()
    for moment in moments(land, FIRST, LAST, behaviour["merger.recent_years"]):
        local, there = local_shares(land, moment, date(moment.year - DECIDED, 12, 31))
        members = moment.candidates.members
        inside = members >= 0
        share = np.where(inside, local[members], 0.0).sum(axis=1) / moment.candidates.size - USUAL_LOCAL
        known: Bools = np.asarray((there[members] | ~inside).all(axis=1))
        yield moment, chances(everything(moment), values, behaviour), np.asarray(share, np.float64), known


def local_shares(land: Territory, moment: Moment, day: date) -> tuple[Floats, Bools]:
    """Local share of the seats of councils in office on a day, (R,), and whether it is known of all their units."""
    voted, rows = votes_of(land, day), len(moment.around.population)
    votes = voted.per_inhabitant * land.population
    total = np.bincount(moment.owner, weights=votes, minlength=rows)
    local = np.bincount(moment.owner, weights=votes * voted.mix[:, LOCAL], minlength=rows)
    unknown = np.bincount(moment.owner, weights=~voted.known, minlength=rows)
    return local / np.maximum(total, 1e-12), (unknown == 0) & (total > 0)
