"""Smaller councils of municipalities and provinces (note section 4.3, 9/22; summary 21/22).

Councils and boards keep their members until the next election: elections read the law then in force
(Gemeentewet art. 8(2), Provinciewet art. 8(2)), so a lever here only amends the law.
"""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from reformsim.levers.amending import nearest_odd, reclassed
from reformsim.levers.base import Scope
from reformsim.levers.changes import Change
from reformsim.levers.families.seats import SeatReduction
from reformsim.levers.fields import Mechanisms, Moves, Whole
from reformsim.levers.sealed import Sealed

if TYPE_CHECKING:
    from reformsim.territory import Territory

_SMALL = 40_000
"""Class limit of the bill 33 084: at most two seats fewer up to here, four above."""

Seats = Annotated[Whole, Field(ge=-40, le=40)]


class SeatDelta(Sealed):
    """Seats more (or, negative, fewer) on either side of 40,000 inhabitants, as the bill 33 084 has them."""

    le40k: Seats = Field(description="Seats more in classes up to 40,000 inhabitants.")
    gt40k: Seats = Field(description="Seats more in classes above 40,000 inhabitants.")


class SmallerCouncils(SeatReduction):
    """Municipal councils with fewer seats, from the elections after its date."""

    family: ClassVar[str] = "offices"
    title_en: ClassVar[str] = "Smaller municipal councils"
    title_nl: ClassVar[str] = "Kleinere gemeenteraden"
    items: ClassVar[tuple[int, ...]] = (10, 36, 37)
    mechanism: ClassVar[Mechanisms] = {
        "law": "the seats of each class, from the next council elections",
    }
    scope: ClassVar[Scope] = "units"
    example: ClassVar[str] = """\
lever: smaller_councils
date: 2014-01-01
delta: {le40k: -2, gt40k: -4}
source: Kamerstukken II 2011/12, 33 084 (bill Heijnen), as summarised in NJB
"""
    moves: ClassVar[Moves] = {
        "councillors": "lower",
        "administrators_total": "lower",
        "inhabitants_per_councillor": "higher",
        "administrators_cost": "lower",
    }

    lever: Literal["smaller_councils"] = "smaller_councils"
    delta: SeatDelta | None = Field(None, description="Seats more or fewer than the law in force.")

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
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


class SmallerProvincialCouncils(SeatReduction):
    """Provincial councils with fewer seats, from the provincial elections after its date."""

    family: ClassVar[str] = "offices"
    title_en: ClassVar[str] = "Smaller provincial councils"
    title_nl: ClassVar[str] = "Kleinere Provinciale Staten"
    items: ClassVar[tuple[int, ...]] = (10, 36, 39)
    mechanism: ClassVar[Mechanisms] = {
        "law": "the seats of each class, from the next provincial elections",
    }
    scope: ClassVar[Scope] = "provinces"
    example: ClassVar[str] = """\
lever: smaller_provincial_councils
date: 2015-01-01
factor: 0.667
source: coalition agreement 2010 (one third fewer representatives at all levels)
"""
    moves: ClassVar[Moves] = {
        "provincial_councillors": "lower",
        "administrators_total": "lower",
        "administrators_cost": "lower",
    }

    lever: Literal["smaller_provincial_councils"] = "smaller_provincial_councils"
    delta: Seats | None = Field(None, description="Seats more or fewer than the law in force, in every class.")

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Amend Provinciewet art. 8(1)."""
        scope = self.provinces(territory)
        if self.table is not None:
            return self.own_table("provincial_council_seats", scope)
        delta, factor = self.delta, self.factor or 1.0

        def change(top: float, seats: float) -> float:
            return max(1.0, seats + delta) if delta is not None else float(nearest_odd(seats * factor))

        return reclassed("provincial_council_seats", self.date, change, self.source, scope)
