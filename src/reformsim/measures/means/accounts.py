"""The books of municipalities: solvency, taxes, results, supervision; absent where a run keeps none."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reformsim.measures.kind import Measure
from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Floats
from reformsim.world.accounts import TAXES

RULES = "accounts of municipalities (Iv3, CBS) and the rules of model/accounts: docs/odd.md"
SIGNAL = (
    "Besluit begroting en verantwoording art. 11 (the ratio); classes of 20 and 50 %: signal values of the stress test "
    "for large municipalities, used by provincial supervisors (law table solvency_classes)"
)


def column(s: Snapshots, name: str, line: int | None = None) -> Floats:
    """A column of the books by municipality of every snapshot, euro or yes and no, (N,); NaN where there are none.

    Of columns with several lines one of them, or all together.
    """

    def found() -> Floats:
        parts = []
        for shot in s.shots:
            values = np.full(len(shot.row), np.nan) if shot.books is None else getattr(shot.books, name)
            if values.ndim == 2:
                values = values.sum(axis=1) if line is None else values[:, line]
            parts.append(values.astype(float))
        return np.concatenate(parts)

    return s.once(("books", name, line), found)


@once
def solvency(s: Snapshots) -> Floats:
    """Equity over balance total, (N,); NaN where there is none."""
    balance = column(s, "balance_total")
    result: Floats = np.divide(column(s, "equity"), balance, out=np.full(len(balance), np.nan), where=balance != 0)
    return result


def taxes(s: Snapshots) -> Floats:
    """Own taxes per inhabitant, (N,)."""
    result: Floats = column(s, "income", TAXES) / s.people
    return result


def result_share(s: Snapshots) -> Floats:
    """Income less spending, relative to income, (N,)."""
    return _result(column(s, "income"), column(s, "spending"))


def whole_result(s: Snapshots) -> Floats:
    """Income less spending of all together, relative to income, (S,)."""
    return _result(s.total(column(s, "income")), s.total(column(s, "spending")))


def _result(income: Floats, spending: Floats) -> Floats:
    """The result relative to income, 0 where there is none; NaN where there are no books."""
    share: Floats = np.divide(income - spending, income, out=np.zeros(len(income)), where=income != 0)
    return share


def per_inhabitant(name: str) -> Callable[[Snapshots], Floats]:
    """A column of the books in euro per inhabitant, (N,)."""
    return lambda s: column(s, name) / s.people


def counted(which: Callable[[Snapshots], Floats]) -> Callable[[Snapshots], Floats]:
    """Number of municipalities of which something holds, (S,)."""
    return lambda s: s.total(which(s))


def over_people(here: Callable[[Snapshots], Floats]) -> Callable[[Snapshots], Floats]:
    """Mean over inhabitants of a value by municipality, (S,)."""
    return lambda s: s.by_people(here(s))


def _between(low: float, high: float) -> Callable[[Snapshots], Floats]:
    """Whether solvency lies between two bounds (law table ``solvency_classes``), (N,)."""

    def inside(s: Snapshots) -> Floats:
        value = solvency(s)
        return np.where(np.isnan(value), np.nan, ((value >= low) & (value < high)).astype(float))

    return inside


def _class(low: float, high: float) -> tuple[Callable[[Snapshots], Floats], Callable[[Snapshots], Floats]]:
    """How many municipalities have a solvency within bounds, and which."""
    which = _between(low, high)
    return counted(which), which


def _marked(name: str) -> Callable[[Snapshots], Floats]:
    """Which municipalities a column of the books marks, (N,)."""
    return lambda s: column(s, name)


MOST_AT_RISK, LEAST_AT_RISK = 0.2, 0.5
CLASS = "Municipalities with a solvency {}."
MEASURES = (
    Measure(
        "solvency",
        "share",
        "Solvency of municipalities",
        "Solvabiliteit van gemeenten",
        "Equity (reserves and result) over the balance total on 31 December, mean over municipalities.",
        "higher",
        SIGNAL,
        lambda s: s.mean(solvency(s)),
        solvency,
        together="municipalities",
    ),
    *(
        Measure(name, "municipalities", en, nl, CLASS.format(words), direction, SIGNAL, *both, "sum")
        for name, en, nl, words, direction, both in (
            ("solvency_most_at_risk", "Municipalities with weak solvency", "Gemeenten met zwakke solvabiliteit",
             "below 20 %", "lower", _class(-np.inf, MOST_AT_RISK)),
            ("solvency_neutral", "Municipalities with neutral solvency", "Gemeenten met neutrale solvabiliteit",
             "from 20 to 50 %", "none", _class(MOST_AT_RISK, LEAST_AT_RISK)),
            ("solvency_least_at_risk", "Municipalities with strong solvency", "Gemeenten met sterke solvabiliteit",
             "of 50 % or more", "higher", _class(LEAST_AT_RISK, np.inf)),
        )
    ),
    Measure(
        "local_taxes_per_inhabitant",
        "EUR a year",
        "Municipal taxes per inhabitant",
        "Gemeentelijke belastingen per inwoner",
        "Own taxes of municipalities (not levies for waste and sewerage) per inhabitant, prices of the start; "
        "households are not known.",
        "lower",
        RULES,
        over_people(taxes),
        taxes,
    ),
    Measure(
        "result_share",
        "share",
        "Result of municipal accounts",
        "Resultaat van gemeenterekeningen",
        "Income less spending of all municipalities in the year, relative to income.",
        "none",
        RULES,
        whole_result,
        result_share,
    ),
    Measure(
        "structural_deficit",
        "EUR a year",
        "Structural deficit per inhabitant",
        "Structureel tekort per inwoner",
        "What structural spending is above structural income where it is, before it is met, per inhabitant.",
        "lower",
        RULES,
        over_people(per_inhabitant("deficit")),
        per_inhabitant("deficit"),
    ),
    Measure(
        "cut_to_balance",
        "EUR a year",
        "Spending cut to balance the books, per inhabitant",
        "Bezuinigd om sluitend te zijn, per inwoner",
        "Spending that municipalities have cut since the first day to meet deficits (below nought: new spending from "
        "surpluses), per inhabitant.",
        "none",
        RULES,
        over_people(per_inhabitant("cut")),
        per_inhabitant("cut"),
    ),
    Measure(
        "preventive_supervision",
        "municipalities",
        "Municipalities under preventive supervision",
        "Gemeenten onder preventief toezicht",
        "Municipalities whose next budget needs the approval of the province, by the rules of the model.",
        "lower",
        f"Gemeentewet art. 203 (law table supervision_preventive); {RULES}",
        counted(_marked("supervised")),
        _marked("supervised"),
        together="sum",
    ),
    Measure(
        "article_12",
        "municipalities",
        "Municipalities with a supplement of the fund (article 12)",
        "Artikel 12-gemeenten",
        "Municipalities that get a supplement from the municipal fund next year, by the rules of the model.",
        "lower",
        f"Financiële-verhoudingswet art. 12 (law table fund_supplement); {RULES}",
        counted(_marked("helped")),
        _marked("helped"),
        together="sum",
    ),
)  # fmt: skip
