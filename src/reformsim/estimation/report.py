"""Estimates in words and tables, for the screen and for the documentation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from importlib.resources import files

from reformsim.estimation.command import Result
from reformsim.estimation.fit import NAMES
from reformsim.estimation.fitness import Fitness
from reformsim.estimation.provenance import command, head, is_shipped
from reformsim.estimation.stability import Variant

COEFFICIENT_HEADS = ("Weight", "Value", "Std error", "Prior mean", "Prior sd", "Learned")
YEAR_HEADS = ("Year", "Mergers expected", "real", "Fewer expected", "real")

_YAML_HEAD = """\
# Written by `{command}`{compared}. Values: the mode of the
# posterior; errors: its standard deviation by the curvature at the mode. Priors: estimation/fit.py.
# The value of merger.constant includes the level, found by simulating the same years. Waves: of the year on whose
# 1 January mergers took effect.
"""


def coefficient_rows(result: Result) -> list[tuple[str, ...]]:
    """A row per weight: value, standard error, prior, and share of the prior variance that the data took away."""
    rows = []
    for name in NAMES:
        one = result.fit.coefficients[name]
        numbers = (result.values[name], one.error, one.prior_mean, one.prior_sd)
        rows.append((name, *(f"{number:.3f}" for number in numbers), f"{max(one.learned, 0.0):.0%}"))
    return rows


def year_rows(fit: Fitness) -> list[tuple[str, ...]]:
    """A row per year with the expected and the real number of mergers and of municipalities fewer."""
    return [
        (str(y.year), f"{y.expected:.1f}", str(y.real), f"{y.expected_fewer:.1f}", str(y.real_fewer)) for y in fit.years
    ]


def whether_used(result: Result, first: int, last: int) -> str:
    """Say of the years of a score whether the estimate rests on them."""
    if result.fit.first <= first and last <= result.fit.last:
        return "used for the estimate"
    return "partly used" if first <= result.fit.last and result.fit.first <= last else "not used"


def score_line(fit: Fitness, what: str) -> str:
    """One sentence on the pairs of a span of years."""
    return (
        f"{fit.first}-{fit.last} ({what}): {fit.merging} of {fit.pairs:,} pairs of neighbours became one; AUC "
        f"{shown(fit.auc, 3)}, average precision {shown(fit.average_precision, 4)}; mergers expected "
        f"{sum(y.expected for y in fit.years):.1f}, real {sum(y.real for y in fit.years)}"
    )


def shown(score: float, decimals: int) -> str:
    """Give a score to read; '-' where there is none."""
    return "-" if math.isnan(score) else f"{score:.{decimals}f}"


def basis_lines(result: Result) -> list[str]:
    """What the estimate rests on, what it adds, and what it leaves to assumption."""
    fit = result.fit
    lines = [
        f"{fit.events} mergers of {fit.first}-{fit.last} and {fit.controls:,} coalitions that did not come about "
        f"({result.territory}); log likelihood {fit.log_likelihood:.1f}.",
    ]
    if result.together is not None:
        lines += [
            f"Beside them {one.events} mergers of {one.first}-{one.last} ({name})."
            for name, one in zip(result.beside, result.together.fits[1:], strict=True)
        ]
    return [*lines, f"The constant includes {result.level:+.3f}, found by simulating {fit.first}-{fit.last}."]


def stability_heads(found: Sequence[Variant]) -> tuple[str, ...]:
    """Heads of the table of variants."""
    return ("Weight", *(one.title for one in found))


def stability_rows(found: Sequence[Variant]) -> list[tuple[str, ...]]:
    """A row per weight with value and standard error of every variant, then mergers and likelihood."""
    rows = []
    for name in NAMES:
        cells = [one.fit.coefficients[name] for one in found]
        rows.append((name, *(f"{c.value:.2f} ({c.error:.2f})" for c in cells)))
    rows.append(("mergers", *(str(one.fit.events) for one in found)))
    rows.append(("log likelihood", *(f"{one.fit.log_likelihood:.1f}" for one in found)))
    return rows


def pipe_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first stand to the right."""
    lines = [f"| {' | '.join(heads)} |", f"|---|{'---:|' * (len(heads) - 1)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def kept_page() -> str:
    """The section as it was last written by the command (``--page``), for ``docs/validation.md``."""
    return (files("reformsim.estimation") / "estimated.md").read_text("utf-8")


def markdown(result: Result, scores: Sequence[tuple[str, Fitness]], found: Sequence[Variant]) -> str:
    """The section on an estimate, such as that of the page on validation; the first scores are of the years used."""
    spans = [(fit.first, fit.last) for _, fit in scores[1:]]
    parts = [head(result, spans), *(f"{line}\n" for line in basis_lines(result))]
    parts.append(pipe_table(COEFFICIENT_HEADS, coefficient_rows(result)))
    parts.append(
        "A year ahead, by the rule, without simulation (the level is left out, for rivals are not looked at):\n"
    )
    parts.append("\n".join(f"- {score_line(fit, what)}." for what, fit in scores) + "\n")
    seen: dict[str, tuple[str, ...]] = {}
    for _, fit in scores:
        seen |= {row[0]: row for row in year_rows(fit)}
    parts.append(pipe_table(YEAR_HEADS, [seen[year] for year in sorted(seen)]))
    if found:
        parts.append("### Stability\n\nValue (standard error), constants without the level.\n")
        parts.append(pipe_table(stability_heads(found), stability_rows(found)))
    return "\n".join(parts)


def yaml_text(result: Result) -> str:
    """The file of an estimate; of the shipped one it is what the package reads as its default behaviour."""
    compared = "; a test runs the command again and compares" if is_shipped(result) else ""
    fit = result.fit
    lines = [f"territory: {result.territory}", f"first: {fit.first}", f"last: {fit.last}"]
    lines += [f"beside: [{', '.join(result.beside)}]"]
    lines += [f"events: {fit.events}", f"controls: {fit.controls}", f"level: {result.level:.6f}", "parameters:"]
    # What no year of the record tells of is left out: its mode and error are those of the prior.
    names = tuple(fit.coefficients)
    told = [at for at, name in enumerate(names) if fit.coefficients[name].learned > 1e-6]
    for name in (names[at] for at in told):
        lines.append(f"  {name}: {{value: {result.values[name]:.6f}, error: {fit.coefficients[name].error:.6f}}}")
    lines += ["# Of each weight with those before it, in the joint posterior.", "correlations:"]
    for number, at in enumerate(told):
        lines.append(f"  {names[at]}: [{', '.join(f'{fit.correlations[at, one]:.4f}' for one in told[:number])}]")
    lines += ["waves:", *(f"  {year}: {{value: {w.value:.4f}, error: {w.error:.4f}}}" for year, w in fit.waves.items())]
    return _YAML_HEAD.format(command=command(result, out="--out"), compared=compared) + "\n".join(lines) + "\n"
