"""Where, how far and in which form municipalities cooperate (note section 4.7, 13/22; summary 21/22)."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from reformsim.levers.base import Lever, forbidden
from reformsim.levers.fields import LegalForm, Mechanisms, Moves, RegionsOf, Share, Targets, Whole

Type = Literal["beleid", "uitvoering", "handhaving", "bedrijfsvoering"]


class CongruentRegions(Lever):
    """Voluntary bodies of public law come to lie along the regions of one master division."""

    family: ClassVar[str] = "cooperation"
    title_en: ClassVar[str] = "Congruent regions"
    title_nl: ClassVar[str] = "Congruente regio's"
    items: ClassVar[tuple[int, ...]] = (25, 86)
    mechanism: ClassVar[Mechanisms] = {
        "input": "how hard it is held to",
        "behaviour": "partners in another region cost more, and bodies are re-formed along the division",
    }
    moves: ClassVar[Moves] = {
        "incongruence": "lower",
        "regions_per_municipality": "lower",
        "relations_to_keep_up": "lower",
    }
    example: ClassVar[str] = """\
lever: congruent_regions
date: 2012-01-01
division: veiligheidsregio
strength: 1.0
source: note 13/22 (regions congruent by functional coherence); master division and strength an assumption
"""
    sets: ClassVar[Targets] = {
        "division": "cooperation.master_division",
        "strength": "cooperation.master_strength",
    }

    lever: Literal["congruent_regions"] = "congruent_regions"
    division: RegionsOf
    strength: Share = Field(description="How hard the division is held to: 0 not at all, 1 fully.")


class SoberCooperation(Lever):
    """Cooperation sober and bound to its task, with every municipality still able to bear its own responsibility."""

    family: ClassVar[str] = "cooperation"
    title_en: ClassVar[str] = "Sober cooperation, bound to its task"
    title_nl: ClassVar[str] = "Sobere, taakgebonden samenwerking"
    items: ClassVar[tuple[int, ...]] = (84, 89)
    mechanism: ClassVar[Mechanisms] = {
        "law": "caps on the subjects of a body and on the budget in bodies",
        "behaviour": (
            "no partner is found beyond them; bodies over the cap hand tasks back, and municipalities over it "
            "take them back"
        ),
    }
    moves: ClassVar[Moves] = {"budget_outside_council": "lower", "autonomy": "higher", "tasks_per_body": "lower"}
    example: ClassVar[str] = """\
lever: sober_cooperation
date: 2012-01-01
max_tasks_per_body: 1
max_outsourced_share: 0.1
source: note 13/22 (sober, strictly bound to a task; own responsibility); figures an assumption
"""
    sets: ClassVar[Targets] = {
        "max_tasks_per_body": "cooperation.max_tasks",
        "max_outsourced_share": "cooperation.max_outsourced",
    }
    at_least_one: ClassVar[tuple[str, ...]] = ("max_tasks_per_body", "max_outsourced_share")

    lever: Literal["sober_cooperation"] = "sober_cooperation"
    max_tasks_per_body: Whole | None = Field(
        None, ge=0, le=100, description="Most tasks that a voluntary body may come to carry out or have a say in."
    )
    max_outsourced_share: Share | None = Field(
        None, description="Largest share of its budget that a municipality may have carried out by bodies."
    )


class CooperationForms(Lever):
    """Legal forms, and objects of regionalisation, that are open to new cooperation."""

    family: ClassVar[str] = "cooperation"
    title_en: ClassVar[str] = "Forms and objects of cooperation"
    title_nl: ClassVar[str] = "Vormen en objecten van samenwerking"
    items: ClassVar[tuple[int, ...]] = (26, 87, 88)
    mechanism: ClassVar[Mechanisms] = {
        "law": "forms and objects that stay open",
        "behaviour": "partners found in what is open",
    }
    moves: ClassVar[Moves] = {"host_arrangements": "higher"}
    example: ClassVar[str] = """\
lever: cooperation_forms
date: 2012-01-01
allowed: [centrumgemeente]
types: [beleid, uitvoering, handhaving, bedrijfsvoering]
source: note 13/22 (the note leaves the choice to municipalities; only host municipalities as a test)
"""
    sets: ClassVar[Targets] = {"allowed": "cooperation.forms", "types": "cooperation.types"}
    at_least_one: ClassVar[tuple[str, ...]] = ("allowed", "types")

    lever: Literal["cooperation_forms"] = "cooperation_forms"
    allowed: tuple[LegalForm, ...] | None = Field(
        None, description="Legal forms in which tasks may newly be shared; all of the task catalogue if left out."
    )
    types: tuple[Type, ...] | None = Field(None, description="Objects that may newly be shared; all if left out.")

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        for key, what in (("allowed", "a form"), ("types", "an object")):
            given = getattr(self, key)
            if given is None:
                continue
            if not given:
                raise forbidden(key, "expected at least 1 of them, not 0")
            if len(set(given)) < len(given):
                raise forbidden(key, "{what} is named twice", what=what)
        return self


class KnowledgeSupport(Lever):
    """VNG and the Rijk spread knowledge about cooperation."""

    family: ClassVar[str] = "cooperation"
    title_en: ClassVar[str] = "Knowledge support for cooperation"
    title_nl: ClassVar[str] = "Kennis over samenwerking verspreiden"
    items: ClassVar[tuple[int, ...]] = (82,)
    mechanism: ClassVar[Mechanisms] = {
        "input": "how actively knowledge is spread",
        "behaviour": "lower transaction costs win partners over",
    }
    moves: ClassVar[Moves] = {"transaction_cost": "lower", "budget_outside_council": "higher"}
    example: ClassVar[str] = """\
lever: knowledge_support
date: 2012-01-01
level: 1.0
source: note 13/22; level an assumption
"""
    sets: ClassVar[Targets] = {"level": "cooperation.knowledge"}

    lever: Literal["knowledge_support"] = "knowledge_support"
    level: Share = Field(description="How actively knowledge is spread beyond what is done now: 0 to 1.")
