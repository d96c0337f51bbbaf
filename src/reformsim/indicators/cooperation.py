"""How municipalities cooperate: regions, forms, and what cooperation gives and costs."""

from __future__ import annotations

from math import log

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.kind import Indicator
from reformsim.indicators.legitimacy import outside_council
from reformsim.indicators.view import View, once
from reformsim.model.grip import council_grip

Floats = NDArray[np.float64]


@once
def regions(view: View) -> Floats:
    """Different regions (sets of members) in which each municipality cooperates, shape (m,)."""
    bodies, state = view.state.bodies, view.state
    if not len(bodies.edge_body):
        return np.zeros(len(view.live))
    # The area of a body is the sum of its members' keys (modulo 2^64): a difference of running sums.
    running = np.zeros(len(bodies.edge_row) + 1, np.uint64)
    np.cumsum(state.key.take(bodies.edge_row), out=running[1:])
    end = view.body_sizes.cumsum()
    area = running.take(end) - running.take(end - view.body_sizes)
    # Bodies with the same members are one region: all but one of them are taken off the bodies of their members.
    order = area.argsort(kind="stable")
    in_order = area.take(order)
    again = np.zeros(len(area), bool)
    again[order[1:]] = in_order[1:] == in_order[:-1]
    repeated = view.member_place.compress(again.take(bodies.edge_body))
    return (view.memberships - np.bincount(repeated, minlength=len(view.live))).astype(float)


def public_share(view: View) -> float:
    """Public-law bodies among those of public and private law; 0 without any."""
    public, private = view.legal_counts["public"], view.legal_counts["private"]
    return public / (public + private) if public + private else 0.0


def form_entropy(view: View) -> float:
    """Shannon entropy of the legal forms of living bodies, in nats."""
    counts = view.form_counts
    total = sum(counts.values())
    return -sum(n / total * log(n / total) for n in counts.values() if n)


def tasks_per_body(view: View) -> float:
    """Mean number of subjects in which a voluntary body has a say; 0 without any."""
    bodies = view.state.bodies
    free = view.body_alive & ~(bodies.obliged | bodies.carries)[: bodies.count]
    return float(view.body_subjects.compress(free).sum() / max(np.count_nonzero(free), 1))


def coverage(view: View) -> float:
    """Share of inhabitants in the regions that reforms ask for whose region exists, mean over the requests."""
    world, state = view.world, view.state
    shares = []
    for obligation in world.obligations:
        change = obligation.change
        division = world.territory.divisions[change.division]
        area = division.label[state.leader[view.live]]
        codes = division.region_codes
        asked = [change.regions is None or code in change.regions for code in codes]
        formed = [yes and code in obligation.formed for yes, code in zip(asked, codes, strict=True)]
        # Units in no region (-1) stand last.
        people = float(view.people @ np.array([*asked, False])[area])
        if people > 0:
            shares.append(float(view.people @ np.array([*formed, False])[area]) / people)
    return sum(shares) / len(shares) if shares else 0.0


@once
def autonomy(view: View) -> Floats:
    """Share of the municipal budget in tasks that the municipality carries out itself and adequately, shape (m,)."""
    own = view.budget * ~(view.shared | view.inadequate)
    result: Floats = own.sum(axis=1) / view.budgets
    return result


@once
def _shared(view: View) -> tuple[float, float]:
    """Euro a year of municipal tasks that bodies carry out, and of these in so far as they are adequate."""
    shared = view.shared_budget * view.people[:, None]
    return float(shared.sum()), float((shared * view.adequacy).sum())


def effectiveness(view: View) -> float:
    """Adequacy of the tasks that bodies carry out for municipalities, weighted by euro; 0 without any."""
    shared, adequate = _shared(view)
    return adequate / shared if shared else 0.0


def efficiency(view: View) -> float:
    """Euro of adequately shared tasks per euro of coordination cost; 0 without cooperation or cost."""
    cost = len(view.state.bodies.edge_body) * view.world.behaviour["cooperation.cost_per_membership"]
    return _shared(view)[1] / cost if cost else 0.0


def transaction_cost(view: View) -> float:
    """Mean transaction cost of founding, joining and extending, less what spread knowledge saves."""
    behaviour = view.world.behaviour
    saved = behaviour["cooperation.learning"] * view.world.rules["cooperation.knowledge"]
    ways = ("founding_cost", "joining_cost", "extending_cost")
    return (1.0 - saved) * sum(behaviour[f"cooperation.{way}"] for way in ways) / len(ways)


INDICATORS = (
    Indicator(
        "regions_per_municipality",
        "regions",
        "Regions per municipality",
        "Regio's per gemeente",
        "Different sets of members among the bodies a municipality sits in, mean over municipalities.",
        "lower",
        "note 5/22, 13/22",
        lambda v: float(regions(v).mean()),
        regions,
        together="municipalities",
        items=(25, 86),
    ),
    Indicator(
        "bodies_per_municipality_spread",
        "bodies",
        "Bodies per municipality, spread",
        "Samenwerkingsverbanden per gemeente, spreiding",
        "Standard deviation over municipalities of the number of bodies they sit in.",
        "none",
        "Boogers et al. 2016; PROOF + KWINK 2017, 2020",
        lambda v: float(v.memberships.std()),
        items=(125,),
    ),
    Indicator(
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
    Indicator(
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
    Indicator(
        "host_arrangements",
        "bodies",
        "Host-municipality arrangements",
        "Centrumgemeenteregelingen",
        "Living cooperation arrangements in which one municipality acts for the others.",
        "none",
        "Wgr art. 8; note 13/22",
        lambda v: float(v.form_counts.get("centrumgemeente", 0)),
        items=(88, 125),
    ),
    Indicator(
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
    Indicator(
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
    Indicator(
        "council_influence",
        "0-1",
        "Councils' influence on bodies",
        "Invloed van raden op samenwerkingsverbanden",
        "Share of the autonomy over shared tasks that councils keep, by their right over budgets, the weeks they have, "
        "the framework they are sent and their views on other decisions. The legitimacy of cooperation.",
        "higher",
        "note 13/22, 21/22; Wgr art. 34b-35; weights: assumption (cooperation.grip*)",
        lambda v: council_grip(v.world),
        items=(80, 91, 133),
    ),
    Indicator(
        "autonomy",
        "share",
        "Autonomy of municipalities",
        "Autonomie van gemeenten",
        "Share of the municipal budget in tasks that the municipality carries out itself, above the threshold of "
        "adequacy; mean over inhabitants.",
        "none",
        "note 9/22, 13/22; proxy: assumption",
        lambda v: v.by_people(autonomy(v)),
        autonomy,
        items=(54, 89, 135),
    ),
    Indicator(
        "hollowing_out",
        "share",
        "Municipalities with most of their budget in bodies",
        "Uitgeholde gemeenten",
        "Share of municipalities that have bodies carry out more than half of their budget.",
        "lower",
        "note 13/22; half: assumption",
        lambda v: np.count_nonzero(outside_council(v) > 0.5) / len(v.live),
        items=(89, 135),
    ),
    Indicator(
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
    Indicator(
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
    Indicator(
        "transaction_cost",
        "logit",
        "Transaction cost of cooperation",
        "Transactiekosten van samenwerking",
        "Mean of the costs of founding, joining and extending a body as municipalities weigh them.",
        "lower",
        "assumption (cooperation.*_cost, cooperation.learning)",
        transaction_cost,
        items=(82,),
    ),
)
