"""The scores of ``docs/protocol-mergers.md``: the rule a year ahead and abroad, beside null models."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.behaviour import Behaviour
from reformsim.estimation.choices import Choices, choices, everything, for_estimate
from reformsim.estimation.command import choices_beside, record_of
from reformsim.estimation.fit import chances, estimate
from reformsim.estimation.fitness import auc, average_precision, land_pairs, pair_chances
from reformsim.estimation.record import LISTED_SINCE, Moment, moments
from reformsim.model.mergers.coalitions import Candidates

HOME, SWISS, FLEMISH = "netherlands", "switzerland", "flanders"
RULE, SHARED = "rule", "rule with shared work"
SIZE, PAIR, BOOSTED, LOCAL = "logit size", "logit pair", "boosting", "own record"
PLAIN = "fewest members, then longest border"
DRAWS, SEED = 1_000, 20261128
"""Bootstrap samples of mergers."""

_HEAD = """\
## The merger rule scored

Written by `reformsim estimate --protocol FILE`, as [the protocol](protocol-mergers.md) says: a year ahead, without
simulation. The rule's chance of a pair is the sum over the coalitions that hold both. Null models learn from the same
Dutch years (those abroad from 2004-2018): a logistic regression on the smaller's inhabitants, one on both, and boosted
trees on both, the distance and a provincial border. Intervals: 1,000 samples of mergers. *own record*: the rule
estimated on the other half of the country's own record (Flanders: the other wave; the Netherlands: 2004-2018).
*rule with shared work*: shared bodies, one civil service and what bodies carry out are estimated as well, on the
mergers of 2017 and 2018; the protocol did not take them on these years, and the shipped estimate has them on all.
The rank is that of the true coalition among all that have a member in common with it. No change and a random rate rank
no pair above another: AUC 0.5.
"""
Values = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Scored:
    """A span of years of one country: what several rules expected of pairs and of coalitions, and what came about.

    Attributes
    ----------
    happened : (p,) bool
        Of each pair of neighbours in a year.
    merger : (p,) int
        Number of the merger that made it one; -1 for those that did not become one.
    pairs
        Chances of pairs by model, (p,) each.
    expected
        By rule and year, mergers expected; ``real`` by year.
    parts
        By kind of group, then by group: expected and real mergers, by the first rule.
    ranks
        By rule, where each true coalition stands among all that have a member in common with it.
    """

    happened: Bools
    merger: Ints
    pairs: dict[str, Floats]
    expected: dict[str, dict[int, float]]
    real: dict[int, int]
    parts: dict[str, dict[str, tuple[float, int]]]
    ranks: dict[str, list[int]]


def scored(
    territory: str,
    first: int,
    last: int,
    rules: Mapping[str, Values],
    nulls: Mapping[str, Callable[[Floats], Floats]],
    behaviour: Behaviour,
    effects: Mapping[str, Floats] = MappingProxyType({}),
) -> Scored:
    """Hold rules and null models against the years of a record.

    ``effects`` are logits by province, (P,), that a rule of that name adds to coalitions within each.
    """
    happened, mergers, found = [], [], {name: list[Floats]() for name in (*rules, *nulls)}
    expected: dict[str, dict[int, float]] = {name: {} for name in rules}
    real: dict[int, int] = {}
    parts: dict[str, dict[str, tuple[float, int]]] = {}
    ranks: dict[str, list[int]] = {name: [] for name in (*rules, PLAIN)}
    for moment in moments(record_of(territory, first), first, last, behaviour["merger.recent_years"]):
        data = everything(moment)
        for at, (name, values) in enumerate(rules.items()):
            done = chances(data, values, behaviour, effects.get(name))
            chance, truth = pair_chances(moment, done)
            found[name].append(chance)
            expected[name][moment.year] = float(done.sum())
            ranks[name] += ranks_of(moment, done)
            if at == 0:
                happened.append(truth)
                mergers.append(_merger_of(moment, truth))
                _add_parts(parts, moment, done)
        real[moment.year] = int(moment.event.sum()) + moment.missed
        plain = moment.candidates.between_km
        assert plain is not None  # asked for by the moments
        ranks[PLAIN] += ranks_of(moment, -moment.candidates.size * 1e6 + plain)
        features = pair_features(moment)
        for name, null in nulls.items():
            found[name].append(null(features))
    pairs = {name: np.concatenate(chance) for name, chance in found.items()}
    return Scored(np.concatenate(happened), np.concatenate(mergers), pairs, expected, real, parts, ranks)


def pair_features(moment: Moment) -> Floats:
    """Of pairs of neighbours: logs of the smaller and the larger inhabitants, km apart, province border; (p, 4)."""
    around, pairs = moment.around, land_pairs(moment)
    people = np.sort(np.log(around.population[pairs]), axis=1)
    apart = np.hypot(*(at[pairs[:, 0]] - at[pairs[:, 1]] for at in (around.x, around.y))) / 1000.0
    crosses = around.province[pairs[:, 0]] != around.province[pairs[:, 1]]
    return np.column_stack([people, apart, crosses])


def null_models(territory: str, first: int, last: int, behaviour: Behaviour) -> dict[str, Callable[[Floats], Floats]]:
    """Null models that learn from the pairs of some years: of the smaller's size, of both, and boosted trees."""
    from sklearn.ensemble import GradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    features, truth = [], []
    for moment in moments(record_of(territory, first), first, last, behaviour["merger.recent_years"]):
        features.append(pair_features(moment))
        truth.append(pair_chances(moment, np.zeros(len(moment.candidates)))[1])
    x, y = np.concatenate(features), np.concatenate(truth)

    def fitted(columns: list[int], model: object) -> Callable[[Floats], Floats]:
        model.fit(x[:, columns], y)  # type: ignore[attr-defined]
        return lambda of: model.predict_proba(of[:, columns])[:, 1]  # type: ignore[attr-defined]

    def logit() -> object:
        return make_pipeline(StandardScaler(), LogisticRegression(C=np.inf, max_iter=1000))

    trees = GradientBoostingClassifier(n_estimators=100, max_depth=3, subsample=0.5, random_state=0)
    return {SIZE: fitted([0], logit()), PAIR: fitted([0, 1], logit()), BOOSTED: fitted([0, 1, 2, 3], trees)}


def _merger_of(moment: Moment, truth: Bools) -> Ints:
    """Number of the merger that each pair became one by, distinct over years; -1 for the others."""
    pairs, number = land_pairs(moment), np.full(len(truth), -1)
    for at in np.flatnonzero(moment.event):
        inside = np.isin(pairs, moment.candidates.members[at]).all(axis=1)
        number[inside] = moment.year * 10_000 + at % 10_000
    return number


def ranks_of(moment: Moment, score: Floats) -> list[int]:
    """Where each true coalition stands, by a score, among all that have a member in common with it; 1 is the first."""
    c: Candidates = moment.candidates
    ranks = []
    for at in np.flatnonzero(moment.event):
        rivals = np.zeros(len(c), bool)
        for row in c.members[at][c.members[at] >= 0]:
            for column in c.members.T:
                rivals |= column == row
        ranks.append(1 + int((score[rivals] > score[at]).sum()))
    return ranks


def _add_parts(parts: dict[str, dict[str, tuple[float, int]]], moment: Moment, done: Floats) -> None:
    """Add what a year expected and had, by province, by size of the whole and by number of members."""
    c, around = moment.candidates, moment.around
    people = np.where(c.members >= 0, around.population[c.members], 0.0).sum(axis=1) / around.median
    names = np.array(moment.territory.province_names)
    province = around.province[c.members[:, 0]]
    groups = {
        "members": c.size.astype(str),
        "whole, in medians": np.array(["below 1.5", "1.5 to 2.5", "2.5 and more"])[np.digitize(people, [1.5, 2.5])],
        "province": names[province],
    }
    for kind, label in groups.items():
        held = parts.setdefault(kind, {})
        for name in np.unique(label):
            mine = label == name
            more, had = held.get(str(name), (0.0, 0))
            held[str(name)] = (more + float(done[mine].sum()), had + int(moment.event[mine].sum()))


def interval(found: Scored, chance: Floats, measure: str) -> tuple[float, float, float]:
    """A score of chances of pairs ('auc' or 'ap') and its 80 % interval over samples of mergers, drawn anew."""
    truth, mergers = found.happened, found.merger
    exact = auc(truth, chance) if measure == "auc" else average_precision(truth, chance)
    groups = np.unique(mergers[truth])
    others = np.sort(chance[~truth])
    mine, group = chance[truth], np.searchsorted(groups, mergers[truth])
    random, values = np.random.default_rng(SEED), []
    below = (np.searchsorted(others, mine, "left") + np.searchsorted(others, mine, "right")) / 2.0
    false = len(others) - np.searchsorted(others, mine, "left")
    at_least = mine[None, :] >= mine[:, None]
    for _ in range(DRAWS):
        weight = np.bincount(random.integers(len(groups), size=len(groups)), minlength=len(groups))[group]
        if not weight.sum():
            continue
        if measure == "auc":
            values.append(float(weight @ below / weight.sum() / len(others)))
        else:
            true = at_least @ weight
            values.append(float(weight @ (true / np.maximum(true + false, 1)) / weight.sum()))
    low, high = np.quantile(values, [0.1, 0.9])
    return exact, float(low), float(high)


def trained(last: int, behaviour: Behaviour) -> dict[str, float]:
    """Weights of the Dutch rule that know the records of the Netherlands and Switzerland up to a year."""
    return estimate([for_estimate(part, last) for part in _parts(last, behaviour)], behaviour).fits[0].values


def trained_with_shared_work(last: int, behaviour: Behaviour) -> dict[str, float]:
    """The same with the terms of shared work, of which such an estimate knows two years."""
    return estimate(_parts(last, behaviour), behaviour).fits[0].values


def _parts(last: int, behaviour: Behaviour) -> list[Choices]:
    return [choices(record_of(HOME, 2004), 2004, last, behaviour), choices_beside(SWISS, 2011, last, behaviour)]


def from_others(parts: Sequence[Choices], behaviour: Behaviour) -> dict[str, float]:
    """Weights for a country that is not among those given: the common ones."""
    return {name: value for name, (value, _) in estimate(parts, behaviour).common.items()}


def own(part: Choices, behaviour: Behaviour) -> dict[str, float]:
    """Weights of a country by its own record alone."""
    return estimate([part], behaviour).fits[0].values


def table_of(title: str, found: Scored) -> str:
    """What a span of one country shows, as a section of a page."""
    merged = len(np.unique(found.merger[found.happened]))
    real = sum(found.real.values())
    lines = [
        f"### {title}\n",
        f"{int(found.happened.sum())} of {len(found.happened):,} pairs of neighbours in a year became one, by {merged} "
        f"mergers ({real} with those that are no connected set of two to five).\n",
        "| Model | AUC [80 %] | Average precision [80 %] | Mergers expected | real | Median rank of true coalitions |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, chance in found.pairs.items():
        cells = ["{:.3f} [{:.3f}-{:.3f}]".format(*interval(found, chance, what)) for what in ("auc", "ap")]
        expected = found.expected.get(name)
        total = f"{sum(expected.values()):.1f}" if expected else ""
        rank = f"{np.median(found.ranks[name]):.1f}" if name in found.ranks else ""
        lines.append(f"| {name} | {' | '.join(cells)} | {total} | {merged if total else ''} | {rank} |")
    lines.append(f"| {PLAIN} | | | | | {np.median(found.ranks[PLAIN]):.1f} |\n")
    return "\n".join(lines)


def parts_of(title: str, found: Scored) -> str:
    """Expected and real mergers by group, as one table."""
    lines = [f"{title}: mergers expected by the rule, and real.\n", "| Group | expected | real |", "|---|---:|---:|"]
    for kind, groups in found.parts.items():
        lines += [f"| {kind}: {name} | {expected:.1f} | {real} |" for name, (expected, real) in groups.items()]
    return "\n".join(lines) + "\n"


def page(behaviour: Behaviour) -> str:
    """All scores of the protocol that need no simulation, in Markdown; some minutes."""
    known = null_models(HOME, 2004, 2018, behaviour)
    parts = []
    for last, first, until in ((2011, 2012, 2018), (2018, 2019, 2026)):
        nulls = null_models(HOME, 2004, last, behaviour)
        rules: dict[str, Values] = {RULE: trained(last, behaviour)}
        if last >= LISTED_SINCE:  # Before, nothing of shared work is known.
            rules[SHARED] = trained_with_shared_work(last, behaviour)
        found = scored(HOME, first, until, rules, nulls, behaviour)
        title = f"Netherlands {first}-{until}, trained on 2004-{last} (and Switzerland to {last})"
        parts += [table_of(title, found), parts_of(title, found)]
    dutch = choices(record_of(HOME, 2004), 2004, 2018, behaviour)
    swiss = choices_beside(SWISS, 2011, 2026, behaviour)
    flemish = choices_beside(FLEMISH, 2019, 2025, behaviour)
    waves = flemish.take(flemish.year == 2019), flemish.take(flemish.year == 2025)
    early, late = swiss.take(swiss.year <= 2016), swiss.take(swiss.year > 2016)
    others = from_others([dutch, waves[0]], behaviour)
    spans: tuple[tuple[str, str, int, int, dict[str, Values]], ...] = (
        ("Flanders 2019, from the others", FLEMISH, 2019, 2019, {
            RULE: from_others([dutch, swiss], behaviour), LOCAL: own(waves[1], behaviour)}),
        ("Flanders 2025, from the others and its own 2019", FLEMISH, 2025, 2025, {
            RULE: estimate([waves[0], dutch, swiss], behaviour).fits[0].values,
            "others alone": from_others([dutch, swiss], behaviour), LOCAL: own(waves[0], behaviour)}),
        ("Switzerland 2011-2016, from the others", SWISS, 2011, 2016, {RULE: others, LOCAL: own(late, behaviour)}),
        ("Switzerland 2017-2026, from the others", SWISS, 2017, 2026, {RULE: others, LOCAL: own(early, behaviour)}),
        ("Netherlands 2019-2026, from the others", HOME, 2019, 2026, {
            RULE: from_others([swiss, flemish], behaviour), LOCAL: own(dutch, behaviour)}),
    )  # fmt: skip
    for title, territory, first, until, rules in spans:
        parts.append(table_of(title, scored(territory, first, until, rules, known, behaviour)))
    return _HEAD + "\n".join(parts)


def kept_page() -> str:
    """The section as it was last written by the command (``--protocol``), for ``docs/validation.md``."""
    return (files("reformsim.estimation") / "protocol.md").read_text("utf-8")
