"""A sparse polynomial that stands for the model between the draws that were simulated.

An outcome is written as a sum of Legendre polynomials of the unit coordinates, each of one parameter or a product of
two (polynomial chaos: Xiu & Karniadakis 2002; sparse by selection: Blatman & Sudret 2011). The polynomials are
orthonormal under the draws, so what a parameter adds to the variance is a sum of squares. Which of them are kept is
chosen by orthogonal matching pursuit with cross-validation (scikit-learn). How much the polynomial sees is told by
its skill on draws that it was not fitted on.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from reformsim.arrays import Floats, Ints

DEGREE = 3
"""Highest degree of a polynomial of one parameter."""

PAIRED = 8
"""Parameters, the strongest, whose products are tried."""

FOLDS = 5
"""Parts of the draws, each left out in turn."""

MOST_TERMS = 30
"""Terms of a polynomial, the constant not counted."""

Term = tuple[tuple[int, int], ...]
"""A product of polynomials: position of the parameter and degree of each."""


@dataclass(frozen=True, eq=False)
class Surrogate:
    """A fitted polynomial.

    Parameters
    ----------
    terms
        What is added up, without the constant.
    coefficients
        (terms,): of each, in the unit of the outcome.
    """

    constant: float
    terms: tuple[Term, ...]
    coefficients: Floats

    def predict(self, unit: Floats) -> Floats:
        """Give the expected outcome (n,) at unit coordinates (n, k)."""
        return self.part(unit, self.terms) + self.constant

    def part(self, unit: Floats, terms: Collection[Term]) -> Floats:
        """Give the sum (n,) of some of the terms, without the constant."""
        total = np.zeros(len(unit))
        for term, coefficient in zip(self.terms, self.coefficients, strict=True):
            if term in terms:
                total += coefficient * column(unit, term)
        return total

    def within(self, factors: Collection[int]) -> tuple[Term, ...]:
        """Give the terms in which no other parameters take part."""
        return tuple(term for term in self.terms if all(factor in factors for factor, _ in term))

    def importance(self, count: int) -> Floats:
        """Give the variance (count,) to which each parameter adds, products counted for both."""
        found = np.zeros(count)
        for term, coefficient in zip(self.terms, self.coefficients, strict=True):
            for factor, _ in term:
                found[factor] += coefficient**2
        return found


def legendre(coordinate: Floats, degree: int) -> Floats:
    """Give a Legendre polynomial of variance 1 and mean 0 over coordinates from 0 to 1, of the same shape."""
    x = 2.0 * coordinate - 1.0
    if degree == 1:
        return np.asarray(np.sqrt(3.0) * x, np.float64)
    if degree == 2:
        return np.asarray(np.sqrt(5.0) * 0.5 * (3.0 * x**2 - 1.0), np.float64)
    if degree == 3:
        return np.asarray(np.sqrt(7.0) * 0.5 * (5.0 * x**3 - 3.0 * x), np.float64)
    raise ValueError(f"degree {degree} is not from 1 to {DEGREE}")


def column(unit: Floats, term: Term) -> Floats:
    """Give the values (n,) of a product of polynomials at unit coordinates (n, k)."""
    product = np.ones(len(unit))
    for factor, degree in term:
        product *= legendre(unit[:, factor], degree)
    return product


def fit(unit: Floats, outcome: Floats, seed: int = 0) -> Surrogate:
    """Fit a sparse polynomial.

    Parameters
    ----------
    unit
        (n, k): coordinates from 0 to 1, evenly spread and independent.
    outcome
        (n,): finite.
    seed
        Of the folds that choose how many terms are kept.
    """
    count = unit.shape[1]
    terms: list[Term] = [((j, degree),) for degree in range(1, DEGREE + 1) for j in range(count)]
    columns = np.hstack([legendre(unit, degree) for degree in range(1, DEGREE + 1)])
    single = _selected(columns, outcome, terms, seed)
    weight = single.importance(count)
    strongest = np.argsort(-weight, kind="stable")[:PAIRED]
    pairs = list(combinations(sorted(int(j) for j in strongest if weight[j] > 0.0), 2))
    if not pairs:
        return single
    first, second = np.array(pairs).T
    both = np.hstack([columns, columns[:, first] * columns[:, second]])
    return _selected(both, outcome, [*terms, *(((a, 1), (b, 1)) for a, b in pairs)], seed)


def _selected(columns: Floats, outcome: Floats, terms: Sequence[Term], seed: int) -> Surrogate:
    from sklearn.linear_model import OrthogonalMatchingPursuitCV
    from sklearn.model_selection import KFold

    centre = float(outcome.mean())
    folds = min(FOLDS, len(outcome) // 4)
    # A parameter that does not vary is no column to be told from the constant.
    varied = np.flatnonzero(np.ptp(columns, axis=0) > 1e-9)
    if folds < 2 or not len(varied):
        return Surrogate(centre, (), np.zeros(0))
    split = list(KFold(folds, shuffle=True, random_state=seed).split(outcome))
    # Where a few draws alone differ there is nothing to be learnt from the others.
    if any(np.ptp(outcome[seen]) <= 1e-12 * max(1.0, abs(centre)) for seen, _ in split):
        return Surrogate(centre, (), np.zeros(0))
    most = max(1, min(MOST_TERMS, len(outcome) // 8, len(varied)))
    search = OrthogonalMatchingPursuitCV(cv=split, max_iter=most)
    with warnings.catch_warnings():
        # What few terms explain whole needs no further ones: that is an end, and no fault.
        warnings.filterwarnings("ignore", "Orthogonal matching pursuit ended prematurely", RuntimeWarning)
        search.fit(columns[:, varied], outcome)
    kept = np.flatnonzero(search.coef_)
    found = tuple(terms[varied[i]] for i in kept)
    return Surrogate(float(search.intercept_), found, np.asarray(search.coef_[kept], np.float64))


def refitted(model: Surrogate, unit: Floats, outcome: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Fit the terms that were chosen anew to samples of the draws.

    Parameters
    ----------
    weights
        (resamples, n): how often each draw is in each.

    Returns
    -------
    coefficients, columns
        (resamples, terms + 1) with the constant first, and the columns (n, terms + 1) that they belong to.
    """
    columns = np.column_stack([np.ones(len(outcome)), *(column(unit, term) for term in model.terms)])
    normal = np.einsum("bn,ni,nj->bij", weights, columns, columns, optimize=True)
    moments = np.einsum("bn,ni->bi", weights * outcome, columns, optimize=True)
    # A sample in which a column is nought has no fit of its own; the little weight keeps it near nought.
    ridge = 1e-9 * len(outcome) * np.eye(columns.shape[1])
    return np.linalg.solve(normal + ridge, moments[:, :, None])[:, :, 0], columns


@dataclass(frozen=True, eq=False)
class CrossFit:
    """Polynomials each fitted without a fold of the draws, by which that fold is then judged.

    Parameters
    ----------
    unit, outcome
        (n, k) and (n,): what they were fitted on.
    fold
        (n,): which polynomial did not see a draw.
    """

    unit: Floats
    outcome: Floats
    fold: Ints
    fits: tuple[Surrogate, ...]

    def predicted(self, factors: Collection[int] | None = None) -> Floats:
        """Give for each draw what is expected by the polynomial that did not see it, (n,).

        Parameters
        ----------
        factors
            Positions of the parameters that are known; those left out stand at what is expected of them.
        """
        if factors is None:
            return self._joined([fit.predict(self.unit) for fit in self.fits])
        return self._joined([fit.part(self.unit, fit.within(factors)) + fit.constant for fit in self.fits])

    @property
    def skill(self) -> float:
        """Share of the variance that is foreseen on draws not seen; nought or less is none, NaN without variance."""
        return skill(self.outcome, self.predicted())

    def without(self, others: Collection[int]) -> Floats:
        """Give the outcome less all that is put down to these parameters alone, (n,); the mean stays.

        What is left still has all that the other parameters do. Each draw is adjusted by the polynomial that did not
        see it.
        """
        parts = [fit.part(self.unit, fit.within(others)) for fit in self.fits]
        return self.outcome - self._joined(parts)

    def _joined(self, by_fit: Sequence[Floats]) -> Floats:
        return np.stack(by_fit)[self.fold, np.arange(len(self.outcome))]


def cross_fit(unit: Floats, outcome: Floats, seed: int = 0) -> CrossFit:
    """Fit a polynomial without each fold of the draws in turn; arguments as for :func:`fit`."""
    fold = folds_of(len(outcome), seed)
    fits = [fit(unit[fold != k], outcome[fold != k], seed) for k in range(fold.max() + 1)]
    return CrossFit(unit, outcome, fold, tuple(fits))


def folds_of(count: int, seed: int) -> Ints:
    """Give the fold (count,) that each draw is left out in; the same for the same count and seed."""
    order = np.random.default_rng((int.from_bytes(b"folds"), seed)).permutation(count)
    fold = np.empty(count, np.int64)
    fold[order] = np.arange(count) % min(FOLDS, count)
    return fold


def skill(outcome: Floats, predicted: Floats) -> float:
    """Give the share of the variance of an outcome that a prediction removes; NaN where it does not vary."""
    spread = float(np.mean((outcome - outcome.mean()) ** 2))
    if spread <= 0.0:
        return float("nan")
    return 1.0 - float(np.mean((outcome - predicted) ** 2)) / spread
