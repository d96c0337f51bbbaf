"""What is said of results that lack an indicator: how to get it, or what its name should be."""

from __future__ import annotations

from collections.abc import Collection

from reformsim.errors import RunError, UnknownNameError


def held(indicators: Collection[str], name: str, what: str = "indicator") -> None:
    """Refuse an indicator that results do not hold.

    Parameters
    ----------
    indicators
        Those they hold.
    name
        The one that is asked for.
    what
        What it is called.

    Raises
    ------
    RunError
        If it could have been measured; the message says how.
    UnknownNameError
        If there is none of that name.
    """
    from reformsim.measures import MEASURES

    if name in indicators:
        return
    if name in MEASURES:
        raise RunError(
            f"'{name}' was not measured in these results; simulate with --measures report,{name} (in Python "
            f"measures=['report', '{name}']), or measure what is there again: reformsim results DIR --measures {name} "
            f"(in Python measured_again('{name}'))"
        )
    raise UnknownNameError(what, name, {*indicators, *MEASURES})
