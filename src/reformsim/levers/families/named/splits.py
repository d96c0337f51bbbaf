"""A municipality by name is taken apart, and a border by name moves, on a day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from reformsim.levers.base import Complaint, forbidden
from reformsim.levers.changes import Change
from reformsim.levers.changes_by_name import MoveBorder, Part, SplitMunicipality
from reformsim.levers.families.named.naming import MaybeMunicipality, Municipalities, Municipality
from reformsim.levers.families.named.new_year import OnNewYear
from reformsim.levers.fields import Mechanisms, Moves, Share, Switch, Title, Whole
from reformsim.levers.sealed import Sealed

if TYPE_CHECKING:
    from reformsim.territory import Territory

OfIt = Annotated[Share, Field(gt=0, lt=1)]
Inhabitants = Annotated[Whole, Field(ge=1, le=20_000_000)]


class PartOff(Sealed):
    """A part that becomes a municipality of its own: by share, by number, or former municipalities by name."""

    name: Title | None = Field(None, description="Its name; needed but for a single former municipality.")
    share: OfIt | None = Field(None, description="Part of the inhabitants on the day, above 0 and below 1.")
    inhabitants: Inhabitants | None = Field(None, description="Inhabitants on the day, in place of share.")
    former: Municipalities = Field(
        (), description="Former municipalities of which it consists, that merged in this run, by code or name."
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        given = [key for key in ("share", "inhabitants", "former") if getattr(self, key)]
        if len(given) != 1:
            said = ", ".join(given) or "none"
            raise forbidden("", "expected exactly one of share, inhabitants, former, not {said}", said=said)
        if self.name is None and len(self.former) != 1:
            raise forbidden("", "expected name, the name of the part")
        return self


class SplitNamed(OnNewYear):
    """A municipality is taken apart: parts become municipalities of their own, or it goes back into what it was.

    A part by `share` or `inhabitants` is cut from the edge inwards; where it lies within a unit of the start map the
    model does not know. It borders on what the unit borders on in proportion, its town hall is where the unit is, and
    results by place and maps show the unit under the municipality of most of its inhabitants; what is counted by
    municipality counts it. `former` takes units of the start map, or municipalities that merged in the run, whole.
    """

    family: ClassVar[str] = "by name"
    title_en: ClassVar[str] = "Take this municipality apart"
    title_nl: ClassVar[str] = "Deze gemeente splitsen"
    items: ClassVar[tuple[int, ...]] = ()
    mechanism: ClassVar[Mechanisms] = {
        "law": "new municipalities with a council each, which take seats in the bodies of the one they leave",
        "input": "the share or number of inhabitants",
        "behaviour": "what it costs, as a merger does for each inhabitant who changes municipality; a council that is "
        "asked agrees where it would refuse to merge",
    }
    moves: ClassVar[Moves] = {"municipalities": "higher", "inhabitants_per_municipality": "lower"}
    example: ClassVar[str] = """\
lever: split_municipality
date: 2014-01-01
municipality: Utrecht
parts:
  - {name: Leidsche Rijn, share: 0.1}
  - {name: Vleuten-De Meern, share: 0.08}
source: "assumption: as before 2001, when Vleuten-De Meern was a municipality"
"""

    lever: Literal["split_municipality"] = "split_municipality"
    municipality: MaybeMunicipality = Field(None, description="Municipality, by code or name.")
    parts: tuple[PartOff, ...] = Field((), description="What becomes of its own; the rest goes on, if any is left.")
    back: Switch = Field(False, description="It goes back into all that its last merger in the run took together.")
    merged_in: Whole | None = Field(
        None, ge=1800, le=2200, description="All that a merger of 1 January of this year formed in the run goes back."
    )
    consent: Literal["override", "ask"] = Field(
        "override", description="override: by Act; ask: the council decides, and may refuse."
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        given = [key for key in ("parts", "back", "merged_in") if getattr(self, key)]
        if len(given) != 1:
            said = ", ".join(given) or "none"
            key = given[1] if given else ""
            raise forbidden(key, "expected exactly one of parts, back, merged_in, not {said}", said=said)
        if (self.municipality is None) != (self.merged_in is not None):
            wanted = "no municipality beside merged_in" if self.merged_in else "the municipality that is taken apart"
            raise forbidden("municipality" if self.merged_in else "", "expected {wanted}", wanted=wanted)
        if sum(part.share or 0.0 for part in self.parts) >= 1.0:
            raise forbidden("parts", "expected shares that add up to less than 1: the rest goes on")
        if self.merged_in is not None and self.merged_in > self.date.year:
            raise forbidden("merged_in", "expected {year} or earlier", year=self.date.year)
        return self

    @property
    def gives(self) -> tuple[str, ...]:
        """The names of the parts."""
        return tuple(part.name for part in self.parts if part.name is not None)

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Tell of a part that is the municipality itself, as a name of before the start map is."""
        for i, part in enumerate(self.parts):
            for j, word in enumerate(part.former):
                if word == self.municipality:
                    said = "give its share or inhabitants where the start map does not have it"
                    yield Complaint(("parts", i, "former", j), f"that is the municipality itself; {said}")

    def stated_changes(self, territory: Territory) -> tuple[Change, ...]:
        """Take it apart."""
        parts = tuple(Part(one.name or "", one.share, one.inhabitants, one.former) for one in self.parts)
        asked = self.consent == "ask"
        return (SplitMunicipality(self.municipality or "", parts, self.back, self.merged_in, asked),)


class MoveNamedBorder(OnNewYear):
    """Inhabitants and their land pass from a municipality to a neighbour; both go on.

    They are taken from the units nearest to the neighbour; of a unit that is divided the land goes in proportion. Who
    borders on whom stays as it was. Below a tenth of the inhabitants it is a border correction, without elections.
    """

    family: ClassVar[str] = "by name"
    title_en: ClassVar[str] = "Move the border between these municipalities"
    title_nl: ClassVar[str] = "De grens tussen deze gemeenten verleggen"
    items: ClassVar[tuple[int, ...]] = ()
    mechanism: ClassVar[Mechanisms] = {
        "law": "the people and the land pass, and councils are elected anew where a tenth of the people change",
        "input": "the share or number of inhabitants",
    }
    moves: ClassVar[Moves] = {"councillors": "lower"}
    example: ClassVar[str] = """\
lever: move_border
date: 2014-01-01
giver: Oegstgeest
receiver: Leiden
inhabitants: 18000
source: assumption
"""

    lever: Literal["move_border"] = "move_border"
    giver: Municipality = Field(description="Municipality that gives, by code or name.")
    receiver: Municipality = Field(description="Neighbour that receives.")
    share: OfIt | None = Field(None, description="Part of the inhabitants on the day, above 0 and below 1.")
    inhabitants: Inhabitants | None = Field(None, description="Inhabitants on the day, in place of share.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.share is None) == (self.inhabitants is None):
            said = "none" if self.share is None else "both"
            key = "" if self.share is None else "inhabitants"
            raise forbidden(key, "expected exactly one of share, inhabitants, not {said}", said=said)
        return self

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Tell of a municipality that would give to itself."""
        if self.giver.casefold() == self.receiver.casefold():
            yield Complaint(("receiver",), "expected another municipality than the giver")

    def stated_changes(self, territory: Territory) -> tuple[Change, ...]:
        """Move the border."""
        return (MoveBorder(self.giver, self.receiver, self.share, self.inhabitants),)
