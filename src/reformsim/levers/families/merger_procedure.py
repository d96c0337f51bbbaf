"""How a merger is judged, how long it takes and what it brings: framework, clock and money (note 21/22; Wet arhi)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from reformsim.levers.base import Lever, forbidden
from reformsim.levers.changes import Change, SetRule
from reformsim.levers.fields import Mechanisms, Moves, Number, Share, Targets
from reformsim.levers.sealed import Sealed

if TYPE_CHECKING:
    from reformsim.territory import Territory

Weight = Annotated[Number, Field(ge=0, le=100)]
Months = Annotated[Number, Field(ge=0, le=120)]
Weeks = Annotated[Number, Field(ge=0, le=520)]
Euro = Annotated[Number, Field(ge=0)]

_TERMS = (
    "preparation_months",
    "display_weeks",
    "gs_consultation_months",
    "gs_draft_months",
    "gs_display_weeks",
    "council_view_months",
    "ps_adopt_months",
    "minister_months",
    "parliament_months",
)


class CriteriaWeights(Sealed):
    """How heavily each criterion of a policy framework weighs."""

    draagvlak: Weight = Field(0.0, description="Support: how far the councils gain, each by itself.")
    urgentie: Weight = Field(0.0, description="Urgency: what the weakest member carries out inadequately.")
    bestuurskracht: Weight = Field(0.0, description="Strength: share of the lacking adequacy that is made up.")
    samenhang: Weight = Field(0.0, description="Cohesion: memberships in common, town halls near to one another.")
    regio: Weight = Field(0.0, description="Regional balance: size like that of the neighbours.")
    duurzaamheid: Weight = Field(0.0, description="Sustainability: size against the norm.")

    @model_validator(mode="after")
    def _some_weight(self) -> Self:
        if not any(self.values):
            raise forbidden("", "expected at least one criterion with a weight above 0")
        return self

    @property
    def values(self) -> tuple[float, ...]:
        """The weights in the order of rule ``merger.criteria``."""
        names = ("draagvlak", "urgentie", "bestuurskracht", "samenhang", "regio", "duurzaamheid")
        return tuple(float(getattr(self, name)) for name in names)


VERSIONS: Mapping[str, tuple[float, ...]] = {
    "2009": (1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    "2011": (1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    "2013": (1.0, 0.0, 1.0, 1.0, 1.0, 1.0),
    "2018": (2.0, 0.0, 1.0, 2.0, 1.0, 1.0),
}
"""Weights of the published frameworks (which criteria: administrative summaries, that of 2009 not read and taken as
2011; 2018 stresses support and proximity; equal and double weights: assumption)."""


class MergerFramework(Lever):
    """A policy framework against which mergers are held at the advice to the minister."""

    family: ClassVar[str] = "mergers"
    title_en: ClassVar[str] = "Policy framework for mergers"
    title_nl: ClassVar[str] = "Beleidskader gemeentelijke herindeling"
    items: ClassVar[tuple[int, ...]] = (73,)
    mechanism: ClassVar[Mechanisms] = {
        "input": "the weights of the criteria",
        "behaviour": "a proposal that scores badly breaks off more often at the advice",
    }
    moves: ClassVar[Moves] = {"merger_approval": "lower"}
    example: ClassVar[str] = """\
lever: merger_framework
date: 2013-01-01
criteria_weights: {draagvlak: 1, bestuurskracht: 2}
source: "assumption: a framework that weighs strength gained above all"
"""

    lever: Literal["merger_framework"] = "merger_framework"
    version: Literal["2009", "2011", "2013", "2018"] | None = Field(
        None, description="Published framework whose criteria hold, in quotes."
    )
    criteria_weights: CriteriaWeights | None = Field(None, description="Own weights of the criteria.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.version is None) == (self.criteria_weights is None):
            said = "none" if self.version is None else "both"
            key = "" if self.version is None else "criteria_weights"
            raise forbidden(key, "expected exactly one of version, criteria_weights, not {said}", said=said)
        return self

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Set the weights of the criteria."""
        own = self.criteria_weights
        return (SetRule("merger.criteria", VERSIONS[str(self.version)] if own is None else own.values),)


class MergerProcedure(Lever):
    """Other terms for the procedure of a merger (Wet arhi art. 5-8 and 11, and what the Act leaves open)."""

    family: ClassVar[str] = "mergers"
    title_en: ClassVar[str] = "Terms of the merger procedure"
    title_nl: ClassVar[str] = "Termijnen van de herindelingsprocedure"
    items: ClassVar[tuple[int, ...]] = (74,)
    mechanism: ClassVar[Mechanisms] = {
        "law": "the stages of a procedure take as long as their terms",
    }
    moves: ClassVar[Moves] = {
        "merger_lead_time": "lower",
        "municipalities": "lower",
    }
    example: ClassVar[str] = """\
lever: merger_procedure
date: 2013-01-01
preparation_months: 6
display_weeks: 6
minister_months: 3
parliament_months: 6
source: assumption
"""
    amends: ClassVar[Targets] = {name: f"merger_{name}" for name in _TERMS}

    lever: Literal["merger_procedure"] = "merger_procedure"
    preparation_months: Months | None = Field(None, description="From decision in principle to draft (practice).")
    display_weeks: Weeks | None = Field(None, description="Display of the draft (8 by law).")
    gs_consultation_months: Months | None = Field(None, description="Province: consultation (6 by law).")
    gs_draft_months: Months | None = Field(None, description="Province: to the draft after it (3 by law).")
    gs_display_weeks: Weeks | None = Field(None, description="Province: to the display of the draft (2 by law).")
    council_view_months: Months | None = Field(None, description="Province: views of the councils (3 by law).")
    ps_adopt_months: Months | None = Field(None, description="Province: adoption by the council (4 by law).")
    minister_months: Months | None = Field(None, description="To the bill in the cabinet (4 by law).")
    parliament_months: Months | None = Field(None, description="In Parliament (practice: 6 to 9).")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if all(getattr(self, name) is None for name in self.amends):
            raise forbidden("", "expected at least one term, such as display_weeks or minister_months")
        return self


class MergerGrant(Lever):
    """Another merger grant (herindelingsmaatstaf of the gemeentefonds)."""

    family: ClassVar[str] = "mergers"
    title_en: ClassVar[str] = "Merger grant"
    title_nl: ClassVar[str] = "Herindelingsmaatstaf"
    items: ClassVar[tuple[int, ...]] = (75,)
    mechanism: ClassVar[Mechanisms] = {
        "law": "the grant that is paid",
        "behaviour": "councils weigh what they get",
    }
    moves: ClassVar[Moves] = {
        "municipalities": "lower",
        "merger_grants": "higher",
        "merger_grants_paid": "higher",
    }
    example: ClassVar[str] = """\
lever: merger_grant
date: 2012-01-01
base: 6736320
per_inhabitant: 159.87
source: "assumption: three times the amounts of the Bfv 2001, item 45"
"""
    amends: ClassVar[Targets] = {"base": "merger_grant_base", "per_inhabitant": "merger_grant_per_inhabitant"}
    at_least_one: ClassVar[tuple[str, ...]] = ("base", "per_inhabitant")

    lever: Literal["merger_grant"] = "merger_grant"
    base: Euro | None = Field(None, description="Euro per municipality fewer, before the fund factor.")
    per_inhabitant: Euro | None = Field(
        None, description="Euro per inhabitant outside the largest member, before the fund factor."
    )


class FixedSum(Lever):
    """What becomes of the fixed sum of the gemeentefonds that each municipality less loses."""

    family: ClassVar[str] = "mergers"
    title_en: ClassVar[str] = "Fixed sum after a merger"
    title_nl: ClassVar[str] = "Vast bedrag na herindeling"
    items: ClassVar[tuple[int, ...]] = (75,)
    mechanism: ClassVar[Mechanisms] = {
        "law": "what a new municipality keeps",
        "behaviour": "councils weigh the sums they lose",
    }
    at_least_one: ClassVar[tuple[str, ...]] = ("keep_years", "amount")
    moves: ClassVar[Moves] = {
        "municipalities": "lower",
        "fixed_sums_lost": "lower",
    }
    example: ClassVar[str] = """\
lever: fixed_sum
date: 2012-01-01
keep_years: 10
source: "assumption; effect of the fixed sum on mergers studied by APE (2014), findings not read"
"""

    lever: Literal["fixed_sum"] = "fixed_sum"
    keep_years: Annotated[Number, Field(ge=0, le=50)] | None = Field(
        None, description="Years in which a new municipality keeps the sums its members had."
    )
    keep_share: Share | None = Field(None, description="Share of them that it keeps in those years; all if left out.")
    amount: Euro | None = Field(None, description="The fixed sum itself, euro a year before the fund factor.")

    @model_validator(mode="after")
    def _share_of_years(self) -> Self:
        if self.keep_share is not None and self.keep_years is None:
            raise forbidden("keep_share", "expected only with keep_years")
        return self

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Set what is kept, and amend the sum itself."""
        share = 1.0 if self.keep_share is None else self.keep_share
        kept = SetRule("merger.fixed_sum_years", self.keep_years), SetRule("merger.fixed_sum_share", share)
        return (*(() if self.keep_years is None else kept), *self.amended({"fixed_sum_municipality": self.amount}))
