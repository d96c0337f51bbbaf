"""A smaller Parliament and cabinet: context of the note (9/22), which counts them among the cuts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from reformsim.levers.amending import amend_value
from reformsim.levers.base import Lever, forbidden
from reformsim.levers.changes import Change
from reformsim.levers.fields import Direction, Whole

if TYPE_CHECKING:
    from reformsim.territory import Territory


class SmallerParliament(Lever):
    """Fewer members of Parliament (Grondwet art. 51) and of the cabinet, from the elections after its date."""

    family: ClassVar[str] = "offices"
    title_en: ClassVar[str] = "Smaller Parliament and cabinet"
    title_nl: ClassVar[str] = "Kleiner parlement en kabinet"
    items: ClassVar[tuple[int, ...]] = (10, 36, 40)
    example: ClassVar[str] = """\
lever: smaller_parliament
date: 2017-01-01
house: 100
senate: 50
source: Kamerstukken 33 345 (withdrawn on 27-11-2012); date an assumption, after two readings
"""
    moves: ClassVar[Mapping[str, Direction]] = {
        "members_of_parliament": "lower",
        "cabinet_members": "same",
        "administrators_total": "same",
    }

    lever: Literal["smaller_parliament"] = "smaller_parliament"
    house: Whole | None = Field(None, ge=1, le=600, description="Members of the House of Representatives (law: 150).")
    senate: Whole | None = Field(None, ge=1, le=300, description="Members of the Senate (law: 75).")
    cabinet: Whole | None = Field(None, ge=1, le=100, description="Ministers and state secretaries (20 in 2010).")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.house is None and self.senate is None and self.cabinet is None:
            raise forbidden("", "expected at least one of house, senate, cabinet")
        return self

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Amend Grondwet art. 51, and the size of the cabinet."""
        wanted = {"house_seats": self.house, "senate_seats": self.senate, "cabinet_members": self.cabinet}
        changes: tuple[Change, ...] = ()
        for table, value in wanted.items():
            if value is not None:
                changes += amend_value(table, self.date, value, self.source)
        return changes
