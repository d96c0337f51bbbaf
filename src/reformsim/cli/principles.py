"""``principles``: what a scenario can have checked every year."""

from typing import Annotated

import typer

from reformsim.cli.console import plain_table, say, show


def principles(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A principle; all are listed if left out.")] = None,
) -> None:
    """List the principles that a scenario can switch on, or show one with what violates it."""
    from reformsim.principles import PRINCIPLES, principle

    if name is None:
        rows = [
            (word, "-" if p.threshold is None else f"{p.threshold.value:g}", p.counts, p.title_en)
            for word, p in PRINCIPLES.items()
        ]
        show(plain_table(("Principle", "Threshold", "Counts", "Title"), rows, right=(1,)))
        print("\nreformsim principles NAME shows the meaning and source of one.")
        return
    one = principle(name)
    say(f"{one.name}: {one.title_en} ({one.title_nl})")
    say(f"counts {one.counts}; items {', '.join(map(str, one.items))} of the note's inventory")
    say(f"meaning: {one.meaning}", 2)
    say(f"source: {one.source}", 2)
    setting = "true"
    if (t := one.threshold) is not None:
        setting = f"{t.value:g}"
        say(f"threshold: {t.value:g} {t.unit}, between {t.low:g} and {t.high:g} ({t.source})", 2)
    if one.enforced_by:
        say(f"brought closer by the levers: {', '.join(one.enforced_by)}", 2)
    print(f"\nExample, in a scenario:\n\n  principles: {{{one.name}: {setting}}}")
