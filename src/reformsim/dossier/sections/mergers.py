"""Mergers most often seen over the replicates, with their members."""

from __future__ import annotations

from collections.abc import Iterator

from reformsim.dossier.figures.mergers import mergers_seen
from reformsim.dossier.sections.shared import Matter
from reformsim.report.page.html import Block, Cell, Group, Notice, Row, Table


def mergers(matter: Matter) -> Iterator[Block]:
    """Give a table per scenario."""
    w, any_seen = matter.w, False
    for at, run in enumerate(matter.runs):
        rows = tuple(
            Row(
                " + ".join(seen.members),
                (Cell(seen.name), Cell(w.share(seen.share)), Cell(str(seen.middle), _span(seen.first, seen.last))),
                colour=matter.colour(at) if matter.others else "",
            )
            for seen in mergers_seen(run)
        )
        if rows:
            any_seen = True
            heads = tuple(w(f"page.mergers.{key}") for key in ("members", "name", "share", "year"))
            caption = w("page.mergers.caption", name=run.name, replicates=matter.replicates(run.replicates))
            yield Table(caption, heads, (Group(rows),), frozenset((2, 3)))
    if not any_seen:
        yield Notice(w("page.without.mergers"))


def _span(first: int, last: int) -> tuple[str, ...]:
    return () if first == last else (f"{first}\N{EN DASH}{last}",)
