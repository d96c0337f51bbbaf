"""The part of ``docs/validation.md`` on hindcasts, made from the scores that are kept."""

from __future__ import annotations

from collections.abc import Sequence

from reformsim.hindcast.kept import ONE_YEAR, Kept
from reformsim.hindcast.tables import LEARNED, report

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

_LEARNED = f"""
The default weights of the merger rule rest on mergers of {LEARNED[0]}-{LEARNED[1]}; where a later year played a part in
a choice, the section on the estimate says so. A span that starts before {LEARNED[1]} is no test, and its table says
that. Each table says which aims are reached.
"""


def hindcast_part(found: Sequence[Kept]) -> str:
    """Give the part of the page: what is scored, then every hindcast that is kept; empty if none is."""
    if not found:
        return ""
    parts = [_HEAD, _LEARNED.lstrip("\n"), claims(found)]
    parts += [report(one, "###") for one in found]
    return "\n".join(parts)


def claims(found: Sequence[Kept]) -> str:
    """All hindcasts in a table: the model's figure beside that of the best null model."""
    lines = [
        "| hindcast | measure | model | best null model | its name | command |",
        "|---|---|---:|---:|---|---|",
    ]
    for one in found:
        for measure, title, decimals in _SHOWN[one.kind == ONE_YEAR]:
            name, *nulls = one.scores
            if not nulls:
                continue
            best = (min if measure == "count_crps" else max)(nulls, key=lambda n: one.scores[n][measure])
            mine, theirs = one.scores[name][measure], one.scores[best][measure]
            what = f"{one.scenario}, {one.first}-{one.last}{', one year ahead' if one.kind == ONE_YEAR else ''}"
            figures = f"{mine:.{decimals}f} | {theirs:.{decimals}f}"
            lines.append(f"| {what} | {title} | {figures} | {best} | `{one.command}` |")
    return "\n".join(lines) + "\n"


_PAIRS = (("pair_auc", "pairs, AUC", 3), ("pair_ap", "pairs, average precision", 3))
_SHOWN = {
    False: (("count_crps", "count, CRPS", 2), ("merged_auc", "who merged, AUC", 3), *_PAIRS),
    True: _PAIRS,
}
