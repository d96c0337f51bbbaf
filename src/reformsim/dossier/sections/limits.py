"""What the model cannot say, with the scores of its hindcasts beside those of null models."""

from __future__ import annotations

from collections.abc import Iterator

from reformsim.dossier.ends import run_out
from reformsim.dossier.hanging import why_none
from reformsim.dossier.sections.shared import Matter
from reformsim.hindcast.forecast import MEASURES
from reformsim.hindcast.kept import Kept, load_scores
from reformsim.hindcast.standing import beside, is_test
from reformsim.report.page.html import Block, Cell, Group, Listing, Paragraph, Row, Table

_POINTS = ("counterfactual", "ranges", "known", "assumed", "contested", "places", "values")
_MEASURES = (("count_crps", 2), ("merged_auc", 3), ("pair_auc", 3), ("pair_ap", 3))
"""Name and decimals."""


def limits(matter: Matter) -> Iterator[Block]:
    """Tell the limits, and how well the merger rule foretold what is known."""
    w = matter.w
    yield Listing(points(matter))
    groups = tuple(group for one in load_scores() if len(one.scores) > 1 and (group := _group(matter, one)).rows)
    if groups:
        heads = tuple(w(f"page.limits.{key}") for key in ("hindcast", "best", "model", "null"))
        yield Table(
            w(f"page.limits.scores{'.abroad' * _abroad(matter)}"),
            heads,
            groups,
            frozenset((2, 3)),
            w("page.limits.note"),
        )


def points(matter: Matter) -> tuple[Paragraph, ...]:
    """Give the limits, each with its head in bold (``words/limits.yaml``)."""
    w = matter.w
    fixed = len(set(matter.base.drawn)) == 1 < matter.base.replicates
    # Where another section says what assumptions do to the ranges, there is no need to tell of them.
    told = bool(matter.others) and not why_none(matter.runs, w)
    kinds = {"ranges": ".fixed" * fixed, **dict.fromkeys(("known", "assumed", "places"), ".abroad" * _abroad(matter))}
    found = [
        Paragraph(w(f"limits.{one}{kinds.get(one, '')}"), w(f"limits.{one}.head"))
        for one in _POINTS
        if not (told and one == "ranges")
    ]
    if "bodies_total" not in matter.subject.absent:
        found.insert(len(found) - 1, Paragraph(_bodies(matter), w("limits.bodies.head")))
    if ends := run_out(matter.base.scenario, w):
        found.append(Paragraph(" ".join(ends), w("page.ends.head")))
    return tuple(found)


def _abroad(matter: Matter) -> bool:
    return matter.country is not None and not matter.country.dutch


def _bodies(matter: Matter) -> str:
    """Say of the runs shown which cooperation bodies their first day has."""
    named: dict[str, list[str]] = {}
    for run in matter.runs:
        named.setdefault(run.scenario.bodies, []).append(run.name)
    return " ".join(matter.w(f"limits.bodies.{kind}", names=", ".join(names)) for kind, names in named.items())


def _group(matter: Matter, one: Kept) -> Group:
    w = matter.w
    rows = []
    for measure, places in _MEASURES:
        found = beside(one, measure)
        if found is None:
            continue
        ours, theirs = found.mine, found.best
        shown = [
            f"{w.number(value, places)}{' ✓' * won}"
            for value, won in ((ours, found.better), (theirs, theirs != ours and not found.better))
        ]
        cells = (
            Cell(w("page.limits.highest" if MEASURES[measure].better == "higher" else "page.limits.lowest")),
            Cell(shown[0]),
            Cell(shown[1], (w(f"page.limits.null.{found.null}"),)),
        )
        rows.append(Row(w(f"page.limits.measure.{measure}"), cells))
    return Group(
        tuple(rows),
        w(f"page.limits.{one.kind}", first=one.first, last=one.last),
        w("page.limits.cases" if is_test(one) else "page.limits.no_test", scenario=one.scenario),
    )
