"""Water boards: how their general boards are chosen, how large they are, and mergers (summary of the note, 21/22)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from reformsim.levers.base import Complaint, Lever, Scope, forbidden, repeated
from reformsim.levers.changes import Change, MergeWaterBoards, SetRule
from reformsim.levers.fields import Identifier, Mechanisms, Moves, Name, Number, Refers, Title, Whole

if TYPE_CHECKING:
    from reformsim.territory import Territory

BoardSeats = Annotated[Whole, Field(ge=18, le=30)]
"""Members of a general board (Waterschapswet art. 13(1))."""


class WaterBoardElections(Lever):
    """Water boards elected directly, together with the provincial councils, or by municipal councils."""

    family: ClassVar[str] = "water boards"
    title_en: ClassVar[str] = "Election of water boards"
    title_nl: ClassVar[str] = "Verkiezing van waterschapsbesturen"
    items: ClassVar[tuple[int, ...]] = (10, 41, 53)
    mechanism: ClassVar[Mechanisms] = {
        "law": "who elects the boards, and when",
    }
    example: ClassVar[str] = """\
lever: water_board_elections
date: 2014-03-19
mode: indirect_councils
source: note 21/22; bill 33 097 of 18-11-2011
"""
    moves: ClassVar[Moves] = {
        "water_board_turnout": "lower",
        "water_board_election_cost": "lower",
        "directly_elected_share": "lower",
        "water_board_members": "same",
    }

    lever: Literal["water_board_elections"] = "water_board_elections"
    mode: Literal["direct", "combined_provincial", "indirect_councils"] = Field(
        description="By the residents on a day of their own or with the provincial elections, or by councils."
    )
    reserved_seats: Whole | None = Field(
        None, ge=0, le=15, description="Seats reserved for landowners, nature and businesses (law: 7 to 9)."
    )

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Set the mode, and amend Waterschapswet art. 13(2) where reserved seats are given."""
        tables = ("water_board_reserved_minimum", "water_board_reserved_maximum")
        return (SetRule("water_boards.election", self.mode), *self.amended(dict.fromkeys(tables, self.reserved_seats)))


class WaterBoardSize(Lever):
    """General boards of water boards with another number of members, from the next choice of each board."""

    family: ClassVar[str] = "water boards"
    title_en: ClassVar[str] = "Size of water boards' general boards"
    title_nl: ClassVar[str] = "Omvang van het algemeen bestuur van waterschappen"
    items: ClassVar[tuple[int, ...]] = (10, 41, 53)
    mechanism: ClassVar[Mechanisms] = {
        "law": "the members of each board, from its next choice",
    }
    scope: ClassVar[Scope] = "regions"
    example: ClassVar[str] = """\
lever: water_board_size
date: 2012-01-01
seats: 18
source: "assumption: the least number of Waterschapswet art. 13(1)"
"""
    moves: ClassVar[Moves] = {
        "water_board_members": "lower",
        "administrators_total": "lower",
        "administrators_cost": "lower",
        "water_boards": "same",
    }

    lever: Literal["water_board_size"] = "water_board_size"
    seats: BoardSeats | None = Field(None, description="Members of each general board (law: 18 to 30).")
    factor: Number | None = Field(
        None, gt=0.0, le=2.0, description="Multiplies the members by regulation, rounded, within 18 to 30."
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.seats is None) == (self.factor is None):
            said = "none" if self.seats is None else "both"
            raise forbidden(
                "" if self.seats is None else "factor", f"expected exactly one of seats, factor, not {said}"
            )
        return self

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Set the number or the factor for the boards in the place."""
        if territory.water_boards is None:
            return ()
        regions = self.regions(territory, territory.water_boards.division)
        scope = None if regions is None else frozenset(regions)
        return self.amended({"water_board_seats_fixed": self.seats, "water_board_seats_factor": self.factor}, scope)


class MergeWaterBoardsLever(Lever):
    """Several water boards become one, by provincial regulation, on a 1 January (Waterschapswet art. 2-9)."""

    family: ClassVar[str] = "water boards"
    title_en: ClassVar[str] = "Merge water boards"
    title_nl: ClassVar[str] = "Waterschappen samenvoegen"
    items: ClassVar[tuple[int, ...]] = (53, 113)
    mechanism: ClassVar[Mechanisms] = {
        "law": "one board in the place of several, at what merging costs; water management is done at its scale",
    }
    example: ClassVar[str] = """\
lever: merge_water_boards
date: 2014-01-01
members: [WS05, WS07]
name: Vechtstromen
code: WS26
source: list of water boards (Regge en Dinkel and Velt en Vecht, 1-1-2014)
"""
    moves: ClassVar[Moves] = {
        "water_boards": "lower",
        "water_board_members": "lower",
        "administrators_total": "lower",
        "administrators_cost": "lower",
        "transition_cost": "higher",
        "service_level": "higher",
    }

    lever: Literal["merge_water_boards"] = "merge_water_boards"
    members: Annotated[tuple[Name, ...], Refers("water board")] = Field(
        min_length=2, description="Codes of the water boards that become one."
    )
    name: Title = Field(description="Name of the new water board.")
    code: Identifier = Field(description="Code of the new water board, not yet in use, such as WS26.")
    seats: BoardSeats | None = Field(
        None, description="Members of its general board (law: 18 to 30); those of its largest member if left out."
    )

    @model_validator(mode="after")
    def _not_with_itself(self) -> Self:
        for i, member in repeated(self.members):
            raise forbidden(f"members.{i}", "water board '{member}' cannot be merged with itself", member=member)
        if (self.date.month, self.date.day) != (1, 1):
            raise forbidden(
                "date", "expected a 1 January (assumption: as the mergers since 2011), not {day}", day=str(self.date)
            )
        return self

    def complaints(self, territory: "Territory") -> Iterator[Complaint]:
        """Tell that a map has no water boards at all."""
        if territory.water_boards is None:
            yield Complaint(("members",), f"territory {territory.name} has no water boards")

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Make one water board of the members."""
        return (MergeWaterBoards(self.members, self.name, self.code, self.seats),)
