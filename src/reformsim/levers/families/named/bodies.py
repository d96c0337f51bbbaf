"""One body by name: who leaves it, with which it merges, what it carries out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from reformsim.levers.base import Complaint, Lever, forbidden
from reformsim.levers.changes import Change
from reformsim.levers.changes_by_name import AssignTask, LeaveBody, MergeBodies
from reformsim.levers.families.named.naming import Municipalities, twice
from reformsim.levers.fields import LegalForm, Mechanisms, Moves, Name, Refers, Title

if TYPE_CHECKING:
    from reformsim.territory import Territory

Kind = Annotated[
    Name | None,
    Refers("kind of any body"),
    Field(description="Kind of the body, such as safety_region, where several bodies have that name."),
]


class LeaveNamed(Lever):
    """Municipalities leave a cooperation body.

    What the body carried out for them they do themselves. A body that is left with one member lapses; one that the law
    imposes cannot be left, and the event ``reform_impossible`` says so.
    """

    family: ClassVar[str] = "by name"
    title_en: ClassVar[str] = "Leave this body"
    title_nl: ClassVar[str] = "Uit dit samenwerkingsverband treden"
    items: ClassVar[tuple[int, ...]] = ()
    mechanism: ClassVar[Mechanisms] = {"law": "the seats end, and the task is the municipality's own again"}
    moves: ClassVar[Moves] = {"relations_to_keep_up": "lower", "authorities_per_subject": "lower"}
    example: ClassVar[str] = """\
lever: leave_body
date: 2014-01-01
body: Zuid-Limburg
kind: labour_market_region
members: [Maastricht, Heerlen, Sittard-Geleen, Kerkrade]
source: assumption
"""

    lever: Literal["leave_body"] = "leave_body"
    body: Annotated[Name, Refers("body")] = Field(description="Body, by name.")
    members: Municipalities = Field(min_length=1, description="Municipalities that leave it, by code or name.")
    kind: Kind = None

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Tell of a municipality named twice."""
        return twice(self.members, "members")

    def stated_changes(self, territory: Territory) -> tuple[Change, ...]:
        """Let them leave."""
        return (LeaveBody(self.body, self.members, self.kind or ""),)


class MergeNamedBodies(Lever):
    """Several cooperation bodies become one: their members, what they carry out and what they have a say in."""

    family: ClassVar[str] = "by name"
    title_en: ClassVar[str] = "Merge these bodies"
    title_nl: ClassVar[str] = "Deze samenwerkingsverbanden samenvoegen"
    items: ClassVar[tuple[int, ...]] = ()
    mechanism: ClassVar[Mechanisms] = {
        "law": "one body with the members, tasks and say of all",
        "behaviour": "its members decide and carry out at the new scale",
    }
    moves: ClassVar[Moves] = {"bodies_light": "lower"}
    example: ClassVar[str] = """\
lever: merge_bodies
date: 2014-01-01
bodies: [Noord-Limburg, Midden-Limburg, Zuid-Limburg]
kind: labour_market_region
name: Limburg
source: assumption
"""

    lever: Literal["merge_bodies"] = "merge_bodies"
    bodies: Annotated[tuple[Name, ...], Refers("body")] = Field(min_length=2, description="Bodies, by name.")
    name: Title = Field(description="Name of the new body.")
    form: LegalForm | None = Field(None, description="Its legal form; left out, that of the one with most members.")
    kind: Kind = None

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Tell of a body named twice."""
        return twice(self.bodies, "bodies")

    def stated_changes(self, territory: Territory) -> tuple[Change, ...]:
        """Merge them."""
        return (MergeBodies(self.bodies, self.name, self.form or "", self.kind or ""),)


class AssignNamedTask(Lever):
    """A body carries out a municipal task for its members: one that is there, or a new one.

    Whoever carried it out for them before no longer does. Where the task is not municipal, or the
    form of the body does not allow it, the event ``reform_impossible`` says so.
    """

    family: ClassVar[str] = "by name"
    title_en: ClassVar[str] = "Give a task to this body"
    title_nl: ClassVar[str] = "Een taak aan dit samenwerkingsverband geven"
    items: ClassVar[tuple[int, ...]] = ()
    mechanism: ClassVar[Mechanisms] = {
        "law": "the body carries the task out, and has a say in it",
        "behaviour": "at its scale the task is carried out better or worse",
    }
    moves: ClassVar[Moves] = {"budget_outside_council": "higher"}
    example: ClassVar[str] = """\
lever: assign_task
date: 2014-01-01
task: culture_sport
body: Cultuurdienst Westerkwartier
members: [Bedum, Winsum, De Marne, Zuidhorn, Leek, Marum, Grootegast]
form: openbaar_lichaam
source: assumption
"""

    lever: Literal["assign_task"] = "assign_task"
    task: Annotated[Name, Refers("task")] = Field(description="Task in the catalogue.")
    body: Annotated[Title, Refers("body")] = Field(
        description="Body, by name: one that is there or, where form is given, a new one."
    )
    members: Municipalities = Field(
        (), description="For whom, by code or name; who is not in it joins it. Left out, for all members."
    )
    form: LegalForm | None = Field(
        None, description="Legal form of a new body (Wgr art. 8); left out, the body is there."
    )
    kind: Kind = None

    @model_validator(mode="after")
    def _of_some(self) -> Self:
        if self.form is not None and len(self.members) < 2:
            raise forbidden("members", "expected two members or more of a new body, not {n}", n=len(self.members))
        if self.form is not None and self.kind is not None:
            raise forbidden("kind", "expected only of a body that is there, not of a new one")
        return self

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Tell of a municipality named twice."""
        return twice(self.members, "members")

    def stated_changes(self, territory: Territory) -> tuple[Change, ...]:
        """Assign the task."""
        return (AssignTask(self.task, self.body, self.members, self.form or "", self.kind or ""),)
