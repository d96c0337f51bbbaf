"""Numbers of every world: the course of each measure, and its effect in the last year with what may be said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from reformsim.dossier.sections.screen import MARKS
from reformsim.dossier.sections.weighed import PRICE, PROMISES, times_told
from reformsim.experiment.verdict import VERDICTS
from reformsim.interactive.both import Both
from reformsim.interactive.packing import Packed, packed, packed_codes
from reformsim.report.numbers import COUNTED

if TYPE_CHECKING:
    from reformsim.dossier.sections.shared import Matter
    from reformsim.measures import Measure

COURSE: Final = ("median", "low", "high", "chance_low", "chance_high")
"""Statistics of a level in a year: median, 80 % of all draws, 80 % of chance alone."""

EFFECT: Final = ("difference", "low", "high", "chance_low", "chance_high", "same_sign")
"""Statistics of a difference with the first world in the last year."""

DECIMALS: Final = 3
"""Decimals kept beyond those that numbers of a measure are shown with."""


def measures(both: Both) -> list[dict[str, Any]]:
    """Give the main measures: their names, what they are in, and which way is better."""
    promised = {name: promise for promise, names in PROMISES.items() for name in names}
    return [
        {
            "name": one.name,
            "title": both.say(lambda matter, one=one: matter.named(one)),  # type: ignore[misc]
            "unit": both.say(lambda matter, one=one: unit_told(matter, one)),  # type: ignore[misc]
            "better": one.direction,
            "times": times_told(one.unit),
            "counted": one.unit in COUNTED,
            "promise": promised.get(one.name, ""),
            "price": one.name in PRICE,
        }
        for one in both.matter.headlines
    ]


def unit_told(matter: Matter, one: Measure) -> str:
    """Give what numbers of a measure are in, once they are multiplied to be told."""
    return matter.w("interactive.of_100") if one.unit == "share" else matter.unit(one)


def _decimals(matter: Matter, one: Measure) -> int:
    i = matter.headlines.index(one)
    ends = [float(matter.level(at, matter.last).median[i]) * times_told(one.unit) for at in range(len(matter.runs))]
    return matter.w.decimals(ends, one.unit)


def bands(both: Both) -> dict[str, Packed]:
    """Give by measure the statistics of :data:`COURSE`, (statistics, worlds, years)."""
    matter, found = both.matter, {}
    for one in matter.headlines:
        at = matter.base.indicators.index(one.name)
        numbers = [[getattr(run.level, name)[:, at] for run in matter.runs] for name in COURSE]
        found[one.name] = packed(np.array(numbers), _kept(matter, one))
    return found


def effects(both: Both) -> dict[str, Any]:
    """Give the effects in the last year: by measure numbers and verdicts of every world, and why each verdict is.

    Returns
    -------
    dict
        ``numbers``: by measure the statistics of :data:`EFFECT`, (statistics, worlds), nought for the first world;
        ``verdicts``: by measure a code for each world, 0 for none and else one more than a position in ``words``, of
        which ``marks`` are the signs;
        ``why``: by measure, for each world, positions of texts: what it depends on and what it rests on.
    """
    matter = both.matter
    changes = [matter.change(at, matter.last) for at in range(len(matter.runs))]
    numbers, verdicts, why = {}, {}, {}
    for i, one in enumerate(matter.headlines):
        told = [[getattr(change, name)[i] for change in changes] for name in EFFECT]
        numbers[one.name] = packed(np.array(told), _kept(matter, one))
        words = [matter.told(run.name, one.name).verdict for run in matter.runs]
        verdicts[one.name] = packed_codes([VERDICTS.index(word) + 1 if word else 0 for word in words])
        why[one.name] = both.places(lambda matter, name=one.name: [_why(matter, run.name, name) for run in matter.runs])  # type: ignore[misc]
    marks = [MARKS[word] for word in VERDICTS]
    return {"numbers": numbers, "verdicts": verdicts, "words": list(VERDICTS), "marks": marks, "why": why}


def _why(matter: Matter, scenario: str, name: str) -> tuple[str, str]:
    found = matter.told(scenario, name)
    on = matter.w.assumption(found.hangs_on) if found.hangs_on else ""
    return on, matter.origin(found.origin) if found.origin else ""


def _kept(matter: Matter, one: Measure) -> int:
    return _decimals(matter, one) + DECIMALS + (2 if one.unit == "share" else 0)
