"""Tasks that move to another layer (note section 4.5, 11/22; summary 21/22)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from reformsim.levers.base import Lever, forbidden
from reformsim.levers.changes import AbolishBodies, Change, MoveTask, RequireCoverage
from reformsim.levers.fields import (
    Carrier,
    Fallback,
    GraceYears,
    Name,
    Number,
    Refers,
    RegionalForm,
    RegionsOf,
    Share,
)

if TYPE_CHECKING:
    from reformsim.territory import Territory


class Coverage(BaseModel):
    """Regions in which municipalities carry the task together, covering the whole country."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    division: RegionsOf
    grace_years: GraceYears = 0
    fallback: Fallback = "imposed"
    form: RegionalForm = "openbaar_lichaam"


class DecentraliseTask(Lever):
    """A task gets another carrier: decentralised, or centralised as the police was."""

    family: ClassVar[str] = "decentralisation"
    title_en: ClassVar[str] = "Move a task to another layer"
    title_nl: ClassVar[str] = "Taak decentraliseren of centraliseren"
    items: ClassVar[tuple[int, ...]] = (51, 52, 53, 58, 61, 62, 63, 64, 65, 66, 67, 69, 90)
    example: ClassVar[str] = """\
lever: decentralise_task
id: youth_care
date: 2016-01-01
task: youth_care
carrier: gemeente
involved: [gemeente]
discount: 0.1
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
    efficient_scale: Number | None = Field(
        None, gt=0, le=20_000_000, description="New efficient scale of the task in inhabitants."
    )
    dissolves: Annotated[Name | None, Refers("body kind")] = Field(
        None, description="Kind of statutory body that carried the task until now and is abolished with it."
    )
    coverage: Coverage | None = Field(None, description="Regions in which municipalities carry it together.")

    @model_validator(mode="after")
    def _fits(self) -> DecentraliseTask:
        if self.involved is not None and self.carrier not in self.involved:
            raise forbidden("involved", "expected the carrier '{carrier}' among the layers", carrier=self.carrier)
        if self.involved is not None and len(set(self.involved)) < len(self.involved):
            raise forbidden("involved", "a layer is named twice")
        if self.coverage is not None and self.carrier != "gemeente":
            raise forbidden("coverage", "expected only where the carrier is gemeente, not {c}", c=self.carrier)
        return self

    def stated_changes(self, territory: Territory) -> tuple[Change, ...]:
        """Move the task, dissolve the bodies that had it, and ask for regions."""
        move = MoveTask(self.task, self.carrier, self.involved, round(1.0 - self.discount, 12), self.efficient_scale)
        changes: list[Change] = [move]
        if self.dissolves is not None:
            changes.append(AbolishBodies(self.dissolves, ((self.task, self.carrier),)))
        if self.coverage is not None:
            c = self.coverage
            changes.append(RequireCoverage((self.task,), c.division, c.grace_years, c.fallback, c.form))
        return tuple(changes)
