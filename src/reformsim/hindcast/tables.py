"""Scores of hindcasts as tables and sentences: on the screen, in Markdown, and in ``docs/validation.md``."""

from __future__ import annotations

import math

from reformsim.hindcast.forecast import MEASURES
from reformsim.hindcast.kept import ONE_YEAR, Kept
from reformsim.hindcast.standing import Beside, beside, is_test

BETTER_COUNT = 0.25
AIMED_AUC = 0.88
AIMED_PRECISION = 1.5
AIMED_YEARS = 6.0 / 7.0
AIMED_GAP = 0.10
"""What was aimed at before the first hindcast: shares of the best null model, AUC, share of years, gap of a decile."""

_RANKING = ("merged_auc", "merged_ap", "pair_auc", "pair_ap")


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
    if not is_test(one):
        said += "Not a test: the merger rule was estimated on these years too."
    return said.strip()


def verdicts(one: Kept) -> list[str]:
    """Hold the model against what was aimed at, in sentences."""
    return _ahead(one) if one.kind == ONE_YEAR else _span(one)


def _span(one: Kept) -> list[str]:
    mine, years = next(iter(one.scores.values())), one.last - one.first
    held, aim = mine["count_in_band"], math.ceil(AIMED_YEARS * years)
    return [
        _count(one),
        f"Real count in the 80 % band: {held:.0f} of {years} years; aim {aim}: {_reached(held >= aim)}.",
        f"Largest gap between chance and share of a decile, who merged: {mine['merged_gap']:.3f}; "
        f"aim {AIMED_GAP:.2f}: {_reached(mine['merged_gap'] <= AIMED_GAP)}.",
        *(_said(found) for measure in _RANKING if (found := beside(one, measure)) is not None),
    ]


def _count(one: Kept) -> str:
    found = beside(one, "count_crps")
    assert found is not None, "no change is a null model of every span"
    said = f"CRPS of the number of municipalities: {found.mine:.2f}"
    if found.best == 0.0:
        # Nobody merged, and no change says so: nothing is a share of that.
        return f"{said}; the best null model ({found.null}) is exact."
    ratio = found.mine / found.best - 1.0
    return (
        f"{said}, {100 * ratio:+.0f} % beside the best null model ({found.null}, {found.best:.2f}); "
        f"aim {-100 * BETTER_COUNT:.0f} %: {_reached(ratio <= -BETTER_COUNT)}."
    )


def _ahead(one: Kept) -> list[str]:
    mine, *others = one.scores.values()
    gap = (
        f"Largest gap between chance and share of a decile, pairs: {mine['pair_gap']:.4f}; expected "
        f"{mine['pair_expected']:.1f}, really {one.cases[1]}. Chances this small are within the {AIMED_GAP:.2f} aimed "
        "at whatever they are worth."
    )
    if not one.cases[1]:
        return ["No pair became one, so that there is neither an AUC nor an average precision.", gap]
    if not others:
        return [f"Pairs, AUC {mine['pair_auc']:.3f}, average precision {mine['pair_ap']:.4f}; no null model."]
    auc, precision, first = mine["pair_auc"], mine["pair_ap"], others[0]["pair_ap"]
    ratio = precision / first
    return [
        f"Pairs, AUC: {auc:.3f}, best null model {max(other['pair_auc'] for other in others):.3f}; "
        f"aim {AIMED_AUC:.2f}: {_reached(auc >= AIMED_AUC)}.",
        f"Pairs, average precision: {precision:.4f}, {ratio:.2f} times that of {[*one.scores][1]} ({first:.4f}); "
        f"aim {AIMED_PRECISION}: {_reached(ratio >= AIMED_PRECISION)}.",
        gap,
    ]


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


def _said(one: Beside) -> str:
    verdict = "better" if one.better else "not better"
    return f"{MEASURES[one.measure].title}: {one.mine:.3f}, best null model ({one.null}) {one.best:.3f}: {verdict}."


def _reached(yes: bool) -> str:
    return "reached" if yes else "not reached"
