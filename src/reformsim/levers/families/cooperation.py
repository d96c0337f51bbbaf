"""Cooperation of municipalities: the Wgr, its obligation, and what provinces do (note section 4.7, 13/22)."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from reformsim.levers.amending import in_force
from reformsim.levers.base import Lever, Scope, forbidden
from reformsim.levers.changes import AbolishBodies, Change, RequireCoverage
from reformsim.levers.fields import (
    Fallback,
    GraceYears,
    Mechanisms,
    Moves,
    Name,
    Number,
    Refers,
    RegionalForm,
    RegionsOf,
    Share,
    Switch,
    Targets,
)

if TYPE_CHECKING:
    from reformsim.territory import Territory

_VERSIONS = {"2011": dt.date(2011, 1, 1), "2015": dt.date(2015, 1, 1), "2022": dt.date(2022, 7, 1)}
"""Days on which each version of the Wgr was in force."""

_WGR_TABLES = (
    "wgr_draft_budget_weeks",
    "wgr_business_organisation_allowed",
    "wgr_framework_obligatory",
    "wgr_views_on_decisions",
)
_LADDER = ("consultation_weeks", "term_months", "impose_months")


class RequireCoverageLever(Lever):
    """Municipalities must carry tasks together in regions that cover the country."""

    family: ClassVar[str] = "cooperation"
    title_en: ClassVar[str] = "Nation-wide regions for some tasks"
    title_nl: ClassVar[str] = "Landelijk dekkende samenwerking"
    items: ClassVar[tuple[int, ...]] = (83, 90)
    mechanism: ClassVar[Mechanisms] = {
        "law": "the ladder of the Wgr, which imposes what stays out",
        "behaviour": "regions form by themselves within the years of grace",
    }
    moves: ClassVar[Moves] = {
        "coverage_share": "higher",
        "thin.environmental_permits": "lower",
        "autonomy": "lower",
    }
    scope: ClassVar[Scope] = "regions"
    example: ClassVar[str] = """\
lever: require_coverage
date: 2013-01-01
tasks: [environmental_permits]
division: veiligheidsregio
grace_years: 1
source: agreements of 2009 on regional environmental services
"""

    lever: Literal["require_coverage"] = "require_coverage"
    tasks: Annotated[tuple[Name, ...], Refers("task")] = Field(min_length=1, description="Tasks carried together.")
    division: RegionsOf
    grace_years: GraceYears = 0
    fallback: Fallback = "imposed"
    form: RegionalForm = "openbaar_lichaam"
    carried_out: Switch = Field(
        True, description="Whether the regional bodies carry the tasks out; if not, they have a say in them."
    )
    replaces: Annotated[tuple[Name, ...], Refers("body kind")] = Field(
        (), description="Kinds of statutory bodies whose place they take everywhere."
    )

    @model_validator(mode="after")
    def _replaces_everywhere(self) -> Self:
        if self.replaces and self.where is not None:
            raise forbidden("replaces", "expected only where the regions cover the country, without where")
        return self

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """End the bodies that are replaced, and ask for the regions."""
        regions = self.regions(territory, self.division)
        if regions == ():
            return ()
        ask = RequireCoverage(
            self.tasks, self.division, self.grace_years, self.fallback, self.form, regions, self.carried_out
        )
        return (*(AbolishBodies(kind) for kind in self.replaces), ask)


class AmendWgr(Lever):
    """A version of the Wgr: terms of the budget procedure, legal forms, and what councils may say."""

    family: ClassVar[str] = "cooperation"
    title_en: ClassVar[str] = "Amend the Joint Regulations Act (Wgr)"
    title_nl: ClassVar[str] = "Wgr wijzigen"
    items: ClassVar[tuple[int, ...]] = (79, 80, 83)
    mechanism: ClassVar[Mechanisms] = {
        "law": "terms, forms and rights of the version",
        "behaviour": "with more grip councils mind less what they bring into a body",
    }
    moves: ClassVar[Moves] = {
        "council_influence": "higher",
        "budget_beyond_grip": "lower",
    }
    example: ClassVar[str] = """\
lever: amend_wgr
date: 2013-01-01
version: "2015"
budget_consent: view
source: note 13/22, 21/22
"""
    sets: ClassVar[Targets] = {
        "budget_consent": "cooperation.budget_consent",
        "obligation": "cooperation.obligation",
    }
    amends: ClassVar[Targets] = {name: f"wgr_obligation_{name}" for name in _LADDER}
    at_least_one: ClassVar[tuple[str, ...]] = ("version", *sets, *amends)

    lever: Literal["amend_wgr"] = "amend_wgr"
    version: Literal["2011", "2015", "2022"] | None = Field(
        None, description="Text whose terms and forms hold from the date on, in quotes."
    )
    budget_consent: Literal["view", "consent", "veto"] | None = Field(
        None, description="What councils may do with a body's budget (law: view)."
    )
    obligation: Switch | None = Field(
        None, description="Whether cooperation that stays out may be imposed (chapter X)."
    )
    consultation_weeks: Annotated[Number, Field(ge=0, le=520)] | None = Field(
        None, description="Obligation: weeks of consultation at most (art. 99: 13)."
    )
    term_months: Annotated[Number, Field(ge=0, le=120)] | None = Field(
        None, description="Obligation: months in which municipalities arrange it themselves (art. 99: 6)."
    )
    impose_months: Annotated[Number, Field(ge=0, le=120)] | None = Field(
        None, description="Obligation: months within which the province imposes it (art. 100: 6)."
    )

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Bring in the terms of the version and set the rules."""
        terms: dict[str, float] = {}
        if self.version is not None:
            for table in _WGR_TABLES:
                value = in_force(table, _VERSIONS[self.version]).value
                if isinstance(value, int | float):
                    terms[table] = value
        return self.amended(terms) + super().stated_changes(territory)


class PreferPublicLaw(Lever):
    """Cooperation in forms of public law rather than foundations and companies."""

    family: ClassVar[str] = "cooperation"
    title_en: ClassVar[str] = "Public-law cooperation first"
    title_nl: ClassVar[str] = "Publiekrechtelijke samenwerking boven privaatrechtelijke"
    items: ClassVar[tuple[int, ...]] = (81,)
    mechanism: ClassVar[Mechanisms] = {
        "law": "whether bodies of private law may be founded",
        "input": "how far it is preferred",
        "behaviour": "partners choose public law more often",
    }
    moves: ClassVar[Moves] = {"public_share_of_bodies": "higher"}
    example: ClassVar[str] = """\
lever: prefer_public_law
date: 2013-01-01
preference: 0.8
source: note 13/22, 21/22; weight an assumption
"""
    sets: ClassVar[Targets] = {
        "preference": "cooperation.public_preference",
        "private_allowed": "cooperation.private_allowed",
    }

    lever: Literal["prefer_public_law"] = "prefer_public_law"
    preference: Share = Field(description="Weight of public forms among new bodies: 0 none, 1 always if allowed.")
    private_allowed: Switch = Field(True, description="Whether new bodies of private law may still be founded.")


class ProvincePush(Lever):
    """Provinces stimulate cooperation and mergers where they fail to emerge."""

    family: ClassVar[str] = "cooperation"
    title_en: ClassVar[str] = "Provinces push where cooperation fails"
    title_nl: ClassVar[str] = "Provincies stimuleren samenwerking"
    items: ClassVar[tuple[int, ...]] = (68, 112)
    mechanism: ClassVar[Mechanisms] = {
        "input": "how hard they push",
        "behaviour": (
            "municipalities look for partners more often and councils are won over, as far as the provinces have "
            "the officials for it"
        ),
    }
    moves: ClassVar[Moves] = {
        "budget_outside_council": "higher",
        "municipalities": "lower",
    }
    example: ClassVar[str] = """\
lever: province_push
date: 2012-01-01
strength: 0.2
source: note 11/22; strength an assumption
"""
    sets: ClassVar[Targets] = {"strength": "province.push"}

    lever: Literal["province_push"] = "province_push"
    strength: Share = Field(description="How hard provinces push beyond what they do now, 0 to 1.")
