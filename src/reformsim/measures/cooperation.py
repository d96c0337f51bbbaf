"""How municipalities cooperate: regions, forms, and what cooperation gives and costs."""

from __future__ import annotations

import numpy as np
from scipy.special import entr

from reformsim.history import Asked
from reformsim.measures.kind import Measure
from reformsim.measures.legitimacy import grip, outside_council
from reformsim.measures.means.cost import coordination
from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Floats
from reformsim.tasks import REGIO
from reformsim.world.bodies import LEGAL

PUBLIC, PRIVATE = LEGAL.index("public"), LEGAL.index("private")
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
"""2^64 divided by the golden ratio: no two of its first multiples lie near each other."""


@once
def regions(s: Snapshots) -> Floats:
    """Different regions (sets of members) in which each municipality cooperates, shape (N,)."""
    # The area of a body is the sum of its members' keys (modulo 2^64): a difference of running sums.
    running = np.zeros(len(s.edge_member) + 1, np.uint64)
    np.cumsum(s.along("key").take(s.edge_member), out=running[1:])
    end = s.body_sizes.cumsum()
    area = running.take(end) - running.take(end - s.body_sizes)
    # Bodies with the same members are one region: all but one of them are taken off the bodies of their members.
    # Those of another snapshot are told apart by its number, spread over all bits as keys are.
    area += s.body_snap.astype(np.uint64) * GOLDEN
    order = area.argsort()
    again = np.zeros(len(area), bool)
    again[order[1:]] = np.diff(area.take(order)) == 0
    repeated = s.edge_member.compress(again.take(s.edge_body))
    return (s.memberships - np.bincount(repeated, minlength=len(s.snap))).astype(float)


def spread(s: Snapshots) -> Floats:
    """Standard deviation over municipalities of the number of bodies they sit in, shape (S,)."""
    return np.sqrt(s.mean((s.memberships - s.each(s.mean(s.memberships))) ** 2))


def public_share(s: Snapshots) -> Floats:
    """Public-law bodies among those of public and private law, shape (S,); 0 without any."""
    public, private = s.legal_counts[:, PUBLIC], s.legal_counts[:, PRIVATE]
    return public / np.maximum(public + private, 1.0)


def form_entropy(s: Snapshots) -> Floats:
    """Shannon entropy of the legal forms of living bodies, in nats, shape (S,)."""
    share = s.form_counts / np.maximum(s.living_bodies, 1.0)[:, None]
    return entr(share).sum(axis=1)


def tasks_per_body(s: Snapshots) -> Floats:
    """Mean number of subjects in which a voluntary body has a say, shape (S,); 0 without any."""
    free = s.body_alive & ~np.logical_or(s.of_bodies("obliged"), s.of_bodies("carries"))
    return s.per_snapshot(s.body_subjects * free) / np.maximum(s.per_snapshot(free), 1.0)


def coverage(s: Snapshots) -> Floats:
    """Share of inhabitants in the regions that reforms ask for whose region exists, mean over the requests, (S,)."""
    requests: dict[str, list[tuple[int, Asked]]] = {}
    for at, shot in enumerate(s.shots):
        for one in shot.asked:
            requests.setdefault(one.division, []).append((at, one))
    covered, number = np.zeros(len(s.shots)), np.zeros(len(s.shots))
    for name, those in requests.items():
        division = s.territory.divisions[name]
        codes = division.region_codes
        # Units in no region (-1) come first.
        places = s.snap * (len(codes) + 1) + 1 + division.label.take(s.along("leader"))
        living = np.bincount(places, weights=s.people, minlength=len(s.shots) * (len(codes) + 1))
        snaps = np.array([snap for snap, _ in those])
        people = living.reshape(len(s.shots), -1)[snaps, 1:]
        asked = np.array([[one.regions is None or code in one.regions for code in codes] for _, one in those])
        formed = np.array([[code in one.formed for code in codes] for _, one in those])
        wanted = (people * asked).sum(axis=1)
        share = (people * (asked & formed)).sum(axis=1) / np.maximum(wanted, 1.0)
        covered += np.bincount(snaps, weights=share, minlength=len(covered))
        number += np.bincount(snaps, weights=wanted > 0, minlength=len(number))
    return covered / np.maximum(number, 1.0)


@once
def autonomy(s: Snapshots) -> Floats:
    """Share of the municipal budget in tasks that the municipality carries out itself and adequately, shape (N,)."""
    return s.weighted(s.decided_alone & ~s.inadequate, s.prices) / s.budgets


@once
def adequately_shared(s: Snapshots) -> Floats:
    """Euro a year that goes to bodies for municipal tasks, in so far as they are adequate, shape (S,)."""
    return s.total(s.weighted(s.handed_over * s.adequacy, s.prices) * s.people)


def effectiveness(s: Snapshots) -> Floats:
    """Adequacy of the tasks that bodies carry out for municipalities, weighted by euro, shape (S,); 0 without any."""
    shared = s.total(outside_council(s) * s.budgets * s.people)
    return _ratio(adequately_shared(s), shared)


def efficiency(s: Snapshots) -> Floats:
    """Euro of adequately shared tasks per euro of coordination cost, shape (S,); 0 without cooperation or cost."""
    return _ratio(adequately_shared(s), coordination(s))


def _ratio(some: Floats, of: Floats) -> Floats:
    """One by the other, 0 where there is nothing."""
    return np.divide(some, of, out=np.zeros(len(of)), where=of != 0)


def through_bodies(s: Snapshots) -> Floats:
    """What goes through bodies, million euro a year, shape (S,): handed over to them, or on tasks of their own."""
    of_regions = s.weighted(s.carrier == REGIO, s.prices)
    return s.total((s.weighted(s.handed_over, s.prices) + of_regions) * s.people) / 1e6


def transaction_cost(s: Snapshots) -> Floats:
    """Trouble of founding and joining bodies where knowledge is spread, by that where it is not, shape (S,).

    The same trouble for fewer bodies: the inverse of how many more are founded and joined.
    """
    return 1.0 / (1.0 + s.weight("cooperation.learning") * s.rule_number("cooperation.knowledge"))


MEASURES = (
    Measure(
        "regions_per_municipality",
        "regions",
        "Regions per municipality",
        "Regio's per gemeente",
        "Different sets of members among the bodies a municipality sits in, mean over municipalities.",
        "lower",
        "note 5/22, 13/22",
        lambda s: s.mean(regions(s)),
        regions,
        together="municipalities",
        items=(25, 86),
    ),
    Measure(
        "bodies_per_municipality_spread",
        "bodies",
        "Bodies per municipality, spread",
        "Samenwerkingsverbanden per gemeente, spreiding",
        "Standard deviation over municipalities of the number of bodies they sit in.",
        "none",
        "Boogers et al. 2016; PROOF + KWINK 2017, 2020",
        spread,
        items=(125,),
    ),
    Measure(
        "public_share_of_bodies",
        "share",
        "Public law among cooperation bodies",
        "Aandeel publiekrechtelijke samenwerking",
        "Bodies of public law divided by those of public and private law.",
        "higher",
        "note 5/22, 13/22",
        public_share,
        items=(81, 125),
    ),
    Measure(
        "form_entropy",
        "nats",
        "Variety of legal forms",
        "Verscheidenheid van rechtsvormen",
        "Shannon entropy of the legal forms of living bodies: 0 where all have one form.",
        "none",
        "note 5/22; Shannon 1948",
        form_entropy,
        items=(26, 125),
    ),
    Measure(
        "host_arrangements",
        "bodies",
        "Host-municipality arrangements",
        "Centrumgemeenteregelingen",
        "Living cooperation arrangements in which one municipality acts for the others.",
        "none",
        "Wgr art. 8; note 13/22",
        lambda s: s.of_form("centrumgemeente"),
        items=(88, 125),
    ),
    Measure(
        "tasks_per_body",
        "subjects",
        "Subjects per voluntary body",
        "Onderwerpen per vrijwillig verband",
        "Mean number of subjects in which a voluntary body has a say.",
        "lower",
        "note 13/22 (strictly bound to a task)",
        tasks_per_body,
        items=(84,),
    ),
    Measure(
        "coverage_share",
        "share",
        "Coverage by the regions asked for",
        "Dekking door gevraagde regio's",
        "Share of inhabitants in the regions that reforms ask for whose region has formed or was imposed, mean over "
        "the requests; 0 where nothing is asked.",
        "higher",
        "note 13/22, 21/22",
        coverage,
        items=(83, 90),
    ),
    Measure(
        "council_influence",
        "0-1",
        "Councils' influence on bodies",
        "Invloed van raden op samenwerkingsverbanden",
        "Share of the autonomy over shared tasks that councils keep, by their right over budgets, the weeks they have, "
        "the framework they are sent and their views on other decisions. The legitimacy of cooperation.",
        "higher",
        "note 13/22, 21/22; Wgr art. 34b-35; weights: assumption (cooperation.grip*)",
        grip,
        items=(80, 91, 133),
    ),
    Measure(
        "autonomy",
        "share",
        "Autonomy of municipalities",
        "Autonomie van gemeenten",
        "Share of the municipal budget in tasks that the municipality carries out itself, above the threshold of "
        "adequacy; mean over inhabitants.",
        "none",
        "note 9/22, 13/22; proxy: assumption",
        lambda s: s.by_people(autonomy(s)),
        autonomy,
        items=(54, 89, 135),
    ),
    Measure(
        "hollowing_out",
        "share",
        "Municipalities with most of their budget in bodies",
        "Uitgeholde gemeenten",
        "Share of municipalities that have bodies carry out more than half of their budget.",
        "lower",
        "note 13/22; half: assumption",
        lambda s: s.mean(outside_council(s) > 0.5),
        items=(89, 135),
    ),
    Measure(
        "cooperation_effectiveness",
        "0-1",
        "Effectiveness of cooperation",
        "Effectiviteit van samenwerking",
        "Adequacy of the tasks that bodies carry out for municipalities, weighted by budget.",
        "higher",
        "note 13/22; model: adequacy",
        effectiveness,
        items=(91,),
    ),
    Measure(
        "cooperation_efficiency",
        "EUR per EUR",
        "Efficiency of cooperation",
        "Efficiëntie van samenwerking",
        "Euro of tasks that bodies carry out adequately per euro of coordination cost.",
        "higher",
        "note 13/22; assumption (cooperation.cost_per_membership)",
        efficiency,
        items=(91,),
    ),
    Measure(
        "spending_through_bodies",
        "M€ a year",
        "Spending through bodies",
        "Uitgaven via samenwerkingsverbanden",
        "What goes to cooperation bodies for municipal tasks, and what bodies spend on tasks that they carry in their "
        "own right, at the prices of the first day.",
        "none",
        "compare CBS, accounts of joint arrangements; parts of tasks: reformsim.tasks.handed_over",
        through_bodies,
        items=(89,),
    ),
    Measure(
        "transaction_cost",
        "ratio",
        "Transaction cost of cooperation",
        "Transactiekosten van samenwerking",
        "Trouble of founding and joining a body where VNG and the Rijk spread knowledge, by that where they do not: "
        "the inverse of how many more are founded and joined.",
        "lower",
        "assumption (cooperation.learning)",
        transaction_cost,
        items=(82,),
    ),
)
