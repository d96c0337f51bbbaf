"""Bestuurlijke drukte (administrative congestion): never one black box, its parts a-e and an index of them."""

from __future__ import annotations

import numpy as np

from reformsim.measures.administrators import total as administrators
from reformsim.measures.kind import Measure
from reformsim.measures.view.snapshots import Snapshots, mean_over_subjects, once
from reformsim.measures.view.stack import Floats

MOST_LAYERS = 2
"""The note's norm: at most two layers of government per subject (21/22)."""


@once
def authorities(s: Snapshots) -> Floats:
    """Authorities with a say per subject, mean over inhabitants, shape (S,)."""
    return s.by_people(s.authorities_per_subject)


@once
def layers(s: Snapshots) -> Floats:
    """Layers with a say per subject, mean over inhabitants, shape (S,)."""
    return s.by_people(s.layers_per_subject)


def graph(s: Snapshots) -> Floats:
    """Nodes and relations of the governance network, shape (S,)."""
    return s.nodes + s.relations


@once
def incongruence(s: Snapshots) -> Floats:
    """Incongruence of the circles of cooperation, mean over inhabitants, shape (S,)."""
    return s.by_people(s.incongruence)


def bodies(s: Snapshots) -> Floats:
    """Bodies per municipality, shape (S,)."""
    return s.mean(s.memberships)


WEIGHTS = {authorities: 0.2, layers: 0.2, graph: 0.2, incongruence: 0.2, bodies: 0.2}
"""Weights of the parts in the index: equal (`assumption`; no source weighs them)."""


def index(s: Snapshots) -> Floats:
    """Weighted mean of the parts relative to the first day, times 100, (S,)."""
    parts = np.stack([part(s) for part in WEIGHTS], axis=1)
    return relative(parts, s.then(parts), np.array([*WEIGHTS.values()]))


def relative(now: Floats, before: Floats, weights: Floats) -> Floats:
    """Weighted mean of parts relative to what they were, times 100; a part that was 0 is left out.

    Parameters
    ----------
    now, before : (S, parts) float64
    weights : (parts,) float64

    Returns
    -------
    ndarray of float64, shape (S,)
        100 where all parts were 0.
    """
    weight = weights * (before > 0)
    total = (weight * now / np.where(before > 0, before, 1.0)).sum(axis=1)
    whole = weight.sum(axis=1)
    return 100.0 * np.where(whole > 0, total / np.where(whole > 0, whole, 1.0), 1.0)


@once
def over_two_layers(s: Snapshots) -> Floats:
    """Share of the subjects on which more than two layers have a say, shape (N,)."""
    return mean_over_subjects(s.layers > MOST_LAYERS)


MEASURES = (
    Measure(
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
    Measure(
        "authorities_per_subject",
        "authorities",
        "Authorities with a say per subject",
        "Overheden met zeggenschap per onderwerp",
        "Layers, sub-municipal councils and cooperation bodies with a say on a task, mean over tasks and inhabitants.",
        "lower",
        "note 7/22; proxy",
        authorities,
        lambda s: s.authorities_per_subject,
        items=(30, 128),
    ),
    Measure(
        "layers_per_subject",
        "layers",
        "Layers with a say per subject",
        "Bestuurslagen per onderwerp",
        "Rijk, province, municipality, water board, regions in their own right and sub-municipal councils with a say "
        "on a task, mean over tasks and inhabitants.",
        "lower",
        "note 21/22; Rob 2011",
        layers,
        lambda s: s.layers_per_subject,
        items=(11, 57, 128),
    ),
    Measure(
        "subjects_over_two_layers",
        "share",
        "Subjects with more than two layers",
        "Onderwerpen met meer dan twee bestuurslagen",
        "Share of tasks on which more than two layers have a say, mean over inhabitants.",
        "lower",
        "note 21/22 (at most two layers)",
        lambda s: s.by_people(over_two_layers(s)),
        over_two_layers,
        items=(11, 128),
    ),
    Measure(
        "governance_nodes",
        "nodes",
        "Nodes of the governance network",
        "Knooppunten in het bestuurlijk netwerk",
        "Rijk, provinces, water boards, municipalities, sub-municipal councils and cooperation bodies.",
        "lower",
        "note 21/22 (knooppunten)",
        lambda s: s.nodes,
        items=(50, 128),
    ),
    Measure(
        "governance_relations",
        "relations",
        "Relations in the governance network",
        "Relaties in het bestuurlijk netwerk",
        "Memberships of bodies, municipalities with their province, provinces with the Rijk.",
        "lower",
        "note 7/22 (spaghetti)",
        lambda s: s.relations,
        items=(50, 128),
    ),
    Measure(
        "relations_per_administrator",
        "relations",
        "Relations per administrator",
        "Relaties per bestuurder",
        "Relations divided by administrators of all kinds.",
        "lower",
        "note 7/22; proxy",
        lambda s: s.relations / np.maximum(administrators(s), 1.0),
        items=(50, 128),
    ),
    Measure(
        "incongruence",
        "0-1",
        "Incongruence of cooperation circles",
        "Incongruentie van samenwerkingskringen",
        "1 - Jaccard likeness of the member sets of the bodies a municipality sits in, mean over inhabitants.",
        "lower",
        "note 5/22, 13/22 (congruent regions); Jaccard 1901",
        incongruence,
        lambda s: s.incongruence,
        items=(25, 86, 134),
    ),
    Measure(
        "bodies_per_municipality",
        "bodies",
        "Bodies per municipality",
        "Samenwerkingsverbanden per gemeente",
        "Memberships divided by municipalities.",
        "lower",
        "Boogers et al. 2016; PROOF + KWINK 2017, 2020",
        bodies,
        lambda s: s.memberships.astype(float),
        together="municipalities",
        headline=True,
        items=(25, 125),
    ),
)
