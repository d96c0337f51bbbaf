"""How mergers go: how long they take, how they are judged, what is paid for them."""

from __future__ import annotations

import numpy as np

from reformsim.measures.kind import Measure
from reformsim.measures.view.municipalities import padded
from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Floats, Ints
from reformsim.model.mergers.procedures import stage_months


def lead_time(s: Snapshots, route: str) -> Floats:
    """Months from the start of a procedure to its Act by the terms in force, shape (S,)."""
    return s.by_law(("lead_time", route), lambda law, day: stage_months(law, day, route)[2])


def approval(s: Snapshots) -> Floats:
    """Share of the procedures that came to the advice stage so far and passed it, (S,); 1 while there are none."""
    assessed = s.number("mergers_assessed")
    return np.divide(s.number("mergers_advised"), assessed, out=np.ones(len(assessed)), where=assessed > 0)


@once
def _so_far(s: Snapshots) -> tuple[Ints, Ints, Floats, Floats]:
    """Mergers so far of every snapshot: its position, years since, municipalities fewer and grant, each (M,)."""
    at = np.arange(len(s.shots)).repeat([len(shot.merger_log) for shot in s.shots])
    log = np.array([merger for shot in s.shots for merger in shot.merger_log]).reshape(-1, 3)
    return at, s.year[at] - log[:, 0].astype(np.int64), log[:, 1], log[:, 2]


def grants_paid(s: Snapshots) -> Floats:
    """Instalments of merger grants paid this year, million euro, at the fund factor of the year, shape (S,)."""
    laws = zip(s.shots, s.today, strict=True)
    parts = [np.array(shot.law.listed("merger_grant_instalments", day)) for shot, day in laws]
    instalments = padded(parts, max(len(part) for part in parts) + 1)  # Nothing is paid in the last of these years.
    at, age, _, grant = _so_far(s)
    due = np.where(age >= 0, grant * instalments[at, np.clip(age, 0, instalments.shape[1] - 1)], 0.0)
    return np.bincount(at, weights=due, minlength=len(s.shots)) * s.law("fund_factor") / 1e6


def fixed_sums_lost(s: Snapshots) -> Floats:
    """Fixed sums that new municipalities receive less than their members would, million euro this year, (S,)."""
    at, age, fewer, _ = _so_far(s)
    kept = s.rule_number("merger.fixed_sum_share")[at] * (age < s.rule_number("merger.fixed_sum_years")[at])
    lost = np.bincount(at, weights=fewer * (1.0 - kept), minlength=len(s.shots))
    return lost * s.law("fixed_sum_municipality") * s.law("fund_factor") / 1e6


MEASURES = (
    Measure(
        "merger_lead_time",
        "months",
        "Lead time of a merger from below",
        "Doorlooptijd van een herindeling van onderop",
        "Months from the councils' decision in principle to the Act, by the terms in force.",
        "lower",
        "Wet arhi art. 5-6; preparation and Parliament: law tables merger_*_months",
        lambda s: lead_time(s, "below"),
        items=(74,),
    ),
    Measure(
        "merger_lead_time_above",
        "months",
        "Lead time of a merger from above",
        "Doorlooptijd van een herindeling van bovenaf",
        "Months from the announcement by the province to the Act, by the terms in force.",
        "lower",
        "Wet arhi art. 7, 8, 11; Parliament: law table merger_parliament_months",
        lambda s: lead_time(s, "above"),
        items=(74,),
    ),
    Measure(
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
    Measure(
        "mergers_from_above",
        "procedures",
        "Mergers begun from above, so far",
        "Herindelingen van bovenaf, tot nu toe",
        "Merger procedures that a province or the minister started since the first day: mergers in conflict with a "
        "council.",
        "lower",
        "note 21/22 (mergers from below); Wet arhi art. 8, 12",
        lambda s: s.number("mergers_from_above"),
        items=(71,),
    ),
    Measure(
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
    Measure(
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
