"""What administrators, cooperation and mergers cost."""

from __future__ import annotations

from reformsim.indicators.administrators import commissioners, deputies_fte, provincial_councillors
from reformsim.indicators.kind import Indicator
from reformsim.indicators.view import View, once

MONTHS = 12
SUB_MUNICIPAL_SIZE = 50_000
"""Inhabitants whose pay class stands for a sub-municipal council (`assumption`; Amsterdam's seven had some 110,000
inhabitants each, Rotterdam's fourteen some 40,000)."""


@once
def administrators_cost(view: View) -> float:
    """Pay and expenses of all administrators, million euro per year, in the prices of the pay tables.

    Full-time offices (aldermen, mayors, deputies, commissioners, chairs of water boards) bear employer's on-costs;
    aldermen and deputies in part-time office are paid for their time.
    """
    law, day, state = view.world.law, view.today, view.state
    people = view.people

    fee = law.by_class("councillor_fee", day, people) + law.by_class("councillor_expenses", day, people)
    part_time = float(fee @ view.seats)
    full_time = float(law.by_class("alderman_pay", day, people) @ state.aldermen_fte[view.live])
    full_time += float(law.by_class("mayor_pay", day, people).sum()) * law.value("mayors_per_municipality", day)
    part_time += provincial_councillors(view) * (
        law.value("provincial_councillor_pay", day) + law.value("provincial_councillor_expenses", day)
    )
    full_time += deputies_fte(view) * law.value("deputy_pay", day)
    full_time += float(commissioners(view)) * law.value("commissioner_pay", day)
    boards = state.water_boards
    part_time += float(boards.seats[boards.live].sum()) * (
        law.value("water_board_member_pay", day) + law.value("water_board_member_expenses", day)
    )
    full_time += len(boards.live) * law.value("water_board_chairs", day) * law.value("water_board_chair_pay", day)
    s = state.sub_municipal
    part_time += float(s.councillors[s.alive].sum()) * float(law.by_class("councillor_fee", day, SUB_MUNICIPAL_SIZE))
    full_time += float(s.executives[s.alive].sum()) * float(law.by_class("alderman_pay", day, SUB_MUNICIPAL_SIZE))
    return MONTHS * (part_time + full_time * (1.0 + law.value("employer_on_costs", day))) / 1e6


def cooperation_cost(view: View) -> float:
    """Coordination cost of all memberships, million euro per year."""
    return len(view.state.bodies.edge_body) * view.world.behaviour["cooperation.cost_per_membership"] / 1e6


INDICATORS = (
    Indicator(
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
    Indicator(
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
    Indicator(
        "merger_cost",
        "M€ so far",
        "Cost of mergers",
        "Eenmalige kosten van herindeling",
        "Euro per inhabitant outside the largest member, over all mergers so far.",
        "lower",
        "assumption (merger.cost_per_inhabitant)",
        lambda v: v.state.merger_cost / 1e6,
        headline=True,
        items=(75,),
    ),
    Indicator(
        "merger_grants",
        "M€ so far",
        "Merger grants",
        "Herindelingsuitkeringen",
        "Grants by the merger measure of the gemeentefonds over all mergers so far, paid out in four years.",
        "none",
        "Besluit financiële verhouding 2001; law tables merger_grant_*",
        lambda v: v.state.merger_grants / 1e6,
        items=(75,),
    ),
)
