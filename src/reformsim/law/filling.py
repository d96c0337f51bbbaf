"""Years between two entries of a table whose figures were not read, filled in as an assumption."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from reformsim.law.entries import Entry

CENTS = 2


def risen(entries: list[Entry], known: date, since: date) -> list[Entry] | str:
    """Fill in every 1 January between the entry in force on a day and the next one, in a constant ratio.

    Parameters
    ----------
    entries
        National entries of a table of numbers or of classes, in order.
    known
        The amounts of the entry that is in force on this day are those of this day.
    since
        First day on which amounts are filled in, a 1 January.

    Returns
    -------
    list of Entry, or str
        All entries, in order; the amounts filled in are whole cents, by the classes of the earlier entry. Words if
        there is nothing to fill in there.
    """
    national = [e for e in entries if e.scope is None]
    at = sum(e.since <= known for e in national) - 1
    if at < 0 or at + 1 == len(national):
        return f"there are no two entries around {known}"
    first, last = national[at], national[at + 1]
    if (since.month, since.day) != (1, 1) or not max(known, first.since) < since < last.since:
        return f"since must be a 1 January after {known} and before the entry of {last.since}, not {since}"
    from_, to = (np.array(e.numbers()) for e in (first, last))
    if first.values:
        # A class of the earlier entry takes the amount that the later one has at its upper bound.
        to = to[np.searchsorted(np.array(last.bounds), np.array([*first.bounds, np.inf]), side="left")]
    if not (from_ > 0).all() or not (to > 0).all():
        return "amounts can rise in a constant ratio only where they are above nought"
    span = (last.since - known).days
    made = []
    for year in range(since.year, last.since.year + (last.since > date(last.since.year, 1, 1))):
        day = date(year, 1, 1)
        amounts = np.round(from_ * (to / from_) ** ((day - known).days / span), CENTS).tolist()
        content = {"values": tuple(amounts)} if first.values else {"value": amounts[0]}
        made.append(
            replace(
                first, since=day, until=None, article=last.article, bwb=last.bwb, read=(), status="assumption",
                source=f"between the figures of {known} and of {last.since}",
                note="not read: rises in a constant ratio from the one to the other", **content,
            )
        )  # fmt: skip
    place = entries.index(last)
    return [*entries[:place], *made, *entries[place:]]
