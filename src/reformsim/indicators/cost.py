"""What administrators, cooperation and mergers cost."""

from __future__ import annotations

from reformsim.indicators.administrators import commissioners, deputies_fte, provincial_councillors
from reformsim.indicators.kind import Indicator
from reformsim.indicators.view import View, once
from reformsim.law.formulas import MONTHS, aldermen_pay, council_pay, daily_board_pay, mayor_pay

SUB_MUNICIPAL_SIZE = 50_000
"""Inhabitants whose pay class stands for a sub-municipal council (`assumption`; Amsterdam's seven had some 110,000
inhabitants each, Rotterdam's fourteen some 40,000)."""


@once
def administrators_cost(view: View) -> float:
    """Pay and expenses of all administrators, million euro per year, in the prices of the pay tables.

    Full-time offices (aldermen, mayors, deputies, commissioners, chairs and daily boards of water boards) bear
    employer's on-costs; aldermen and deputies in part-time office are paid for their time. Members of a daily board
    are members of the general board as well, so they are no persons more, and their pay comes on top of its fees: how
    many they are is for each board to set.
    """
    law, day, state = view.world.law, view.today, view.state
    people, boards, s = view.people, state.water_boards, state.sub_municipal

    part_time = float(council_pay(law, day, people, view.seats).sum())
    part_time += (
        float(s.councillors[s.alive].sum()) * MONTHS * float(law.by_class("councillor_fee", day, SUB_MUNICIPAL_SIZE))
    )
    part_time += provincial_councillors(view) * _yearly(
        view, "provincial_councillor_pay", "provincial_councillor_expenses"
    )
    members = float(boards.seats[boards.live].sum())
    part_time += members * _yearly(view, "water_board_member_pay", "water_board_member_expenses")

    full_time = float(aldermen_pay(law, day, people, state.aldermen_fte[view.live]).sum())
    full_time += float(aldermen_pay(law, day, SUB_MUNICIPAL_SIZE, s.executives[s.alive]).sum())
    full_time += float(mayor_pay(law, day, people).sum())
    full_time += deputies_fte(view) * _yearly(view, "deputy_pay")
    full_time += float(commissioners(view)) * _yearly(view, "commissioner_pay")
    chairs = law.value("water_board_chairs", day) * _yearly(view, "water_board_chair_pay")
    full_time += len(boards.live) * (chairs + daily_board_pay(law, day))
    return (part_time + full_time * (1.0 + law.value("employer_on_costs", day))) / 1e6


def _yearly(view: View, *tables: str) -> float:
    """What one holder of an office gets a year by the pay tables named, euro."""
    return MONTHS * sum(view.world.law.value(table, view.today) for table in tables)


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
