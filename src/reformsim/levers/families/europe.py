"""Europe as a layer, and what can be done before its rules come (note section 4.9, 15/22; summary 21/22)."""

from typing import ClassVar, Literal

from pydantic import Field

from reformsim.levers.base import Lever
from reformsim.levers.fields import Mechanisms, Moves, Share, Switch, Targets


class EarlyDialogue(Lever):
    """Early dialogue with the Commission, impact assessments for decentral authorities and a high-level network."""

    family: ClassVar[str] = "Europe"
    title_en: ClassVar[str] = "Early dialogue on European rules"
    title_nl: ClassVar[str] = "Vroege dialoog over Europese regels"
    items: ClassVar[tuple[int, ...]] = (33, 94)
    mechanism: ClassVar[Mechanisms] = {
        "input": "how far effects are looked at",
        "behaviour": (
            "directives take fewer officials, who are there for the tasks that acts of the Union bind; the "
            "dialogue itself is paid"
        ),
    }
    moves: ClassVar[Moves] = {
        "eu_execution_load": "lower",
        "eu_backlog": "lower",
        "eu_adaptation_cost": "lower",
        "regulatory_burden": "lower",
        "service_level": "higher",
        "spending_per_inhabitant": "higher",
    }
    example: ClassVar[str] = """\
lever: eu_early_dialogue
date: 2012-01-01
level: 0.8
source: note 15/22; level an assumption
"""
    sets: ClassVar[Targets] = {"level": "europe.dialogue"}

    lever: Literal["eu_early_dialogue"] = "eu_early_dialogue"
    level: Share = Field(description="How far effects are looked at before a rule is made: 0 not at all, 1 always.")


class UmbrellaInput(Lever):
    """Stronger cooperation with VNG and IPO in the Dutch input to the Commission."""

    family: ClassVar[str] = "Europe"
    title_en: ClassVar[str] = "Umbrella organisations in European input"
    title_nl: ClassVar[str] = "VNG en IPO in de Europese inbreng"
    items: ClassVar[tuple[int, ...]] = (95, 117)
    mechanism: ClassVar[Mechanisms] = {
        "input": "how far they take part",
        "behaviour": (
            "as far as members of VNG, IPO and the union of water boards carry what acts of the Union bind, "
            "directives take fewer officials; the input is paid"
        ),
    }
    moves: ClassVar[Moves] = {
        "eu_execution_load": "lower",
        "eu_backlog": "lower",
        "eu_adaptation_cost": "lower",
        "service_level": "higher",
        "spending_per_inhabitant": "higher",
    }
    example: ClassVar[str] = """\
lever: eu_umbrella_input
date: 2012-01-01
level: 0.8
source: note 15/22; level an assumption
"""
    sets: ClassVar[Targets] = {"level": "europe.umbrella"}

    lever: Literal["eu_umbrella_input"] = "eu_umbrella_input"
    level: Share = Field(description="How far they take part: 0 not at all, 1 in every dossier.")


class SubsidiarityCheck(Lever):
    """Proposals of the Commission are tested on subsidiarity, and some stopped."""

    family: ClassVar[str] = "Europe"
    title_en: ClassVar[str] = "Test European proposals on subsidiarity"
    title_nl: ClassVar[str] = "Subsidiariteitstoets op Europese voorstellen"
    items: ClassVar[tuple[int, ...]] = (92,)
    mechanism: ClassVar[Mechanisms] = {
        "input": "how strict the test is",
        "behaviour": "fewer directives come, so that officials are there for the tasks that acts of the Union bind",
    }
    moves: ClassVar[Moves] = {
        "eu_execution_load": "lower",
        "eu_backlog": "lower",
        "regulatory_burden": "lower",
        "service_level": "higher",
    }
    example: ClassVar[str] = """\
lever: eu_subsidiarity_check
date: 2012-01-01
strictness: 0.8
source: note 15/22, 21/22; strictness an assumption
"""
    sets: ClassVar[Targets] = {"strictness": "europe.subsidiarity"}

    lever: Literal["eu_subsidiarity_check"] = "eu_subsidiarity_check"
    strictness: Share = Field(description="How strictly: 0 not at all, 1 every proposal, with effect.")


class EuropeanLayer(Lever):
    """The European Union counts as the fourth layer, on the tasks that its acts bind."""

    family: ClassVar[str] = "Europe"
    title_en: ClassVar[str] = "Count the European Union as a layer"
    title_nl: ClassVar[str] = "De Europese Unie als vierde bestuurslaag"
    items: ClassVar[tuple[int, ...]] = (20, 92)
    mechanism: ClassVar[Mechanisms] = {
        "law": "one authority and one layer more at every subject that its acts bind: rounds take longer",
    }
    moves: ClassVar[Moves] = {
        "layers_per_subject": "higher",
        "authorities_per_subject": "higher",
        "rounds_per_issue": "higher",
        "decision_time": "higher",
    }
    example: ClassVar[str] = """\
lever: eu_layer
date: 2012-01-01
active: true
source: note 3/22, 15/22
"""
    sets: ClassVar[Targets] = {"active": "europe.layer"}

    lever: Literal["eu_layer"] = "eu_layer"
    active: Switch = Field(True, description="Whether it counts from the date on.")
