"""``principles``: what a scenario can have checked every year."""

from typing import Annotated

import typer

from reformsim.cli.console import plain_table, say, show
from reformsim.cli.language import spoken
from reformsim.report.numbers import MISSING


def principles(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A principle; all are listed if left out.")] = None,
) -> None:
    """List the principles that a scenario can switch on, or show one with what violates it."""
    from reformsim.principles import PRINCIPLES, principle

    w = spoken()
    if name is None:
        rows = [
            (
                word,
                MISSING if p.threshold is None else w.plain(p.threshold.value),
                w(f"page.principles.what.{p.counts}"),
                w.pick(p.title_en, p.title_nl),
            )
            for word, p in PRINCIPLES.items()
        ]
        heads = [w(f"terminal.principles.{head}") for head in ("principle", "threshold", "counts")]
        show(plain_table((*heads, w("terminal.scenarios.title")), rows, right=(1,)))
        print("\n" + w("terminal.principles.more"))
        return
    one = principle(name)
    names = {"title": w.pick(one.title_en, one.title_nl), "other": w.pick(one.title_nl, one.title_en)}
    say(w("terminal.named", name=one.name, **names))
    items = ", ".join(map(str, one.items))
    say(w("terminal.principles.counted", what=w(f"page.principles.what.{one.counts}"), items=items))
    say(f"{w('terminal.label.meaning')}: {one.meaning}", 2)
    say(f"{w('terminal.label.source')}: {one.source}", 2)
    setting = "true"
    if (t := one.threshold) is not None:
        setting = f"{t.value:g}"
        unit = t.unit if w.lang == "en" else w(f"page.principles.unit.{t.unit}")
        ends = {"low": w.plain(t.low), "high": w.plain(t.high), "source": t.source}
        say(w("terminal.principles.limit", value=w.plain(t.value), unit=unit, **ends), 2)
    if one.enforced_by:
        say(w("terminal.principles.levers", names=", ".join(one.enforced_by)), 2)
    print(f"\n{w('terminal.principles.example')}\n\n  principles: {{{one.name}: {setting}}}")
