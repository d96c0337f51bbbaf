"""What is told of a municipality on a day, and how names and days are read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reformsim.errors import AmbiguousNameError, DayError
from reformsim.territory.naming import official


@dataclass(frozen=True, slots=True)
class Seat:
    """A body that a municipality sits in.

    Parameters
    ----------
    id, name
        In the record of cooperation bodies.
    form, subject
        Legal form on the day, and what the body is about (a guess from its name or goal), in English.
    mark
        How the subject is known: 'keyword', 'by_hand', 'by_division'.
    members
        Names of all municipalities that sit in it on the day.
    others
        Provinces, water boards and others that take part.
    since
        Day from which this municipality sits in it, as far as it is known; ``None`` where it is not.
    basis
        How the membership is known: 'recorded', 'carried_back', 'carried_forward', 'by_division'.
    source, quality
        Where the body is known from: 'ROO', 'OSF', 'LAW' or 'AF', which the command spells out; 'A' to 'C', best first.
    """

    id: str
    name: str
    form: str
    subject: str
    mark: str
    members: tuple[str, ...]
    others: int
    since: date | None
    basis: str
    source: str
    quality: str


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality on a day.

    Parameters
    ----------
    code, name, province
        As on that day; the map within a year is that of 1 January.
    day
        The day.
    inhabitants, seats
        On 1 January of that year; seats by law of the council then in office, ``None`` where they are not known.
    neighbours
        Names of the municipalities that border on it, over land or by a fixed link.
    regions
        Region by division, as 'veiligheidsregio'.
    bodies
        Recorded bodies that it sits in, by name.
    drawn
        Bodies that a first day on that 1 January has beside these with ``network: both``; only their number is known.
    note
        What must be known of the name that was asked for; empty if nothing.
    figures_of
        The year whose inhabitants are given, where it is not that of the day.
    """

    code: str
    name: str
    province: str
    day: date
    inhabitants: int
    seats: int | None
    neighbours: tuple[str, ...]
    regions: Mapping[str, str]
    bodies: tuple[Seat, ...]
    drawn: int
    note: str = ""
    figures_of: int | None = None


def plain(name: str) -> str:
    """Give a name in small letters without accents and signs."""
    letters = unicodedata.normalize("NFKD", name.strip().casefold())
    return re.sub(r"[^a-z0-9]", "", letters)


def on_map(name: str, names: Mapping[str, str]) -> str | None:
    """Give the code of the municipality that a code or name stands for; ``None`` if there is none.

    Parameters
    ----------
    names
        Names of all municipalities on the map, by code.

    Raises
    ------
    AmbiguousNameError
        Several municipalities go by the name.
    """
    wanted = plain(official(name.strip()))
    here = [code for code, other in names.items() if wanted in (code.lower(), plain(other))]
    # Places of one name are told apart by what stands in brackets: Corcelles (BE).
    here = here or [code for code, other in names.items() if plain(other.partition("(")[0]) == wanted]
    if len(here) > 1:
        listed = ", ".join(f"{names[code]} ({code})" for code in here)
        raise AmbiguousNameError(f"'{name}' may be any of these: {listed}")
    return here[0] if here else None


def day_of(on: date | str | None, last: date) -> date:
    """Read a day; the last one on record unless given."""
    if on is None:
        return last
    if isinstance(on, date):
        return on
    try:
        return date.fromisoformat(on)
    except ValueError:
        raise DayError(f"expected a day such as 2020-01-01, not '{on}'") from None
