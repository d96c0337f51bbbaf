"""Randstad and other areas: authorities, metropolitan regions and provinces that act together (section 5, 15/22-19/22).

Two pages of the section are missing; where they would tell how, the law on joint arrangements (Wgr) is followed.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from reformsim.levers.base import Complaint, Lever, Scope, forbidden, repeated
from reformsim.levers.changes import AbolishBodies, Change, FoundBody, JoinProvinces, SetRule
from reformsim.levers.fields import Mechanisms, Moves, Name, Refers, Share, Switch, Title
from reformsim.levers.where import Where

if TYPE_CHECKING:
    from reformsim.territory import Territory

Area = Annotated[Name | None, Refers("area"), Field(description="Named area of the territory, such as randstad.")]
Tasks = Annotated[tuple[Name, ...], Refers("task")]
Kinds = Annotated[
    tuple[Name, ...],
    Refers("body kind"),
    Field(description="Kinds of statutory bodies that end where they lie wholly in the area."),
]


class AreaLever(Lever):
    """Common part of the levers of one area; ``where`` narrows the area down."""

    scope: ClassVar[Scope] = "units"

    name: Title = Field(description="Name of what is founded.")
    area: Area = None

    def unit_codes(self, territory: "Territory") -> tuple[str, ...]:
        """Codes of the units in the area and in ``where``, in the territory's order."""
        inside = set(territory.codes)
        if self.area is not None:
            inside &= set(Where(areas=(self.area,)).unit_codes(territory))
        if self.where is not None:
            inside &= set(self.where.unit_codes(territory))
        return tuple(code for code in territory.codes if code in inside)

    def provinces_there(self, territory: "Territory") -> tuple[str, ...]:
        """Codes of the provinces in which these units lie, wholly or in part."""
        units = set(self.unit_codes(territory))
        there = {int(p) for code, p in zip(territory.codes, territory.province, strict=True) if code in units}
        return tuple(code for i, code in enumerate(territory.province_codes) if i in there)

    def ended(self, territory: "Territory", kinds: tuple[str, ...]) -> tuple[Change, ...]:
        """End the statutory bodies of these kinds that lie wholly in the area."""
        place = Where(units=self.unit_codes(territory))
        changes: list[Change] = []
        for body in territory.statutory_bodies:
            if body.kind in kinds:
                regions = place.region_codes(territory, body.division)
                changes += [AbolishBodies(body.kind, (), regions)] if regions else []
        return tuple(changes)


class MunicipalAreaLever(AreaLever):
    """Common part of those that found a body of municipalities."""

    def complaints(self, territory: "Territory") -> Iterator[Complaint]:
        """Tell of a place with too few municipalities for a body."""
        units = self.unit_codes(territory)
        known = self.area is None or self.area in territory.area_names
        if known and not self.nowhere and len(units) < 2:
            key = "area" if self.area is not None else "where"
            yield Complaint((key,), f"a body takes two municipalities or more, and here are {len(units)}")


class InfrastructureAuthority(MunicipalAreaLever):
    """One authority for transport in an area: municipalities and provinces bring their competences in (Wgr)."""

    family: ClassVar[str] = "Randstad"
    title_en: ClassVar[str] = "Infrastructure authority of an area"
    title_nl: ClassVar[str] = "Infrastructuurautoriteit"
    items: ClassVar[tuple[int, ...]] = (107, 108, 98)
    mechanism: ClassVar[Mechanisms] = {
        "law": "a body carries the tasks in its own right, and who brings them in has no say beside it",
        "behaviour": "its seats take the time of aldermen",
    }
    moves: ClassVar[Moves] = {
        "accessibility_coherence": "higher",
        "layers_per_subject": "lower",
        "authorities_per_subject": "lower",
        "area_issue_resolution": "higher",
    }
    example: ClassVar[str] = """\
lever: infrastructure_authority
date: 2014-01-01
name: Infrastructuurautoriteit Noordvleugel
area: noordvleugel
tasks: [regional_transport]
sole: true
replaces: [plusregio]
source: note 19/22 (one steering point for each wing, on the basis of the Wgr); date an assumption
"""

    lever: Literal["infrastructure_authority"] = "infrastructure_authority"
    tasks: Tasks = Field(("regional_transport",), min_length=1, description="Tasks it carries in its own right.")
    sole: Switch = Field(True, description="Whether municipalities and provinces keep no say of their own in these.")
    with_provinces: Annotated[tuple[Name, ...] | None, Refers("province")] = Field(
        None, description="Provinces that take part; those of the area if left out."
    )
    replaces: Kinds = ()

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Found the authority, and end what it replaces."""
        units = self.unit_codes(territory)
        provinces = self.provinces_there(territory) if self.with_provinces is None else self.with_provinces
        cedes = ("gemeente", *(("provincie",) if provinces else ())) if self.sole else ()
        found = FoundBody(
            self.name, "infrastructure_authority", units, self.tasks, (), carries=True, cedes=cedes, provinces=provinces
        )
        return (found, *self.ended(territory, self.replaces)) if units else ()


class MetropolitanRegion(MunicipalAreaLever):
    """A metropolitan region on the basis of the Wgr, with the province as an equal, as an observer or without it."""

    family: ClassVar[str] = "Randstad"
    title_en: ClassVar[str] = "Metropolitan region"
    title_nl: ClassVar[str] = "Metropoolregio"
    items: ClassVar[tuple[int, ...]] = (48, 101, 102, 106)
    mechanism: ClassVar[Mechanisms] = {
        "law": "a body carries the tasks in its own right; a province that is a member decides in it",
        "behaviour": "its seats take the time of aldermen; provinces in it agree more often across their border",
    }
    moves: ClassVar[Moves] = {
        "bodies_total": "lower",
        "randstad_bodies": "lower",
        "layers_per_subject": "lower",
        "accessibility_coherence": "higher",
    }
    example: ClassVar[str] = """\
lever: metropolitan_region
date: 2013-01-01
name: Metropoolregio Rotterdam Den Haag
area: rotterdam_den_haag
tasks: [regional_transport]
province_role: member
replaces: [plusregio]
source: note 17/22 (on the basis of the Wgr, in the area of Haaglanden and Stadsregio Rotterdam)
"""

    lever: Literal["metropolitan_region"] = "metropolitan_region"
    tasks: Tasks = Field(("regional_transport",), min_length=1, description="Tasks it carries in its own right.")
    say: Tasks = Field((), description="Further tasks on which it has a say.")
    province_role: Literal["member", "observer", "none"] = Field(
        "member", description="An equal that decides in it and not beside it, one that looks on, or not there."
    )
    binding: Switch = Field(True, description="Whether members are bound to it.")
    replaces: Kinds = ()

    @model_validator(mode="after")
    def _each_task_once(self) -> Self:
        carried = frozenset(self.tasks)
        for i, task in enumerate(self.say):
            if task in carried:
                raise forbidden(f"say.{i}", "task '{task}' stands under tasks as well", task=task)
        return self

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Found the region, and end what it replaces."""
        units, joint = self.unit_codes(territory), self.province_role == "member"
        found = FoundBody(
            self.name,
            "metropolitan_region",
            units,
            self.tasks,
            self.say,
            carries=True,
            binding=self.binding,
            cedes=("provincie",) if joint else (),
            provinces=() if self.province_role == "none" else self.provinces_there(territory),
            joint=joint,
        )
        return (found, *self.ended(territory, self.replaces)) if units else ()


class RandstadCooperation(MunicipalAreaLever):
    """Municipalities of an area cooperate with each other and with their provinces, and are bound to it or not."""

    family: ClassVar[str] = "Randstad"
    title_en: ClassVar[str] = "Binding cooperation in an area"
    title_nl: ClassVar[str] = "Niet-vrijblijvende samenwerking in een gebied"
    items: ClassVar[tuple[int, ...]] = (32, 100)
    mechanism: ClassVar[Mechanisms] = {
        "law": "a body with a say, in which members are bound",
        "input": "how hard it draws them",
        "behaviour": "members share tasks more readily; its seats take the time of aldermen",
    }
    moves: ClassVar[Moves] = {
        "relations_to_keep_up": "higher",
        "budget_outside_council": "higher",
        "area_issue_resolution": "higher",
    }
    example: ClassVar[str] = """\
lever: randstad_cooperation
date: 2012-01-01
name: Samenwerking Randstad
area: randstad
tasks: [regional_economy, spatial_planning, housing_programme]
binding: true
strength: 1.0
source: note 17/22 (cooperation that is not without obligation); tasks, date and strength assumptions
"""

    lever: Literal["randstad_cooperation"] = "randstad_cooperation"
    tasks: Tasks = Field(min_length=1, description="Tasks on which it has a say.")
    binding: Switch = Field(True, description="Whether members are bound; if not, it may end.")
    strength: Share = Field(1.0, description="How hard it draws members into sharing tasks, 0 to 1.")

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Found the cooperation and set how hard it draws."""
        units = self.unit_codes(territory)
        if not units:
            return ()
        provinces = self.provinces_there(territory)
        found = FoundBody(
            self.name, "binding_cooperation", units, (), self.tasks, binding=self.binding, provinces=provinces
        )
        return (found, SetRule("cooperation.binding_strength", self.strength))


class DeltaCooperation(Lever):
    """Provinces act together on some tasks or on all, without merging and without a body."""

    family: ClassVar[str] = "Randstad"
    title_en: ClassVar[str] = "Provinces act together"
    title_nl: ClassVar[str] = "Samenwerking van provincies"
    items: ClassVar[tuple[int, ...]] = (99, 105)
    mechanism: ClassVar[Mechanisms] = {
        "behaviour": (
            "issues across the borders between these provinces get through more often, less so as the arrangement ages"
        ),
    }
    moves: ClassVar[Moves] = {
        "provincial_boards_to_agree": "lower",
        "area_issue_resolution": "higher",
        "provinces": "same",
        "issue_resolution": "higher",
        "decision_time": "lower",
    }
    scope: ClassVar[Scope] = "provinces"
    example: ClassVar[str] = """\
lever: delta_cooperation
date: 2013-01-01
name: Samenwerking in de delta
members: [PV28, PV29, PV30]
source: note 19/22 (Zuid-Holland, Zeeland and Noord-Brabant); date an assumption
"""

    lever: Literal["delta_cooperation"] = "delta_cooperation"
    name: Title = Field(description="Name of the arrangement.")
    members: Annotated[tuple[Name, ...], Refers("province")] = Field(
        min_length=2, description="Codes of the provinces."
    )
    tasks: Annotated[tuple[Name, ...] | None, Refers("task")] = Field(
        None,
        min_length=1,
        description="Tasks on which they act together; all in which provinces have a say if left out.",
    )
    binding: Switch = Field(True, description="Whether they are bound to it.")

    @model_validator(mode="after")
    def _others(self) -> Self:
        for i, code in repeated(self.members):
            raise forbidden(f"members.{i}", "province '{code}' is named twice", code=code)
        return self

    def there(self, territory: "Territory") -> tuple[str, ...]:
        """Those of the provinces that ``where`` does not leave out."""
        limit = self.provinces(territory)
        return tuple(code for code in self.members if limit is None or code in limit)

    def complaints(self, territory: "Territory") -> Iterator[Complaint]:
        """Tell of a place that leaves one province only."""
        left = len(self.there(territory))
        if self.where is not None and not self.nowhere and left < 2:
            yield Complaint(("where",), f"an arrangement takes two provinces or more, and `where` leaves {left}")

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Let the provinces act together."""
        there = self.there(territory)
        if len(there) < 2:
            return ()
        return (JoinProvinces(self.name, "delta_cooperation", there, self.tasks, self.binding),)


class JointAgenda(AreaLever):
    """The provinces of an area agree on an agenda for some tasks: no body, no say, and nobody is bound."""

    family: ClassVar[str] = "Randstad"
    title_en: ClassVar[str] = "Joint agenda of an area"
    title_nl: ClassVar[str] = "Gezamenlijke agenda van een gebied"
    items: ClassVar[tuple[int, ...]] = (99, 104, 110)
    mechanism: ClassVar[Mechanisms] = {
        "behaviour": (
            "issues across the borders between the provinces of the area get through more often, less so than "
            "where they are bound"
        ),
    }
    moves: ClassVar[Moves] = {
        "provincial_boards_to_agree": "lower",
        "area_issue_resolution": "higher",
        "layers_per_subject": "same",
        "issue_resolution": "higher",
    }
    example: ClassVar[str] = """\
lever: joint_agenda
date: 2012-01-01
name: Agenda Noordvleugel
area: noordvleugel
tasks: [regional_transport, regional_economy, spatial_planning, nature, culture_sport]
source: note 17/22, 21/22 (mobility, economy, spatial planning, nature, culture); date an assumption
"""

    lever: Literal["joint_agenda"] = "joint_agenda"
    tasks: Tasks = Field(min_length=1, description="Tasks on the agenda.")

    def complaints(self, territory: "Territory") -> Iterator[Complaint]:
        """Tell of a place with one province only."""
        known = self.area is None or self.area in territory.area_names
        if known and not self.nowhere and len(self.provinces_there(territory)) < 2:
            key = "area" if self.area is not None else "where"
            yield Complaint((key,), "an agenda takes two provinces or more, and the area lies in one")

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Let the provinces of the area act together, unbound."""
        there = self.provinces_there(territory)
        if len(there) < 2:
            return ()
        return (JoinProvinces(self.name, "joint_agenda", there, self.tasks, binding=False),)
