"""The foundings of the record: about what, in which form and by how many, as new bodies are drawn from them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from reformsim.network.record import DATA, JOINT_FORM, NetworkRecord
from reformsim.network.subjects import JOINT_CIVIL_SERVICE

LISTED = ("ROO", "AF")
"""Sources whose lists go on from year to year: the register, and joint civil services that are generally known."""
FIRST, LAST = 2012, 2022
"""Years on whose 1 January the first and the last of the foundings show."""


@dataclass(frozen=True, slots=True)
class Founding:
    """Foundings alike.

    Attributes
    ----------
    subject, form
        A word of ``subjects.yaml``; legal form.
    members
        Municipalities that founded such a body together.
    number
        How many such bodies were founded.
    """

    subject: str
    form: str
    members: int
    number: int


@lru_cache(maxsize=1)
def load_foundings() -> tuple[Founding, ...]:
    """Give the foundings of the Dutch record, 2011 to 2021 (``foundings.csv``)."""
    with (DATA / "netherlands" / "foundings.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            Founding(row["subject"], row["form"], int(row["members"]), int(row["number"]))
            for row in csv.DictReader(stream)
        )


def counted_foundings(record: NetworkRecord) -> tuple[Founding, ...]:
    """Count the foundings of a record that show from :data:`FIRST` to :data:`LAST`, alike ones together."""
    found = Counter(
        (_subject(record, body, year), record.bodies[body].form(date(year, 1, 1)), members)
        for year in range(FIRST, LAST + 1)
        for body, members in _new(record, year)
    )
    return tuple(Founding(*alike, number) for alike, number in sorted(found.items()))


def _new(record: NetworkRecord, year: int) -> Iterator[tuple[str, int]]:
    """Voluntary bodies that were not there the year before, with their members."""
    then, now = (record.members(date(one, 1, 1)) for one in (year - 1, year))
    for body, codes in sorted(now.items()):
        listed = record.bodies[body].source in LISTED and not record.bodies[body].serves
        if listed and len(codes) > 1 and len(then.get(body, ())) < 2:
            yield body, len(codes)


def _subject(record: NetworkRecord, body: str, year: int) -> str:
    one = record.bodies[body]
    return JOINT_CIVIL_SERVICE if one.form(date(year, 1, 1)) == JOINT_FORM else one.subject
