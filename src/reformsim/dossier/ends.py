"""Where the data that a run goes by come to an end, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reformsim.errors import ReformsimError

if TYPE_CHECKING:
    from reformsim.report.words import Words
    from reformsim.scenario import Scenario


def run_out(scenario: Scenario, w: Words) -> tuple[str, ...]:
    """Say, a sentence each, what comes to an end before the last year; nothing where the territory is gone."""
    from reformsim.scenario.endings import endings

    def percent(share: float | None) -> str:
        return w.number(100 * (share or 0.0), 2)

    said = []
    try:
        found = endings(scenario)
    except ReformsimError:
        return ()
    for one in found:
        values = {"last": one.last, "rate": percent(one.rate), "low": percent(one.low), "high": percent(one.high)}
        key = f"{one.what}.range" if one.low is not None else one.what
        said.append(w(f"page.ends.{key}", **values))
    return tuple(said)
