"""Officials, and the rules that residents and firms bear."""

from __future__ import annotations

from reformsim.indicators.kind import Indicator
from reformsim.indicators.view import View, once
from reformsim.tasks import LAYERS

EMPLOYERS = ("rijk", "provincie", "gemeente", "waterschap")
"""Layers with officials; those of bodies are counted with the municipalities."""


@once
def officials(view: View) -> float:
    """FTE of officials: those of the first day per inhabitant, less cuts, less those of office holders that went."""
    weights, staff = view.world.behaviour, view.state.finances.staff
    thousands = view.inhabitants / 1000.0
    total = sum(weights[f"staff.per_1000_{layer}"] * staff[LAYERS.index(layer)] * thousands for layer in EMPLOYERS)
    fewer = (view.start or view.parts).administrators - view.administrators
    return float(total - weights["staff.per_officeholder"] * fewer)


def saved_on_staff(view: View) -> float:
    """Euro a year that fewer officials save beside those of the first day per inhabitant."""
    weights = view.world.behaviour
    before = sum(weights[f"staff.per_1000_{layer}"] for layer in EMPLOYERS) * view.inhabitants / 1000.0
    return float((before - officials(view)) * weights["staff.cost"])


def burden(view: View) -> float:
    """Regulatory burden: national rules less those scrapped, European ones by the load of directives; start = 100."""
    share, d = view.world.behaviour["rules.eu_share"], view.state.directives
    european = d.load / d.first_load if d.first_load else 1.0
    national = 1.0 - view.world.rules["burden.rules_cut"]
    return float(100.0 * ((1.0 - share) * national + share * european))


INDICATORS = (
    Indicator(
        "civil_servants",
        "FTE",
        "Civil servants",
        "Ambtenaren",
        "Officials of Rijk, provinces, municipalities (with their bodies) and water boards: FTE per 1,000 inhabitants "
        "of the first day, less cuts, less those who worked for office holders that are no more.",
        "lower",
        "figures per 1,000 inhabitants unverified (staff.per_1000_*); note 1/22, 9/22",
        officials,
        items=(6, 8, 44, 127),
    ),
    Indicator(
        "regulatory_burden",
        "start = 100",
        "Regulatory burden",
        "Regeldruk",
        "Proxy: national rules less those scrapped, and European rules by the work of the directives to be carried "
        "out, weighted by their share on the first day.",
        "lower",
        "assumption (rules.eu_share); note 1/22, 15/22",
        burden,
        items=(6, 9, 92),
    ),
)
