"""``why``: what an actor could do in a year of a run, what it chose, and by which terms."""

from typing import Annotated

import typer

from reformsim.cli.console import say
from reformsim.cli.language import spoken
from reformsim.cli.running import AllowCode, Settings, read


def why(
    actor: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="Code or name of a municipality, province or water board, or a body's number."
        ),
    ],
    year: Annotated[int, typer.Option("--year", "-y", help="The year, within the scenario's horizon.")],
    scenario: Annotated[
        str | None,
        typer.Argument(
            metavar="SCENARIO", help="Name or file; baseline-2026, or one that begins earlier, if left out."
        ),
    ] = None,
    replicate: Annotated[int, typer.Option("--replicate", "-r", min=0, help="Which replicate, from 0.")] = 0,
    settings: Settings = None,
    allow_code: AllowCode = False,
) -> None:
    """Say why an actor did what it did in a year: what was open, with which chance, what the others said.

    The replicate is simulated with the default weights, up to that year; nothing is written.
    """
    from reformsim.model.faces.why import why as asked
    from reformsim.model.faces.why.telling import lines

    name = scenario or next(name for name, first in _BASELINES if year >= first)
    explained = asked(read(name, settings, allow_code), actor, year, replicate)
    for depth, text in lines(explained, "nl" if spoken().lang == "nl" else "en"):
        say(text, 2 * depth)


_BASELINES = (("baseline-2026", 2026), ("baseline-2018", 2018), ("baseline-2011", 0))
"""Scenarios without reforms, and from which year on each is taken."""
