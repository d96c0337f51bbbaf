"""What was checked of results, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reformsim.dossier.assurance.evidence import Facts
from reformsim.dossier.sections.made import same_model
from reformsim.hindcast.replay.compare import TOLERANCE
from reformsim.hindcast.replay.replayed import load_replayed
from reformsim.hindcast.standing import Beside, beside
from reformsim.report.page.html import Cell, Row

HOLDS, FAILS, OPEN = "holds", "fails", "open"

MARKS: Final = {HOLDS: "✓", FAILS: "✗", OPEN: "○"}
"""Signs of outcomes, which tell them apart without colour."""


def checked(facts: Facts) -> Iterator[Row]:
    """Give a row for each check: what, whether it holds, and the figures."""
    yield from _files(facts)
    yield from _replicates(facts)
    yield from _conserved(facts)
    yield from _history(facts)


def _files(facts: Facts) -> Iterator[Row]:
    w = facts.matter.w
    if facts.files is None:
        yield _row(facts, "files", OPEN, w("assurance.check.files.none"))
    else:
        yield _row(facts, "files", HOLDS, w("assurance.check.files.all", count=w.number(facts.files)))
    same = same_model(facts.matter)
    yield _row(facts, "version", HOLDS if same else FAILS, w(f"assurance.check.version.{'same' if same else 'other'}"))
    if facts.again:
        yield _row(facts, "again", HOLDS, w("assurance.check.again.same", count=w.number(facts.again)))
    else:
        yield _row(facts, "again", OPEN, w("assurance.check.again.none"))


def _replicates(facts: Facts) -> Iterator[Row]:
    matter, w = facts.matter, facts.matter.w
    done = min(run.replicates for run in matter.runs)
    failed = sum(len(run.failures) for run in matter.runs)
    whole = done >= matter.planned and not failed
    counts = {"done": w.number(done), "planned": w.number(matter.planned), "failed": w.number(failed)}
    yield _row(facts, "replicates", HOLDS if whole else FAILS, w("assurance.check.replicates.text", **counts))


def _conserved(facts: Facts) -> Iterator[Row]:
    w = facts.matter.w
    for one in facts.checks:
        text = w("assurance.check.cases", cases=w.number(one.cases), violated=w.number(one.violated))
        yield _row(facts, one.name, FAILS if one.violated else HOLDS, text)


def _history(facts: Facts) -> Iterator[Row]:
    w = facts.matter.w
    if not facts.home:
        yield _row(facts, "history", OPEN, w("assurance.use.abroad"))
        return
    outcomes = [one for one in load_replayed() if one.role == "outcome"]
    good = sum(one.miss <= TOLERANCE for one in outcomes)
    counts = {"good": w.number(good), "all": w.number(len(outcomes)), "share": f"{w.number(100 * TOLERANCE, 1)} %"}
    yield _row(facts, "history", HOLDS if good == len(outcomes) else FAILS, w("assurance.check.history.text", **counts))
    for name, one, measure, places in (
        ("count", facts.span, "count_crps", 1),
        ("pairs", facts.one_year, "pair_auc", 3),
    ):
        found = None if one is None else beside(one, measure)
        if found is not None and one is not None:
            about = {"first": one.first, "last": one.last, **_told(facts, found, places)}
            outcome = HOLDS if found.better else FAILS
            yield _row(facts, name, outcome, w(f"assurance.check.{name}.text", **about))


def _told(facts: Facts, found: Beside, places: int) -> dict[str, str]:
    w = facts.matter.w
    numbers = {"mine": w.number(found.mine, places), "best": w.number(found.best, places)}
    return {**numbers, "null": w(f"page.limits.null.{found.null}")}


def _row(facts: Facts, name: str, outcome: str, text: str) -> Row:
    w = facts.matter.w
    word = f"{MARKS[outcome]} {w(f'assurance.outcome.{outcome}')}"
    return Row(w(f"assurance.check.{name}"), (Cell(word), Cell(text)))
