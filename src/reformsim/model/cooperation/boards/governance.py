"""Who decides in a cooperation body: votes by legal form, and how many of them a decision takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

import numpy as np
import yaml

from reformsim.arrays import Bools, Floats, Ints
from reformsim.world.bodies import PRIVATE_FORMS, Bodies

Question = Literal["admit", "change", "end", "budget"]
"""What a vote is about: a newcomer, a further task or a merger, the end of the body, contributions."""
Weighing = Literal["equal", "inhabitants", "centre"]
Consent = Literal["all", "two_thirds", "majority"]
USUAL = "openbaar_lichaam"
"""The form whose rules hold where a form has none of its own (bodies by statute, of other countries)."""
CONSENTS: tuple[Consent, ...] = ("all", "two_thirds", "majority")
WIDTHS = (4, 8, 16, 32, 64, np.iinfo(np.int64).max)
"""Questions with as many votes at most are counted together."""
STEP = 20_000
"""Inhabitants of one vote where votes are weighed (assumption)."""


@dataclass(frozen=True, slots=True)
class Governance:
    """How a body of one legal form decides, as ``governance.yaml`` says."""

    organ: str
    organ_nl: str
    votes: Weighing
    admit: Consent
    change: Consent
    end: Consent
    budget: Consent
    article: str

    def consent(self, question: Question) -> Consent:
        """What a decision takes."""
        found: Consent = getattr(self, question)
        return found

    def weighing(self, question: Question) -> Weighing:
        """How votes count: participants have one each where the arrangement itself changes, but for a centre."""
        return self.votes if question == "budget" or self.votes == "centre" else "equal"


@lru_cache(maxsize=1)
def governance_table() -> Mapping[str, Governance]:
    """The table, by legal form."""
    read = yaml.safe_load((files(__package__) / "governance.yaml").read_text("utf-8"))
    return MappingProxyType({form: Governance(**entry) for form, entry in read.items()})


def governance_of(form: str) -> Governance:
    """How bodies of a legal form decide."""
    table = governance_table()
    return table["private"] if form in PRIVATE_FORMS else table.get(form, table[USUAL])


def votes_of(weighing: Weighing, people: Ints, sizes: Ints) -> Ints:
    """Votes of the members of some bodies, (n,): whole numbers, none below 0 and some of each body above it.

    Parameters
    ----------
    people : (n,) int64
        Inhabitants of the members, body by body.
    sizes : (m,) int64
        Members of each body; none where the last have left this year.
    """
    sizes = sizes[sizes > 0]
    if weighing == "equal" or not len(people):
        return np.ones(len(people), np.int64)
    start = sizes.cumsum() - sizes
    most = (people == np.maximum.reduceat(people, start).repeat(sizes)).nonzero()[0]
    largest = most[most.searchsorted(start)]  # Of members with as many inhabitants the first.
    if weighing == "centre":
        votes = np.zeros(len(people), np.int64)
        votes[largest] = 1
        return votes
    votes = 1 + (np.maximum(people.astype(np.int64), 1) - 1) // STEP
    others = np.add.reduceat(votes, start) - votes[largest]
    votes[largest] = np.maximum(np.minimum(votes[largest], others), 1)
    return votes


def needed(consent: Consent, total: Ints) -> Ints:
    """Fewest votes by which a decision passes, shape of ``total``, the votes that there are."""
    if consent == "all":
        return total.copy()
    return total // 2 + 1 if consent == "majority" else -(-2 * total // 3)


@dataclass(frozen=True, slots=True)
class Boards:
    """Who votes on some questions, each put to one body.

    With n votes in all:

    Attributes
    ----------
    sizes : (m,) int64
        Members that each body has.
    row : (n,) int64
        Members, question by question.
    votes : (n,) int64
    needed : (m,) int64
        Votes that it takes.
    """

    sizes: Ints
    row: Ints
    votes: Ints
    needed: Ints

    @property
    def of(self) -> Ints:
        """Question that each vote is on, (n,)."""
        result: Ints = np.arange(len(self.sizes)).repeat(self.sizes)
        return result

    def total(self, value: Floats | Ints | Bools) -> Floats:
        """Sum over the members, by question, (m,)."""
        result: Floats = np.bincount(self.of, weights=value, minlength=len(self.sizes)).astype(float)
        return result

    def passes(self, yes: Bools) -> Bools:
        """Whether each question passes by the members' votes, (n,)."""
        result: Bools = self.total(self.votes * yes) >= self.needed
        return result

    def chance(self, yes: Floats) -> Floats:
        """Chance that each question passes, (m,), if members vote yes independently with chances (n,)."""
        result, total = np.zeros(len(self.sizes)), self.total(self.votes).astype(np.int64)
        start, low = self.sizes.cumsum() - self.sizes, -1
        for high in WIDTHS:
            some = ((total > low) & (total <= high)).nonzero()[0]
            low = high
            if len(some):
                result[some] = self._dealt(yes, some[np.argsort(-self.sizes[some], kind="stable")], start)[some]
        return result

    def _dealt(self, yes: Floats, some: Ints, start: Ints) -> Floats:
        """The same for some questions, those of most members first, (m,); 0 for the others."""
        sizes, need = self.sizes[some], self.needed[some]
        # What matters is how many votes there are up to those needed, which stand together in the last column.
        dealt = np.zeros((len(some), int(need.max()) + 1))
        dealt[:, 0] = 1.0
        column = np.arange(dealt.shape[1])
        for one in range(int(sizes[0])):
            many = int((sizes > one).sum())
            at = start[some[:many]] + one
            votes, chance = self.votes[at, None], yes[at, None]
            before = dealt[:many]
            if (votes == 1).all():
                after = before * (1.0 - chance)
                after[:, 1:] += before[:, :-1] * chance
                after[:, -1] += before[:, -1] * chance[:, 0]
            else:
                moved = np.take_along_axis(before, np.maximum(column - votes, 0), axis=1) * (column >= votes)
                past = np.where(column > column[-1] - votes, before, 0.0).sum(axis=1)
                after = before * (1.0 - chance) + moved * chance
                after[:, -1] += past * chance[:, 0]
            dealt[:many] = after
        result = np.zeros(len(self.sizes))
        result[some] = np.minimum((dealt * (column >= need[:, None])).sum(axis=1), 1.0)
        return result


def boards_of(bodies: Bodies, numbers: Ints, people: Ints, question: Question, *, weighed: bool = True) -> Boards:
    """Who votes on one question, put to some bodies (a body may stand several times).

    Parameters
    ----------
    numbers : (m,) int64
        Bodies.
    people : (R,) int64
        Inhabitants of all rows.
    weighed
        Whether the law lets votes count by inhabitants; without it members have one each, but for a centre.
    """
    sizes, place = bodies.seats(numbers)
    row = bodies.edge_row[place].astype(np.int64)
    rules = [governance_of(name) for name in bodies.form_names]
    form = bodies.form[numbers]
    votes = np.ones(len(row), np.int64)
    for weighing in ("centre", "inhabitants") if weighed else ("centre",):
        so = np.array([one.weighing(question) == weighing for one in rules], bool)[form]
        seats = so.repeat(sizes)
        votes[seats] = votes_of(weighing, people[row[seats]], sizes[so])
    total = np.bincount(np.arange(len(numbers)).repeat(sizes), weights=votes, minlength=len(numbers)).astype(np.int64)
    need = np.zeros(len(numbers), np.int64)
    for word in CONSENTS:
        mark = np.array([one.consent(question) == word for one in rules], bool)[form]
        need[mark] = needed(word, total[mark])
    return Boards(sizes, row, votes, need)
