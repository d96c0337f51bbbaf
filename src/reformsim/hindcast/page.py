"""The part of ``docs/validation.md`` on hindcasts, made from the scores that are kept."""

from __future__ import annotations

from collections.abc import Sequence

from reformsim.behaviour import load_behaviour
from reformsim.hindcast.forecast import MEASURES
from reformsim.hindcast.kept import ONE_YEAR, Kept
from reformsim.hindcast.standing import beside
from reformsim.hindcast.tables import report, shown
from reformsim.hindcast.trained import trained

_HEAD = """\
## Hindcast: mergers simulated from a start in the past

`reformsim hindcast` starts on a map that is known, lets the model say who merges, and holds the end against what
really happened. The reforms that came are those of the scenario (`history`; before 2011 `record-2003`: the law alone).
Mergers up to 1 January of the first year are replayed; procedures under way on that day are drawn, not known. Each
table stands under its command; with `--scores src/reformsim/hindcast/scores.csv` the command renews the table here,
which `reformsim validate --out docs/validation.md` then writes. The scores do not depend on the number of workers.

What is scored:

- Count: the number of municipalities on 1 January of each year after the first. CRPS is the mean over the years, in
  municipalities (for one value the absolute error); beside it the CRPS of how many fewer there are each year.
- Who merged: each municipality of the first year, whether it ends in one municipality with another. A record knows
  who took in whom; the model does not, so both count. The chance is the share of replicates.
- Pairs: each pair with a common land border in the first year, whether it ends in one municipality.
- Gap of a decile: cases ordered by chance in ten parts; the largest difference between mean chance and share that
  happened.
- Coalitions: whole sets of municipalities that ended as one. How many of the real ones are among as many (and ten
  times as many) that came about in most replicates, and how many of them come about in a mean replicate.
- Sizes: Wasserstein distance between the logs of inhabitants per municipality. Map: adjusted Rand index, 0 for no
  information.

Null models, which know the years before the first only (of the record since 2003):

- No change.
- Random rate: each year as many municipalities as in a year drawn from those before join a random neighbour.
- Logit size: logistic regression, without penalty, of a year's mergers on log inhabitants; who is drawn joins a
  random neighbour.
- Logit pair: the same of pairs on the logs of the smaller and the larger inhabitants. Over the span, a
  yearly chance counts for as many years; its map draws pairs year by year, thinned by municipalities fewer per
  merged pair.
- Logit border (one year ahead): the same with borders of province, COROP and Wgr area.

One year ahead, the model's chance of a pair is the sum over all sets of two to five that hold it of the chance to
start in a year, averaged over tastes, times the chance that no stage breaks off. Procedures under way, rivalry and
contagion are left out, since a replay does not know procedures; a chance above 1 counts as 1.
"""

_LEARNED = """
The default weights of the merger rule rest on mergers of {years}. A forecast from {first} on
uses other ones, of the same rule estimated on what was on record at its start ({known}:
`hindcast/trained`), and draws the waves of all years. A span that starts before {first} uses the default weights
and is no test, and its table says that. Each table says which aims are reached.
"""

_PAIRS = {"pair_auc": "pairs, AUC", "pair_ap": "pairs, average precision"}
_CLAIMED = {
    False: {"count_crps": "count, CRPS", "merged_auc": "who merged, AUC", **_PAIRS},
    True: _PAIRS,
}
"""Measures of the table of claims and what they are called in it, by whether the hindcast is one year ahead."""


def hindcast_part(found: Sequence[Kept]) -> str:
    """Give the part of the page: what is scored, then every hindcast that is kept; empty if none is."""
    if not found:
        return ""
    parts = [_HEAD, _learned(), claims(found)]
    parts += [report(one, "###") for one in found]
    return "\n".join(parts)


def _learned() -> str:
    waves, known = load_behaviour().waves, [f"up to {year}" for year in trained()]
    years = f"{min(waves)}-{max(waves)}"
    return _LEARNED.lstrip("\n").format(years=years, first=min(trained()), known=", or ".join(known))


def claims(found: Sequence[Kept]) -> str:
    """All hindcasts in a table: the model's figure beside that of the best null model."""
    lines = [
        "| hindcast | measure | model | best null model | its name | command |",
        "|---|---|---:|---:|---|---|",
    ]
    for one in found:
        what = f"{one.scenario}, {one.first}-{one.last}{', one year ahead' if one.kind == ONE_YEAR else ''}"
        for measure, title in _CLAIMED[one.kind == ONE_YEAR].items():
            if (held := beside(one, measure)) is not None:
                figures = " | ".join(shown(value, MEASURES[measure].decimals) for value in (held.mine, held.best))
                lines.append(f"| {what} | {title} | {figures} | {held.null} | `{one.command}` |")
    return "\n".join(lines) + "\n"
