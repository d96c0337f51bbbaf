"""``behaviour``: the weights of the model, and how sure they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from reformsim.cli.console import plain_table, say, show
from reformsim.cli.language import spoken

if TYPE_CHECKING:
    from reformsim.behaviour import Parameter


def behaviour(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="A weight, or the word before the point for its group; all if left out."),
    ] = None,
    markdown: Annotated[bool, typer.Option(help="The page docs/weights.md: what each rests on and moves.")] = False,
) -> None:
    """List the weights of behaviour with value, range and unit; show one, or a group, with meaning and source.

    No lever changes a weight: a scenario does, under `behaviour`, or --set of run and compare.
    """
    from reformsim.behaviour import load_behaviour
    from reformsim.errors import UnknownNameError

    if markdown:
        from reformsim.behaviour.page import weights_page

        print(weights_page(), end="")
        return
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
    print(spoken()("terminal.behaviour.scenario", setting=f"{{{one.name}: {one.value:g}}}"))
    print(spoken()("terminal.behaviour.run", setting=f"{one.name}={one.value:g}"))


def _list(weights: Iterable[Parameter]) -> None:
    w, listed = spoken(), list(weights)
    basis = {one.basis: w(f"terminal.basis.{one.basis}") for one in listed}
    rows = [
        (
            one.name,
            w.plain(float(f"{one.value:.4g}")),
            basis[one.basis][0],
            f"{w.plain(one.low)}..{w.plain(one.high)}",
            one.unit,
        )
        for one in listed
    ]
    heads = [w(f"terminal.behaviour.{head}") for head in ("weight", "value", "range", "unit")]
    show(plain_table((*heads[:2], "", *heads[2:]), rows, right=(1,)))
    counts = Counter(one.basis for one in listed)
    told = ", ".join(f"{basis[one][0]}: {basis[one]} ({count})" for one, count in counts.items())
    print()
    say(w("terminal.behaviour.count", count=len(rows), told=told))
    say(w("terminal.behaviour.more"))


def _detail(weight: Parameter) -> None:
    from reformsim.behaviour.moves import load_moves

    w = spoken()
    ends = {"low": w.plain(weight.low), "high": w.plain(weight.high)}
    say(w("terminal.behaviour.detail", name=weight.name, value=w.plain(weight.value), unit=weight.unit, **ends))
    if w.lang != "en" and weight.kind != "chosen":
        say(f"{w('terminal.label.title')}: {w.assumption(weight.name)}", 2)
    say(f"{w('terminal.label.meaning')}: {weight.meaning}", 2)
    say(w("terminal.behaviour.source", basis=w(f"terminal.basis.{weight.basis}"), source=weight.source), 2)
    moves = load_moves()[weight.name]
    told = {"indicators": ", ".join(moves.indicators), "lever": moves.lever or ""}
    say(w(f"terminal.behaviour.moves{'.lever' if moves.lever else ''}", **told), 2)
    if weight.neutral is not None:
        say(w("terminal.behaviour.neutral", value=w.plain(weight.neutral)), 2)
    if weight.kind == "chosen":
        say(w("terminal.behaviour.chosen"), 2)
    elif weight.kind == "assumed":
        drawn = {"low": w.plain(weight.distribution.low), "high": w.plain(weight.distribution.high)}
        say(w("terminal.behaviour.drawn", value=w.plain(weight.value), **drawn), 2)
    else:
        say(w("terminal.behaviour.jointly"), 2)
    if weight.items:
        say(w("terminal.behaviour.items", items=", ".join(map(str, weight.items))), 2)
    print()
