"""What a caller may hand over for a scenario or a year: the thing itself, or the words for it."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from pathlib import Path
from typing import SupportsIndex

from reformsim.errors import RunError
from reformsim.scenario.check import load_scenario
from reformsim.scenario.schema import Scenario

GivenScenario = Scenario | str | Path
"""A scenario, the name of a shipped one (or several added up, ``a+b``), or the path of a file."""

GivenYear = SupportsIndex | str
"""A year as a whole number (of Python or NumPy) or in digits."""


def scenario_of(given: GivenScenario, allow_code: bool = False) -> Scenario:
    """Give the scenario that is meant.

    Parameters
    ----------
    given
        A scenario, or what :func:`load_scenario` takes.
    allow_code
        As for :func:`load_scenario`.

    Raises
    ------
    ScenarioError, UnknownNameError
        As :func:`load_scenario`.
    TypeError
        If it is neither.
    """
    if isinstance(given, Scenario):
        return given
    if isinstance(given, str | Path):
        return load_scenario(given, allow_code=allow_code)
    raise TypeError(f"expected a scenario, its name or the path of its file, not {given!r}")


def year_of(given: GivenYear) -> int:
    """Give the year that is meant; :class:`RunError` if it is none."""
    if isinstance(given, str) and given.isdecimal():
        return int(given)
    try:
        return operator.index(given)  # type: ignore[arg-type]  # a text of other characters is told below
    except TypeError:
        raise RunError(f"expected a year such as 2025, not {given!r}") from None


def years_of(given: GivenYear | Iterable[GivenYear] | None) -> tuple[int, ...]:
    """Give the years that are meant by one or several; none for ``None``. Raises as :func:`year_of`."""
    if given is None:
        return ()
    if isinstance(given, Iterable) and not isinstance(given, str):
        return tuple(year_of(one) for one in given)
    return (year_of(given),)
