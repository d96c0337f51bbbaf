"""The record of cooperation bodies: which there were on a day, in which form, and who sat in them.

What the record is worth, and where it comes from: ``data/README.md``.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from reformsim.errors import DayError, UnknownNameError

DATA = Path(__file__).parent / "data"
SPANS = {"netherlands": (date(2003, 1, 1), date(2026, 5, 16))}
"""First and last day of each record."""

JOINT_FORM = "ambtelijke_fusie"
"""The form of a joint civil service: (nearly) all staff in one organisation, councils apart."""

REGISTER = "ROO"
"""Source of bodies of the register, whose forms are the days on which a text was in force."""


@dataclass(frozen=True, slots=True)
class Spell:
    """Days: the first and the day after the last, ``None`` where it is not known or there is none."""

    since: date | None
    until: date | None

    def holds(self, on: date) -> bool:
        """Whether a day is one of them."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class RecordedBody:
    """A body or arrangement of the record.

    Parameters
    ----------
    id
        Its id in the record, such as 'L24329097'.
    name, also
        The last name that is known; other names it had.
    subject, mark
        What it is about (a word of ``subjects.yaml``), and how that is known: 'keyword', 'by_hand' or 'by_division'.
    serves
        Regions for which it is the body the law asks for: pairs of division and region.
    days
        From when to when it was there, as far as known.
    others
        Provinces, water boards, ministries and others that take part.
    source, quality
        Key of the source; 'A' in force in the last list, 'B' once in the register, 'C' from elsewhere.
    forms
        The days in each legal form, in order; those of the register leave out when no text was in force.
    """

    id: str
    name: str
    also: tuple[str, ...]
    subject: str
    mark: str
    serves: tuple[tuple[str, str], ...]
    days: Spell
    others: int
    source: str
    quality: str
    forms: tuple[tuple[str, Spell], ...]

    def form(self, on: date) -> str:
        """Give the legal form on a day; where the record has none, the one before, else the first after."""
        held = [form for form, days in self.forms if days.holds(on)]
        before = [form for form, days in self.forms if days.until is not None and days.until <= on]
        if JOINT_FORM in held:
            return JOINT_FORM
        plain = [form for form, _ in self.forms if form != JOINT_FORM] or [JOINT_FORM]
        return [*plain[:1], *(form for form in before if form != JOINT_FORM), *held][-1]

    def registered(self, on: date) -> bool:
        """Whether a text of the arrangement was in force by the register on a day."""
        return self.source == REGISTER and any(days.holds(on) for form, days in self.forms if form != JOINT_FORM)


@dataclass(frozen=True, slots=True)
class Membership:
    """That a municipality sat in a body.

    Parameters
    ----------
    body, code
        Id of the body; code of the municipality at that time.
    days
        From when to when.
    basis
        'recorded', 'carried_back', 'carried_forward' or 'by_division' (``data/README.md``).
    """

    body: str
    code: str
    days: Spell
    basis: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A published count of all arrangements, known by name or not.

    Parameters
    ----------
    since
        First day for which it is taken, until the next count.
    bodies, per_municipality
        Arrangements of municipalities, provinces and water boards; those a mean municipality sits in.
    source
        Where it was published.
    """

    since: date
    bodies: int
    per_municipality: float
    source: str


class NetworkRecord:
    """All bodies and memberships of a country over the years.

    Attributes
    ----------
    name
        Name of the record.
    first, last : date
        The days between which it speaks, both included.
    bodies : Mapping[str, RecordedBody]
        By id.
    memberships : tuple of Membership
        Sorted by body, municipality and day.
    counts : tuple of Counted
        By day.
    """

    def __init__(
        self,
        name: str,
        bodies: Mapping[str, RecordedBody],
        memberships: tuple[Membership, ...],
        counts: tuple[Counted, ...],
    ):
        self.name, (self.first, self.last) = name, SPANS[name]
        self.bodies, self.memberships, self.counts = MappingProxyType(dict(bodies)), memberships, counts
        self._of: dict[str, list[Membership]] = defaultdict(list)
        for one in memberships:
            self._of[one.code].append(one)

    def __repr__(self) -> str:
        return f"NetworkRecord({self.name!r}, {self.first} to {self.last}: {len(self.bodies)} bodies)"

    @property
    def codes(self) -> frozenset[str]:
        """All municipalities that ever sat in a body."""
        return frozenset(self._of)

    def check(self, on: date) -> None:
        """Refuse a day on which the record does not speak.

        Raises
        ------
        DayError
            If it lies before the first or after the last.
        """
        if not self.first <= on <= self.last:
            raise DayError(f"the record of cooperation bodies runs from {self.first} to {self.last}, not to {on}")

    def members(self, on: date) -> dict[str, tuple[str, ...]]:
        """Give the municipalities in each body on a day, by id of the body; codes of that day, ascending."""
        self.check(on)
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.memberships:
            if one.days.holds(on):
                found[one.body].append(one.code)
        return {body: tuple(codes) for body, codes in found.items()}

    def of(self, code: str, on: date) -> tuple[Membership, ...]:
        """Give the memberships of a municipality on a day, each from the day that a list tells of.

        Parameters
        ----------
        code
            Code of that day.
        """
        self.check(on)
        return tuple(self._whole(one) for one in self._of.get(code, ()) if one.days.holds(on))

    def _whole(self, one: Membership) -> Membership:
        """Give a membership with the days before it that are recorded."""
        since = one.days.since
        before = {
            m.days.until: m.days.since for m in self._of[one.code] if m.body == one.body and m.basis == "recorded"
        }
        while since is not None and since in before:
            since = before[since]
        return Membership(one.body, one.code, Spell(since, one.days.until), one.basis)

    def counted(self, on: date) -> Counted | None:
        """Give the last count of all arrangements up to a day, ``None`` before the first."""
        return max((one for one in self.counts if one.since <= on), key=lambda one: one.since, default=None)

    def in_force(self, on: date) -> tuple[RecordedBody, ...]:
        """Give the arrangements with a text in force by the register on a day, also those without municipalities."""
        self.check(on)
        return tuple(body for body in self.bodies.values() if body.registered(on))


@lru_cache(maxsize=2)
def load_record(name: str) -> NetworkRecord:
    """Give a record by name.

    Raises
    ------
    UnknownNameError
        If there is none of that name.
    """
    if name not in SPANS:
        raise UnknownNameError("record of cooperation bodies", name, SPANS)
    forms: dict[str, list[tuple[str, Spell]]] = defaultdict(list)
    for row in _rows(name, "forms"):
        forms[row["id"]].append((row["form"], _spell(row)))
    bodies = {row["id"]: _body(row, forms[row["id"]]) for row in _rows(name, "bodies")}
    members = tuple(Membership(row["id"], row["code"], _spell(row), row["basis"]) for row in _rows(name, "members"))
    counts = tuple(
        Counted(date.fromisoformat(row["since"]), int(row["bodies"]), float(row["per_municipality"]), row["source"])
        for row in _rows(name, "counts")
    )
    return NetworkRecord(name, bodies, members, counts)


def _body(row: Mapping[str, str], forms: list[tuple[str, Spell]]) -> RecordedBody:
    serves = (region.partition("/") for region in row["serves"].split())
    return RecordedBody(
        id=row["id"],
        name=row["name"],
        also=tuple(row["also"].split(" | ")) if row["also"] else (),
        subject=row["subject"],
        mark=row["subject_mark"],
        serves=tuple((division, region) for division, _, region in serves),
        days=_spell(row),
        others=int(row["other_members"]),
        source=row["source"],
        quality=row["quality"],
        forms=tuple(sorted(forms, key=lambda one: one[1].since or date.min)),
    )


def _spell(row: Mapping[str, str]) -> Spell:
    since, until = (date.fromisoformat(row[key]) if row[key] else None for key in ("since", "until"))
    return Spell(since, until)


def _rows(name: str, table: str) -> Iterator[dict[str, str]]:
    with (DATA / name / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
