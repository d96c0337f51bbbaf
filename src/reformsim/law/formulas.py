"""The few sums that the law itself makes out of its tables; pure, on arrays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from reformsim.law.tables import Law

MONTHS = 12
FIFTHS = 5


class Tables(Protocol):
    """What the formulas of pay ask of the law: :class:`Law`, or the law of many moments at once."""

    def value(self, table: str, on: date) -> Any:
        """Number of a table."""
        ...

    def by_class(self, table: str, on: date, inhabitants: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Number by class of inhabitants."""
        ...


def merger_grant(
    law: Law, on: date, inhabitants: npt.ArrayLike, *, split_over: int = 0, with_factor: bool = True
) -> float:
    """Give the whole merger grant of one merger, in euro, over all its instalments.

    Parameters
    ----------
    on
        Day of the merger.
    inhabitants
        Of the municipalities that merge, on 1 January of the year before the merger, shape (k,).
    split_over
        Number of municipalities involved where one was divided over several, that one included; 0 without
        a division (``y`` = 0 of the formula).
    with_factor
        Multiply by the fund factor of the year of the merger.

    Returns
    -------
    float
        0 for fewer than two municipalities. Source: Besluit financiële verhouding 2001, item 45.
    """
    people = np.asarray(inhabitants, dtype=np.float64)
    if people.size < 2:
        return 0.0
    fewer = people.size - 1
    surcharge = 1 + law.value("merger_grant_split", on) * split_over
    amount = law.value("merger_grant_base", on) * fewer * surcharge
    amount += law.value("merger_grant_per_inhabitant", on) * float(people.sum() - people.max())
    return amount * law.value("fund_factor", on) if with_factor else amount


def merger_election_day(law: Law, year: int) -> date:
    """Give the day in a year on which councils are elected for mergers of the next 1 January.

    The vote is so many days after nomination, on the Monday of the week that the law names (Wet arhi art. 55(2)).
    Before 2014 the provincial executive chose the day; 20 November stands for it.
    """
    eve = date(year, 9, 30)
    if not law.in_force("merger_nomination_from", eve):
        return date(year, 11, 20)
    first = date.fromisoformat(f"{year}-{law.text('merger_nomination_from', eve)}")
    nomination = first + timedelta(-first.weekday() % 7)
    return nomination + timedelta(round(law.value("merger_vote_days_after", eve)))


def council_pay(law: Tables, on: date, inhabitants: npt.ArrayLike, seats: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Give the yearly fees and expenses of councils, euro, without employer's costs.

    ``inhabitants`` and ``seats`` have one shape, which is that of the result.
    """
    monthly = law.by_class("councillor_fee", on, inhabitants) + law.by_class("councillor_expenses", on, inhabitants)
    return np.asarray(seats, dtype=np.float64) * monthly * MONTHS


def aldermen_pay(law: Tables, on: date, inhabitants: npt.ArrayLike, aldermen: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Give the yearly pay of aldermen, euro, without employer's costs.

    ``aldermen`` are full-time equivalents, of the shape of ``inhabitants`` and of the result. Nobody gets less than the
    floor of the law (Rechtspositiebesluit wethouders art. 29a, 2009 to 2018).
    """
    monthly = np.maximum(law.by_class("alderman_pay", on, inhabitants), law.value("alderman_pay_floor", on))
    result: npt.NDArray[np.float64] = np.asarray(aldermen, dtype=np.float64) * monthly * MONTHS
    return result


def mayor_pay(law: Tables, on: date, inhabitants: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Give the yearly pay of the mayor, euro, without employer's costs."""
    mayors = law.value("mayors_per_municipality", on)
    result: npt.NDArray[np.float64] = mayors * law.by_class("mayor_pay", on, inhabitants) * MONTHS
    return result


def daily_board_pay(law: Tables, on: date) -> Any:
    """Give the yearly pay of the daily board of one water board without its chair, euro, without employer's costs.

    The law sets no number of members: it limits their pay together, in full-time amounts of five times the pay for a
    fifth of full time (Waterschapsbesluit art. 3.11; since 2019 Rechtspositiebesluit decentrale politieke
    ambtsdragers art. 4.2.1 and 4.5). The limit is taken as paid.
    """
    full_time = law.value("water_board_executive_pay", on) * FIFTHS
    return law.value("water_board_executive_total", on) * full_time * MONTHS
