"""Who may start a merger of municipalities, who must agree, and how many come (note section 4.6; summary 21/22).

Section 4.6 itself is not among the surviving pages; these levers rest on the summary and on the Wet arhi.
"""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from reformsim.levers.base import Lever, Scope, forbidden
from reformsim.levers.changes import Change, LocalNorm, SetRule
from reformsim.levers.fields import Mechanisms, Moves, Number, Share, Switch, Targets, Whole

if TYPE_CHECKING:
    from reformsim.territory import Territory

Initiator = Literal["municipality", "province", "minister"]
Consent = Literal["unanimous", "majority"]


class MergersFromBelow(Lever):
    """Mergers only where the municipalities themselves want them (route A, Wet arhi art. 5)."""

    family: ClassVar[str] = "mergers"
    title_en: ClassVar[str] = "Mergers only from below"
    title_nl: ClassVar[str] = "Herindeling alleen van onderop"
    items: ClassVar[tuple[int, ...]] = (71,)
    mechanism: ClassVar[Mechanisms] = {
        "law": "no procedure starts from above, and none without consent",
    }
    moves: ClassVar[Moves] = {"mergers_from_above": "lower"}
    example: ClassVar[str] = """\
lever: mergers_from_below
date: 2012-01-01
consent: unanimous
source: note 21/22; Wet arhi art. 5
"""
    sets: ClassVar[Targets] = {
        "consent": "merger.consent",
        "min_support": "merger.min_support",
        "max_size": "merger.max_size",
    }

    lever: Literal["mergers_from_below"] = "mergers_from_below"
    consent: Consent = Field("unanimous", description="Whether all councils must agree, or most of them.")
    min_support: Annotated[Share, Field(gt=0)] | None = Field(
        None, description="Share of the members' inhabitants whose councils must agree, instead of consent."
    )
    max_size: Whole | None = Field(None, ge=2, le=6, description="Most municipalities in one merger.")

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Leave the initiative to municipalities alone."""
        return (SetRule("merger.initiators", ("municipality",)), *super().stated_changes(territory))


class MergerInitiators(Lever):
    """Who may start a merger: municipalities, the province (Wet arhi art. 8), the minister (art. 12)."""

    family: ClassVar[str] = "mergers"
    title_en: ClassVar[str] = "Who may start a merger"
    title_nl: ClassVar[str] = "Wie een herindeling mag beginnen"
    items: ClassVar[tuple[int, ...]] = (68, 71)
    mechanism: ClassVar[Mechanisms] = {
        "law": "who may start a procedure, and whose consent it takes",
        "input": "how hard they push",
        "behaviour": "provinces that push, as far as they have the officials for it, win councils over",
    }
    moves: ClassVar[Moves] = {"municipalities": "lower"}
    example: ClassVar[str] = """\
lever: merger_initiators
date: 2019-01-01
initiators: [municipality, province]
push: 0.2
source: Beleidskader 2018 (rijksoverheid.nl 22-3-2019); push an assumption
"""
    sets: ClassVar[Targets] = {
        "initiators": "merger.initiators",
        "consent": "merger.consent",
        "push": "province.push",
    }

    lever: Literal["merger_initiators"] = "merger_initiators"
    initiators: tuple[Initiator, ...] = Field(min_length=1, description="Who may start a procedure.")
    consent: Consent | None = Field(None, description="Whether all councils must agree, or most of them.")
    push: Share | None = Field(None, description="How hard provinces push beyond what they do now, 0 to 1.")

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(set(self.initiators)) < len(self.initiators):
            raise forbidden("initiators", "an initiator is named twice")
        if self.push is not None and "province" not in self.initiators:
            raise forbidden("push", "expected only where the province is among the initiators")
        return self


class MinimumSize(Lever):
    """A norm for the least number of inhabitants of a municipality, such as the 100,000 of 2012."""

    family: ClassVar[str] = "mergers"
    title_en: ClassVar[str] = "Minimum size of a municipality"
    title_nl: ClassVar[str] = "Minimumomvang van een gemeente"
    items: ClassVar[tuple[int, ...]] = (72,)
    mechanism: ClassVar[Mechanisms] = {
        "law": "the norm",
        "behaviour": "councils below it feel its pressure when they weigh a merger",
    }
    moves: ClassVar[Moves] = {
        "municipalities": "lower",
        "inhabitants_per_municipality": "higher",
    }
    example: ClassVar[str] = """\
lever: minimum_size
date: 2013-01-01
inhabitants: 100000
source: coalition agreement October 2012 (Rutte II); dropped in the letter of 14-3-2013
"""

    scope: ClassVar[Scope] = "units"

    lever: Literal["minimum_size"] = "minimum_size"
    inhabitants: Whole | None = Field(ge=1, le=5_000_000, description="Norm in inhabitants; null ends the norm.")
    adjusted_for_density: Switch = Field(
        False, description="Whether the norm is lower in provinces less densely populated than the country."
    )

    @model_validator(mode="after")
    def _norm_to_adjust(self) -> Self:
        if self.adjusted_for_density and self.inhabitants is None:
            raise forbidden("adjusted_for_density", "expected only with a norm in inhabitants")
        if self.where is not None and not self.nowhere and self.inhabitants is None:
            raise forbidden("where", "expected only with a norm in inhabitants; null ends the norm everywhere")
        return self

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Set the norm, everywhere or for municipalities in a place; it takes the place of the norm of before."""
        least, place = self.inhabitants, self.units(territory)
        norm = SetRule("merger.minimum_inhabitants", least)
        if place is not None and least is not None:
            norm = SetRule(norm.rule, LocalNorm(least, place))
        return (norm, SetRule("merger.density_adjusted", True)) if self.adjusted_for_density else (norm,)


class MergerLimit(Lever):
    """No large-scale merging: at most so many mergers start in a year (principle of the note)."""

    family: ClassVar[str] = "mergers"
    title_en: ClassVar[str] = "At most so many mergers a year"
    title_nl: ClassVar[str] = "Ten hoogste zoveel herindelingen per jaar"
    items: ClassVar[tuple[int, ...]] = (72,)
    mechanism: ClassVar[Mechanisms] = {
        "law": "procedures beyond the most wait",
    }
    moves: ClassVar[Moves] = {"municipalities": "higher"}
    example: ClassVar[str] = """\
lever: merger_limit
date: 2012-01-01
max_per_year: 1
source: note 21/22 (no large-scale merging); number an assumption
"""

    lever: Literal["merger_limit"] = "merger_limit"
    max_per_year: Whole | None = Field(ge=0, le=1000, description="Most procedures that start in a year; null: any.")

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Set the limit."""
        return (SetRule("merger.max_per_year", self.max_per_year),)


class TwoTracks(Lever):
    """The two-track policy of mergers or better cooperation, and how far it favours the one or the other."""

    family: ClassVar[str] = "mergers"
    title_en: ClassVar[str] = "Two tracks: mergers or cooperation"
    title_nl: ClassVar[str] = "Twee sporen: herindeling of samenwerking"
    items: ClassVar[tuple[int, ...]] = (76,)
    mechanism: ClassVar[Mechanisms] = {
        "input": "how far policy favours the one",
        "behaviour": "councils look for partners, or for mergers, more or less often",
    }
    moves: ClassVar[Moves] = {
        "municipalities": "lower",
        "budget_outside_council": "lower",
    }
    example: ClassVar[str] = """\
lever: two_tracks
date: 2012-01-01
bias: 1.0
source: note 13/22, 21/22 (both tracks); bias an assumption
"""
    sets: ClassVar[Targets] = {"bias": "policy.track_bias"}

    lever: Literal["two_tracks"] = "two_tracks"
    bias: Annotated[Number, Field(ge=-1, le=1)] = Field(
        description="-1: all for cooperation, 1: all for mergers, 0: neither is favoured."
    )
