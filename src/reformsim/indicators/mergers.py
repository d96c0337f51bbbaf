"""How mergers go: how long they take, how they are judged, what is paid for them."""

from __future__ import annotations

from reformsim.indicators.kind import Indicator
from reformsim.indicators.view import View
from reformsim.model.procedures import stage_months


def lead_time(view: View, route: str) -> float:
    """Months from the start of a procedure to its Act by the terms in force."""
    return stage_months(view.world.law, view.today, route)[2]


def approval(view: View) -> float:
    """Share of the procedures that came to the advice stage so far and passed it; 1 while there are none."""
    state = view.state
    return state.mergers_advised / state.mergers_assessed if state.mergers_assessed else 1.0


def grants_paid(view: View) -> float:
    """Instalments of merger grants paid this year, million euro, at the fund factor of the year."""
    law, day, year = view.world.law, view.today, view.state.year
    parts = law.listed("merger_grant_instalments", day)
    due = sum(grant * parts[year - of] for of, _, grant in view.state.merger_log if 0 <= year - of < len(parts))
    return due * law.value("fund_factor", day) / 1e6


def fixed_sums_lost(view: View) -> float:
    """Fixed sums that new municipalities receive less than their members would, million euro this year."""
    law, day, rules, year = view.world.law, view.today, view.world.rules, view.state.year
    years, share = rules["merger.fixed_sum_years"], rules["merger.fixed_sum_share"]
    lost = sum(fewer * (1.0 - share * (year - of < years)) for of, fewer, _ in view.state.merger_log)
    return lost * law.value("fixed_sum_municipality", day) * law.value("fund_factor", day) / 1e6


INDICATORS = (
    Indicator(
        "merger_lead_time",
        "months",
        "Lead time of a merger from below",
        "Doorlooptijd van een herindeling van onderop",
        "Months from the councils' decision in principle to the Act, by the terms in force.",
        "lower",
        "Wet arhi art. 5-6; preparation and Parliament: law tables merger_*_months",
        lambda v: lead_time(v, "below"),
        items=(74,),
    ),
    Indicator(
        "merger_lead_time_above",
        "months",
        "Lead time of a merger from above",
        "Doorlooptijd van een herindeling van bovenaf",
        "Months from the announcement by the province to the Act, by the terms in force.",
        "lower",
        "Wet arhi art. 7, 8, 11; Parliament: law table merger_parliament_months",
        lambda v: lead_time(v, "above"),
        items=(74,),
    ),
    Indicator(
        "merger_approval",
        "share",
        "Mergers that pass the advice stage",
        "Herindelingen die het advies doorstaan",
        "Share of the merger procedures that came to the advice to the minister since the first day and passed it.",
        "none",
        "note 21/22 (policy framework); model",
        approval,
        items=(73,),
    ),
    Indicator(
        "mergers_from_above",
        "procedures",
        "Mergers begun from above, so far",
        "Herindelingen van bovenaf, tot nu toe",
        "Merger procedures that a province or the minister started since the first day: mergers in conflict with a "
        "council.",
        "lower",
        "note 21/22 (mergers from below); Wet arhi art. 8, 12",
        lambda v: float(v.state.mergers_from_above),
        items=(71,),
    ),
    Indicator(
        "merger_grants_paid",
        "M€ a year",
        "Merger grants paid this year",
        "Dit jaar betaalde herindelingsuitkeringen",
        "Instalments of the merger grants of mergers since the first day, at the fund factor of the year.",
        "none",
        "Besluit financiële verhouding 2001, item 45; law tables merger_grant_*",
        grants_paid,
        items=(75, 132),
    ),
    Indicator(
        "fixed_sums_lost",
        "M€ a year",
        "Fixed sums lost by mergers",
        "Door herindeling verloren vaste bedragen",
        "Fixed sums of the gemeentefonds that municipalities merged since the first day no longer receive, less what "
        "they keep for some years.",
        "none",
        "Financiële-verhoudingswet art. 8; law table fixed_sum_municipality",
        fixed_sums_lost,
        items=(75, 132),
    ),
)
