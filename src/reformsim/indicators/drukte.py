"""Bestuurlijke drukte (administrative congestion): never one black box, its parts a-e and an index of them."""

from __future__ import annotations

from reformsim.indicators.administrators import total as administrators
from reformsim.indicators.kind import Indicator
from reformsim.indicators.view import Floats, View, mean_over_subjects

WEIGHTS = {"authorities": 0.2, "layers": 0.2, "graph": 0.2, "incongruence": 0.2, "bodies": 0.2}
"""Weights of the parts in the index: equal (`assumption`; no source weighs them)."""
MOST_LAYERS = 2
"""The note's norm: at most two layers of government per subject (21/22)."""


def index(view: View) -> float:
    """Weighted mean of the parts relative to the first day, times 100; a part that was 0 then is left out."""
    start = view.start or view.parts
    total = weight = 0.0
    for name, w in WEIGHTS.items():
        before = getattr(start, name)
        if before > 0:
            total += w * getattr(view.parts, name) / before
            weight += w
    return 100.0 * total / weight if weight else 100.0


def over_two_layers(view: View) -> Floats:
    """Share of the subjects on which more than two layers have a say, shape (m,)."""
    return mean_over_subjects(view.layers > MOST_LAYERS)


INDICATORS = (
    Indicator(
        "drukte_index",
        "start = 100",
        "Administrative congestion",
        "Bestuurlijke drukte",
        "Mean of five parts relative to the first day: authorities per subject, layers per subject, nodes and "
        "relations, incongruence, bodies per municipality; equal weights (assumption).",
        "lower",
        "note 7/22, 21/22; De Grave 2005; proxies proposed in the project",
        index,
        headline=True,
        items=(30, 128),
    ),
    Indicator(
        "authorities_per_subject",
        "authorities",
        "Authorities with a say per subject",
        "Overheden met zeggenschap per onderwerp",
        "Layers, sub-municipal councils and cooperation bodies with a say on a task, mean over tasks and inhabitants.",
        "lower",
        "note 7/22; proxy",
        lambda v: v.parts.authorities,
        lambda v: v.authorities_per_subject,
        items=(30, 128),
    ),
    Indicator(
        "layers_per_subject",
        "layers",
        "Layers with a say per subject",
        "Bestuurslagen per onderwerp",
        "Rijk, province, municipality, water board, regions in their own right and sub-municipal councils with a say "
        "on a task, mean over tasks and inhabitants.",
        "lower",
        "note 21/22; Rob 2011",
        lambda v: v.parts.layers,
        lambda v: v.layers_per_subject,
        items=(11, 57, 128),
    ),
    Indicator(
        "subjects_over_two_layers",
        "share",
        "Subjects with more than two layers",
        "Onderwerpen met meer dan twee bestuurslagen",
        "Share of tasks on which more than two layers have a say, mean over inhabitants.",
        "lower",
        "note 21/22 (at most two layers)",
        lambda v: v.by_people(over_two_layers(v)),
        over_two_layers,
        items=(11, 128),
    ),
    Indicator(
        "governance_nodes",
        "nodes",
        "Nodes of the governance network",
        "Knooppunten in het bestuurlijk netwerk",
        "Rijk, provinces, water boards, municipalities, sub-municipal councils and cooperation bodies.",
        "lower",
        "note 21/22 (knooppunten)",
        lambda v: v.nodes,
        items=(50, 128),
    ),
    Indicator(
        "governance_relations",
        "relations",
        "Relations in the governance network",
        "Relaties in het bestuurlijk netwerk",
        "Memberships of bodies, municipalities with their province, provinces with the Rijk.",
        "lower",
        "note 7/22 (spaghetti)",
        lambda v: v.relations,
        items=(50, 128),
    ),
    Indicator(
        "relations_per_administrator",
        "relations",
        "Relations per administrator",
        "Relaties per bestuurder",
        "Relations divided by administrators of all kinds.",
        "lower",
        "note 7/22; proxy",
        lambda v: v.relations / max(administrators(v), 1.0),
        items=(50, 128),
    ),
    Indicator(
        "incongruence",
        "0-1",
        "Incongruence of cooperation circles",
        "Incongruentie van samenwerkingskringen",
        "1 - Jaccard likeness of the member sets of the bodies a municipality sits in, mean over inhabitants.",
        "lower",
        "note 5/22, 13/22 (congruent regions); Jaccard 1901",
        lambda v: v.parts.incongruence,
        lambda v: v.incongruence,
        items=(25, 86, 134),
    ),
    Indicator(
        "bodies_per_municipality",
        "bodies",
        "Bodies per municipality",
        "Samenwerkingsverbanden per gemeente",
        "Memberships divided by municipalities.",
        "lower",
        "Boogers et al. 2016; PROOF + KWINK 2017, 2020",
        lambda v: v.parts.bodies,
        lambda v: v.state.memberships[v.live].astype(float),
        together="municipalities",
        headline=True,
        items=(25, 125),
    ),
)
