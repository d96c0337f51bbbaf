"""``mechanisms``: decisions of actors that a scenario switches on or off."""

from typing import Annotated

import typer

from reformsim.cli.console import plain_table, say, show
from reformsim.cli.language import spoken


def mechanisms(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A mechanism; all are listed if left out.")] = None,
) -> None:
    """List the mechanisms that a scenario can switch, or show one with what it rests on and adds."""
    from reformsim.behaviour import load_behaviour, load_mechanisms, mechanism

    w = spoken()
    if name is None:
        rows = [
            (
                word,
                w(f"terminal.mechanisms.{'on' if one.default else 'off'}"),
                w(f"terminal.mechanisms.actor.{one.actor}"),
                w.pick(one.title, one.title_nl),
            )
            for word, one in load_mechanisms().items()
        ]
        heads = [w(f"terminal.mechanisms.{head}") for head in ("mechanism", "default", "actor")]
        show(plain_table((*heads, w("terminal.scenarios.title")), rows))
        print("\n" + w("terminal.mechanisms.more"))
        return
    one = mechanism(name)
    titles = {"title": w.pick(one.title, one.title_nl), "other": w.pick(one.title_nl, one.title)}
    say(w("terminal.named", name=one.name, **titles))
    say(f"{w('terminal.label.meaning')}: {one.meaning}", 2)
    say(w("terminal.mechanisms.rests", what=one.rests_on), 2)
    say(w("terminal.mechanisms.adds", what=one.adds), 2)
    if one.needs:
        say(w("terminal.mechanisms.needs", names=", ".join(one.needs)), 2)
    if weights := [weight for weight, its in load_behaviour().parameters.items() if its.mechanism == one.name]:
        say(w("terminal.mechanisms.weights", names=", ".join(weights)), 2)
    say(w(f"terminal.mechanisms.by.{'on' if one.default else 'off'}"), 2)
    print(f"\n{w('terminal.mechanisms.example')}\n\n  mechanisms: {{{one.name}: {str(not one.default).lower()}}}")
