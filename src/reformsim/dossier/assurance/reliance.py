"""Who may rely on results for what: each answer follows from a score, a miss, a verdict or a rating."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from reformsim.dossier.assurance.evidence import Evidence, Facts
from reformsim.dossier.assurance.rating import LOW, MEDIUM, MISSED_TO
from reformsim.dossier.sections.shared import listed
from reformsim.dossier.sections.weighed import PROMISES
from reformsim.experiment.verdict import PUT_IN, ROBUST
from reformsim.hindcast.standing import beside
from reformsim.hindcast.tables import AIMED_AUC, AIMED_YEARS

YES, CARE, NO = "yes", "care", "no"

EXACT: Final = 0.5
"""Municipalities by which a number may be off and still be called exact."""

HALF: Final = 0.5
RANKED: Final = 0.75
"""Chance that a pair that merged is ranked above one that did not, from which on an order says something."""

FAIR: Final = (LOW, MEDIUM)
"""Ratings with which a size may be told."""

MONEY: Final = ("administrators_cost", "merger_cost", "spending_per_inhabitant")


@dataclass(frozen=True, slots=True)
class Use:
    """Something that results may be used for.

    Attributes
    ----------
    name
        Under which its words stand.
    answer
        'yes', 'care' or 'no'.
    why
        The fact that the answer follows from, in words.
    """

    name: str
    answer: str
    why: str


def uses(facts: Facts) -> tuple[Use, ...]:
    """Give the uses that these results can be asked about, each with its answer."""
    asked: tuple[Callable[[Facts], Iterator[Use]], ...] = (_offices, _order, _size, _money)
    if any(run.scenario.mergers != "replay" for run in facts.matter.runs):
        asked = (*asked, _number, _year, _ranking, _who)
    return tuple(use for ask in asked for use in ask(facts))


def _offices(facts: Facts) -> Iterator[Use]:
    found = facts.of(facts.compared[0], "councillors")
    if found is None:
        return
    w = facts.matter.w
    if found.miss is None:
        yield Use("offices", CARE, w("assurance.use.offices.unknown"))
        return
    low, medium, _ = MISSED_TO
    miss = found.miss
    answer = YES if miss.share <= low else CARE if miss.share <= medium else NO
    yield Use("offices", answer, w("assurance.use.offices.why", **missed(facts, found)))


def _order(facts: Facts) -> Iterator[Use]:
    matter, said, sure = facts.matter, [], []
    for at in range(1, len(matter.runs)):
        leads = leading(facts, at)
        told = [(promise, one.found.verdict) for promise, one in leads.items()]
        sure += [verdict in (ROBUST, PUT_IN) for _, verdict in told]
        words = "; ".join(f"{matter.w(f'assurance.promise.{promise}')}: {_verdict(facts, v)}" for promise, v in told)
        said.append(_of(facts, at, words))
    if sure:
        yield Use("order", _all(sure), ". ".join(said))


def _size(facts: Facts) -> Iterator[Use]:
    matter, fair, every = facts.matter, {}, 0
    for at in range(1, len(matter.runs)):
        levels = _levels(facts, facts.evidence(at))
        every += len(levels)
        if names := [title for title, level in levels.items() if level in FAIR]:
            fair[at] = names
    if not every:
        return
    named = "; ".join(_of(facts, at, listed(names)) for at, names in fair.items())
    about = {"names": named, "count": matter.w.number(sum(map(len, fair.values()))), "all": matter.w.number(every)}
    key = "why" if fair else "none"
    yield Use("size", CARE if fair else NO, matter.w(f"assurance.use.size.{key}", **about))


def _money(facts: Facts) -> Iterator[Use]:
    matter, said, fair = facts.matter, [], False
    for at in range(1, len(matter.runs)):
        levels = _levels(facts, (one for name in MONEY if (one := facts.of(at, name)) is not None))
        fair = fair or any(level in FAIR for level in levels.values())
        if levels:
            words = listed([f"{title}: {matter.w(f'assurance.level.{level}')}" for title, level in levels.items()])
            said.append(_of(facts, at, words))
    if said:
        yield Use("money", CARE if fair else NO, ". ".join(said))


def _number(facts: Facts) -> Iterator[Use]:
    if not facts.home:
        yield Use("number", NO, facts.matter.w("assurance.use.abroad"))
        return
    found, one = facts.scored("count_crps"), facts.span
    if found is None or one is None:
        return
    w, years = facts.matter.w, one.last - one.first
    held = one.scores[next(iter(one.scores))]["count_in_band"]
    reached = held >= math.ceil(AIMED_YEARS * years)
    answer = YES if found.better and reached else CARE if found.better or held >= HALF * years else NO
    about = {"first": one.first, "last": one.last, "held": w.number(held), "years": w.number(years)}
    yield Use("number", answer, w("assurance.use.number.why", **about, **_scores(facts, found.mine, found.best, 1)))


def _year(facts: Facts) -> Iterator[Use]:
    found = facts.scored("fewer_crps")
    if found is not None and facts.home:
        answer = YES if found.mine <= EXACT else NO
        yield Use("year", answer, facts.matter.w("assurance.use.year.why", **_scores(facts, found.mine, found.best, 1)))


def _ranking(facts: Facts) -> Iterator[Use]:
    one = facts.one_year
    found = None if one is None else beside(one, "pair_auc")
    if found is None or one is None or not facts.home:
        return
    answer = YES if found.better and found.mine >= AIMED_AUC else CARE if found.mine >= RANKED else NO
    about = {"first": one.first, "last": one.last, **_scores(facts, found.mine, found.best, 2)}
    yield Use("ranking", answer, facts.matter.w("assurance.use.ranking.why", **about))


def _who(facts: Facts) -> Iterator[Use]:
    one = facts.span
    if one is None or not facts.home:
        return
    hits = one.scores[next(iter(one.scores))]["coalition_hits"]
    answer = YES if hits >= HALF else NO
    yield Use("who", answer, facts.matter.w("assurance.use.who.why", share=facts.matter.w.share(hits)))


def leading(facts: Facts, at: int) -> dict[str, Evidence]:
    """Give the evidence of the measure that decides each promise, of those that the results have."""
    found = {promise: facts.of(at, names[0]) for promise, names in PROMISES.items()}
    return {promise: one for promise, one in found.items() if one is not None}


def missed(facts: Facts, one: Evidence) -> dict[str, object]:
    """Give the words of a miss in history."""
    assert one.miss is not None
    w, miss = facts.matter.w, one.miss
    share = f"{w.number(100 * miss.share, 1)} %"
    return {"miss": share, "figures": w.number(miss.figures), "first": miss.first, "last": miss.last}


def _scores(facts: Facts, mine: float, best: float, places: int) -> dict[str, str]:
    return {"mine": facts.matter.w.number(mine, places), "best": facts.matter.w.number(best, places)}


def _levels(facts: Facts, found: Iterable[Evidence]) -> dict[str, str]:
    """Give the ratings by title of the measure; what does not move has none."""
    return {facts.matter.subject.title(one.found.name): one.rating.level for one in found if one.rating is not None}


def _verdict(facts: Facts, verdict: str) -> str:
    return facts.matter.w(f"page.verdict.{verdict}") if verdict else facts.matter.w("assurance.few")


def _of(facts: Facts, at: int, words: str) -> str:
    """Put the name of a scenario before what is said of it, where several are compared with the first."""
    return f"{facts.matter.runs[at].name}: {words}" if len(facts.matter.others) > 1 else words


def _all(sure: list[bool]) -> str:
    return YES if all(sure) else CARE if any(sure) else NO
