"""The page of a registered forecast, for anyone: written wholly from what is registered and the record of errors."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

import numpy as np

from reformsim.hindcast.fan import SHARES, Coverage, coverage, load_errors
from reformsim.hindcast.fan.leaving_out import group_of
from reformsim.hindcast.fan.page import cells, heads, rule_told, verdict
from reformsim.hindcast.kept import SPAN, load_scores
from reformsim.hindcast.page import claims
from reformsim.hindcast.registered.form import FAN, INTERVAL, QUANTILES, Registered, interval
from reformsim.hindcast.registered.words import FILES, HEAD, HINDCASTS, HOW, MADE, NULL_MODELS, PAIRS, PAST, RULE
from reformsim.hindcast.span import MODEL
from reformsim.hindcast.trained import trained

LIKELIEST = 20
"""Pairs and municipalities that the page names; the others are in the tables."""
FIGURE = "municipalities.svg"
WIDTH = 120
OWN = 0.8
"""Share of the model's own band in the record of errors."""


def page(one: Registered) -> str:
    """Give the page of a forecast in Markdown."""
    parts = [
        _head(one),
        _numbers(one),
        _believed(one, coverage(load_errors())),
        _announced(one),
        _pairs(one),
        _municipalities(one),
        _nulls(one),
        RULE.format(**_words(one)),
        HOW.format(**_words(one)),
        _past(),
        _made(one),
        FILES.format(**_words(one)),
    ]
    return "\n".join(parts)


def command(one: Registered) -> str:
    """Give the command that makes the forecast again."""
    facts = one.facts
    return (
        f"reformsim forecast {facts['scenarios'][0]['name']} --until {one.years[-1]} --replicates {one.replicates} "
        f"--seed {facts['seed']} --assumptions {facts['assumptions']['mode']}"
    )


def _words(one: Registered) -> dict[str, object]:
    facts = one.facts
    return {
        "first": one.first,
        "soon": one.years[0],
        "last": one.years[-1],
        "folder": f"forecast-{one.years[0]}-{one.years[-1]}",
        "municipalities": len(one.codes),
        "pairs": len(one.pairs),
        "scored": int((~one.announced).sum()),
        "replicates": one.replicates,
        "least": f"{one.least:.5f}",
        "levels": ", ".join(map(str, QUANTILES)),
        "interval": f"{100 * INTERVAL:.0f}",
        "title": facts["title"],
        "scenario": facts["scenarios"][0]["name"],
        "learned": _span(facts["learned"]),
        "recent": _span(facts["recent"]),
        "bands": " / ".join(f"{100 * share:.0f}" for share in SHARES),
        "example": _example(one),
    }


def _head(one: Registered) -> str:
    cut = one.quantiles(FAN)[-1]
    own = one.quantiles(MODEL)[-1]
    return HEAD.format(
        **_words(one),
        median=f"{own[len(own) // 2]:.0f}",
        own=_range(own[0], own[-1]),
        fan=_range(cut[0], cut[-1]),
        expected=f"{float(one.together[MODEL][-1, ~one.announced].sum()):.1f}",
    )


def _numbers(one: Registered) -> str:
    shares = [f"{100 * share:.0f} %" for share in SHARES]
    top = ("1 January", "median", *(f"model, {share}" for share in shares), *(f"fan, {share}" for share in shares))
    own, fan = one.quantiles(MODEL), one.quantiles(FAN)
    middle = len(SHARES)
    rows = [
        (
            f"{year}",
            f"{own[at, middle]:.0f}",
            *(_range(cut[at, middle - k], cut[at, middle + k]) for cut in (own, fan) for k in range(1, middle + 1)),
        )
        for at, year in enumerate(one.years)
    ]
    return "## The number of municipalities\n\n" + _table(top, rows)


def _believed(one: Registered, held: Sequence[Coverage]) -> str:
    """Say which of the two bands earlier forecasts as far ahead as this one speak for."""
    near = next((row for row in held if row.group == group_of(len(one.years))), held[0])
    own, wide, aim = near.band, near.shares[-1], SHARES[-1]
    better = abs(aim - wide) < abs(OWN - own)
    advice = (
        "Believe the fan, not the model's own bands"
        if better
        else "The record speaks for neither: the fan held no better than the model's own band"
    )
    short = f", fewer than the {100 * aim:.0f} % that it should be" if wide < aim else ""
    said = (
        f"**{advice}.** The model's own bands hold chance and what is assumed, and no error of the model itself. Of "
        f"{near.forecasts} earlier forecasts {near.group} years ahead (worth {near.spans} that are independent) the "
        f"real number lay in its own band of {100 * OWN:.0f} % {100 * own:.0f} % of the time, and in the fan of "
        f"{100 * aim:.0f} % {100 * wide:.0f} % of the time{short}. The fan is the model's median widened by the errors "
        f"of those forecasts; errors do not take it above {len(one.codes)}, for the number never rose."
    )
    if one.facts["known_until"] >= one.years[0]:
        said += (
            f" For 1 January {one.years[0]} it is wider than need be: which mergers were about to take effect then is "
            "known here, and was not in the forecasts of the record."
        )
    return f"{_wrapped(said)}\n![{_alt(one)}]({FIGURE})\n"


def _alt(one: Registered) -> str:
    return f"Number of municipalities {one.first} to {one.years[-1]}: the fan around the model's median"


def _announced(one: Registered) -> str:
    lines = ["## Announced, and no guess", ""]
    for known in one.facts["announced"]:
        at = [one.codes.index(code) for code in known["members"]]
        within = [pair in at for pair in one.pairs.ravel()]
        rows = np.flatnonzero(np.reshape(within, one.pairs.shape).all(axis=1))
        chance = ", ".join(f"{100 * share:.0f} %" for share in one.together[MODEL][0, rows])
        names = " and ".join(f"{name} ({code})" for name, code in zip(known["names"], known["members"], strict=True))
        said = (
            f"- {names}, 1 January {one.years[0]}. Known on the first day: {known['source']}. In the model the bill is "
            f"before Parliament and may still fail: chance by {one.years[0]} {chance}. Every null model takes it as "
            "certain, and no score of pairs counts it."
        )
        lines.append(_wrapped(said, "  ").rstrip("\n"))
    if len(lines) == 2:
        lines.append("Nothing was: no bill was before Parliament on the first day.")
    return "\n".join(lines) + "\n"


def _pairs(one: Registered) -> str:
    chance = np.where(one.announced, -1.0, one.together[MODEL][-1])
    order = np.argsort(-chance, kind="stable")[:LIKELIEST]
    low, high = interval(chance.clip(0.0), one.replicates)
    beside = [name for name in one.together if name == "logit pair"]
    top = ("", "pair", *(f"by {year}" for year in one.years), "simulation error", *beside)
    rows = []
    for rank, at in enumerate(order.tolist(), start=1):
        a, b = one.pairs[at]
        by = (f"{100 * share:.1f} %" for share in one.together[MODEL][:, at])
        sure = f"{100 * low[at]:.1f} to {100 * high[at]:.1f} %"
        nulls = (f"{100 * one.together[name][-1, at]:.1f} %" for name in beside)
        rows.append((f"{rank}", f"{one.names[a]} - {one.names[b]}", *by, sure, *nulls))
    told = PAIRS.format(**_words(one), likeliest=LIKELIEST, error=f"{100 * _largest_error(one):.1f}")
    return told + "\n" + _table(top, rows, left=2)


def _municipalities(one: Registered) -> str:
    known = np.unique(one.pairs[one.announced])
    chance = one.merged[-1].copy()
    chance[known] = -1.0
    order = np.argsort(-chance, kind="stable")[:LIKELIEST]
    said = "; ".join(f"{one.names[at]} {100 * chance[at]:.0f} %" for at in order)
    return _wrapped(
        f"Municipalities most likely to be in one with another by 1 January {one.years[-1]} (those announced left out; "
        f"all in municipalities.csv): {said}."
    )


def _nulls(one: Registered) -> str:
    top = ("1 January", *(name for name in one.counts if name != MODEL))
    middle = len(SHARES)
    rows = []
    for at, year in enumerate(one.years):
        cuts = [one.quantiles(name)[at] for name in top[1:]]
        rows.append((f"{year}", *(f"{cut[middle]:.0f} ({_range(cut[0], cut[-1])})" for cut in cuts)))
    return NULL_MODELS.format(**_words(one)) + "\n" + _table(top, rows)


def _past() -> str:
    errors, held = load_errors(), coverage(load_errors())
    table = _table(heads(), cells(held))
    spans = [one for one in load_scores() if one.kind == SPAN]
    told = (_wrapped(rule_told(errors)), table, _wrapped(verdict(held)))
    return "\n".join((PAST, *told, HINDCASTS.format(blind=min(trained())), claims(spans)))


def _made(one: Registered) -> str:
    facts = one.facts
    land = facts["territory"]
    rows = [
        ("scenario", f"{facts['scenarios'][0]['name']}, content {facts['scenarios'][0]['hash']}"),
        ("map and inhabitants", f"{land['name']}, 1 January {one.first}, content {land['hash']}"),
        ("replicates, seed", f"{one.replicates}, {facts['seed']}"),
        ("assumptions", f"{facts['assumptions']['mode']} ({facts['assumptions']['design']})"),
        ("version", f"reformsim {facts['reformsim']}"),
        ("commit", f"{facts['commit']}"),
        ("code and data of the model", f"SHA-256 {facts['code_and_data']}"),
        ("null models, fan, record of errors, rule of scoring", f"SHA-256 {facts['rules']}"),
        ("Python and libraries", ", ".join(_versions(one))),
    ]  # fmt: skip
    return MADE.format(**_words(one), command=command(one)) + "\n" + _table(("what", "which"), rows, left=2)


def _versions(one: Registered) -> list[str]:
    libraries = one.facts["libraries"]
    return [f"Python {one.facts['python']}", *(f"{name} {number}" for name, number in libraries.items())]


def _example(one: Registered) -> str:
    """Rows of a record as they would be written of what is announced, or of nothing."""
    rows = []
    for known in one.facts["announced"]:
        names = dict(zip(known["members"], known["names"], strict=True))
        *others, into = sorted(names, reverse=True)
        rows += [f"{one.years[0]},{code},{into},{names[into]},1,absorb" for code in others]
    return "\n".join(rows)


def _largest_error(one: Registered) -> float:
    chance = one.together[MODEL]
    return float(np.sqrt((chance * (1.0 - chance)).max() / one.replicates))


def _range(low: float, high: float) -> str:
    return f"{low:.0f}" if f"{low:.0f}" == f"{high:.0f}" else f"{low:.0f} to {high:.0f}"


def _span(years: Sequence[int]) -> str:
    return f"{years[0]} to {years[-1]}" if years else "no years"


def _table(top: Sequence[str], rows: Iterable[Sequence[str]], left: int = 1) -> str:
    lines = [f"| {' | '.join(top)} |", "|" + "---|" * left + "---:|" * (len(top) - left)]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _wrapped(text: str, indent: str = "") -> str:
    """A paragraph of lines that are read in an editor too."""
    lines = textwrap.wrap(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines) + "\n"
