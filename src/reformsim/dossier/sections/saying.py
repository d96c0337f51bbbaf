"""One sentence that a minister can read out, composed from the numbers and what may be said of them."""

from __future__ import annotations

import math
from typing import Final

from reformsim.dossier.sections.shared import Matter
from reformsim.dossier.sections.weighed import PROMISES, Weighed, weigh
from reformsim.experiment.verdict import DEPENDS, FEW, NONE, PUT_IN, ROBUST

PRICED: Final = ("budget_outside_council", "inhabitants_per_councillor")
"""Measures of the price that are read out, where they are sure."""


def sentence(matter: Matter, at: int) -> str:
    """Say what a scenario does to the three promises and at what price; empty where nothing may be said.

    Parameters
    ----------
    at
        Position of the run; 0 says how the levels of a run alone move.
    """
    w = matter.w
    if not at:
        return _course(matter)
    if len(matter.pairs) < FEW:
        return ""
    found = {promise: weigh(matter, at, names[0]) for promise, names in PROMISES.items()}
    clauses = [_clause(promise, one) for promise, one in found.items() if one is not None and one.verdict]
    if not clauses:
        return ""
    text = w("screen.say", scenario=matter.title(matter.runs[at]), year=matter.last, clauses="; ".join(clauses))
    paid = [
        amount("price", one)
        for name in PRICED
        if (one := weigh(matter, at, name)) is not None and one.verdict in (ROBUST, PUT_IN)
    ]
    return f"{text} {w('screen.say.price', clauses=w('screen.and').join(paid))}" if paid else text


def _clause(promise: str, one: Weighed) -> str:
    """Say what became of one promise."""
    w = one.w
    if one.verdict == DEPENDS:
        return w(f"screen.say.{promise}.depends", what=w.assumption(one.hangs_on))
    if one.verdict == NONE:
        return w(f"screen.say.{promise}.none")
    text = amount(promise, one)
    return f"{text}{w('screen.say.put_in')}" if one.verdict == PUT_IN else text


def amount(about: str, one: Weighed) -> str:
    """Say how much a promise, or an item of the price, changes."""
    way = "less" if one.change < 0 else "more"
    key = f"screen.say.{about}.{way}" if about != "price" else f"screen.say.price.{one.name}.{way}"
    return one.w(
        key,
        count=_rounded(one),
        start=one.number(one.without),
        end=one.number(one.with_it),
    )


def _rounded(one: Weighed) -> str:
    """Write the size of a change: in two digits from 100 on, for its range allows no more, else as it is told."""
    size = abs(one.change) * one.times
    if one.places or size < 100:
        return one.w.number(size, one.places)
    step = 10 ** (math.floor(math.log10(size)) - 1)
    return one.w.number(round(size / step) * step)


def _course(matter: Matter) -> str:
    """Say how the levels of a run alone move."""
    if matter.first == matter.last:
        return ""
    w, clauses = matter.w, []
    for promise, names in PROMISES.items():
        one = weigh(matter, 0, names[0])
        if one is not None:
            clauses.append(
                w(f"screen.say.{promise}.course", start=one.number(one.without), end=one.number(one.with_it))
            )
    title, years = matter.title(matter.base), {"first": matter.first, "last": matter.last}
    return w("screen.say.course", scenario=title, clauses="; ".join(clauses), **years) if clauses else ""
