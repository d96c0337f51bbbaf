"""Smaller colleges of mayor and aldermen and smaller provincial executives (note section 4.3, 9/22; summary 21/22).

Colleges are formed after the council elections, provincial executives after the provincial elections; these read the
law then in force, so a lever here only amends the law. By table, by difference, by factor, or by the law's own limits.
"""

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from reformsim.levers.amending import amend_rows, in_force
from reformsim.levers.base import Lever, Scope, forbidden
from reformsim.levers.changes import AmendLaw, Change
from reformsim.levers.families.seats import expect_rising
from reformsim.levers.fields import Mechanisms, Moves, Number, Share, Switch, Whole
from reformsim.levers.sealed import Sealed

if TYPE_CHECKING:
    from reformsim.territory import Territory

Fewer = Annotated[Whole, Field(ge=-10, le=10)]


class OfficeClass(Sealed):
    """One row of a table of an executive's size."""

    up_to: Whole | None = Field(None, ge=1, description="Highest number of inhabitants; left out in the last.")
    number: Whole = Field(ge=1, le=30, description="Greatest number of members in this class.")


class SmallerExecutive(Lever):
    """A common base: one of ``table``, ``delta`` and ``factor``, or limits that each lever names itself."""

    own: ClassVar[tuple[str, ...]] = ()

    table: tuple[OfficeClass, ...] | None = Field(
        None, min_length=1, description="Greatest number by class of inhabitants, in rising order; the last is open."
    )
    delta: Fewer | None = Field(None, description="Members more or (negative) fewer than the law in force has.")
    factor: Number | None = Field(None, gt=0.0, le=2.0, description="Multiplies what the law in force has.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = ("table", "delta", "factor")
        given = [way for way in ways if getattr(self, way) is not None]
        own = [name for name in self.own if getattr(self, name) is not None]
        if len(given) + bool(own) > 1:
            raise forbidden(
                given[-1],
                "expected one of table, delta, factor or limits of the law, not {said}",
                said=" and ".join([*given, *own[:1]]),
            )
        expect_rising([row.up_to for row in self.table or ()])
        return self

    def own_table(self, table: str, scope: frozenset[str] | None) -> tuple[AmendLaw, ...]:
        """Give the change that sets the scenario's own table."""
        rows = ((row.up_to, row.number) for row in self.table or ())
        return amend_rows(table, self.date, rows, self.source, scope)

    def now(self, table: str) -> float:
        """Give the number of a table in force on the day of the lever, as enacted."""
        (value,) = in_force(table, self.date).numbers()
        return value


class SmallerColleges(SmallerExecutive):
    """Fewer aldermen: another share of the council's seats or minimum, a table, a difference or a factor."""

    family: ClassVar[str] = "offices"
    title_en: ClassVar[str] = "Smaller colleges of mayor and aldermen"
    title_nl: ClassVar[str] = "Kleinere colleges van burgemeester en wethouders"
    items: ClassVar[tuple[int, ...]] = (10, 36, 38)
    mechanism: ClassVar[Mechanisms] = {
        "law": "the greatest number of aldermen, from the next council elections",
        "behaviour": (
            "the fewer fill the same seats on boards, so that less of their time is left for issues of their own"
        ),
    }
    scope: ClassVar[Scope] = "units"
    own: ClassVar[tuple[str, ...]] = ("share", "share_parttime", "minimum")
    at_least_one: ClassVar[tuple[str, ...]] = ("table", "delta", "factor", *own, "parttime_up_to")
    example: ClassVar[str] = """\
lever: smaller_colleges
date: 2014-01-01
share: 0.18
share_parttime: 0.225
source: "note 9/22 without a figure; assumption: a tenth less"
"""
    moves: ClassVar[Moves] = {
        "aldermen": "lower",
        "aldermen_fte": "lower",
        "administrators_total": "lower",
        "administrators_cost": "lower",
        "councillors": "same",
        "decision_time": "higher",
    }

    lever: Literal["smaller_colleges"] = "smaller_colleges"
    share: Share | None = Field(
        None, gt=0.0, description="Largest number of full-time aldermen as a share of the seats (law: 0.20)."
    )
    share_parttime: Share | None = Field(
        None, gt=0.0, description="The same if the council allows part-time office (law: 0.25)."
    )
    minimum: Whole | None = Field(None, ge=1, le=9, description="Never fewer aldermen than this (law: 2).")
    parttime_up_to: Whole | None = Field(
        None,
        ge=0,
        le=10_000_000,
        description="Municipalities up to this many inhabitants have part-time office (assumption: 18,000; 0: none).",
    )

    @model_validator(mode="after")
    def _parttime_no_less(self) -> Self:
        if self.share is not None and self.share_parttime is not None and self.share_parttime < self.share:
            raise forbidden("share_parttime", "expected at least share ({share})", share=f"{self.share:g}")
        return self

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Amend Gemeentewet art. 36."""
        scope = self.units(territory)
        changes = self.amended({"aldermen_parttime_up_to": self.parttime_up_to}, scope)
        if self.table is not None:
            return changes + self.own_table("aldermen_by_class", scope)
        if self.delta is not None:
            return changes + self.amended({"aldermen_change": self.delta}, scope)
        if self.factor is not None:
            shares = ("aldermen_share", "aldermen_share_parttime")
            return changes + self.amended({table: self.now(table) * self.factor for table in shares}, scope)
        wanted = {
            "aldermen_share": self.share,
            "aldermen_share_parttime": self.share_parttime,
            "aldermen_minimum": self.minimum,
        }
        return changes + self.amended(wanted, scope)


_STEPS = ("minimum", "in_office", "maximum", "maximum_parttime")
"""Numbers of deputies (tables ``deputies_*``), from the least up."""


class FewerDeputies(SmallerExecutive):
    """Fewer members of the provincial executive (gedeputeerden)."""

    family: ClassVar[str] = "offices"
    title_en: ClassVar[str] = "Fewer provincial deputies"
    title_nl: ClassVar[str] = "Minder gedeputeerden"
    items: ClassVar[tuple[int, ...]] = (10, 36, 39)
    mechanism: ClassVar[Mechanisms] = {
        "law": "the greatest number by class; deputies change at the next provincial elections",
        "input": "`in_office`, how many places are filled",
    }
    scope: ClassVar[Scope] = "provinces"
    own: ClassVar[tuple[str, ...]] = ("minimum", "maximum", "maximum_parttime", "in_office")
    at_least_one: ClassVar[tuple[str, ...]] = ("table", "delta", "factor", *own, "parttime")
    example: ClassVar[str] = """\
lever: fewer_deputies
date: 2015-01-01
maximum: 5
in_office: 4
source: coalition agreement 2010 (one third fewer executives); number in office an assumption
"""
    moves: ClassVar[Moves] = {
        "deputies": "lower",
        "deputies_fte": "lower",
        "administrators_total": "lower",
        "administrators_cost": "lower",
        "provincial_councillors": "same",
    }

    lever: Literal["fewer_deputies"] = "fewer_deputies"
    minimum: Whole | None = Field(None, ge=1, le=15, description="Least number of deputies (law: 3).")
    maximum: Whole | None = Field(None, ge=1, le=15, description="Largest number of deputies (law: 7).")
    maximum_parttime: Whole | None = Field(
        None, ge=1, le=20, description="Largest number if part-time office is allowed (law: 9)."
    )
    in_office: Whole | None = Field(None, ge=1, le=20, description="Deputies really in office per province.")
    parttime: Switch | None = Field(
        None, description="Whether the provincial councils allow part-time office (assumption: no)."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        given = [(name, getattr(self, name)) for name in _STEPS if getattr(self, name) is not None]
        for (low_name, low), (high_name, high) in pairwise(given):
            parttime_office = (low_name, high_name) == ("in_office", "maximum") and self.maximum_parttime
            if high < low and not parttime_office:
                raise forbidden(high_name, "expected at least {name} ({low})", name=low_name, low=low)
        return self

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Amend Provinciewet art. 35a, and the number in office."""
        scope = self.provinces(territory)
        changes = self.amended({"deputies_parttime": None if self.parttime is None else float(self.parttime)}, scope)
        if self.table is not None:
            return changes + self.own_table("deputies_by_class", scope)
        if self.delta is None and self.factor is None:
            return changes + self.amended({f"deputies_{name}": getattr(self, name) for name in _STEPS}, scope)
        # The law's own least number stays; all others move together.
        least = self.now("deputies_minimum")
        moved = {f"deputies_{name}": max(least, self._moved(name)) for name in _STEPS[1:]}
        return changes + self.amended(moved, scope)

    def _moved(self, name: str) -> float:
        """Give a number after the difference or the factor: limits whole, those in office as the mean that they are."""
        before = self.now(f"deputies_{name}")
        after = before + self.delta if self.delta is not None else before * (self.factor or 1.0)
        return after if name == "in_office" else float(int(after + 0.5))
