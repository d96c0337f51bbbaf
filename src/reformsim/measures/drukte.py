"""Bestuurlijke drukte: how many authorities share a subject, how many bodies a municipality sits in; never one sum.

Two headlines in numbers that a councillor can count at home, and beside them what else makes it busy, each in its own
unit. Nothing here is relative to the first day, so that years, scenarios and territories compare.
"""

from __future__ import annotations

import numpy as np

from reformsim.measures.administrators import board_positions
from reformsim.measures.administrators import total as administrators
from reformsim.measures.kind import Measure
from reformsim.measures.view.snapshots import Snapshots, once
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


@once
def over_two_layers(s: Snapshots) -> Floats:
    """Share of the subjects on which more than two layers have a say, mean over who lives there, shape (N,)."""
    far, near = s.layers_beside > MOST_LAYERS, s.layers_beside + s.municipal > MOST_LAYERS
    outside = s.over_subjects(far)
    return outside + s.sub_municipal_share * (s.over_subjects(near) - outside)


def _of_origin(origin: str, label_en: str, label_nl: str, what: str) -> Measure:
    return Measure(
        f"relations_{origin}",
        "bodies",
        f"Relations to keep up per municipality, {label_en}",
        f"Te onderhouden relaties per gemeente, {label_nl}",
        f"Distinct cooperation bodies in which a mean municipality sits, of those {what}.",
        "none",
        "as relations_to_keep_up; register of arrangements, OpenGR, law",
        lambda s: s.mean(s.memberships_of(origin)),
        lambda s: s.memberships_of(origin).astype(float),
        together="municipalities",
    )


MEASURES = (
    Measure(
        "authorities_per_subject",
        "authorities",
        "Authorities with a say per subject",
        "Overheden met zeggenschap per onderwerp",
        "Distinct authorities with a say on a subject, for a mean inhabitant: layers of government, a sub-municipal "
        "council where one lives in one, and cooperation bodies, each once. Subjects weigh by their budgets on the "
        "first day (the catalogue's, a fixed basket).",
        "lower",
        "note 7/22; De Grave 2005 (too many authorities at one subject); what counts: docs/odd.md",
        authorities,
        lambda s: s.authorities_per_subject,
        headline=True,
        items=(30, 128),
    ),
    Measure(
        "relations_to_keep_up",
        "bodies",
        "Relations to keep up per municipality",
        "Te onderhouden relaties per gemeente",
        "Distinct cooperation bodies and boards in which a mean municipality sits: memberships divided by "
        "municipalities.",
        "lower",
        "note 7/22 (spaghetti); Boogers et al. 2016; PROOF + KWINK 2017, 2020",
        lambda s: s.mean(s.memberships),
        lambda s: s.memberships.astype(float),
        together="municipalities",
        headline=True,
        items=(25, 30, 125, 128),
    ),
    _of_origin("recorded", "recorded", "geregistreerd", "of the first day that are known from a register or the law"),
    _of_origin("drawn", "drawn", "geloot", "of the first day of which only the number is known"),
    Measure(
        "layers_per_subject",
        "layers",
        "Layers with a say per subject",
        "Bestuurslagen per onderwerp",
        "Rijk, province, municipality, water board, regions in their own right and sub-municipal councils with a say "
        "on a subject, for a mean inhabitant; subjects weigh by their budgets on the first day.",
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
        "Share of the subjects, each counting as one, on which more than two layers have a say, mean over inhabitants.",
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
        "board_positions_per_administrator",
        "positions",
        "Board positions per administrator",
        "Bestuursfuncties in verbanden per bestuurder",
        "Seats on the boards of cooperation bodies divided by administrators of all kinds.",
        "lower",
        "note 7/22; proxy",
        lambda s: board_positions(s) / np.maximum(administrators(s), 1.0),
        items=(50, 128),
    ),
    Measure(
        "incongruence",
        "0-1",
        "Incongruence of cooperation circles",
        "Incongruentie van samenwerkingskringen",
        "1 - Jaccard similarity of the member sets of the bodies a municipality sits in (common by united members, "
        "each summed over pairs of bodies), mean over inhabitants.",
        "lower",
        "note 5/22, 13/22 (congruent regions); Jaccard 1901",
        lambda s: s.by_people(s.incongruence),
        lambda s: s.incongruence,
        items=(25, 86, 134),
    ),
)
