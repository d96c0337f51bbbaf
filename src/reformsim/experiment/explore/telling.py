"""An exploration in words: what was found, on a screen, in English and in Dutch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from reformsim.experiment.explore.design import CHANCE, LHS, MORRIS, REPLICATES, SOBOL
from reformsim.experiment.explore.outcomes import HORIZON
from reformsim.experiment.explore.rules import Limit
from reformsim.experiment.explore.studies import load_studies
from reformsim.experiment.summary import CLEAR, HIGH, LOW
from reformsim.report.words import Words, words

if TYPE_CHECKING:
    import pandas as pd

    from reformsim.experiment.explore.better import Better
    from reformsim.experiment.explore.boxes import Box
    from reformsim.experiment.explore.result import Exploration
    from reformsim.experiment.explore.rules import Rule

FIRST = 3
"""Drivers and studies that are named."""

DIGITS = 3
"""Digits of a limit that are told."""

MOST_RULES = 2
"""Rules of one answer that are told."""


def summary(result: Exploration, lang: str) -> str:
    """Give what was found, a paragraph for each indicator of the headline.

    Parameters
    ----------
    lang
        'en' or 'nl'.
    """
    w = words(lang)
    names = _headline(result)
    if len(names) < len(result.indicators):
        result = result.only(names)  # of the others nothing is said, so nothing need be found out
    lines = [_opening(result, w), ""]
    if result.design.kind == MORRIS:
        lines += _ranked(result, w, "mu_star")
        return "\n".join(lines)
    if result.design.kind == SOBOL:
        lines += [*_ranked(result, w, "total"), ""]
    for scenario in result.scenarios[1:] or result.scenarios:
        lines += _effects(result, scenario, names, w)
    if len(result.scenarios) > 1:
        lines += ["", *_studies(result, w)]
    return "\n".join(lines)


def _opening(result: Exploration, w: Words) -> str:
    count = {"draws": w.number(len(result.factors.values)), "parameters": w.number(len(result.factors.names))}
    year = w("explore.horizon", first=result.years[0], last=result.years[-1]) if result.year == HORIZON else result.year
    base, *others = result.scenarios
    about = w("explore.beside", others=listed(others, w), base=base) if others else base
    return w("explore.opening", about=about, year=year, design=w(f"explore.design_{result.design.kind}"), **count)


def _headline(result: Exploration) -> list[str]:
    from reformsim.measures import MEASURES

    told = list(dict.fromkeys(name for _, name in result.told))
    return [name for name in told if MEASURES[name].headline] or told


def _title(indicator: str, w: Words) -> str:
    from reformsim.measures import MEASURES

    return w.pick(MEASURES[indicator].title_en, MEASURES[indicator].title_nl)


def _ranked(result: Exploration, w: Words, by: str) -> Iterator[str]:
    """The factors that move each indicator most, with chance where it comes among them."""
    # Where none has a value in every draw, the table says of which draws there is none.
    names = result.complete or list(result.indicators)
    whole = result.only(names)
    table = whole.screening() if by == "mu_star" else whole.indices()
    for scenario in result.scenarios:
        yield (
            w("explore.level", scenario=scenario)
            if scenario == result.scenarios[0]
            else w("explore.effect", scenario=scenario)
        )
        for name in names:
            rows = table[(table["scenario"] == scenario) & (table["indicator"] == name)]
            there = rows[np.isfinite(rows[by]) & (rows[by] > 0.0)]
            told = [_factor(row, by, w) for row in there.head(FIRST).to_dict("records")]
            unit = "" if by == "total" else f" ({w.unit(result.unit(name))})"
            yield f"  {_title(name, w)}{unit}: {listed(told, w) if told else w('explore.nothing')}"


def _factor(row: dict[str, object], by: str, w: Words) -> str:
    value, low, high = (float(str(row[f"{by}{end}"])) for end in ("", "_low", "_high"))
    name = w("explore.chance") if row["factor"] == CHANCE else w.weight(str(row["factor"]))
    if by == "total":
        return f"{name} {w.share(max(value, 0.0))} ({w.share(max(low, 0.0))}-{w.share(max(high, 0.0))})"
    places = places_of(value, low, high)
    return f"{name} {w.number(value, places)} ({w.number(low, places)}-{w.number(high, places)})"


def _effects(result: Exploration, scenario: str, names: Sequence[str], w: Words) -> Iterator[str]:
    several = scenario != result.scenarios[0]
    yield w("explore.effect" if several else "explore.level", scenario=scenario)
    for name in (one for one in names if (scenario, one) in result.told):
        data = result.sampled(name, scenario)
        middle, low, high = np.quantile(data.single, (0.5, LOW, HIGH))
        places = places_of(middle, low, high)
        numbers = {"middle": w.number(middle, places, signed=several), "unit": w.unit(result.unit(name))}
        ends = {"low": w.number(low, places, signed=several), "high": w.number(high, places, signed=several)}
        line = w("explore.range", title=_title(name, w), **numbers, **ends)
        if np.ptp(data.single) <= 1e-9 * max(1.0, abs(middle)):
            yield f"  {line} {w('explore.constant')}"
            continue
        sign = float((np.sign(data.single) == np.sign(middle)).mean())
        if several and middle != 0.0:
            line += " " + w("explore.sign", share=w.share(sign))
        yield f"  {line} {_hangs(result, name, scenario, w)}"
        if several and sign < CLEAR and name in result.directed:
            yield f"    {better_words(result.when_better(scenario, result.scenarios[0], name), w.lang)}"


def _hangs(result: Exploration, indicator: str, scenario: str, w: Words) -> str:
    table = result.tornado(indicator, scenario)
    rows = table[table["seen"]].head(FIRST)
    found = zip(rows["parameter"], rows["share"], strict=True)
    told = [w("explore.driver", name=w.weight(name), share=w.share(share)) for name, share in found]
    chance = _chance(result, indicator, scenario)
    said = w("explore.hangs", drivers=listed(told, w)) if told else w("explore.no_driver")
    return said if chance is None else f"{said} {w('explore.by_chance', share=w.share(chance))}"


def _chance(result: Exploration, indicator: str, scenario: str) -> float | None:
    """Share of the variance that is chance, where the design tells it."""
    apart, _ = result.sampled(indicator, scenario).apart
    if result.design.kind not in (LHS, REPLICATES) or not len(apart):
        return None
    return min(float((apart**2).mean()) / float(result.sampled(indicator, scenario).single.var(ddof=1)), 1.0)


def better_words(better: Better, lang: str) -> str:
    """Say when one scenario is better than another, and how well the rules tell it."""
    w = words(lang)
    names = {"a": better.a, "b": better.b, "indicator": _title(better.indicator, w)}
    if better.share in (0.0, 1.0):
        return w("explore.never" if better.share == 0.0 else "explore.always", **names)
    head = w("explore.better", share=w.share(better.share), **names)
    found = better.rules
    if not found.tells or not any(rule.better and rule.limits for rule in found.rules):
        return f"{head} {w('explore.no_rule', accuracy=w.share(found.accuracy), guess=w.share(found.guess))}"
    rules = [rule_words(rule, w) for rule in found.rules if rule.better and rule.limits][:MOST_RULES]
    judged = w("explore.judged", accuracy=w.share(found.accuracy), guess=w.share(found.guess))
    return f"{head} {w('explore.namely', rules=w('explore.or').join(rules))} {judged}"


def boxes_words(result: Exploration, lang: str) -> Iterator[str]:
    """Say in which box each scenario is better than the first, on each indicator of the headline that turns.

    Raises
    ------
    RunError
        If ema-workbench is not installed.
    """
    w = words(lang)
    base, *others = result.scenarios
    for other in others:
        for name in _headline(result):
            better = result.when_better(other, base, name) if name in result.directed else None
            if better is not None and better.box is not None and len(better.box.sides):
                yield box_words(better, better.box, w)


def box_words(better: Better, box: Box, w: Words) -> str:
    """Say a box, and how well it holds what it should."""
    limits = []
    for name, low, high in box.sides[["parameter", "low", "high"]].itertuples(index=False):
        if low == low and high == high:
            limits.append(w("explore.between", name=w.weight(name), low=told_number(low, w), high=told_number(high, w)))
        else:
            below = high == high
            limits.append(limit_words(Limit(str(name), below, float(high if below else low)), w))
    judged = {"coverage": box.coverage, "density": box.density, "mass": box.mass}
    unseen = {"unseen_coverage": box.unseen_coverage, "unseen_density": box.unseen_density, "base": box.base}
    shares = {key: w.share(value) for key, value in (judged | unseen).items()}
    names = {"a": better.a, "b": better.b, "indicator": _title(better.indicator, w)}
    return w("explore.box", limits=w("explore.and").join(limits), **names, **shares)


def rule_words(rule: Rule, w: Words) -> str:
    """Say a rule: its limits, how many draws it is about, and how often it is right."""
    limits = w("explore.and").join(limit_words(limit, w) for limit in rule.limits)
    return w("explore.rule", limits=limits, mass=w.share(rule.mass), purity=w.share(rule.purity))


def limit_words(limit: Limit, w: Words, named: Callable[[str], str] | None = None) -> str:
    """Say a limit; ``named`` gives what a parameter is called, unless that is what the catalogue calls it."""
    name = (named or w.weight)(limit.parameter)
    return w("explore.at_most" if limit.below else "explore.above", name=name, value=told_number(limit.value, w))


def told_number(value: float, w: Words) -> str:
    """Give a number to some digits, whatever its size."""
    if value == 0.0:
        return "0"
    places = max(0, DIGITS - 1 - int(np.floor(np.log10(abs(value)))))
    return w.number(value, places)


def places_of(*values: float) -> int:
    """Give the decimals by which the largest of some numbers shows two digits."""
    largest = max((abs(value) for value in values), default=0.0)
    return max(0, 1 - int(np.floor(np.log10(largest)))) if largest > 0.0 else 0


def _studies(result: Exploration, w: Words) -> Iterator[str]:
    table = result.worth()
    yield w("explore.studies")
    for rank in range(1, FIRST + 1):
        rows = table[table["rank"] == rank]
        if len(rows) and rows["removed"].max() > 0.0:
            yield "  " + w("explore.study", rank=rank, **study_words(result, rows, w))
    if not (table["removed"] > 0.0).any():
        yield "  " + w("explore.no_study")


def study_words(result: Exploration, rows: pd.DataFrame, w: Words) -> dict[str, str]:
    """Say a study: its title, what would be done, of which indicator it tells most, what a choice gains."""
    about = load_studies()[str(rows["study"].iloc[0])]
    most = rows.iloc[int(rows["removed"].to_numpy().argmax())]
    said = {"title": w.pick(about.title.en, about.title.nl), "what": w.pick(about.what.en, about.what.nl)}
    said["gains"] = ""
    said["most"] = w("explore.removes", share=w.share(float(most["removed"])), title=_title(str(most["indicator"]), w))
    gaining = rows[rows["low"] > 0.0]
    if len(gaining):
        best = gaining.iloc[int((gaining["value"] / gaining["most"]).to_numpy().argmax())]
        unit = result.unit(str(best["indicator"]))
        value = w.number(float(best["value"]), places_of(float(best["value"])))
        said["gains"] = w("explore.gains", value=value, unit=w.unit(unit), title=_title(str(best["indicator"]), w))
    return said


def listed(texts: Sequence[str], w: Words) -> str:
    """Give texts one after another, the last after an 'and'."""
    return ", ".join(texts[:-1]) + w("explore.and_last") + texts[-1] if len(texts) > 1 else texts[0]
