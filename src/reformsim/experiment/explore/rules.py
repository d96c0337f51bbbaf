"""When is one better: a shallow tree of decisions (scikit-learn) whose leaves are rules that can be said in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from reformsim.arrays import Bools, Floats
from reformsim.experiment.explore.fitted.surrogate import folds_of

DEPTH = 3
"""Decisions one after another in a tree, at most."""

LEAST_LEAF = 0.08
"""Share of the draws in a leaf at least."""


@dataclass(frozen=True)
class Limit:
    """A bound on a parameter: at most ``value`` where ``below``, otherwise more than it."""

    parameter: str
    below: bool
    value: float


@dataclass(frozen=True)
class Rule:
    """A leaf of a tree.

    Parameters
    ----------
    limits
        That lead to it, of each parameter the narrowest.
    better
        Whether most draws in it are of interest.
    mass
        Share of all draws in it.
    purity
        Share of the draws in it that are as most of them.
    coverage
        Share of all such draws that are in it.
    """

    limits: tuple[Limit, ...]
    better: bool
    mass: float
    purity: float
    coverage: float


@dataclass(frozen=True)
class Rules:
    """A tree as its leaves.

    Parameters
    ----------
    rules
        Those of interest first, the largest first among them.
    base
        Share of the draws of interest.
    accuracy
        Share of the draws not seen that trees made without them put on the right side, each fifth in turn.
    guess
        Accuracy of saying the same of all draws, whichever is right more often.
    """

    rules: tuple[Rule, ...]
    base: float
    accuracy: float
    guess: float

    @property
    def tells(self) -> bool:
        """Whether the rules know more than the guess."""
        return self.accuracy > self.guess + 1e-9


Choose = Callable[[Bools], Sequence[int]]
"""Gives the parameters that a tree may use, from the draws that it may see."""


def find_rules(values: Floats, names: Sequence[str], wanted: Bools, choose: Choose, seed: int) -> Rules:
    """Find rules for the draws of interest.

    Parameters
    ----------
    values
        (n, k): of all parameters.
    names
        (k,): their names.
    wanted
        (n,): which draws are of interest.
    choose
        Gives positions of parameters from the draws (n,) that may be seen; asked anew for each fifth.
    seed
        Of the fifths.
    """
    base = float(wanted.mean())
    guess = max(base, 1.0 - base)
    everything = np.ones(len(wanted), np.bool_)
    if guess == 1.0:
        rule = Rule((), bool(base == 1.0), 1.0, 1.0, 1.0)
        return Rules((rule,), base, 1.0, 1.0)
    fold = folds_of(len(wanted), seed)
    right = np.zeros(len(wanted), np.bool_)
    for k in range(fold.max() + 1):
        seen = fold != k
        columns = list(choose(seen))
        if not columns or wanted[seen].all() or not wanted[seen].any():
            said = np.full((~seen).sum(), wanted[seen].mean() >= 0.5)
        else:
            said = _tree(values[seen][:, columns], wanted[seen]).predict(values[~seen][:, columns])
        right[~seen] = said == wanted[~seen]
    columns = list(choose(everything))
    tree = _tree(values[:, columns], wanted) if columns else None
    found = _leaves(tree, values[:, columns], [names[j] for j in columns], wanted)
    return Rules(found, base, float(right.mean()), guess)


def _tree(values: Floats, wanted: Bools) -> Any:
    from sklearn.tree import DecisionTreeClassifier

    tree = DecisionTreeClassifier(max_depth=DEPTH, min_samples_leaf=LEAST_LEAF, random_state=0)
    return tree.fit(values, wanted)


def _leaves(tree: Any, values: Floats, names: Sequence[str], wanted: Bools) -> tuple[Rule, ...]:
    if tree is None:
        better = bool(wanted.mean() >= 0.5)
        purity = float((wanted == better).mean())
        return (Rule((), better, 1.0, purity, 1.0),)
    shape, where = tree.tree_, tree.apply(values)
    said = tree.predict(values)
    found: list[Rule] = []

    def walk(node: int, limits: tuple[Limit, ...]) -> None:
        left, right = int(shape.children_left[node]), int(shape.children_right[node])
        if left < 0:
            inside = where == node
            better = bool(said[inside][0])
            alike = inside & (wanted == better)
            hit, total = float(alike.sum()), float((wanted == better).sum())
            mass = float(inside.mean())
            found.append(Rule(_narrowest(limits), better, mass, hit / float(inside.sum()), hit / total))
            return
        name, value = names[int(shape.feature[node])], float(shape.threshold[node])
        walk(left, (*limits, Limit(name, True, value)))
        walk(right, (*limits, Limit(name, False, value)))

    walk(0, ())
    return tuple(sorted(_merged(found), key=lambda rule: (not rule.better, -rule.mass)))


def _narrowest(limits: Sequence[Limit]) -> tuple[Limit, ...]:
    kept: dict[tuple[str, bool], Limit] = {}
    for limit in limits:  # a later one of the same side lies within the earlier
        kept[limit.parameter, limit.below] = limit
    return tuple(sorted(kept.values(), key=lambda one: (one.parameter, one.below)))


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Put leaves together that a last split tells apart although both say the same."""
    found = list(rules)
    while True:
        pair = next(((a, b) for a in found for b in found if a is not b and _twins(a, b)), None)
        if pair is None:
            return found
        one, other = pair
        mass = one.mass + other.mass
        purity = (one.purity * one.mass + other.purity * other.mass) / mass
        common = tuple(limit for limit in one.limits if limit in other.limits)
        found = [rule for rule in found if rule is not one and rule is not other]
        found.append(replace(one, limits=common, mass=mass, purity=purity, coverage=one.coverage + other.coverage))


def _twins(one: Rule, other: Rule) -> bool:
    mine, theirs = set(one.limits) - set(other.limits), set(other.limits) - set(one.limits)
    if one.better != other.better or len(mine) != 1 or len(theirs) != 1:
        return False
    a, b = mine.pop(), theirs.pop()
    return a.parameter == b.parameter and a.value == b.value and a.below != b.below
