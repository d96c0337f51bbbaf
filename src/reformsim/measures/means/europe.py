"""What the European Union asks of decentral authorities."""

from __future__ import annotations

from reformsim.measures.kind import Measure
from reformsim.measures.view.snapshots import Snapshots
from reformsim.measures.view.stack import Floats

SOURCE = "note 7/22, 15/22; flow: assumption (europe.*), since no count of the decentral part was found"


def adaptation_cost(s: Snapshots) -> Floats:
    """Million euro a year that decentral authorities spend to adapt to the directives they carry out, shape (S,)."""
    done, work = s.number("executed", "directives"), s.number("work", "directives")
    return done * work * s.weight("europe.adaptation_cost")


def input_cost(s: Snapshots) -> Floats:
    """Euro a year that early dialogue and the input of the umbrella organisations cost, shape (S,)."""
    taken = s.rule_number("europe.dialogue") + s.rule_number("europe.umbrella")
    result: Floats = 1e6 * s.weight("europe.input_cost") * taken
    return result


MEASURES = (
    Measure(
        "eu_execution_load",
        "directives",
        "Load of European directives",
        "Uitvoeringslast van Europese richtlijnen",
        "Directives that decentral authorities carry out or have waiting this year, times the work of each relative to "
        "one whose effects nobody looked at before.",
        "lower",
        SOURCE,
        lambda s: s.number("load", "directives"),
        items=(33, 92, 93, 94, 95, 122),
    ),
    Measure(
        "eu_backlog",
        "directives",
        "Backlog of European directives",
        "Achterstand in uitvoering van Europese richtlijnen",
        "Directives that wait to be carried out at the end of the year.",
        "lower",
        SOURCE,
        lambda s: s.number("waiting", "directives"),
        items=(33,),
    ),
    Measure(
        "eu_adaptation_cost",
        "M€ a year",
        "Cost of adapting to European directives",
        "Aanpassingskosten van Europese richtlijnen",
        "Directives carried out this year, times the work of each, times what one costs.",
        "lower",
        "assumption (europe.adaptation_cost); note 15/22",
        adaptation_cost,
        items=(94, 95),
    ),
)
