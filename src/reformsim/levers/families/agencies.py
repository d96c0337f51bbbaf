"""Agencies of the Rijk at a distance (note section 2, 5/22)."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from reformsim.levers.base import Lever, forbidden
from reformsim.levers.changes import Change, SetRule
from reformsim.levers.fields import Mechanisms, Moves, Switch, Targets, Whole

if TYPE_CHECKING:
    from reformsim.territory import Territory


class AutonomousAgencies(Lever):
    """Agencies at a distance count in the network: the UWV in work and participation, and the ZBO's as nodes."""

    family: ClassVar[str] = "structure"
    title_en: ClassVar[str] = "Count autonomous agencies"
    title_nl: ClassVar[str] = "Zelfstandige bestuursorganen meetellen"
    items: ClassVar[tuple[int, ...]] = (21, 22, 120)
    mechanism: ClassVar[Mechanisms] = {
        "law": (
            "the UWV gets a say on work, one authority more in each round; officials of agencies that end come to "
            "the ministries"
        ),
        "input": "how many agencies there are in each year",
    }
    moves: ClassVar[Moves] = {
        "authorities_per_subject": "higher",
        "governance_nodes": "higher",
        "autonomous_agencies": "lower",
        "civil_servants": "higher",
        "rounds_per_issue": "higher",
    }
    example: ClassVar[str] = """\
lever: autonomous_agencies
date: 2012-01-01
uwv: true
counts: [120, 115, 110, 105]
source: note 5/22; numbers of agencies an assumption
"""
    sets: ClassVar[Targets] = {
        "uwv": "agencies.uwv",
        "counted": "agencies.counted",
        "counts": "agencies.counts",
    }

    lever: Literal["autonomous_agencies"] = "autonomous_agencies"
    uwv: Switch = Field(
        True, description="Whether the UWV counts as an authority with a say on work and participation."
    )
    counted: Switch = Field(True, description="Whether the agencies count as nodes of the governance network.")
    counts: tuple[Annotated[Whole, Field(ge=0, le=5000)], ...] | None = Field(
        None,
        max_length=50,
        description="Autonomous agencies in each year from the date on; the last stays. Left out: as they were.",
    )

    @model_validator(mode="after")
    def _some_year(self) -> Self:
        if self.counts == ():
            raise forbidden("counts", "expected at least one year")
        return self

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Set what counts, and how many there are from which year."""
        since = () if self.counts is None else (SetRule("agencies.since", self.date.year),)
        return (*super().stated_changes(territory), *since)
