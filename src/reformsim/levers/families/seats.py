"""How a scenario may say that a board gets smaller: a table of its own, a difference, or a factor."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from reformsim.levers.amending import amend_rows
from reformsim.levers.base import Lever, forbidden
from reformsim.levers.changes import AmendLaw
from reformsim.levers.fields import Number, Whole
from reformsim.levers.sealed import Sealed


class SeatClass(Sealed):
    """One row of a table of seats."""

    up_to: Whole | None = Field(None, ge=1, description="Highest number of inhabitants; left out in the last.")
    seats: Whole = Field(ge=3, le=199, description="Seats of a council in this class.")


def expect_rising(tops: Sequence[int | None]) -> None:
    """Refuse a table by class of inhabitants whose limits do not rise, or whose last class is not open."""
    rising = all(a is not None and (b is None or a < b) for a, b in pairwise(tops))
    if tops and (tops[-1] is not None or not rising):
        raise forbidden("table", "expected classes with rising up_to, the last without up_to")


class SeatReduction(Lever):
    """A common base: exactly one of ``table``, ``delta`` (which the lever adds) and ``factor``."""

    table: tuple[SeatClass, ...] | None = Field(
        None, min_length=1, description="Seats by class of inhabitants, in rising order; the last is open."
    )
    factor: Number | None = Field(
        None, gt=0.0, le=2.0, description="Multiplies the seats in force, rounded to the nearest odd number."
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = ["table", "delta", "factor"]
        given = [w for w in ways if getattr(self, w, None) is not None]
        if len(given) != 1:
            said = " and ".join(given) if given else "none"
            raise forbidden(
                given[-1] if given else "",
                "expected exactly one of table, delta, factor, not {said}",
                said=said,
            )
        expect_rising([row.up_to for row in self.table or ()])
        return self

    def own_table(self, table: str, scope: frozenset[str] | None) -> tuple[AmendLaw, ...]:
        """Give the change that sets the scenario's own table of seats."""
        rows = ((row.up_to, row.seats) for row in self.table or ())
        return amend_rows(table, self.date, rows, self.source, scope)
