"""A sober structure and fewer kinds of bodies (note section 4.3, 9/22 and 13/22; summary 21/22)."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from reformsim.errors import suggest
from reformsim.levers.base import Complaint, Lever, Scope, forbidden
from reformsim.levers.changes import AbolishBodies, AbolishSubMunicipal, Change
from reformsim.levers.fields import (
    Carrier,
    Location,
    Mechanisms,
    Moves,
    Name,
    Reference,
    Refers,
    Share,
    Switch,
    Targets,
    Title,
    Whole,
)
from reformsim.levers.sealed import Sealed

if TYPE_CHECKING:
    from reformsim.territory import Territory


class AbolishSubMunicipalCouncils(Lever):
    """End of the sub-municipal councils (deelgemeenten), with or without something lighter in their place."""

    family: ClassVar[str] = "structure"
    title_en: ClassVar[str] = "Abolish sub-municipal councils"
    title_nl: ClassVar[str] = "Deelgemeenten afschaffen"
    items: ClassVar[tuple[int, ...]] = (35, 45)
    mechanism: ClassVar[Mechanisms] = {
        "law": "the councils end, and with them a layer with a say on municipal subjects",
        "input": "which part of the offices returns in commissions",
    }
    scope: ClassVar[Scope] = "units"
    example: ClassVar[str] = """\
lever: abolish_sub_municipal_councils
date: 2014-03-19
replacement: none
source: note 9/22, 21/22; Kamerstukken 33 017 (in force 19-3-2014)
"""
    moves: ClassVar[Moves] = {
        "sub_municipal_bodies": "lower",
        "sub_municipal_office_holders": "lower",
        "administrators_total": "lower",
        "administrators_cost": "lower",
        "inhabitants_per_local_representative": "higher",
        "layers_per_subject": "lower",
    }

    lever: Literal["abolish_sub_municipal_councils"] = "abolish_sub_municipal_councils"
    replacement: Literal["none", "bestuurscommissie", "gebiedscommissie"] = Field(
        "none", description="Commission under Gemeentewet art. 83 that takes their place."
    )
    replacement_share: Share = Field(0.0, description="Part of the offices that comes back in the commissions.")
    elected: Switch | None = Field(
        None,
        description="Whether residents elect the commissions (Amsterdam from 2014, unverified) or they are appointed.",
    )

    @model_validator(mode="after")
    def _share_needs_commission(self) -> Self:
        if self.replacement == "none" and self.replacement_share > 0:
            raise forbidden(
                "replacement_share",
                "expected 0 where replacement is none, or a kind of commission as replacement",
            )
        if self.replacement != "none" and self.replacement_share == 0:
            raise forbidden("replacement", "expected a replacement_share above 0 with a commission as replacement")
        if self.replacement == "none" and self.elected is not None:
            raise forbidden("elected", "expected only with a commission as replacement")
        return self

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """End the councils of the municipalities named."""
        units = None if self.where is None else self.where.unit_codes(territory)
        if units == ():
            return ()
        return (AbolishSubMunicipal(units, self.replacement, self.replacement_share, bool(self.elected)),)


class Successor(Sealed):
    """A public body that takes the place of some that are abolished."""

    name: Title = Field(description="Name of the new body.")
    regions: tuple[Name, ...] = Field(min_length=1, description="Codes of the regions it covers.")
    keeps: Annotated[tuple[Name, ...], Refers("task")] = Field(
        (), description="Tasks it carries on in its own right although tasks_to gives them to a layer elsewhere."
    )
    members: Annotated[tuple[Name, ...], Refers("unit")] = Field(
        (), description="Municipalities that join it beside those of its regions."
    )


class AbolishWgrPlus(Lever):
    """End of the plusregio's (Wgr chapter XI); their tasks fall to provinces or municipalities by profile."""

    family: ClassVar[str] = "structure"
    title_en: ClassVar[str] = "Abolish the Wgr-plus regions"
    title_nl: ClassVar[str] = "Wgr-plus intrekken"
    items: ClassVar[tuple[int, ...]] = (46, 48, 101)
    mechanism: ClassVar[Mechanisms] = {
        "law": "the bodies end; what they carried goes to the layer named, with its money and what moving it costs",
    }
    scope: ClassVar[Scope] = "regions"
    example: ClassVar[str] = """\
lever: abolish_wgr_plus
date: 2013-01-01
tasks_to: {regional_transport: provincie, housing_programme: gemeente}
source: note 9/22, 13/22, 21/22
"""
    moves: ClassVar[Moves] = {
        "plusregios": "lower",
        "bodies_public": "lower",
        "board_positions": "lower",
        "layers_per_subject": "lower",
    }

    lever: Literal["abolish_wgr_plus"] = "abolish_wgr_plus"
    tasks_to: Annotated[Mapping[Name, Carrier], Refers("task", keys=True)] = Field(
        description="Layer that carries each task of the regions afterwards, by task."
    )
    successors: tuple[Successor, ...] = Field((), description="Public bodies that take the place of some.")

    @model_validator(mode="after")
    def _one_successor_each(self) -> Self:
        seen: set[str] = set()
        for i, successor in enumerate(self.successors):
            for j, region in enumerate(successor.regions):
                if region in seen:
                    raise forbidden(
                        f"successors.{i}.regions.{j}",
                        "region '{region}' has a successor already",
                        region=region,
                    )
                seen.add(region)
            for j, task in enumerate(successor.keeps):
                if task not in self.tasks_to:
                    raise forbidden(
                        f"successors.{i}.keeps.{j}",
                        "expected a task of tasks_to, not '{task}'; a successor keeps the others anyway",
                        task=task,
                    )
        return self

    def own_references(self, at: Location) -> Iterator[Reference]:
        """Give the tasks, the regions of successors and the place."""
        if self.where is not None:
            yield from self.where.own_references((*at, "where"))
        for task in self.tasks_to:
            yield Reference((*at, "tasks_to", task), "task", task, key=True)
        for i, successor in enumerate(self.successors):
            for j, task in enumerate(successor.keeps):
                yield Reference((*at, "successors", i, "keeps", j), "task", task)
            for j, unit in enumerate(successor.members):
                yield Reference((*at, "successors", i, "members", j), "unit", unit)

    def complaints(self, territory: "Territory") -> Iterator[Complaint]:
        """Tell of successors whose regions are not abolished here, or never had what they should keep."""
        division = _division(territory)
        if division is None:
            return
        known = territory.divisions[division].region_codes
        chosen = self.regions(territory, division)
        for i, successor in enumerate(self.successors):
            for j, region in enumerate(successor.regions):
                place = ("successors", i, "regions", j)
                if region not in known:
                    yield Complaint(
                        place, f"unknown region '{region}' of division '{division}'{suggest(region, known)}"
                    )
                elif chosen is not None and region not in chosen:
                    yield Complaint(place, f"region '{region}' is outside `where` and so not abolished")
            carried = {task for region in successor.regions for task in _carried(territory, region)}
            for j, task in enumerate(successor.keeps):
                if task not in carried:
                    yield Complaint(
                        ("successors", i, "keeps", j), f"no region of '{successor.name}' carries task '{task}'"
                    )

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Dissolve the plusregio's; nothing on a map that has none."""
        division = _division(territory)
        if division is None:
            return ()
        regions = self.regions(territory, division)
        if regions == ():
            return ()
        tasks = tuple(sorted(self.tasks_to.items()))
        successors = tuple((s.name, s.regions) for s in self.successors)
        keeps = tuple((s.name, s.keeps) for s in self.successors if s.keeps)
        enlarged = tuple((s.name, s.members) for s in self.successors if s.members)
        return (AbolishBodies("plusregio", tasks, regions, successors, keeps, enlarged),)


def _division(territory: "Territory") -> str | None:
    """Give the division whose regions are the areas of the plusregio's."""
    for body in territory.statutory_bodies:
        if body.kind == "plusregio":
            return str(body.division)
    return None


def _carried(territory: "Territory", region: str) -> tuple[str, ...]:
    """Give the tasks that the plusregio of a region carries at the start."""
    for body in territory.statutory_bodies:
        if body.kind == "plusregio":
            return tuple(body.tasks_of(region))
    return ()


class LimitLayers(Lever):
    """The principle 'je gaat erover of niet': at most so many layers with a formal say in one task."""

    family: ClassVar[str] = "structure"
    title_en: ClassVar[str] = "At most two layers per subject"
    title_nl: ClassVar[str] = "Ten hoogste twee bestuurslagen per onderwerp"
    items: ClassVar[tuple[int, ...]] = (11,)
    mechanism: ClassVar[Mechanisms] = {
        "law": "layers beyond the most lose their say",
    }
    example: ClassVar[str] = """\
lever: limit_layers
date: 2013-01-01
maximum: 2
source: note 1/22, 21/22
"""
    moves: ClassVar[Moves] = {"layers_per_subject": "lower", "authorities_per_subject": "lower"}
    sets: ClassVar[Targets] = {"maximum": "principles.max_layers"}

    lever: Literal["limit_layers"] = "limit_layers"
    maximum: Whole = Field(2, ge=1, le=5, description="Layers with a formal say in one task, the carrier included.")
