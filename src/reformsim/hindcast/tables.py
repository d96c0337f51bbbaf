"""Scores of hindcasts as tables and sentences: on the screen, in Markdown, and in ``docs/validation.md``."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reformsim.hindcast.forecast import MEASURES
from reformsim.hindcast.kept import ONE_YEAR, Kept

LEARNED = (2004, 2011)
"""Years whose recorded mergers may have shaped the weights of the merger rule (see docs/odd.md)."""

BETTER_COUNT = 0.25
AIMED_AUC = 0.88
AIMED_PRECISION = 1.5
AIMED_YEARS = 6.0 / 7.0
AIMED_GAP = 0.10
"""What was aimed at before the first hindcast: shares of the best null model, AUC, share of years, gap of a decile."""


def heads(one: Kept) -> tuple[str, ...]:
    """Heads of the table: the measure, then the forecasts."""
    return ("Score", "best", *one.scores)


def cells(one: Kept) -> list[tuple[str, ...]]:
    """Rows of the table: title of the measure, whether high or low is best, then its value by forecast."""
    return [
        (
            measure.title,
            {"lower": "low", "higher": "high", "none": ""}[measure.better],
            *(shown(found[name], measure.decimals) for found in one.scores.values()),
        )
        for name, measure in MEASURES.items()
        if all(name in found for found in one.scores.values())
    ]


def shown(value: float, decimals: int) -> str:
    """A score to read; '-' where there is none."""
    return "-" if math.isnan(value) else f"{value:.{decimals}f}"


def heading(one: Kept) -> str:
    """Title of a hindcast."""
    ahead = "One year ahead, 1 January " if one.kind == ONE_YEAR else ""
    return f"{ahead}{one.first} to {one.last}, {one.scenario}"


def facts(one: Kept) -> str:
    """Say in sentences what the table is of."""
    pairs, happened = one.cases
    said = f"{pairs:,} pairs of neighbours, of which {happened:,} became one municipality. "
    if one.kind != ONE_YEAR:
        said += f"{one.replicates} replicates. "
    said += f"Null models learned from {one.learned}. " if one.learned else "No years before it to learn from. "
    test = one.first > LEARNED[1] if one.kind == ONE_YEAR else one.first >= LEARNED[1]
    if not test:
        said += f"Not a test: the model may have learned from {LEARNED[0]}-{LEARNED[1]}."
    return said.strip()


def verdicts(one: Kept) -> list[str]:
    """Hold the model against what was aimed at, in sentences."""
    name, *nulls = one.scores
    mine, others = one.scores[name], [one.scores[null] for null in nulls]
    said = []
    if "count_crps" in mine:
        best = min(nulls, key=lambda null: one.scores[null]["count_crps"])
        ratio = mine["count_crps"] / one.scores[best]["count_crps"] - 1.0
        said.append(
            f"CRPS of the number of municipalities: {mine['count_crps']:.2f}, {100 * ratio:+.0f} % beside the best "
            f"null model ({best}, {one.scores[best]['count_crps']:.2f}); aim {-100 * BETTER_COUNT:.0f} %: "
            f"{_reached(ratio <= -BETTER_COUNT)}."
        )
        years = one.last - one.first
        held = mine["count_in_band"]
        said.append(
            f"Real count in the 80 % band: {held:.0f} of {years} years; aim {math.ceil(AIMED_YEARS * years)}: "
            f"{_reached(held >= math.ceil(AIMED_YEARS * years))}."
        )
        said.append(
            f"Largest gap between chance and share of a decile, who merged: {mine['merged_gap']:.3f}; "
            f"aim {AIMED_GAP:.2f}: {_reached(mine['merged_gap'] <= AIMED_GAP)}."
        )
        for measure in ("merged_auc", "merged_ap", "pair_auc", "pair_ap"):
            said += _beside(measure, name, one)
        return said
    if not others:
        return [f"Pairs, AUC {mine['pair_auc']:.3f}, average precision {mine['pair_ap']:.4f}; no null model."]
    said.append(
        f"Pairs, AUC: {mine['pair_auc']:.3f}, best null model {max(other['pair_auc'] for other in others):.3f}; "
        f"aim {AIMED_AUC:.2f}: {_reached(mine['pair_auc'] >= AIMED_AUC)}."
    )
    ratio = mine["pair_ap"] / others[0]["pair_ap"]
    said.append(
        f"Pairs, average precision: {mine['pair_ap']:.4f}, {ratio:.2f} times that of {nulls[0]} "
        f"({others[0]['pair_ap']:.4f}); aim {AIMED_PRECISION}: {_reached(ratio >= AIMED_PRECISION)}."
    )
    gap = mine["pair_gap"]
    said.append(
        f"Largest gap between chance and share of a decile, pairs: {gap:.4f}; expected {mine['pair_expected']:.1f}, "
        f"really {one.cases[1]}. Chances this small are within the {AIMED_GAP:.2f} aimed at whatever they are worth."
    )
    return said


def markdown_table(one: Kept) -> str:
    """The table in Markdown."""
    top = heads(one)
    lines = [f"| {' | '.join(top)} |", "|---|---|" + "---:|" * (len(top) - 2)]
    lines += [f"| {' | '.join(row)} |" for row in cells(one)]
    return "\n".join(lines) + "\n"


def report(one: Kept, level: str = "#") -> str:
    """A hindcast in Markdown: title, command, facts, verdicts, table."""
    aims = "\n".join(f"- {line}" for line in verdicts(one))
    return f"{level} {heading(one)}\n\n`{one.command}`\n\n{facts(one)}\n\n{aims}\n\n{markdown_table(one)}"


def _beside(measure: str, name: str, one: Kept) -> Sequence[str]:
    values = {null: found[measure] for null, found in one.scores.items() if null != name}
    known = {null: value for null, value in values.items() if not math.isnan(value)}
    mine = one.scores[name][measure]
    if not known or math.isnan(mine):
        return []
    best = max(known, key=lambda null: known[null])
    verdict = "better" if mine > known[best] else "not better"
    return [f"{MEASURES[measure].title}: {mine:.3f}, best null model ({best}) {known[best]:.3f}: {verdict}."]


def _reached(yes: bool) -> str:
    return "reached" if yes else "not reached"
