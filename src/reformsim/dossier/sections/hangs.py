"""What the effects hang on: over the draws that a comparison has anyway, in words and as a tornado."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reformsim.dossier.sections.shared import Matter
from reformsim.report.page.drawn import Drawn
from reformsim.report.page.html import Block, Heading, Listing, Notice, Paragraph, Shown
from reformsim.report.page.picture import Picture

if TYPE_CHECKING:
    from reformsim.experiment.explore import Exploration
    from reformsim.report.figures.tornado import Tornado

MOST_BARS = 4
MOST_EFFECTS = 8


def hangs(matter: Matter) -> Iterator[Block]:
    """Say of every headline effect its range, what it hangs on, and where its sign turns when a reform is better."""
    from reformsim.experiment.compared import Comparison
    from reformsim.experiment.explore.telling import effects, studies
    from reformsim.experiment.verdict import explored

    if not matter.others:
        return
    found: Exploration | None = explored(matter.results) if isinstance(matter.results, Comparison) else None
    if found is None:
        yield Notice(matter.w("page.hangs.none"))
        return
    told = found.only("headline")
    yield Paragraph(matter.w("page.hangs.method", draws=matter.w.number(len(set(matter.drawn)))))
    for at, run in enumerate(matter.others, start=1):
        if len(matter.others) > 1:
            yield Heading(matter.title(run), run.name, matter.colour(at))
        picture = _picture(matter, told, run.name)
        if picture is not None:
            yield Shown(Drawn(picture))
        yield Listing(tuple(Paragraph(text, head) for head, text in effects(told, run.name, matter.w)))
    yield Heading(matter.w("page.hangs.studies"))
    yield Listing(tuple(Paragraph(line) for line in studies(told, matter.w)))


def _picture(matter: Matter, told: Exploration, scenario: str) -> Picture | None:
    """Draw the assumptions that are seen to move each effect; nothing where none is."""
    from reformsim.report.figures.tornado import tornado_figure

    found = [one for name in told.effects_of(scenario) if (one := _tornado(matter, told, scenario, name)) is not None]
    if not found:
        return None
    w = matter.w
    found = found[:MOST_EFFECTS]
    title = w("page.hangs.title", name=scenario, year=matter.last)
    figure = tornado_figure(title, w("page.hangs.below"), found, source=matter.subject.source, w=w)
    first = "; ".join(w("page.hangs.each", effect=one.title, what=one.bars[0].label) for one in found)
    at = next(at for at, run in enumerate(matter.runs) if run.name == scenario)
    return Picture(f"hangs-{at}", title, figure, w("page.hangs.alt", each=first))


def _tornado(matter: Matter, told: Exploration, scenario: str, indicator: str) -> Tornado | None:
    from reformsim.measures import MEASURES
    from reformsim.report.figures.tornado import Bar, Tornado

    table = told.tornado(indicator, scenario)
    one, rows = MEASURES[indicator], table[table["seen"]].head(MOST_BARS).to_dict("records")
    if not rows:
        return None
    bars = []
    for row in rows:
        label = matter.w.weight(str(row["parameter"])).partition(" (")[0]
        low, high = ((float(row[f"{end}_from"]), float(row[f"{end}_to"])) for end in ("at_low", "at_high"))
        bars.append(Bar(label, float(row["at_low"]), float(row["at_high"]), low, high))
    return Tornado(f"{matter.named(one)} ({matter.w.unit(one.unit)})", float(table.attrs["mean"]), tuple(bars))
