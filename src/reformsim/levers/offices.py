"""Fewer political office holders in municipalities and provinces (note section 4.3, 9/22; summary 21/22).

Councils and boards keep their members until the next election: elections read the law then in force
(Gemeentewet art. 8(2), Provinciewet art. 8(2)), so a lever here only amends the law.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from reformsim.levers.amending import amend_value, nearest_odd, reclassed
from reformsim.levers.base import Lever, Scope, forbidden
from reformsim.levers.changes import Change
from reformsim.levers.fields import Share, Whole
from reformsim.levers.seats import SeatReduction

if TYPE_CHECKING:
    from reformsim.territory import Territory

_SMALL = 40_000
"""Class limit of the bill 33 084: at most two seats fewer up to here, four above."""

Seats = Annotated[Whole, Field(ge=-40, le=40)]


class SeatDelta(BaseModel):
    """Seats more (or, negative, fewer) on either side of 40,000 inhabitants, as the bill 33 084 has them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    le40k: Seats = Field(description="Seats more in classes up to 40,000 inhabitants.")
    gt40k: Seats = Field(description="Seats more in classes above 40,000 inhabitants.")


class SmallerCouncils(SeatReduction):
    """Municipal councils with fewer seats, from the elections after its date."""

    family: ClassVar[str] = "offices"
    title_en: ClassVar[str] = "Smaller municipal councils"
    title_nl: ClassVar[str] = "Kleinere gemeenteraden"
    items: ClassVar[tuple[int, ...]] = (10, 36, 37)
    scope: ClassVar[Scope] = "units"
    example: ClassVar[str] = """\
lever: smaller_councils
date: 2014-01-01
delta: {le40k: -2, gt40k: -4}
source: Kamerstukken II 2011/12, 33 084 (bill Heijnen), as summarised in NJB
"""

    lever: Literal["smaller_councils"] = "smaller_councils"
    delta: SeatDelta | None = Field(None, description="Seats more or fewer than the law in force.")

    def stated_changes(self, territory: Territory) -> tuple[Change, ...]:
        """Amend Gemeentewet art. 8(1)."""
        scope = self.units(territory)
        if self.table is not None:
            return self.own_table("council_seats", scope)
        delta, factor = self.delta, self.factor or 1.0

        def change(top: float, seats: float) -> float:
            if delta is not None:
                return max(1.0, seats + (delta.le40k if top <= _SMALL else delta.gt40k))
            return float(nearest_odd(seats * factor))

        return reclassed("council_seats", self.date, change, self.source, scope)


class SmallerColleges(Lever):
    """Fewer aldermen: a smaller share of the council's seats, or another minimum."""

    family: ClassVar[str] = "offices"
    title_en: ClassVar[str] = "Smaller colleges of mayor and aldermen"
    title_nl: ClassVar[str] = "Kleinere colleges van burgemeester en wethouders"
    items: ClassVar[tuple[int, ...]] = (36, 38)
    scope: ClassVar[Scope] = "units"
    example: ClassVar[str] = """\
lever: smaller_colleges
date: 2014-01-01
share: 0.18
share_parttime: 0.225
source: "note 9/22 without a figure; assumption: a tenth less"
"""

    lever: Literal["smaller_colleges"] = "smaller_colleges"
    share: Share | None = Field(
        None, gt=0.0, description="Largest number of full-time aldermen as a share of the seats (law: 0.20)."
    )
    share_parttime: Share | None = Field(
        None, gt=0.0, description="The same if the council allows part-time office (law: 0.25)."
    )
    minimum: Whole | None = Field(None, ge=1, le=9, description="Never fewer aldermen than this (law: 2).")

    @model_validator(mode="after")
    def _says_something(self) -> SmallerColleges:
        if self.share is None and self.share_parttime is None and self.minimum is None:
            raise forbidden("", "expected at least one of share, share_parttime, minimum")
        if self.share is not None and self.share_parttime is not None and self.share_parttime < self.share:
            raise forbidden("share_parttime", "expected at least share ({share})", share=f"{self.share:g}")
        return self

    def stated_changes(self, territory: Territory) -> tuple[Change, ...]:
        """Amend Gemeentewet art. 36."""
        scope = self.units(territory)
        wanted = {
            "aldermen_share": self.share,
            "aldermen_share_parttime": self.share_parttime,
            "aldermen_minimum": self.minimum,
        }
        changes: tuple[Change, ...] = ()
        for table, value in wanted.items():
            if value is not None:
                changes += amend_value(table, self.date, value, self.source, scope)
        return changes


class SmallerProvincialCouncils(SeatReduction):
    """Provincial councils with fewer seats, from the provincial elections after its date."""

    family: ClassVar[str] = "offices"
    title_en: ClassVar[str] = "Smaller provincial councils"
    title_nl: ClassVar[str] = "Kleinere Provinciale Staten"
    items: ClassVar[tuple[int, ...]] = (10, 36, 39)
    scope: ClassVar[Scope] = "provinces"
    example: ClassVar[str] = """\
lever: smaller_provincial_councils
date: 2015-01-01
factor: 0.667
source: coalition agreement 2010 (one third fewer representatives at all levels)
"""

    lever: Literal["smaller_provincial_councils"] = "smaller_provincial_councils"
    delta: Seats | None = Field(None, description="Seats more or fewer than the law in force, in every class.")

    def stated_changes(self, territory: Territory) -> tuple[Change, ...]:
        """Amend Provinciewet art. 8(1)."""
        scope = self.provinces(territory)
        if self.table is not None:
            return self.own_table("provincial_council_seats", scope)
        delta, factor = self.delta, self.factor or 1.0

        def change(top: float, seats: float) -> float:
            return max(1.0, seats + delta) if delta is not None else float(nearest_odd(seats * factor))

        return reclassed("provincial_council_seats", self.date, change, self.source, scope)


class FewerDeputies(Lever):
    """Fewer members of the provincial executive (gedeputeerden)."""

    family: ClassVar[str] = "offices"
    title_en: ClassVar[str] = "Fewer provincial deputies"
    title_nl: ClassVar[str] = "Minder gedeputeerden"
    items: ClassVar[tuple[int, ...]] = (36, 39)
    scope: ClassVar[Scope] = "provinces"
    example: ClassVar[str] = """\
lever: fewer_deputies
date: 2015-01-01
maximum: 5
in_office: 4
source: coalition agreement 2010 (one third fewer executives); number in office an assumption
"""

    lever: Literal["fewer_deputies"] = "fewer_deputies"
    minimum: Whole | None = Field(None, ge=1, le=15, description="Least number of deputies (law: 3).")
    maximum: Whole | None = Field(None, ge=1, le=15, description="Largest number of deputies (law: 7).")
    maximum_parttime: Whole | None = Field(
        None, ge=1, le=20, description="Largest number if part-time office is allowed (law: 9)."
    )
    in_office: Whole | None = Field(None, ge=1, le=20, description="Deputies really in office per province.")

    @model_validator(mode="after")
    def _in_order(self) -> FewerDeputies:
        steps = ("minimum", "in_office", "maximum", "maximum_parttime")
        given = [(name, getattr(self, name)) for name in steps if getattr(self, name) is not None]
        if not given:
            raise forbidden("", "expected at least one of minimum, maximum, maximum_parttime, in_office")
        for (low_name, low), (high_name, high) in pairwise(given):
            parttime_office = (low_name, high_name) == ("in_office", "maximum") and self.maximum_parttime
            if high < low and not parttime_office:
                raise forbidden(high_name, "expected at least {name} ({low})", name=low_name, low=low)
        return self

    def stated_changes(self, territory: Territory) -> tuple[Change, ...]:
        """Amend Provinciewet art. 35a, and the number in office."""
        scope = self.provinces(territory)
        wanted = {
            "deputies_minimum": self.minimum,
            "deputies_maximum": self.maximum,
            "deputies_maximum_parttime": self.maximum_parttime,
            "deputies_in_office": self.in_office,
        }
        changes: tuple[Change, ...] = ()
        for table, value in wanted.items():
            if value is not None:
                changes += amend_value(table, self.date, value, self.source, scope)
        return changes
