"""What administrators, cooperation and mergers cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from reformsim.law import Law
from reformsim.law.formulas import MONTHS, aldermen_pay, council_pay, daily_board_pay, mayor_pay
from reformsim.measures.administrators import (
    commissioners,
    deputies_fte,
    provincial_councillors,
    sub_municipal_offices,
    water_board_seats,
)
from reformsim.measures.decisions.issues import issues
from reformsim.measures.kind import Measure
from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Floats
from reformsim.measures.water_boards import members_of_parliament

SUB_MUNICIPAL_SIZE = 50_000
"""Inhabitants whose pay class stands for a sub-municipal council (`assumption`; Amsterdam's seven had some 110,000
inhabitants each, Rotterdam's fourteen some 40,000)."""


@once
def administrators_cost(s: Snapshots) -> Floats:
    """Pay and expenses of all administrators, million euro per year, in the prices of the pay tables, shape (S,).

    Full-time offices (aldermen, mayors, deputies, commissioners, chairs and daily boards of water boards) bear
    employer's on-costs; aldermen and deputies in part-time office are paid for their time. Members of a daily board
    are members of the general board as well, so they are no persons more, and their pay comes on top of its fees: how
    many they are is for each board to set.
    """
    law, day, people = s.statutes, date.min, s.people
    part_time = s.total(council_pay(law, day, people, s.seats))
    part_time += sub_municipal_offices(s, "councillors") * _sub_municipal_pay(s, "fee", _councillor_fee)
    part_time += provincial_councillors(s) * _yearly(s, "provincial_councillor_pay", "provincial_councillor_expenses")
    part_time += water_board_seats(s) * _yearly(s, "water_board_member_pay", "water_board_member_expenses")
    full_time = s.total(aldermen_pay(law, day, people, s.along("aldermen_fte")))
    full_time += sub_municipal_offices(s, "executives") * _sub_municipal_pay(s, "pay", _alderman_pay)
    full_time += s.total(mayor_pay(law, day, people))
    full_time += deputies_fte(s) * _yearly(s, "deputy_pay") + commissioners(s) * _yearly(s, "commissioner_pay")
    chairs = s.law("water_board_chairs") * _yearly(s, "water_board_chair_pay")
    full_time += s.living_boards * (chairs + s.by_law("daily board", daily_board_pay))
    return (part_time + full_time * (1.0 + s.law("employer_on_costs"))) / 1e6


def _yearly(s: Snapshots, *tables: str) -> Floats:
    """What one holder of an office gets a year by the pay tables named, euro, shape (S,)."""
    return np.multiply(MONTHS, sum(s.law(table) for table in tables))


def _councillor_fee(law: Law, day: date, people: float) -> float:
    return MONTHS * float(law.by_class("councillor_fee", day, people))


def _alderman_pay(law: Law, day: date, people: float) -> float:
    return float(aldermen_pay(law, day, people, 1.0))


def _sub_municipal_pay(s: Snapshots, name: str, pay: Callable[[Law, date, float], float]) -> Floats:
    """Yearly pay of a sub-municipal office by that of the municipal one, euro, shape (S,)."""
    return s.by_law(("sub-municipal pay", name), lambda law, day: pay(law, day, SUB_MUNICIPAL_SIZE))


@once
def coordination(s: Snapshots) -> Floats:
    """Coordination cost of all memberships, euro per year, shape (S,)."""
    return s.edges * s.weight("cooperation.cost_per_membership")


def cooperation_cost(s: Snapshots) -> Floats:
    """Coordination cost of all memberships, million euro per year, shape (S,)."""
    return coordination(s) / 1e6


def late_penalties(s: Snapshots) -> Floats:
    """Euro a year paid by authorities for issues that are decided late, shape (S,).

    The share that is late times how far lateness is punished, times what it would be if all were (Awb art. 4:17 has
    such a penalty for decisions on request).
    """
    fine = s.weight("decisions.penalty_cost") * s.rule_number("principles.late_penalty")
    if not fine.any():
        return fine
    return fine * (1.0 - s.by_people(issues(s).in_time)) * s.inhabitants


def saved_on_parliament(s: Snapshots) -> Floats:
    """Euro a year saved by members of Parliament who are fewer than on the first day, shape (S,)."""
    members = members_of_parliament(s)
    result: Floats = (s.then(members) - members) * s.weight("parliament.cost_per_member")
    return result


MEASURES = (
    Measure(
        "administrators_cost",
        "M€ a year",
        "Cost of administrators",
        "Kosten van bestuurders",
        "Pay and expenses by the pay tables, with employer's on-costs for full-time offices; prices of the tables.",
        "lower",
        "Rechtspositiebesluiten; on-costs unverified",
        administrators_cost,
        headline=True,
        items=(7, 10, 36, 126),
    ),
    Measure(
        "cooperation_cost",
        "M€ a year",
        "Cost of cooperation",
        "Kosten van samenwerking",
        "Coordination cost per membership of a cooperation body.",
        "lower",
        "assumption (cooperation.cost_per_membership)",
        cooperation_cost,
        items=(91,),
    ),
    Measure(
        "merger_cost",
        "M€ so far",
        "Cost of mergers",
        "Eenmalige kosten van herindeling",
        "Euro per inhabitant outside the largest member, and what members spend on the eve of a merger as others will "
        "share the bill, over all mergers so far.",
        "lower",
        "assumption (merger.cost_per_inhabitant); Hinnerich 2009, Saarimaa & Tukiainen 2015 (merger.common_pool)",
        lambda s: s.number("merger_cost") / 1e6,
        headline=True,
        items=(75,),
    ),
    Measure(
        "merger_grants",
        "M€ so far",
        "Merger grants",
        "Herindelingsuitkeringen",
        "Grants by the merger measure of the gemeentefonds over all mergers so far, paid out in four years.",
        "none",
        "Besluit financiële verhouding 2001; law tables merger_grant_*",
        lambda s: s.number("merger_grants") / 1e6,
        items=(75,),
    ),
)
