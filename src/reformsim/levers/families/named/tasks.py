"""A task that government did not have: what it asks, who carries it, what scale does to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from reformsim.levers.base import Lever, forbidden
from reformsim.levers.changes import Change
from reformsim.levers.changes_by_name import AddTask
from reformsim.levers.fields import Carrier, LegalForm, Mechanisms, Moves, Number, Share, Switch, Title
from reformsim.levers.sealed import Sealed

if TYPE_CHECKING:
    from reformsim.territory import Territory

PUBLIC: tuple[LegalForm, ...] = (
    "openbaar_lichaam",
    "gemeenschappelijk_orgaan",
    "bedrijfsvoeringsorganisatie",
    "centrumgemeente",
)
Scale = Annotated[Number, Field(ge=1_000, le=20_000_000)]
Lost = Annotated[Number, Field(ge=0, le=0.99)]


class Curve(Sealed):
    """What is lost to scale, as the catalogue of tasks has it (`reformsim tasks NAME`)."""

    depth: Lost = Field(0.0, description="Share of a euro lost by the very smallest.")
    half_life: Scale = Field(50_000.0, description="Inhabitants with which the loss halves.")
    optimum: Scale | None = Field(None, description="Inhabitants beyond which costs rise again; none if left out.")
    rise: Lost = Field(0.0, description="Share lost again far beyond the optimum.")


class AddNamedTask(Lever):
    """A task that government did not have, from a date on; its figures are the scenario's own.

    Until its date nobody carries it and nothing is paid for it. Measures on the basket of the first day (what is lost
    to scale, thin tasks, authorities per subject) leave it out; spending, loads and adequacy count it.
    """

    family: ClassVar[str] = "by name"
    title_en: ClassVar[str] = "A new task"
    title_nl: ClassVar[str] = "Een nieuwe taak"
    items: ClassVar[tuple[int, ...]] = ()
    mechanism: ClassVar[Mechanisms] = {
        "law": "who carries it and who has a say",
        "input": "budget, staff and what scale does to it",
        "behaviour": "what municipalities carry at too small a scale they look for partners for",
    }
    moves: ClassVar[Moves] = {"municipal_task_load": "higher", "spending_per_inhabitant": "higher"}
    example: ClassVar[str] = """\
lever: add_task
date: 2015-01-01
task: energy_transition
name: Energy transition
name_nl: Energietransitie
domain: physical
carrier: gemeente
involved: [rijk, provincie]
budget: 30
staff: 0.2
efficient_scale: 100000
curve: {depth: 0.2, half_life: 30000}
source: assumption
"""

    lever: Literal["add_task"] = "add_task"
    task: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")] = Field(
        description="Its id: small letters, digits and _, beginning with a letter; not one of the catalogue."
    )
    name: Title = Field(description="Its name.")
    name_nl: Title | None = Field(None, description="Its name in Dutch; left out, the same.")
    domain: Literal["social", "physical", "economy", "safety", "support"] = Field("social", description="Its domain.")
    carrier: Carrier = Field(description="Layer that carries it.")
    involved: tuple[Carrier, ...] = Field((), description="Other layers with a formal say.")
    budget: Number | None = Field(None, ge=0, le=10_000, description="What it asks, euro per inhabitant a year.")
    budget_meur: Number | None = Field(
        None, ge=0, le=100_000, description="The same as million euro a year for the whole country."
    )
    earmarked: Switch = Field(False, description="Whether it is paid by a specific grant.")
    staff: Number = Field(ge=0, le=50, description="Full-time people per 1,000 inhabitants.")
    efficient_scale: Scale = Field(description="Inhabitants for which it is carried out efficiently.")
    complexity: Share = Field(0.5, description="0 (routine) to 1 (rare expertise).")
    curve: Curve = Field(default_factory=Curve, description="What is lost to scale; nothing if left out.")
    forms: tuple[LegalForm, ...] = Field(PUBLIC, description="Legal forms in which it may be shared.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.budget is None) == (self.budget_meur is None):
            said = "none" if self.budget is None else "both"
            key = "" if self.budget is None else "budget_meur"
            raise forbidden(key, "expected exactly one of budget, budget_meur, not {said}", said=said)
        for key, words in (("involved", (self.carrier, *self.involved)), ("forms", self.forms)):
            if len(set(words)) < len(words):
                raise forbidden(key, "a word is named twice, or is the carrier")
        return self

    @property
    def gives_tasks(self) -> tuple[str, ...]:
        """The id of the task."""
        return (self.task,)

    def stated_changes(self, territory: Territory) -> tuple[Change, ...]:
        """Add the task."""
        whole = self.budget_meur is not None
        asked = 1e6 * self.budget_meur if self.budget_meur is not None else self.budget
        return (
            AddTask(
                task=self.task,
                name_en=self.name,
                name_nl=self.name_nl or self.name,
                domain=self.domain,
                carrier=self.carrier,
                involved=(self.carrier, *self.involved),
                budget=float(asked or 0.0),
                staff=float(self.staff),
                efficient_scale=float(self.efficient_scale),
                complexity=float(self.complexity),
                depth=float(self.curve.depth),
                half_life=float(self.curve.half_life),
                optimum=self.curve.optimum,
                rise=float(self.curve.rise),
                forms=self.forms,
                whole=whole,
                earmarked=self.earmarked,
                source=self.source,
            ),
        )
