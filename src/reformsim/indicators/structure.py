"""How many governments there are."""

from __future__ import annotations

import numpy as np

from reformsim.indicators.kind import Indicator
from reformsim.indicators.view import View

LAW = "Gemeentewet, Provinciewet, Waterschapswet, Wgr; note 5/22 for the counts of 2010"


def _legal(name: str, label_en: str, label_nl: str) -> Indicator:
    return Indicator(
        f"bodies_{name}",
        "bodies",
        f"Cooperation bodies, {label_en}",
        f"Samenwerkingsverbanden, {label_nl}",
        f"Living cooperation bodies with at least two members, {label_en}.",
        "lower" if name in ("public", "private") else "none",
        LAW,
        lambda v: float(v.legal_counts[name]),
        items=(23, 24, 26, 50, 81, 125),
    )


def _plusregios(view: View) -> float:
    return float(len(view.state.bodies.of_kind("plusregio")))


def _sub_municipal(view: View) -> float:
    s = view.state.sub_municipal
    return float(s.bodies[s.alive & s.council_tier].sum())


INDICATORS = (
    Indicator(
        "municipalities",
        "municipalities",
        "Municipalities",
        "Gemeenten",
        "Municipalities on 1 January.",
        "none",
        "Gemeentewet",
        lambda v: float(len(v.live)),
        lambda v: np.ones(len(v.live)),
        together="sum",
        headline=True,
        items=(71, 124),
    ),
    Indicator(
        "inhabitants_per_municipality",
        "inhabitants",
        "Inhabitants per municipality, mean",
        "Inwoners per gemeente, gemiddeld",
        "Inhabitants divided by municipalities.",
        "none",
        "Statistics Netherlands",
        lambda v: v.inhabitants / len(v.live),
    ),
    Indicator(
        "largest_municipality",
        "inhabitants",
        "Inhabitants of the largest municipality",
        "Inwoners van de grootste gemeente",
        "Inhabitants of the most populous municipality.",
        "none",
        "Statistics Netherlands",
        lambda v: float(v.people.max()),
    ),
    Indicator(
        "provinces",
        "provinces",
        "Provinces",
        "Provincies",
        "Provinces on 31 December.",
        "lower",
        "Provinciewet; note 19/22",
        lambda v: float(v.state.provinces.alive.sum()),
        items=(103, 124),
    ),
    Indicator(
        "water_boards",
        "water boards",
        "Water boards",
        "Waterschappen",
        "Water boards on 31 December.",
        "none",
        "Waterschapswet art. 2",
        lambda v: float(len(v.state.water_boards.live)),
        items=(113, 124),
    ),
    Indicator(
        "plusregios",
        "bodies",
        "Wgr-plus regions",
        "Plusregio's",
        "Bodies under Wgr chapter XI.",
        "lower",
        "Wgr art. 104-123 (until 1-1-2015); note 9/22",
        _plusregios,
        items=(46, 124),
    ),
    Indicator(
        "sub_municipal_bodies",
        "bodies",
        "Sub-municipal councils",
        "Deelgemeenten",
        "Directly elected sub-municipal councils.",
        "lower",
        "Gemeentewet art. 87-92 (until 19-3-2014); note 9/22",
        _sub_municipal,
        items=(35, 124),
    ),
    _legal("public", "public law (Wgr)", "publiekrechtelijk (Wgr)"),
    _legal("private", "private law", "privaatrechtelijk"),
    _legal("light", "agreement without legal person", "regeling zonder meer"),
    _legal("statutory", "own statute", "eigen wettelijke regeling"),
    Indicator(
        "bodies_total",
        "bodies",
        "Cooperation bodies",
        "Samenwerkingsverbanden",
        "All living cooperation bodies with at least two members, of any legal form.",
        "lower",
        "note 5/22, 21/22",
        lambda v: float(np.count_nonzero(v.body_alive)),
        headline=True,
        items=(2, 25, 50, 125),
    ),
)
