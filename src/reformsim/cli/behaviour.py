"""``behaviour``: the weights of the model, and how sure they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from reformsim.cli.console import plain_table, say, show

if TYPE_CHECKING:
    from reformsim.behaviour import Parameter


def behaviour(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="A weight, or the word before the point for its group; all if left out."),
    ] = None,
) -> None:
    """List the weights of behaviour with value, range and unit; show one, or a group, with meaning and source.

    No lever changes a weight: a scenario does, under `behaviour`, or --set of run and compare.
    """
    from reformsim.behaviour import load_behaviour
    from reformsim.errors import UnknownNameError

    weights = load_behaviour().parameters
    if name is None:
        _list(weights.values())
        return
    chosen = [weight for weight in weights.values() if name in (weight.name, weight.name.split(".")[0])]
    if not chosen:
        raise UnknownNameError("behavioural parameter", name, weights)
    for weight in chosen:
        _detail(weight)
    one = chosen[0]
    print(f"In a scenario:  behaviour: {{{one.name}: {one.value:g}}}")
    print(f"For one run:    reformsim run SCENARIO --set {one.name}={one.value:g}")


def _list(weights: Iterable[Parameter]) -> None:
    listed = list(weights)
    rows = [(w.name, f"{w.value:g}", w.basis[0], f"{w.low:g}..{w.high:g}", w.unit) for w in listed]
    show(plain_table(("Weight", "Value", "", "Range", "Unit"), rows, right=(1,)))
    counts = Counter(weight.basis for weight in listed)
    told = ", ".join(f"{basis[0]}: {basis} ({count})" for basis, count in counts.items())
    print()
    say(f"{len(rows)} weights; {told}. No lever changes a weight; a scenario (`behaviour`) or --set does.")
    say("reformsim behaviour NAME shows the meaning and source of one, or of a group such as merger.")


def _detail(weight: Parameter) -> None:
    say(f"{weight.name}: {weight.value:g}, {weight.low:g} to {weight.high:g} [{weight.unit}]")
    say(f"meaning: {weight.meaning}", 2)
    say(f"source ({weight.basis}): {weight.source}", 2)
    if weight.neutral is not None:
        say(f"without effect at {weight.neutral:g}", 2)
    if weight.kind == "chosen":
        say("chosen by the analyst, never drawn", 2)
    elif weight.kind == "assumed":
        spread = weight.distribution
        say(f"drawn from {spread.low:g} to {spread.high:g}, half of the draws below {weight.value:g}", 2)
    else:
        say("drawn jointly with the other estimated weights", 2)
    if weight.items:
        say(f"items {', '.join(map(str, weight.items))} of the note's inventory", 2)
    print()
