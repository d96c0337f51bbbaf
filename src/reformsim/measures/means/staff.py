"""Officials, and the rules that residents and firms bear."""

from __future__ import annotations

import numpy as np

from reformsim.measures import administrators
from reformsim.measures.kind import Measure
from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Floats
from reformsim.tasks import LAYERS

EMPLOYERS = ("rijk", "provincie", "gemeente", "waterschap")
"""Layers with officials; those of bodies are counted with the municipalities."""


@once
def per_thousand(s: Snapshots) -> Floats:
    """FTE of officials of each employer per 1,000 inhabitants on the first day, shape (S, employers)."""
    return np.stack([s.weight(f"staff.per_1000_{layer}") for layer in EMPLOYERS], axis=1)


@once
def at_governments(s: Snapshots) -> Floats:
    """FTE of officials: those of the first day per inhabitant, less cuts, less those of office holders that went."""
    left = s.staff[:, [LAYERS.index(layer) for layer in EMPLOYERS]]
    holders = administrators.total(s)
    fewer = s.then(holders) - holders
    result: Floats = (per_thousand(s) * left).sum(axis=1) * s.inhabitants / 1000.0
    return result - s.weight("staff.per_officeholder") * fewer


def taken_in(s: Snapshots) -> Floats:
    """FTE that came to the ministries with the agencies that ended since the first day, (S,); below 0 where they left.

    Their pay came along from the budget of the agency, so that nothing is saved and nothing spent.
    """
    ended = s.then(s.autonomous_agencies) - s.autonomous_agencies
    result: Floats = s.weight("agencies.staff_each") * ended
    return result


@once
def officials(s: Snapshots) -> Floats:
    """FTE of officials of governments, with those who came to the ministries from agencies, shape (S,)."""
    return at_governments(s) + taken_in(s)


def saved_on_staff(s: Snapshots) -> Floats:
    """Euro a year that fewer officials save beside those of the first day per inhabitant, shape (S,)."""
    before = per_thousand(s).sum(axis=1) * s.inhabitants / 1000.0
    return (before - at_governments(s)) * s.weight("staff.cost")


def burden(s: Snapshots) -> Floats:
    """Regulatory burden: national rules less those scrapped, European ones by the load of directives; start = 100."""
    share, first = s.weight("rules.eu_share"), s.number("first_load", "directives")
    european = np.divide(s.number("load", "directives"), first, out=np.ones(len(first)), where=first != 0)
    national = 1.0 - s.rule_number("burden.rules_cut")
    return 100.0 * ((1.0 - share) * national + share * european)


MEASURES = (
    Measure(
        "civil_servants",
        "FTE",
        "Civil servants",
        "Ambtenaren",
        "Officials of Rijk, provinces, municipalities (with their bodies) and water boards: FTE per 1,000 inhabitants "
        "of the first day, less cuts, less those who worked for office holders that are no more, and those who came "
        "from agencies that ended since.",
        "lower",
        "figures per 1,000 inhabitants: Ministry of the Interior (staff.per_1000_*); note 1/22, 9/22",
        officials,
        items=(6, 8, 44, 127),
    ),
    Measure(
        "regulatory_burden",
        "start = 100",
        "Regulatory burden",
        "Regeldruk",
        "Proxy: national rules less those scrapped, and European rules by the work of the directives to be carried "
        "out, weighted by their share on the first day.",
        "lower",
        "Bovens & Yesilkagit 2010 (rules.eu_share); note 1/22, 15/22",
        burden,
        items=(6, 9, 92),
    ),
)
