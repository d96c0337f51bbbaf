"""How the general boards of water boards are chosen (summary of the note, 21/22)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from reformsim.levers.amending import amend_value
from reformsim.levers.base import Lever
from reformsim.levers.changes import Change, SetRule
from reformsim.levers.fields import Whole

if TYPE_CHECKING:
    from reformsim.territory import Territory


class WaterBoardElections(Lever):
    """Water boards elected directly, together with the provincial councils, or by municipal councils."""

    family: ClassVar[str] = "water boards"
    title_en: ClassVar[str] = "Election of water boards"
    title_nl: ClassVar[str] = "Verkiezing van waterschapsbesturen"
    items: ClassVar[tuple[int, ...]] = (10, 41, 53)
    example: ClassVar[str] = """\
lever: water_board_elections
date: 2014-03-19
mode: indirect_councils
source: note 21/22; bill 33 097 of 18-11-2011
"""

    lever: Literal["water_board_elections"] = "water_board_elections"
    mode: Literal["direct", "combined_provincial", "indirect_councils"] = Field(
        description="By the residents on a day of their own or with the provincial elections, or by councils."
    )
    reserved_seats: Whole | None = Field(
        None, ge=0, le=15, description="Seats reserved for landowners, nature and businesses (law: 7 to 9)."
    )

    def stated_changes(self, territory: Territory) -> tuple[Change, ...]:
        """Set the mode, and amend Waterschapswet art. 13(2) where reserved seats are given."""
        changes: tuple[Change, ...] = (SetRule("water_boards.election", self.mode),)
        if self.reserved_seats is not None:
            for table in ("water_board_reserved_minimum", "water_board_reserved_maximum"):
                changes += amend_value(table, self.date, self.reserved_seats, self.source)
        return changes
