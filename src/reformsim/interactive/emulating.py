"""Sliders in place of all assumptions, and the polynomials that answer when they are moved, as the page takes them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from reformsim.experiment.explore.fitted.emulator import ENOUGH, GRID, emulator
from reformsim.experiment.explore.unknowns import ESTIMATED
from reformsim.interactive.both import Both
from reformsim.interactive.hanging import Hangings
from reformsim.report.words import Words, catalogue

if TYPE_CHECKING:
    from reformsim.experiment.explore.fitted.emulator import Answer, Slider

RANGE: Final = (0.1, 0.9)
"""Shares of the draws between which the evidence has an assumption."""


def sliders(both: Both, hangings: Hangings) -> dict[str, Any] | None:
    """Give the sliders of an exploration and what answers when they are moved.

    Returns
    -------
    dict or None
        ``needed``, the skill from which on an answer is shown; ``shares``, and ``parameters``: each with name, title,
        unit, its values by share of the draws that have a lower one, its default, the range of the evidence, and
        whether it is estimated from a record; ``worlds``: of every world but the first, by measure, ``skill``, whether
        it ``answers``, ``constant`` and ``terms``, each a coefficient and pairs of a parameter and a degree. Nothing
        where the draws are too few.
    """
    if hangings.exploration is None or hangings.why_none is not None:
        return None
    found = emulator(hangings.exploration, [one.name for one in both.matter.headlines])
    if not found.sliders:
        return None
    names = [run.name for run in both.matter.others]
    worlds: dict[str, dict[str, Any]] = {name: {} for name in names}
    for one in found.answers:
        # What is the same in all draws has no skill, and nothing to answer.
        if one.scenario in worlds and math.isfinite(one.skill):
            worlds[one.scenario][one.indicator] = _answer(one)
    return {
        "needed": ENOUGH,
        "shares": np.linspace(0.0, 1.0, GRID).tolist(),
        "parameters": [_slider(both, hangings, one) for one in found.sliders],
        "worlds": [worlds[name] for name in names],
    }


def _slider(both: Both, hangings: Hangings, one: Slider) -> dict[str, Any]:
    low, high = np.interp(RANGE, np.linspace(0.0, 1.0, GRID), one.quantiles).tolist()
    return {
        "name": one.name,
        "title": both.say(lambda matter: hangings.of(matter).named(one.name)),
        "unit": both.say(lambda matter: _unit(matter.w, one.unit)),
        "estimated": one.source == ESTIMATED,
        "values": one.quantiles.tolist(),
        "range": [low, high],
        "default": one.usual,
    }


def _unit(w: Words, unit: str) -> str:
    """Give the unit of an assumption; in Dutch where the catalogue has it, for the table of weights is in English."""
    word = w.unit(unit)
    return word if w.lang == "en" or f"units.{unit}" in catalogue() else ""


def _answer(one: Answer) -> dict[str, Any]:
    terms = [
        [coefficient, [list(part) for part in term]]
        for term, coefficient in zip(one.terms, one.coefficients.tolist(), strict=True)
    ]
    return {"skill": one.skill, "answers": one.believed, "constant": one.constant, "terms": terms}
