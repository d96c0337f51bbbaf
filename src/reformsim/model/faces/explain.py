"""A merger explained: what a coalition was worth to each of its members when the councils decided.

Nothing here decides anything: the numbers are those of :mod:`reformsim.model.mergers.worth` and of the run's own
draws, taken apart. Values are on the logit scale: 0 is a chance of one half in a year, and a coalition starts a
procedure when the value plus what the year brings is above 0 for every member whose consent is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reformsim.arrays import Floats
from reformsim.errors import RunError
from reformsim.model.accounts import FINANCES_DECIDE
from reformsim.model.accounts.wealth import FINANCE_TERMS, wealth_now
from reformsim.model.faces.choices import draw, row_of, simulated
from reformsim.model.mergers import worth
from reformsim.model.mergers.coalitions import Candidates, coalition
from reformsim.model.mergers.waves import level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reformsim.behaviour import Behaviour
    from reformsim.model.model import ReformModel

TITLES = {
    "merger.constant": ("starting point: in a single year few neighbours merge", ""),
    "merger.size": ("members beyond two, who must all agree", "members"),
    "merger.small": ("how small the smallest is beside the median of the country", "0-1"),
    "merger.enclosed": ("their borders that run between them", "share"),
    "merger.unequal": ("share of the largest beyond an equal share", "share"),
    "merger.extent": ("largest distance between two town halls", "middle distances of neighbours"),
    "merger.large": ("inhabitants together above twice the median of the country", "logarithm"),
    "merger.province_border": ("across a provincial border", "1 = yes"),
    "merger.finance": ("merger grant less ten years of lost fixed sums", "100 EUR per inhabitant"),
    "merger.recent": ("a member merged a few years ago", "1 = yes"),
    "merger.cycle": ("it would take effect two years after council elections", "1 = yes"),
    "merger.wave": ("the wave of the year in which it would take effect", "logit"),
    "merger.shared_bodies": ("voluntary bodies they share, beyond what neighbours usually do", "share"),
    "merger.joint_service": ("pairs of them with one civil service", "share"),
    "merger.wealth_difference": ("own taxes of the richest over the poorest, beyond the usual", "logarithm"),
    "merger.weak_finance": ("members with weak solvency, beyond the usual", "share"),
    "merger.served": ("budget that other voluntary bodies carry out for it, beyond the usual", "share"),
}
"""What each weight of the merger rule is multiplied with, in plain words, and its unit."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a value: ``amount`` (in ``unit``) times the signed ``weight`` named ``name``."""

    name: str
    title: str
    unit: str
    amount: float
    weight: float

    @property
    def value(self) -> float:
        """What the part counts for, in logits."""
        return self.amount * self.weight


@dataclass(frozen=True, slots=True)
class Member:
    """What a merger was worth to one member.

    Attributes
    ----------
    code, name, inhabitants
        Of the municipality.
    parts
        What differs between members: how far bodies serve it already.
    shared
        What all members share, in logits.
    luck
        What the year brought this coalition, in logits.
    """

    code: str
    name: str
    inhabitants: int
    parts: tuple[Part, ...]
    shared: float
    luck: float

    @property
    def value(self) -> float:
        """Value before what the year brings, in logits."""
        return self.shared + sum(part.value for part in self.parts)

    @property
    def gains(self) -> float:
        """Value with what the year brings, in logits; it consents if this is above 0."""
        return self.value + self.luck

    @property
    def consents(self) -> bool:
        """Whether it gained from the merger in that year."""
        return self.gains > 0


@dataclass(frozen=True, slots=True)
class Explained:
    """A coalition as its members saw it when the councils decided.

    Attributes
    ----------
    year
        Of the decision.
    members
        In the order of the municipalities' rows.
    shared
        Parts of the value that all members share.
    taste
        How open these municipalities, and their pairs, are to merging; drawn once a run, in logits.
    policy
        What reforms add: support of the province, a minimum size, a policy for or against mergers; in logits.
    luck
        What the year brought this coalition (a mayor who leaves, a quarrel), in logits; drawn.
    chance
        Chance that the coalition starts a procedure in such a year.
    starts
        Whether the draw of the year was within that chance. Only where no rival takes a member away, and the rules
        in force allow the coalition, does a procedure follow.
    """

    year: int
    members: tuple[Member, ...]
    shared: tuple[Part, ...]
    taste: float
    policy: float
    luck: float
    chance: float
    starts: bool

    @property
    def common(self) -> float:
        """All that the members share, without what the year brings, in logits."""
        return sum(part.value for part in self.shared) + self.taste + self.policy

    def rows(self) -> tuple[dict[str, str | float], ...]:
        """Give the parts as rows for a table: part, amount, unit, and what it counts for by name of the member."""
        names = [member.name for member in self.members]
        rows: list[dict[str, str | float]] = []

        def same(title: str, value: float, amount: float = float("nan"), unit: str = "") -> None:
            rows.append({"part": title, "amount": amount, "unit": unit, **dict.fromkeys(names, value)})

        for part in self.shared:
            same(part.title, part.value, part.amount, part.unit)
        same("how open they are to merging (drawn once)", self.taste)
        same("what reforms add", self.policy)
        for at, first in enumerate(self.members[0].parts):
            each = {member.name: member.parts[at].value for member in self.members}
            rows.append({"part": first.title, "amount": float("nan"), "unit": first.unit, **each})
        same("what this year brings (drawn)", self.luck)
        rows.append({
            "part": "together",
            "amount": float("nan"),
            "unit": "",
            **{member.name: member.gains for member in self.members},
        })  # fmt: skip
        return tuple(rows)

    def _repr_html_(self) -> str:
        from reformsim.model.faces.notebook import explained_html

        return explained_html(self)


def explain(model: ReformModel, codes: Sequence[str]) -> Explained:
    """Take apart what merging is worth to each of some municipalities, in the world as it is.

    Parameters
    ----------
    model
        As :func:`reformsim.model.faces.lookback.at_decision` gives it; a year later the councils see other numbers.
    codes
        Two municipalities or more that exist.

    Raises
    ------
    UnknownNameError
        If there is no municipality with a code.
    RunError
        If one has ceased to exist, if it is one only, or if history is replayed, so that nobody decides.
    """
    mergers, world = simulated(model), model.world
    state, behaviour = world.state, world.behaviour
    c = _coalition(model, codes)
    columns, layers = mergers.features(c)
    mergers.weigh_year(state.year)
    shared = _parts(worth.SET_TERMS, columns[0], behaviour) + _of_the_year(model) + _of_the_books(model, c)
    taste = float((mergers.tastes.of_members(c) + mergers.tastes.of_pairs(c, state.key))[0])
    common, consent = (float(values[0]) for values in mergers.common_and_consent(c))
    lucky, likely, starts = draw(model, c, np.array([common + taste + consent]))
    members = tuple(
        Member(
            state.codes[row],
            state.names[row],
            int(state.population[row]),
            _parts(worth.MEMBER_TERMS, layers[:, 0, at], behaviour),
            common + taste,
            float(lucky[0]),
        )
        for at, row in enumerate(c.members[0])
    )
    policy = common - sum(part.value for part in shared)
    # What is left of a sum in which nothing was added is not shown as something.
    policy = 0.0 if abs(policy) < 1e-9 else policy
    return Explained(
        state.year, members, shared, taste, policy, float(lucky[0]), float(likely[0]), bool(starts[0])
    )  # fmt: skip


def _parts(terms: Sequence[tuple[str, float]], amounts: Floats, behaviour: Behaviour) -> tuple[Part, ...]:
    return tuple(
        Part(name, *TITLES[name], float(amount), sign * behaviour[name])
        for (name, sign), amount in zip(terms, amounts, strict=True)
    )


def _of_the_year(model: ReformModel) -> tuple[Part, ...]:
    """What the year adds to every coalition."""
    low, height = level(model.world, model.state.year)
    weight = -model.world.behaviour["merger.cycle"]
    cycle = Part("merger.cycle", *TITLES["merger.cycle"], float(low), weight)
    return (cycle, Part("merger.wave", *TITLES["merger.wave"], height, 1.0))


def _of_the_books(model: ReformModel, c: Candidates) -> tuple[Part, ...]:
    """What the books add, where they count."""
    if FINANCES_DECIDE not in model.world.acting:
        return ()
    columns = wealth_now(model.world, model.world.neighbours.mergeable).columns(c)[0]
    return _parts(FINANCE_TERMS, columns, model.world.behaviour)


def _coalition(model: ReformModel, codes: Sequence[str]) -> Candidates:
    rows = {row_of(model, code) for code in codes}
    if len(rows) < 2:
        raise RunError("a merger takes two municipalities or more")
    return coalition(rows, model.state.key)
