"""Principles on how governments act and change: deciding in time, mergers, norms, and the pace and reach of reforms."""

from __future__ import annotations

from collections.abc import Iterator

from reformsim.indicators.principles.kind import NOTHING, Check, Found, Violation, listed, municipalities_where
from reformsim.indicators.view import View
from reformsim.model.record import Event


def of_this_year(view: View, kind: str) -> Iterator[Event]:
    """Events of a kind in the year of the view, last first (the log is in order of years)."""
    for event in reversed(view.world.events):
        if event.year != view.state.year:
            return
        if event.kind == kind:
            yield event


def no_mass_merging(view: View, share: float) -> Found:
    """The mergers of this year, where they take in more than ``share`` of the municipalities of the year before."""
    mergers = list(of_this_year(view, "merger"))[::-1]
    merged = sum(len(event.members) for event in mergers)
    before = len(view.live) - len(mergers) + merged
    if merged <= share * before:
        return NOTHING
    words = f"{merged} of {before} municipalities merged this year"
    return listed(Violation(event.subject, event.subject, event.members, words) for event in mergers)


def no_size_norm(view: View, _: float) -> Found:
    """The minimum size of municipalities, if one is in force."""
    norm = view.world.rules["merger.minimum_inhabitants"]
    if norm is None:
        return NOTHING
    return listed([Violation("norm", "merger.minimum_inhabitants", (), f"{norm:,} inhabitants")])


def open_household(view: View, _: float) -> Found:
    """The provinces, where their household is closed."""
    if not view.world.rules["profiles.closed_household"]:
        return NOTHING
    p = view.state.provinces
    codes = [code for row, code in enumerate(p.codes) if p.alive[row]]
    return listed(Violation(code, code, (), "no say outside the provincial profile") for code in codes)


def timely(view: View, share: float) -> Found:
    """Municipalities in which less than ``share`` of the issues is decided within the deadline."""
    in_time, weeks = view.issues.in_time, view.world.rules["principles.deadline_weeks"]
    return municipalities_where(view, in_time < share, lambda i: f"{in_time[i]:.0%} decided within {weeks:g} weeks")


def gradual(view: View, most: float) -> Found:
    """The reforms that take effect this year, where they are more than ``most``."""
    year = view.state.year
    now = [r for r in view.world.reforms if r.enacted is not None and r.enacted.year == year]
    if len(now) <= most:
        return NOTHING
    return listed(Violation(r.id, r.id, (), f"one of {len(now)} reforms in {year}") for r in now)


def no_constitutional_change(view: View, _: float) -> Found:
    """Changes this year of tables of the law that stand in the Constitution."""
    law, found = view.world.law, []
    for event in of_this_year(view, "law_changed"):
        articles = [e.article for e in law.table(event.subject).entries if e.article.startswith("Grondwet")]
        if articles:
            detail = f"{articles[0]} ({event.detail})"
            found.append(Violation(f"{event.subject} {event.detail}", event.subject, (), detail))
    return listed(found[::-1])


CHECKS: dict[str, Check] = {
    "open_household": open_household,
    "timely": timely,
    "no_mass_merging": no_mass_merging,
    "no_size_norm": no_size_norm,
    "gradual": gradual,
    "no_constitutional_change": no_constitutional_change,
}
