"""How many governments there are."""

from __future__ import annotations

import numpy as np

from reformsim.measures.kind import Measure
from reformsim.measures.view.snapshots import Snapshots
from reformsim.measures.view.stack import Floats
from reformsim.world.bodies import LEGAL, ORIGINS

LAW = "Gemeentewet, Provinciewet, Waterschapswet, Wgr; note 5/22 for the counts of 2010"


def _legal(name: str, label_en: str, label_nl: str) -> Measure:
    return Measure(
        f"bodies_{name}",
        "bodies",
        f"Cooperation bodies, {label_en}",
        f"Samenwerkingsverbanden, {label_nl}",
        f"Living cooperation bodies with at least two members, {label_en}.",
        "lower" if name in ("public", "private") else "none",
        LAW,
        lambda s: s.legal_counts[:, LEGAL.index(name)],
        items=(23, 24, 26, 50, 81, 125),
    )


def _of_origin(origin: str, label_en: str, label_nl: str, what: str) -> Measure:
    return Measure(
        f"bodies_{origin}",
        "bodies",
        f"Cooperation bodies, {label_en}",
        f"Samenwerkingsverbanden, {label_nl}",
        f"Living cooperation bodies {what}.",
        "none",
        "register of arrangements, OpenGR, law; counts of 2010, 2017 and 2020 for what is drawn",
        lambda s: s.origin_counts[:, ORIGINS.index(origin)],
    )


def _plusregios(s: Snapshots) -> Floats:
    """Living bodies under Wgr chapter XI, shape (S,)."""
    of_kind = [np.array(run.bodies.kinds, str) == "plusregio" for run in s.runs]
    theirs = [of_kind[run][:bodies] for run, bodies in zip(s.run.tolist(), s.bodies.tolist(), strict=True)]
    return s.per_snapshot(s.body_alive & np.concatenate(theirs))


MEASURES = (
    Measure(
        "municipalities",
        "municipalities",
        "Municipalities",
        "Gemeenten",
        "Municipalities on 1 January.",
        "none",
        "Gemeentewet",
        lambda s: s.count.astype(float),
        lambda s: np.ones(len(s.snap)),
        together="sum",
        headline=True,
        items=(71, 124),
    ),
    Measure(
        "inhabitants_per_municipality",
        "inhabitants",
        "Inhabitants per municipality, mean",
        "Inwoners per gemeente, gemiddeld",
        "Inhabitants divided by municipalities.",
        "none",
        "Statistics Netherlands",
        lambda s: s.inhabitants / s.count,
    ),
    Measure(
        "largest_municipality",
        "inhabitants",
        "Inhabitants of the largest municipality",
        "Inwoners van de grootste gemeente",
        "Inhabitants of the most populous municipality.",
        "none",
        "Statistics Netherlands",
        lambda s: np.maximum.reduceat(s.people, s.start),
    ),
    Measure(
        "provinces",
        "provinces",
        "Provinces",
        "Provincies",
        "Provinces on 31 December.",
        "lower",
        "Provinciewet; note 19/22",
        lambda s: s.living_provinces,
        items=(103, 124),
    ),
    Measure(
        "water_boards",
        "water boards",
        "Water boards",
        "Waterschappen",
        "Water boards on 31 December.",
        "none",
        "Waterschapswet art. 2",
        lambda s: s.living_boards,
        items=(113, 124),
    ),
    Measure(
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
    Measure(
        "sub_municipal_bodies",
        "bodies",
        "Sub-municipal councils",
        "Deelgemeenten",
        "Directly elected sub-municipal councils.",
        "lower",
        "Gemeentewet art. 87-92 (until 19-3-2014); note 9/22",
        lambda s: s.sub_municipal_councils,
        items=(35, 124),
    ),
    _legal("public", "public law (Wgr)", "publiekrechtelijk (Wgr)"),
    _legal("private", "private law", "privaatrechtelijk"),
    _legal("light", "agreement without legal person", "regeling zonder meer"),
    _legal("statutory", "own statute", "eigen wettelijke regeling"),
    _of_origin("recorded", "recorded", "geregistreerd", "of the first day that are known from a register or the law"),
    _of_origin("drawn", "drawn", "geloot", "of the first day of which only the number is known"),
    Measure(
        "bodies_total",
        "bodies",
        "Cooperation bodies",
        "Samenwerkingsverbanden",
        "All living cooperation bodies with at least two members, of any legal form.",
        "lower",
        "note 5/22, 21/22",
        lambda s: s.living_bodies,
        headline=True,
        items=(2, 25, 50, 125),
    ),
)
