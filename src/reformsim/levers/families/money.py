"""Less money, fewer officials and fewer rules (note section 1, 1/22; section 3, 5/22)."""

import datetime as dt
from itertools import accumulate
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from reformsim.levers.amending import amend_value
from reformsim.levers.base import Lever, forbidden
from reformsim.levers.changes import Change, CutStaff, ScaleMoney
from reformsim.levers.fields import Carrier, Mechanisms, Moves, Number, Share, Switch, Targets, Whole

if TYPE_CHECKING:
    from reformsim.territory import Territory

FUND_LAYERS = ("gemeente", "provincie")
"""Layers that the municipal and the provincial fund pay."""


class BudgetCut(Lever):
    """A layer gets less money for its tasks, at once or in steps; what the tasks ask stays."""

    family: ClassVar[str] = "money"
    title_en: ClassVar[str] = "Cut the budget of a layer"
    title_nl: ClassVar[str] = "Bezuinigen op een bestuurslaag"
    items: ClassVar[tuple[int, ...]] = (6, 7, 116)
    mechanism: ClassVar[Mechanisms] = {
        "law": "the money that comes for the tasks of a layer",
        "input": "the cut",
        "behaviour": "tasks that are paid less are done less well",
    }
    moves: ClassVar[Moves] = {
        "spending_per_inhabitant": "lower",
        "fund_per_inhabitant": "lower",
        "service_level": "lower",
        "bestuurskracht": "lower",
        "net_present_value": "higher",
    }
    example: ClassVar[str] = """\
lever: budget_cut
date: 2012-01-01
layer: gemeente
share: 0.06
years: 4
source: note 1/22, 5/22 (less tax money); figure an assumption
"""

    lever: Literal["budget_cut"] = "budget_cut"
    layer: Carrier = Field(description="Layer whose money is cut.")
    share: Share | None = Field(None, description="Part of its money that is gone in the end, 0 to 1.")
    years: Whole = Field(1, ge=1, le=30, description="Years over which the cut is spread in equal steps.")
    path: tuple[Share, ...] | None = Field(
        None,
        max_length=50,
        description="Part that is gone in each year from the date on; the last stays.",
    )

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.share is None) == (self.path is None):
            raise forbidden("", "expected either share or path")
        if self.path == ():
            raise forbidden("path", "expected at least one year")
        if self.path is not None and self.years != 1:
            raise forbidden("years", "expected only with share; a path has its years itself")
        return self

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Take the money away, step by step."""
        gone = self.path or tuple((self.share or 0.0) * (i + 1) / self.years for i in range(self.years))
        return (ScaleMoney(self.layer, tuple(1.0 - part for part in gone)),)


class ScaleDiscount(Lever):
    """The cut in the municipal fund for the scale-up that was expected (opschalingskorting)."""

    family: ClassVar[str] = "money"
    title_en: ClassVar[str] = "Cut the municipal fund for expected scale-up"
    title_nl: ClassVar[str] = "Opschalingskorting"
    items: ClassVar[tuple[int, ...]] = (7,)
    mechanism: ClassVar[Mechanisms] = {
        "law": "the cut in the fund, year by year",
        "behaviour": "tasks that are paid less are done less well",
    }
    moves: ClassVar[Moves] = {
        "fund_per_inhabitant": "lower",
        "spending_per_inhabitant": "lower",
        "bestuurskracht": "lower",
        "service_level": "lower",
    }
    example: ClassVar[str] = """\
lever: scale_discount
date: 2015-01-01
source: >-
  coalition agreement of October 2012; to 2020 the minister's table (answer to Parliament 2021Z14719), 975 million in
  2025 planned; equal steps in between an assumption
"""

    lever: Literal["scale_discount"] = "scale_discount"
    path_meur: tuple[Annotated[Number, Field(ge=0, le=10_000)], ...] = Field(
        (60.0, 120.0, 180.0, 240.0, 300.0, *(370.0 + 121.0 * i for i in range(6))),
        max_length=50,
        description="Cut in million euro a year, cumulative, in each year from the date on; the last stays. Left out: "
        "as planned, 60 to 300 in five years and 370 in the sixth, then in five equal steps (assumption) to 975.",
    )
    frozen_after: Annotated[Whole, Field(ge=1, le=50)] | None = Field(
        None, description="Years after which the cut rises no further (really 5: frozen at 300 million)."
    )
    ends_after: Annotated[Whole, Field(ge=1, le=50)] | None = Field(
        None, description="Years after which the cut is withdrawn altogether."
    )

    @model_validator(mode="after")
    def _freezes_before_its_end(self) -> Self:
        if not self.path_meur:
            raise forbidden("path_meur", "expected at least one year")
        if self.frozen_after is not None and self.ends_after is not None and self.frozen_after >= self.ends_after:
            raise forbidden("ends_after", "expected more years than frozen_after ({n})", n=self.frozen_after)
        return self

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Amend the table of the cut, a step each 1 January after the first."""
        path = self.path_meur[: self.frozen_after]
        if self.ends_after is not None:
            lasting = (*path, *[path[-1]] * self.ends_after)[: self.ends_after]
            path = (*lasting, 0.0)
        first = self.date
        days = [first, *(dt.date(first.year + i, 1, 1) for i in range(1, len(path)))]
        changes: list[Change] = []
        for i, (day, million) in enumerate(zip(days, path, strict=True)):
            if i == 0 or million != path[i - 1]:
                changes += amend_value("fund_scale_cut", day, 1e6 * million, self.source)
        return tuple(changes)


class Economy(Lever):
    """Growth or shrinking of the economy, which state spending and with it the funds follow (trap op, trap af)."""

    family: ClassVar[str] = "money"
    title_en: ClassVar[str] = "Economy that public money follows"
    title_nl: ClassVar[str] = "Economie en 'samen de trap op, samen de trap af'"
    items: ClassVar[tuple[int, ...]] = (29,)
    mechanism: ClassVar[Mechanisms] = {
        "law": "the funds follow state spending",
        "input": "growth of the economy",
        "behaviour": "tasks that are paid less are done less well",
    }
    moves: ClassVar[Moves] = {
        "spending_per_inhabitant": "lower",
        "fund_per_inhabitant": "lower",
        "bestuurskracht": "lower",
    }
    example: ClassVar[str] = """\
lever: economy
date: 2012-01-01
growth: [-0.01, -0.01, 0.0]
follow_state: true
source: note 5/22 (the economy shrank, so spending must follow); figures an assumption
"""

    lever: Literal["economy"] = "economy"
    growth: tuple[Annotated[Number, Field(ge=-0.2, le=0.2)], ...] = Field(
        max_length=50,
        description="Growth of state spending beyond what tasks ask, in each year from the date on (share); then none.",
    )
    follow_state: Switch = Field(True, description="Whether the municipal and the provincial fund follow.")

    @model_validator(mode="after")
    def _some_year(self) -> Self:
        if not self.growth:
            raise forbidden("growth", "expected at least one year")
        return self

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Let the money of the Rijk, and of those the funds pay, take the path."""
        factors = tuple(accumulate((1.0 + g for g in self.growth), lambda a, b: a * b))
        followers = FUND_LAYERS if self.follow_state else ()
        return (ScaleMoney("rijk", factors), *(ScaleMoney(layer, factors, True) for layer in followers))


class FewerCivilServants(Lever):
    """A layer works with fewer officials."""

    family: ClassVar[str] = "money"
    title_en: ClassVar[str] = "Fewer civil servants"
    title_nl: ClassVar[str] = "Minder ambtenaren"
    items: ClassVar[tuple[int, ...]] = (6, 8, 127)
    mechanism: ClassVar[Mechanisms] = {
        "input": "the share that goes",
        "behaviour": "the officials who go are missed at the tasks of their layer; a province with fewer pushes less",
    }
    moves: ClassVar[Moves] = {
        "civil_servants": "lower",
        "spending_per_inhabitant": "lower",
        "bestuurskracht": "lower",
    }
    example: ClassVar[str] = """\
lever: fewer_civil_servants
date: 2013-01-01
layer: gemeente
share: 0.05
source: note 1/22, 9/22 (no figure); share an assumption
"""

    lever: Literal["fewer_civil_servants"] = "fewer_civil_servants"
    layer: Carrier = Field(description="Layer whose officials become fewer.")
    share: Share = Field(gt=0, description="Part of its officials that goes, 0 to 1.")

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Take the share away."""
        return (CutStaff(self.layer, self.share),)


class FewerRules(Lever):
    """National rules for residents and firms are scrapped."""

    family: ClassVar[str] = "money"
    title_en: ClassVar[str] = "Fewer rules"
    title_nl: ClassVar[str] = "Minder regels"
    items: ClassVar[tuple[int, ...]] = (6, 9)
    mechanism: ClassVar[Mechanisms] = {
        "law": "frames of the Rijk bind less of what others decide",
        "input": "the share of rules that goes, which the regulatory burden shows as it is typed",
        "behaviour": "officials who saw to the rules are there for the tasks again",
    }
    moves: ClassVar[Moves] = {
        "regulatory_burden": "lower",
        "service_level": "higher",
        "tailoring": "higher",
        "policy_variance": "higher",
    }
    example: ClassVar[str] = """\
lever: fewer_rules
date: 2013-01-01
share: 0.1
source: note 1/22 (no figure); share an assumption
"""
    sets: ClassVar[Targets] = {"share": "burden.rules_cut"}

    lever: Literal["fewer_rules"] = "fewer_rules"
    share: Share = Field(
        description="Part of the national rules of the first day that is gone from the date on, 0 to 1."
    )
