"""What the model cannot say, with the scores of its hindcasts beside those of null models."""

from __future__ import annotations

from collections.abc import Iterator

from reformsim.dossier.ends import run_out
from reformsim.dossier.hanging import why_none
from reformsim.dossier.sections.shared import Matter
from reformsim.hindcast.kept import ONE_YEAR, Kept, load_scores
from reformsim.report.page.html import Block, Cell, Group, Listing, Paragraph, Row, Table

_POINTS = ("counterfactual", "ranges", "known", "assumed", "places", "values")
_MEASURES = (("count_crps", 2, False), ("merged_auc", 3, True), ("pair_auc", 3, True), ("pair_ap", 3, True))
"""Name, decimals, and whether high is best."""

_LEARNED_UNTIL = 2011
"""Last year whose recorded mergers shaped the weights of the merger rule."""


def limits(matter: Matter) -> Iterator[Block]:
    """Tell the limits, and how well the merger rule foretold what is known."""
    w = matter.w
    fixed = len(set(matter.base.drawn)) == 1 < matter.base.replicates
    # Where another section says what assumptions do to the ranges, there is no need to tell of them.
    told = bool(matter.others) and not why_none(matter.runs, w)
    abroad = matter.country is not None and not matter.country.dutch
    kinds = {"ranges": ".fixed" * fixed, **dict.fromkeys(("known", "assumed", "places"), ".abroad" * abroad)}
    texts = {one: w(f"page.limits.{one}{kinds.get(one, '')}") for one in _POINTS}
    points = [Paragraph(text, w(f"page.limits.{one}.head")) for one, text in texts.items()]
    if told:
        del points[_POINTS.index("ranges")]
    if "bodies_total" not in matter.subject.absent:
        points.insert(_POINTS.index("assumed") + 1 - told, Paragraph(_bodies(matter), w("page.limits.bodies.head")))
    if ends := run_out(matter.base.scenario, w):
        points.append(Paragraph(" ".join(ends), w("page.ends.head")))
    yield Listing(tuple(points))
    groups = tuple(group for one in load_scores() if len(one.scores) > 1 and (group := _group(matter, one)).rows)
    if groups:
        heads = tuple(w(f"page.limits.{key}") for key in ("hindcast", "best", "model", "null"))
        yield Table(
            w(f"page.limits.scores{'.abroad' * abroad}"), heads, groups, frozenset((2, 3)), w("page.limits.note")
        )


def _bodies(matter: Matter) -> str:
    """Say of the runs shown which cooperation bodies their first day has."""
    named: dict[str, list[str]] = {}
    for run in matter.runs:
        named.setdefault(run.scenario.bodies, []).append(run.name)
    return " ".join(matter.w(f"page.limits.bodies.{kind}", names=", ".join(names)) for kind, names in named.items())


def _group(matter: Matter, one: Kept) -> Group:
    w = matter.w
    mine, *nulls = one.scores
    rows = []
    for measure, places, high in _MEASURES:
        if any(measure not in found for found in one.scores.values()):
            continue
        best = (max if high else min)(nulls, key=lambda null: one.scores[null][measure])
        ours, theirs = one.scores[mine][measure], one.scores[best][measure]
        better = ours > theirs if high else ours < theirs
        shown = [
            f"{w.number(value, places)}{' ✓' * won}"
            for value, won in ((ours, better), (theirs, theirs != ours and not better))
        ]
        cells = (
            Cell(w("page.limits.highest" if high else "page.limits.lowest")),
            Cell(shown[0]),
            Cell(shown[1], (w(f"page.limits.null.{best}"),)),
        )
        rows.append(Row(w(f"page.limits.measure.{measure}"), cells))
    tested = one.first > _LEARNED_UNTIL if one.kind == ONE_YEAR else one.first >= _LEARNED_UNTIL
    return Group(
        tuple(rows),
        w(f"page.limits.{one.kind}", first=one.first, last=one.last),
        w("page.limits.cases" if tested else "page.limits.no_test", scenario=one.scenario),
    )
