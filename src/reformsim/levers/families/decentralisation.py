"""Tasks that move to another layer (note section 4.5, 11/22; summary 21/22)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from reformsim.levers.base import Complaint, Lever, forbidden
from reformsim.levers.changes import (
    AbolishBodies,
    AlignTasks,
    Change,
    MoveTask,
    PlaceTasksLow,
    RequireCoverage,
)
from reformsim.levers.fields import (
    Carrier,
    Fallback,
    GraceYears,
    Mechanisms,
    Moves,
    Name,
    Number,
    Refers,
    RegionalForm,
    RegionsOf,
    Share,
    Switch,
    Targets,
)
from reformsim.levers.sealed import Sealed

if TYPE_CHECKING:
    from reformsim.territory import Territory

Tasks = Annotated[tuple[Name, ...] | None, Refers("task")]


class Coverage(Sealed):
    """Regions in which municipalities carry the task together, covering the whole country."""

    division: RegionsOf
    grace_years: GraceYears = 0
    fallback: Fallback = "imposed"
    form: RegionalForm = "openbaar_lichaam"


class Roles(Sealed):
    """Who sets goals, who directs and who carries out (note 11/22 on housing).

    Directing and carrying out are formal says; a goal is a frame that others work within, and none.
    """

    goals: Carrier | None = Field(None, description="Layer that sets goals; it has no formal say by that alone.")
    direction: Carrier | None = Field(None, description="Layer that directs.")
    execution: Carrier = Field(description="Layer that carries it out: the carrier.")


class DecentraliseTask(Lever):
    """A task gets another carrier: decentralised, or centralised as the police was."""

    family: ClassVar[str] = "decentralisation"
    title_en: ClassVar[str] = "Move a task to another layer"
    title_nl: ClassVar[str] = "Taak decentraliseren of centraliseren"
    items: ClassVar[tuple[int, ...]] = (18, 48, 58, 61, 62, 63, 64, 65, 66, 67, 69, 90)
    mechanism: ClassVar[Mechanisms] = {
        "law": (
            "the task, its money and the say go to other layers; frames of the Rijk that stay bind what is "
            "decided locally"
        ),
        "input": "the discount and the new budget",
        "behaviour": "what municipalities now carry at too small a scale they look for partners for",
    }
    moves: ClassVar[Moves] = {
        "layers_per_subject": "lower",
        "municipal_task_load": "higher",
        "provincial_task_load": "lower",
        "earmarked_share": "lower",
        "service_level": "lower",
        "bodies_public": "higher",
    }
    example: ClassVar[str] = """\
lever: decentralise_task
id: youth_care
date: 2016-01-01
task: youth_care
carrier: gemeente
involved: [gemeente]
discount: 0.1
earmarked: false
coverage: {division: jeugdregio, grace_years: 0, fallback: imposed}
source: note 11/22, 21/22; discount an assumption
"""

    lever: Literal["decentralise_task"] = "decentralise_task"
    task: Annotated[Name, Refers("task")] = Field(description="Task in the catalogue.")
    carrier: Carrier = Field(description="Layer that carries it from the date on.")
    involved: tuple[Carrier, ...] | None = Field(
        None, description="Layers with a formal say afterwards; left out, those of before and the carrier."
    )
    discount: Share = Field(0.0, description="Part of the budget that the state keeps, 0 to 1.")
    budget: Number | None = Field(
        None, ge=0, le=10_000, description="What the task asks, euro per inhabitant a year, before the discount."
    )
    budget_meur: Number | None = Field(
        None, ge=0, le=100_000, description="The same as million euro a year for the whole country."
    )
    earmarked: Switch | None = Field(
        None,
        description="Whether it is paid by a specific grant afterwards, not from general funds; left out, as before.",
    )
    frames: Literal["state", "eu_only"] = Field(
        "state",
        description="state: the Rijk keeps the say it has; eu_only: it passes on duties of Europe and treaties.",
    )
    roles: Roles | None = Field(None, description="Who sets goals, directs and carries out; in place of involved.")
    efficient_scale: Number | None = Field(
        None, gt=0, le=20_000_000, description="New efficient scale of the task in inhabitants."
    )
    dissolves: Annotated[Name | None, Refers("body kind")] = Field(
        None, description="Kind of statutory body that carried the task until now and is abolished with it."
    )
    coverage: Coverage | None = Field(None, description="Regions in which municipalities carry it together.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.involved is not None and self.carrier not in self.involved:
            raise forbidden("involved", "expected the carrier '{carrier}' among the layers", carrier=self.carrier)
        if self.involved is not None and len(set(self.involved)) < len(self.involved):
            raise forbidden("involved", "a layer is named twice")
        if self.coverage is not None and self.carrier != "gemeente":
            raise forbidden("coverage", "expected only where the carrier is gemeente, not {c}", c=self.carrier)
        if self.budget is not None and self.budget_meur is not None:
            raise forbidden("budget_meur", "expected either budget or budget_meur")
        if self.frames == "eu_only" and (self.carrier == "rijk" or "rijk" in (self.involved or ())):
            raise forbidden("frames", "expected a task in which rijk is neither the carrier nor among involved")
        return self

    @model_validator(mode="after")
    def _roles_fit(self) -> Self:
        roles = self.roles
        if roles is None:
            return self
        if self.involved is not None:
            raise forbidden("roles", "expected either roles or involved")
        if roles.execution != self.carrier:
            raise forbidden("roles.execution", "expected the carrier '{carrier}'", carrier=self.carrier)
        if self.frames == "eu_only" and "rijk" in (roles.goals, roles.direction):
            raise forbidden("frames", "expected a task for which rijk neither sets goals nor directs")
        return self

    def complaints(self, territory: "Territory") -> Iterator[Complaint]:
        """Refuse to dissolve bodies that do not have the task."""
        bodies = [body for body in territory.statutory_bodies if body.kind == self.dissolves]
        theirs = sorted({task for body in bodies for task in body.tasks})
        if bodies and self.task not in theirs:
            message = f"bodies of kind '{self.dissolves}' do not have task '{self.task}', but {', '.join(theirs)}"
            yield Complaint(("dissolves",), message)

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Move the task, dissolve the bodies that had it, and ask for regions."""
        said = self.involved
        if self.roles is not None:
            said = tuple(dict.fromkeys(layer for layer in (self.carrier, self.roles.direction) if layer is not None))
        whole = self.budget_meur is not None
        move = MoveTask(
            self.task,
            self.carrier,
            said,
            round(1.0 - self.discount, 12),
            self.efficient_scale,
            budget=1e6 * self.budget_meur if self.budget_meur is not None else self.budget,
            whole=whole,
            earmarked=self.earmarked,
            frames=self.frames,
        )
        changes: list[Change] = [move]
        if self.dissolves is not None:
            changes.append(AbolishBodies(self.dissolves, ((self.task, self.carrier),)))
        if self.coverage is not None:
            c = self.coverage
            changes.append(RequireCoverage((self.task,), c.division, c.grace_years, c.fallback, c.form))
        return tuple(changes)


class LayerProfiles(Lever):
    """Clear profiles: each task of a profile goes to the layer whose profile it is; other tasks stay."""

    family: ClassVar[str] = "decentralisation"
    title_en: ClassVar[str] = "Tasks by the profile of each layer"
    title_nl: ClassVar[str] = "Taken naar profiel van de bestuurslaag"
    items: ClassVar[tuple[int, ...]] = (16, 48, 51, 52, 53, 54)
    mechanism: ClassVar[Mechanisms] = {
        "law": "tasks move to the layer of their profile, and provinces may lose their say outside theirs",
    }
    moves: ClassVar[Moves] = {"profile_match": "higher", "decentral_share": "higher"}
    example: ClassVar[str] = """\
lever: layer_profiles
date: 2014-01-01
source: note 9/22, 11/22, 21/22; lists of tasks an assumption, since that page of the note is missing
"""
    sets: ClassVar[Targets] = {
        "municipality": "profiles.municipality",
        "province": "profiles.province",
        "water_board": "profiles.water_board",
        "closed_household_provinces": "profiles.closed_household",
    }

    lever: Literal["layer_profiles"] = "layer_profiles"
    municipality: Tasks = Field(
        None, description="Tasks of the municipal profile; left out, the note's (rule profiles.municipality)."
    )
    province: Tasks = Field(
        None, description="Tasks of the provincial profile; left out, the note's (rule profiles.province)."
    )
    water_board: Tasks = Field(
        None, description="Tasks of the water boards' profile; left out, the note's (rule profiles.water_board)."
    )
    closed_household_provinces: Switch = Field(
        False, description="Provinces lose their formal say outside their profile (closed household; Rutte II)."
    )

    @model_validator(mode="after")
    def _in_one_profile(self) -> Self:
        seen: dict[str, str] = {}
        for key in ("municipality", "province", "water_board"):
            for task in getattr(self, key) or ():
                if task in seen:
                    raise forbidden(key, "task '{task}' is in the profile {other} already", task=task, other=seen[task])
                seen[task] = key
        return self

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Set the profiles and move what lies elsewhere."""
        return (*super().stated_changes(territory), AlignTasks())


class Subsidiarity(Lever):
    """Decentral what can be, central what must be: tasks go as low as their efficient scale allows."""

    family: ClassVar[str] = "decentralisation"
    title_en: ClassVar[str] = "Tasks as low as scale allows"
    title_nl: ClassVar[str] = "Decentraal wat kan, centraal wat moet"
    items: ClassVar[tuple[int, ...]] = (18, 58)
    mechanism: ClassVar[Mechanisms] = {
        "law": "tasks move to the lowest layer whose scale reaches what they ask",
    }
    moves: ClassVar[Moves] = {"decentral_share": "higher"}
    example: ClassVar[str] = """\
lever: subsidiarity
date: 2014-01-01
reach: 0.5
source: note 11/22, 21/22; reading by scale and its measure an assumption
"""

    lever: Literal["subsidiarity"] = "subsidiarity"
    reach: Share = Field(
        0.5,
        gt=0,
        description="Share of inhabitants that must live under a government of a layer as large as the task asks.",
    )

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Move tasks of the Rijk and of provinces down where scale allows."""
        return (PlaceTasksLow(self.reach),)
