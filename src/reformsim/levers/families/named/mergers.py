"""These municipalities become one, on that day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from reformsim.levers.base import Complaint, Lever
from reformsim.levers.changes import Change
from reformsim.levers.changes_by_name import MergeMunicipalities, RefuseMerger
from reformsim.levers.families.named.naming import MaybeMunicipality, Municipalities, twice
from reformsim.levers.families.named.new_year import OnNewYear
from reformsim.levers.fields import Mechanisms, Moves, Title

if TYPE_CHECKING:
    from reformsim.territory import Territory


class MergeNamed(OnNewYear):
    """Named municipalities become one on 1 January, by Act or if their councils agree.

    A member may be one that is formed only later in the run, by the code or name it will have. Where one is not there
    on the day, nothing is done, and the event ``reform_impossible`` says why.
    """

    family: ClassVar[str] = "by name"
    title_en: ClassVar[str] = "Merge these municipalities"
    title_nl: ClassVar[str] = "Deze gemeenten samenvoegen"
    items: ClassVar[tuple[int, ...]] = ()
    mechanism: ClassVar[Mechanisms] = {
        "law": "the municipality, its council, grant and seats, as after any merger; no consent if it is by Act",
        "behaviour": "councils that are asked agree as they do to mergers from which they gain",
    }
    moves: ClassVar[Moves] = {"municipalities": "lower", "inhabitants_per_municipality": "higher"}
    example: ClassVar[str] = """\
lever: merge_municipalities
date: 2014-01-01
members: [Groningen, Haren, Ten Boer]
into: Groningen
source: "the merger of 1-1-2019 (Stb. 2018, 264), five years early"
"""

    lever: Literal["merge_municipalities"] = "merge_municipalities"
    members: Municipalities = Field(min_length=2, description="Municipalities, by code or name.")
    name: Title | None = Field(None, description="Name of what they become; left out, that of the largest member c.a.")
    into: MaybeMunicipality = Field(
        None, description="Member that goes on and takes the others in (a light merger); left out, a new one is made."
    )
    consent: Literal["override", "ask"] = Field(
        "override", description="override: by Act; ask: the councils decide, by the consent that the rules ask for."
    )

    @property
    def gives(self) -> tuple[str, ...]:
        """The name of the new municipality."""
        return () if self.name is None else (self.name,)

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Tell of a member named twice and of one to merge into that is no member."""
        yield from twice(self.members, "members")
        if self.into is not None and self.into.casefold() not in {member.casefold() for member in self.members}:
            yield Complaint(("into",), f"expected one of the members, not '{self.into}'")

    def stated_changes(self, territory: Territory) -> tuple[Change, ...]:
        """Merge them."""
        return (MergeMunicipalities(self.members, self.name or "", self.into, self.consent == "ask"),)


class RefuseNamed(Lever):
    """Parliament passes no Act from then on that merges the named municipalities with one another.

    Procedures run their course, and one that would bring them all into one municipality breaks off when the Act is due.
    Elections that lapsed for the bill are held late.
    """

    family: ClassVar[str] = "by name"
    title_en: ClassVar[str] = "Refuse this merger"
    title_nl: ClassVar[str] = "Deze herindeling afwijzen"
    items: ClassVar[tuple[int, ...]] = ()
    mechanism: ClassVar[Mechanisms] = {"law": "no Act, so no merger (Wet arhi art. 3(1))"}
    moves: ClassVar[Moves] = {"municipalities": "higher"}
    example: ClassVar[str] = """\
lever: refuse_merger
date: 2011-06-01
members: [Rheden, Rozendaal]
source: assumption
"""

    lever: Literal["refuse_merger"] = "refuse_merger"
    members: Municipalities = Field(min_length=2, description="Municipalities, by code or name.")

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Tell of a member named twice."""
        return twice(self.members, "members")

    def stated_changes(self, territory: Territory) -> tuple[Change, ...]:
        """Refuse it."""
        return (RefuseMerger(self.members),)
