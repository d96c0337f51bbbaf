"""What one can choose on the page: one of some scenarios, or which parts of a package work."""

from __future__ import annotations

from typing import Any

from reformsim.interactive.both import Both


def packages(both: Both) -> dict[str, Any]:
    """Give the worlds that were simulated, each with its title and colour, as scenarios to choose from."""
    matter = both.matter
    worlds = [
        {
            "name": run.name,
            "title": both.say(lambda one, at=at: one.title(one.runs[at])),  # type: ignore[misc]
            "question": both.say(lambda one, at=at: one.w.own(one.runs[at].scenario, "question")),  # type: ignore[misc]
            "colour": matter.colour(at),
        }
        for at, run in enumerate(matter.runs)
    ]
    return {"kind": "scenarios", "players": [], "worlds": worlds}
