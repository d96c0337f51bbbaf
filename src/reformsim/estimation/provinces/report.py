"""The estimate of provinces as a file, as tables and as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from reformsim.arrays import Floats
from reformsim.estimation.command import TERRITORY
from reformsim.estimation.protocol import interval
from reformsim.estimation.provinces.counts import Counts
from reformsim.estimation.provinces.effects import LASTING, SHAPES, YEAR, Effects, Spread, effects, spread_of
from reformsim.estimation.provinces.scoring import Held, most_telling_year, without
from reformsim.estimation.report import pipe_table, shown

COMMAND = "reformsim estimate-provinces"
SPREAD_HEADS = ("Effects last", "Spread", "80 % from", "to", "Gain in log likelihood")
PROVINCE_HEADS = ("Province", "Mergers expected", "real", "Effect", "Std error")
HELD_HEADS = ("Rule", "AUC [80 %]", "Average precision [80 %]", "Mergers expected", "real")
LATER_HEADS = ("Province", "Expected by the rule", "with its effect", "real")
_KEYS = dict(zip(SHAPES, ("lasting", "term", "year"), strict=True))

_YAML_HEAD = """\
# Written by `{command} --out FILE`; a test estimates again from the counts by year below.
# How far provinces differ in the level of mergers within them beyond what the merger rule expects (logits, standard
# deviation), by how long that lasts, with intervals of 80 %; gain: log likelihood of the record beyond that of
# provinces that are all alike. By province the mode of the effect that lasts for ever, shrunk by its spread. See
# estimation/provinces/provinces.md.
"""
_PAGE_HEAD = """\
## Provinces: do they differ, and does it last?

Written by `{command} --page FILE`. In a year in which so many mergers took effect, each falls to a province in
proportion to what the merger rule expects there times exp(effect); so the wave of the year plays no part. Effects are
normal about nought; the spread is the likeliest with the effects integrated out (Laplace). Mergers across a province's
border are left out.

{events} mergers of {first}-{last}, the shipped rule:
"""
_WITHOUT = """\
Without {year}, the year that says most for effects of a year ({most} of its {total} mergers lay in {province}):
"""


@dataclass(frozen=True, slots=True)
class Result:
    """The estimate on all years: counts, spreads, and those without the year that says most."""

    counts: Counts
    spreads: tuple[Spread, ...]
    lasting: Effects
    telling_year: int
    spreads_without: tuple[Spread, ...]


def result_of(c: Counts) -> Result:
    """Estimate on counts by year and province."""
    spreads = tuple(spread_of(c, shape) for shape in SHAPES)
    year = most_telling_year(c, spreads[SHAPES.index(YEAR)])
    fewer = tuple(spread_of(without(c, year), shape) for shape in SHAPES)
    own = effects(c, LASTING, spreads[SHAPES.index(LASTING)].value)
    return Result(c, spreads, own, year, fewer)


def expected_of_real(c: Counts) -> Floats:
    """Of the mergers of each year those expected in each province, (Y, P)."""
    result: Floats = c.expected * (c.total / c.expected.sum(axis=1))[:, None]
    return result


def yaml_text(found: Result) -> str:
    """The file of an estimate, which the package reads."""
    c = found.counts
    lines = [f"territory: {TERRITORY}", f"first: {c.year.min()}", f"last: {c.year.max()}"]
    lines += [f"events: {c.real.sum()}", "spreads:", *_spread_lines(found.spreads)]
    lines += [f"telling_year: {found.telling_year}", "spreads_without:", *_spread_lines(found.spreads_without)]
    lines.append("provinces:")
    expected = expected_of_real(c).sum(axis=0)
    for at, (code, name) in enumerate(zip(c.codes, c.names, strict=True)):
        value, error = found.lasting.value[0, at], found.lasting.error[0, at]
        own = f"value: {value:.4f}, error: {error:.4f}"
        lines.append(
            f"  {code}: {{name: {name}, expected: {expected[at]:.2f}, real: {c.real[:, at].sum()}, {own}}}"
        )  # fmt: skip
    told = np.flatnonzero(c.total > 0)
    lines.append("year_expected:")
    lines += [f"  {c.year[y]}: [{', '.join(f'{n:.5f}' for n in expected_of_real(c)[y])}]" for y in told]
    lines.append("year_real:")
    lines += [f"  {c.year[y]}: [{', '.join(map(str, c.real[y]))}]" for y in told]
    return _YAML_HEAD.format(command=COMMAND) + "\n".join(lines) + "\n"


def _spread_lines(spreads: Iterable[Spread]) -> Iterator[str]:
    for one in spreads:
        span = f"value: {one.value:.2f}, low: {one.low:.2f}, high: {one.high:.2f}"
        yield f"  {_KEYS[one.shape]}: {{{span}, gain: {one.gain:.2f}}}"


def spread_rows(spreads: Sequence[Spread]) -> list[tuple[str, ...]]:
    """A row for each time that effects may last."""
    return [(s.shape, f"{s.value:.2f}", f"{s.low:.2f}", f"{s.high:.2f}", f"{s.gain:.1f}") for s in spreads]


def province_rows(found: Result) -> list[tuple[str, ...]]:
    """A row per province: of all mergers those expected there, those there were, its effect that lasts for ever."""
    c, expected = found.counts, expected_of_real(found.counts).sum(axis=0)
    return [
        (name, f"{expected[p]:.1f}", str(c.real[:, p].sum()), f"{round(found.lasting.value[0, p], 2) + 0.0:.2f}",
         f"{found.lasting.error[0, p]:.2f}")
        for p, name in enumerate(c.names)
    ]  # fmt: skip


def held_rows(held: Held) -> list[tuple[str, ...]]:
    """A row per rule: how it tells pairs that merge a year ahead, and mergers expected."""
    real = str(sum(held.pairs.real.values()))
    rows = []
    for name, chance in held.pairs.pairs.items():
        scores = ("{:.3f} [{:.3f}-{:.3f}]".format(*interval(held.pairs, chance, what)) for what in ("auc", "ap"))
        rows.append((name, *scores, f"{sum(held.pairs.expected[name].values()):.1f}", real))
    return rows


def later_rows(held: Held) -> list[tuple[str, ...]]:
    """A row per province: later mergers expected by the rule, with the province's effect, and real."""
    expected, real = held.later.expected.sum(axis=0), held.later.real.sum(axis=0)
    own = expected * np.exp(held.lasting)
    return [
        (name, f"{expected[p]:.1f}", f"{own[p]:.1f}", str(real[p])) for p, name in enumerate(held.later.names)
    ]  # fmt: skip


def held_line(held: Held) -> str:
    """What became of effects of earlier years in later ones, in two sentences."""
    known, later = (f"{c.year.min()}-{c.year.max()}" for c in (held.known, held.later))
    drawn = ", ".join(f"{value:+.1f} where they last {shape}" for shape, value in held.drawn.items())
    return (
        f"Effects of {known} on {later}: log likelihood of where mergers fell {held.gain:+.1f}, rank correlation with "
        f"what came {shown(held.rank, 2)}. Drawn anew with the spread of {known}: {drawn}."
    )


def page(found: Result, helds: Sequence[Held]) -> str:
    """The section of the page on validation."""
    c = found.counts
    parts = [_PAGE_HEAD.format(command=COMMAND, events=c.real.sum(), first=c.year.min(), last=c.year.max())]
    parts.append(pipe_table(SPREAD_HEADS, spread_rows(found.spreads)))
    at = int(np.flatnonzero(c.year == found.telling_year)[0])
    most = int(np.argmax(c.real[at]))
    told = {"year": found.telling_year, "most": c.real[at, most], "total": c.total[at], "province": c.names[most]}
    parts += [_WITHOUT.format(**told), pipe_table(SPREAD_HEADS, spread_rows(found.spreads_without))]
    parts += ["Effects that last for ever, shrunk:\n", pipe_table(PROVINCE_HEADS, province_rows(found))]
    for held in helds:
        first, last = held.later.year.min(), held.later.year.max()
        known = held.known.year.max()
        parts.append(f"### {first}-{last}, rule and effects of provinces estimated on 2004-{known}\n")
        parts += [held_line(held) + "\n", pipe_table(SPREAD_HEADS, spread_rows(held.spreads))]
        parts += [pipe_table(HELD_HEADS, held_rows(held)), pipe_table(LATER_HEADS, later_rows(held))]
    return "\n".join(parts)


def kept_page() -> str:
    """The section as it was last written by the command (``--page``), for ``docs/validation.md``."""
    return (files("reformsim.estimation.provinces") / "provinces.md").read_text("utf-8")
