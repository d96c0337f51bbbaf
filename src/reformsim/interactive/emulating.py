"""Polynomials that stand for the model between its draws, for sliders: those of the exploration, term by term."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from reformsim.arrays import Floats
from reformsim.interactive.both import Both
from reformsim.interactive.hanging import Hangings
from reformsim.report.words import Words, catalogue
from reformsim.scenario.assumptions import Assumptions

if TYPE_CHECKING:
    from reformsim.experiment.explore import Exploration
    from reformsim.experiment.explore.sampled import Sampled

MOST: Final = 8
"""Assumptions that have a slider."""

SKILL: Final = 0.9
"""Share of the variance that a polynomial must foresee on draws it has not seen, or else it does not answer."""

SHARES: Final = np.linspace(0.01, 0.99, 50)
"""Shares of the draws of which the value of an assumption is kept."""

RANGE: Final = (0.1, 0.9)
"""Between which the evidence has an assumption in 8 of 10 draws."""


def emulator(both: Both, hangings: Hangings) -> dict[str, Any] | None:
    """Give the polynomials of all effects in the last year, and the assumptions that they hang on most.

    Each is a constant and terms: a coefficient times Legendre polynomials of variance 1, each of the share of the draws
    in which an assumption is lower (:func:`reformsim.experiment.explore.surrogate.legendre`). What is expected when
    some assumptions are known is the sum of the terms in which no other takes part.

    Returns
    -------
    dict or None
        ``needed``, the skill from which on a polynomial answers; ``shares`` and ``parameters``: each with name, title,
        the value by share, its default, the range of the evidence and whether it is estimated from a record;
        ``worlds``: of every world but the first, by measure, ``skill``, ``constant`` and ``terms``. Nothing where the
        draws are too few.
    """
    exploration = hangings.exploration
    if exploration is None or hangings.why_none is not None:
        return None
    names = [one.name for one in both.matter.headlines]
    sampled = {
        run.name: {name: exploration.sampled(name, run.name) for name in names if (run.name, name) in exploration.told}
        for run in both.matter.others
    }
    chosen = _matter_most([one for by_name in sampled.values() for one in by_name.values()])
    if not chosen:
        return None
    worlds = [{name: _polynomial(one, chosen) for name, one in by_name.items()} for by_name in sampled.values()]
    parameters = [_parameter(both, hangings, exploration, at) for at in chosen]
    return {"needed": SKILL, "shares": SHARES.tolist(), "parameters": parameters, "worlds": worlds}


def _matter_most(sampled: list[Sampled]) -> list[int]:
    """Give the positions of the assumptions that move effects most, each effect weighing as much as it is foreseen."""
    total: Floats = np.zeros(0)
    for one in sampled:
        variance, skill = float(one.mean.var()), one.crossed.skill
        importance = one.surrogate.importance(len(one.factors.names))
        total = total if len(total) else np.zeros(len(importance))
        if variance > 0.0 and skill > 0.0:
            total = total + skill * importance / variance
    order = np.argsort(-total, kind="stable")[:MOST]
    return [int(at) for at in order if total[at] > 0.0]


def _polynomial(one: Sampled, chosen: list[int]) -> dict[str, Any]:
    model, skill = one.surrogate, one.crossed.skill
    kept = model.within(chosen)
    terms = [
        [float(coefficient), [[chosen.index(factor), degree] for factor, degree in term]]
        for term, coefficient in zip(model.terms, model.coefficients, strict=True)
        if term in kept
    ]
    return {"skill": skill if math.isfinite(skill) else 0.0, "constant": model.constant, "terms": terms}


def _parameter(both: Both, hangings: Hangings, exploration: Exploration, at: int) -> dict[str, Any]:
    factors = exploration.factors
    name = factors.names[at]
    run = next(run for run in exploration.runs if name in Assumptions.of(run.scenario).names)
    ends = values_of(Assumptions.of(run.scenario), name, np.array([*RANGE, 0.5]))
    return {
        "name": name,
        "title": both.say(lambda matter: hangings.of(matter).named(name)),
        "unit": both.say(lambda matter: _unit(matter.w, factors.units[at])),
        "estimated": factors.sources[at] == "estimated",
        "values": values_of(Assumptions.of(run.scenario), name, SHARES).tolist(),
        "range": [float(ends[0]), float(ends[1])],
        "default": float(ends[2]),
    }


def _unit(w: Words, unit: str) -> str:
    """Give the unit of an assumption; in Dutch where the catalogue has it, for the table of weights is in English."""
    word = w.unit(unit)
    return word if w.lang == "en" or f"units.{unit}" in catalogue() else ""


def values_of(unknown: Assumptions, name: str, shares: Floats) -> Floats:
    """Give the values of an assumption at shares of its draws, (n,), the others in the middle of theirs."""
    unit = np.full((len(shares), len(unknown.names)), 0.5)
    unit[:, unknown.names.index(name)] = shares
    return unknown.from_unit(unit)[:, unknown.names.index(name)]
