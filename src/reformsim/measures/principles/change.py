"""Principles on how governments act and change: deciding in time, mergers, norms, and the pace and reach of reforms."""

from __future__ import annotations

from collections.abc import Iterator

from reformsim.history import Event
from reformsim.measures.decisions.issues import issues
from reformsim.measures.principles.kind import Check, Found, Violation, listed, municipalities_where
from reformsim.measures.view.snapshots import Snapshots
from reformsim.measures.view.stack import Floats


def of_this_year(s: Snapshots, at: int, kind: str) -> Iterator[Event]:
    """Events of a kind in the year of a snapshot, in order."""
    shot = s.shots[at]
    return (e for e in s.runs[s.run[at]].events[slice(*shot.events)] if e.kind == kind and e.year == shot.year)


def no_mass_merging(s: Snapshots, share: Floats) -> Found:
    """The mergers of this year, where they take in more than ``share`` of the municipalities of the year before."""

    def violations(at: int) -> Iterator[Violation]:
        mergers = list(of_this_year(s, at, "merger"))
        merged = sum(len(event.members) for event in mergers)
        before = int(s.count[max(at - 1, s.first[at])])
        if merged > share[at] * before:
            words = f"{merged} of {before} municipalities merged this year"
            yield from (Violation(event.subject, event.subject, event.members, words) for event in mergers)

    return listed(s, violations)


def no_size_norm(s: Snapshots, _: Floats) -> Found:
    """The minimum size of municipalities, if one is in force."""

    def violations(at: int) -> Iterator[Violation]:
        norm = s.shots[at].rules["merger.minimum_inhabitants"]
        if norm is not None:
            words = f"{norm:,} inhabitants" if isinstance(norm, int) else f"inhabitants: {norm}"
            yield Violation("norm", "merger.minimum_inhabitants", (), words)

    return listed(s, violations)


def open_household(s: Snapshots, _: Floats) -> Found:
    """The provinces, where their household is closed."""

    def violations(at: int) -> Iterator[Violation]:
        if s.shots[at].rules["profiles.closed_household"]:
            p = s.shots[at].provinces
            codes = (code for row, code in enumerate(p.codes) if p.alive[row])
            yield from (Violation(code, code, (), "no say outside the provincial profile") for code in codes)

    return listed(s, violations)


def timely(s: Snapshots, share: Floats) -> Found:
    """Municipalities in which less than ``share`` of the issues is decided within the deadline."""
    in_time, weeks = issues(s).in_time, s.rule_number("principles.deadline_weeks")

    def words(i: int) -> str:
        return f"{in_time[i]:.0%} decided within {weeks[s.snap[i]]:g} weeks"

    return municipalities_where(s, in_time < s.each(share), words)


def gradual(s: Snapshots, most: Floats) -> Found:
    """The reforms that take effect this year, where they are more than ``most``."""

    def violations(at: int) -> Iterator[Violation]:
        year = s.shots[at].year
        now = [r for r in s.runs[s.run[at]].reforms if r.enacted is not None and r.enacted.year == year]
        if len(now) > most[at]:
            yield from (Violation(r.id, r.id, (), f"one of {len(now)} reforms in {year}") for r in now)

    return listed(s, violations)


def no_constitutional_change(s: Snapshots, _: Floats) -> Found:
    """Changes this year of tables of the law that stand in the Constitution."""

    def violations(at: int) -> Iterator[Violation]:
        law = s.shots[at].law
        for event in of_this_year(s, at, "law_changed"):
            articles = [e.article for e in law.table(event.subject).entries if e.article.startswith("Grondwet")]
            if articles:
                detail = f"{articles[0]} ({event.detail})"
                yield Violation(f"{event.subject} {event.detail}", event.subject, (), detail)

    return listed(s, violations)


CHECKS: dict[str, Check] = {
    "open_household": open_household,
    "timely": timely,
    "no_mass_merging": no_mass_merging,
    "no_size_norm": no_size_norm,
    "gradual": gradual,
    "no_constitutional_change": no_constitutional_change,
}
