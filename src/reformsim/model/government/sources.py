"""What of a reform is law, and what is the scenario's own figures: each part of it can take place without the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Literal

from reformsim.history.outcome import Reform
from reformsim.law import load_law
from reformsim.levers.changes import AmendLaw, Change, SetRule
from reformsim.levers.word import Values
from reformsim.model.rules import rule_table

Source = Literal["law", "figures"]

MONEY = "EUR"
"""Beginning of the unit of a statutory table that holds a sum of money."""


def parted(reforms: Iterable[Reform], which: str) -> tuple[Reform, ...]:
    """Give the reforms with the part of their changes that takes place.

    Parameters
    ----------
    which
        'whole', 'law' or 'figures', as a scenario's ``reforms`` says it.

    Returns
    -------
    tuple of Reform
        Without those of which nothing is left.
    """
    if which == "whole":
        return tuple(reforms)
    source: Source = "law" if which == "law" else "figures"
    found = []
    for one in reforms:
        changes = parts_of(one.changes, source)
        if changes or not one.changes:
            found.append(replace(one, changes=changes))
    return tuple(found)


def parts_of(changes: Iterable[Change], source: Source) -> tuple[Change, ...]:
    """Give what is left of changes of which the other part does not take place, in order."""
    return tuple(part for change in changes if (part := part_of(change, source)) is not None)


def part_of(change: Change, source: Source) -> Change | None:
    """Give the part of a change that comes from one source, ``None`` where there is none.

    Examples
    --------
    >>> from reformsim.levers.changes import MoveTask
    >>> part_of(MoveTask("youth_care", "gemeente", budget_factor=0.9), "figures").carrier is None
    True
    """
    if isinstance(change, AmendLaw | SetRule):
        return change if _source_of(change) == source else None
    if change.figures is None:
        return change if source == "figures" else None
    if source == "law":
        return _with(change, change.figures)
    if change.law is None or all(getattr(change, name) == value for name, value in change.figures.items()):
        return None
    return _with(change, change.law)


def _with(change: Any, values: Values) -> Change:
    """Give a word with other values of some fields, whichever word it is."""
    made: Change = replace(change, **values)
    return made


def _source_of(change: AmendLaw | SetRule) -> Source:
    """Source of what is set as a whole: a statutory table, or a rule of the world."""
    if isinstance(change, SetRule):
        # What no rule is goes with the law, so that carrying it out tells the mistake.
        return "figures" if rule_table().get(change.rule, {}).get("source") == "figures" else "law"
    return "figures" if load_law().table(change.table).unit.startswith(MONEY) else "law"
