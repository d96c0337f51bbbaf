"""Provinces that become one or act as one (note section 5, 19/22; Wet arhi art. 13-19)."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from reformsim.levers.base import Lever, forbidden, repeated
from reformsim.levers.changes import Change, JoinProvinces, MergeProvinces
from reformsim.levers.fields import Identifier, Mechanisms, Moves, Name, Refers, Title

if TYPE_CHECKING:
    from reformsim.territory import Territory


class MergeProvincesLever(Lever):
    """Several provinces become one, by Act, on a 1 January (Wet arhi art. 1(1)h, 13), or bind themselves instead.

    With ``alternative`` they stay, and act together on everything in which provinces have a say: the note's "other
    measures of equal lasting effect". Whether that lasts is a claim (``coordination.agreement_relief`` and
    ``coordination.fading``).
    """

    family: ClassVar[str] = "provinces"
    title_en: ClassVar[str] = "Merge provinces"
    title_nl: ClassVar[str] = "Provincies samenvoegen"
    items: ClassVar[tuple[int, ...]] = (98, 103, 104)
    mechanism: ClassVar[Mechanisms] = {
        "law": "one council, one executive and one fixed sum, and no border between them that an issue must cross",
    }
    moves: ClassVar[Moves] = {
        "provinces": "lower",
        "provincial_councillors": "lower",
        "deputies": "lower",
        "kings_commissioners": "lower",
        "administrators_total": "lower",
        "provincial_fixed_sum": "lower",
        "area_issue_resolution": "higher",
    }
    example: ClassVar[str] = """\
lever: merge_provinces
date: 2016-01-01
members: [PV24, PV26, PV27]
name: Noordvleugel
code: PV32
source: note 19/22; aim 2016 of the draft bill of 17-6-2013
"""

    lever: Literal["merge_provinces"] = "merge_provinces"
    members: Annotated[tuple[Name, ...], Refers("province")] = Field(
        min_length=2, description="Codes of the provinces that become one."
    )
    name: Title = Field(description="Name of the new province.")
    code: Identifier | None = Field(None, description="Code of the new province, not yet in use, such as PV32.")
    alternative: Literal["binding_cooperation"] | None = Field(
        None,
        description="What is done instead of merging: they bind themselves to act together, and no code is needed.",
    )

    @model_validator(mode="after")
    def _not_with_itself(self) -> Self:
        for i, member in repeated(self.members):
            raise forbidden(f"members.{i}", "province '{member}' cannot be merged with itself", member=member)
        if self.alternative is None and self.code is None:
            raise forbidden("code", "missing key 'code' (code of the new province), or an alternative to merging")
        if self.alternative is not None and self.code is not None:
            raise forbidden("code", "expected only where provinces merge, not with an alternative to it")
        if self.alternative is None and (self.date.month, self.date.day) != (1, 1):
            raise forbidden("date", "expected a 1 January (Wet arhi art. 1(1)h), not {day}", day=str(self.date))
        return self

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Make one province of the members, or let them act together."""
        if self.code is None:
            return (JoinProvinces(self.name, "binding_cooperation", self.members),)
        return (MergeProvinces(self.members, self.name, self.code),)
