"""What the European Union asks of decentral authorities."""

from __future__ import annotations

from reformsim.indicators.kind import Indicator
from reformsim.indicators.view import View

SOURCE = "note 7/22, 15/22; flow: assumption (europe.*), since no count of the decentral part was found"


def adaptation_cost(view: View) -> float:
    """Million euro a year that decentral authorities spend to adapt to the directives they carry out."""
    d = view.state.directives
    return d.executed * d.work * view.world.behaviour["europe.adaptation_cost"]


INDICATORS = (
    Indicator(
        "eu_execution_load",
        "directives",
        "Load of European directives",
        "Uitvoeringslast van Europese richtlijnen",
        "Directives that decentral authorities carry out or have waiting this year, times the work of each relative to "
        "one whose effects nobody looked at before.",
        "lower",
        SOURCE,
        lambda v: v.state.directives.load,
        items=(33, 92, 93, 94, 95, 122),
    ),
    Indicator(
        "eu_backlog",
        "directives",
        "Backlog of European directives",
        "Achterstand in uitvoering van Europese richtlijnen",
        "Directives that wait to be carried out at the end of the year.",
        "lower",
        SOURCE,
        lambda v: v.state.directives.waiting,
        items=(33,),
    ),
    Indicator(
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
