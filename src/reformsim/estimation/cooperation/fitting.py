"""Regressions of rare events with a weak prior, and choices without replacement, by their exact slopes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import minimize

from reformsim.arrays import Bools, Floats, Ints

Kind = Literal["chance", "rate"]


@dataclass(frozen=True, slots=True)
class Events:
    """Cases with their terms.

    Attributes
    ----------
    year : (n,) int64
        Of the step.
    terms : (n, F) float64
    happened : (n,) float64
        Events of each case, or its share of one.
    weight : (n,) float64
        How often the case counts.
    group : (n,) int64
        Cases of one group (a body, a founding) are resampled together.
    near : (n, 1) float64
        Ln distance in km, by which alone a null model goes; 0 where nothing is near.
    """

    year: Ints
    terms: Floats
    happened: Floats
    weight: Floats
    group: Ints
    near: Floats

    def take(self, some: Bools) -> Events:
        """Those marked."""
        return Events(*(getattr(self, name)[some] for name in Events.__slots__))


@dataclass(frozen=True, slots=True)
class Regression:
    """Coefficients, level first, with their covariance.

    Attributes
    ----------
    weights : (1 + F,) float64
    covariance : (1 + F, 1 + F) float64
    """

    kind: Kind
    weights: Floats
    covariance: Floats

    def value(self, terms: Floats) -> Floats:
        """Logit of the chance, or log of the rate, (n,)."""
        result: Floats = self.weights[0] + terms @ self.weights[1:]
        return result

    def expected(self, terms: Floats) -> Floats:
        """Expected events of each case, (n,)."""
        value = self.value(terms)
        result: Floats = np.exp(value) if self.kind == "rate" else 1.0 / (1.0 + np.exp(-value))
        return result

    def log_score(self, cases: Events) -> Floats:
        """Log likelihood of each case, (n,), without the part that no weight moves."""
        value = self.value(cases.terms)
        total = np.exp(value) if self.kind == "rate" else np.logaddexp(0.0, value)
        result: Floats = cases.weight * (cases.happened * value - total)
        return result


def regress(cases: Events, kind: Kind) -> Regression:
    """Fit a logistic (chance) or Poisson (rate) regression; each term has a normal prior of one over its spread."""
    spread = cases.terms.std(axis=0)
    spread[spread == 0.0] = 1.0
    design = np.column_stack([np.ones(len(cases.year)), cases.terms / spread])
    prior = np.r_[1e-6, np.ones(len(spread))]
    weights = np.zeros(len(prior))
    weights[0] = np.log(max((cases.weight * cases.happened).sum(), 0.5) / cases.weight.sum())
    for _ in range(100):
        value = np.clip(design @ weights, -30.0, 30.0)
        mean = np.exp(value) if kind == "rate" else 1.0 / (1.0 + np.exp(-value))
        curve = cases.weight * (mean if kind == "rate" else mean * (1.0 - mean))
        slope = design.T @ (cases.weight * (cases.happened - mean)) - prior * weights
        information = (design * curve[:, None]).T @ design + np.diag(prior)
        move = np.linalg.solve(information, slope)
        weights = weights + np.clip(move, -2.0, 2.0)
        if np.abs(move).max() < 1e-10:
            break
    scale = np.r_[1.0, spread]
    return Regression(kind, weights / scale, np.linalg.inv(information) / np.outer(scale, scale))


@dataclass(frozen=True, slots=True)
class Groups:
    """Choices of several among the same number of candidates.

    Attributes
    ----------
    year : (G,) int64
    terms : (G, P, F) float64
    chosen : (G, P) bool
    weight : (G,) float64
    group : (G,) int64
        The founding that a choice is of.
    """

    year: Ints
    terms: Floats
    chosen: Bools
    weight: Floats
    group: Ints

    def take(self, some: Bools) -> Groups:
        """Those marked."""
        return Groups(*(getattr(self, name)[some] for name in Groups.__slots__))

    def log_score(self, weights: Floats) -> Floats:
        """Log likelihood of each choice, (G,): without replacement, its unknown order by Efron's correction."""
        return self._scored(weights)[0]

    def _scored(self, weights: Floats) -> tuple[Floats, Floats]:
        """Log likelihood, (G,), and its slopes, (G, F)."""
        value = self.terms @ weights
        value -= value.max(axis=1, keepdims=True)
        odds = np.exp(value)
        number = self.chosen.sum(axis=1)
        order = np.arange(number.max())[None, :]
        share = np.where(order < number[:, None], order / number[:, None], 0.0)
        real = order < number[:, None]
        all_, some = odds.sum(axis=1), (odds * self.chosen).sum(axis=1)
        left = all_[:, None] - share * some[:, None]
        score = (value * self.chosen).sum(axis=1) - np.where(real, np.log(left), 0.0).sum(axis=1)
        of_all = np.einsum("gp,gpf->gf", odds, self.terms)
        of_some = np.einsum("gp,gpf->gf", odds * self.chosen, self.terms)
        slope = np.einsum("gp,gpf->gf", self.chosen.astype(float), self.terms)
        slope -= np.where(real, 1.0 / left, 0.0).sum(axis=1)[:, None] * of_all
        slope += np.where(real, share / left, 0.0).sum(axis=1)[:, None] * of_some
        return self.weight * score, self.weight[:, None] * slope


def choose(groups: Groups) -> tuple[Floats, Floats]:
    """Fit the weights of choices without replacement; gives them, (F,), and their covariance, (F, F).

    The prior is as in :func:`regress`; the covariance is the sandwich of foundings, since each counts by several who
    may have begun it.
    """
    spread = groups.terms.reshape(-1, groups.terms.shape[2]).std(axis=0)
    spread[spread == 0.0] = 1.0
    scaled = Groups(groups.year, groups.terms / spread, groups.chosen, groups.weight, groups.group)

    def loss(weights: Floats) -> tuple[float, Floats]:
        score, slope = scaled._scored(weights)
        return float(-score.sum() + weights @ weights / 2.0), -slope.sum(axis=0) + weights

    found = minimize(loss, np.zeros(len(spread)), jac=True, method="BFGS", options={"gtol": 1e-5, "maxiter": 300})
    curve = np.empty((len(spread), len(spread)))
    for at in range(len(spread)):
        ahead, back = found.x.copy(), found.x.copy()
        ahead[at] += 1e-4
        back[at] -= 1e-4
        curve[at] = (loss(ahead)[1] - loss(back)[1]) / 2e-4
    bread = np.linalg.inv((curve + curve.T) / 2.0)
    slope = scaled._scored(found.x)[1]
    of_founding = np.zeros((int(groups.group.max()) + 1, len(spread)))
    np.add.at(of_founding, groups.group, slope)
    covariance = bread @ (of_founding.T @ of_founding + np.eye(len(spread))) @ bread
    return found.x / spread, covariance / np.outer(spread, spread)
