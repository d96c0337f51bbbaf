"""The merger rule as it would have been estimated at the start of a forecast, knowing no later year.

A forecast from the past uses the latest of these files that knows nothing after its start; one from before the first
file uses the shipped estimate, which knows the years it is held against, and says so.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files

from reformsim.behaviour import load_behaviour
from reformsim.behaviour.estimates import Estimates, load_estimates

NONE_KNOWN = 1900.0
"""Value of ``merger.waves_until`` with which no wave is taken from the record."""


@lru_cache(maxsize=1)
def trained() -> dict[int, Estimates]:
    """Estimates by the last year that they know, ascending."""
    found = {}
    for file in sorted(files("reformsim.hindcast.trained").iterdir(), key=lambda one: one.name):
        if file.name.endswith(".yaml"):
            with as_file(file) as path:
                found[int(path.stem)] = load_estimates(path)
    return found


def knows(first: int) -> int | None:
    """Last year that the estimate of a forecast from a year knows; ``None``: the shipped one, of all years."""
    if first >= max(load_behaviour().waves):
        return None
    return max((year for year in trained() if year <= first), default=None)


def knows_later(first: int) -> bool:
    """Whether the estimate of a forecast from a year knows the very years that the forecast is held against.

    Examples
    --------
    >>> knows_later(2010), knows_later(2011)
    (True, False)
    """
    return first < min(trained())


def weights(first: int) -> dict[str, float]:
    """Weights of a forecast that starts on 1 January of a year; of a past one all waves are drawn.

    A weight of the merger rule that the years known then tell nothing of is nought.
    """
    if first >= max(load_behaviour().waves):
        return {}
    last = knows(first)
    own: dict[str, float] = {}
    if last is not None:
        rule = (name for name, one in load_behaviour().parameters.items() if one.kind == "estimated")
        own = {name: 0.0 for name in rule if name.startswith("merger.")}
        own |= {name: one.value for name, one in trained()[last].parameters.items()}
    return {**own, "merger.waves_until": NONE_KNOWN}
