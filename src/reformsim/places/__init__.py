"""A municipality on a day: its neighbours, council, regions, and the cooperation bodies it really sits in.

>>> import reformsim
>>> reformsim.place("Aalsmeer", "2020-01-01").bodies[0].name
'Amstelland en Meerlanden Werkorganisatie'
"""

from __future__ import annotations

from datetime import date

from reformsim.places.home import RECORD, dutch_place
from reformsim.places.kind import Place, Seat
from reformsim.places.mapped import mapped_place

__all__ = ["RECORD", "Place", "Seat", "place"]


def place(name: str, on: date | str | None = None, territory: str = RECORD) -> Place:
    """Give a municipality as it was on a day, with the bodies it sat in where these are on record.

    Parameters
    ----------
    name
        Code or name; of a municipality that was merged away, its successor is given.
    on
        A day from the first of the record on (2003-01-01 in the Netherlands), as a date or as 'YYYY-MM-DD'; the last
        of the record unless given.
    territory
        Name of a shipped territory with a single map, or folder of one's own; the Netherlands unless given.

    Raises
    ------
    UnknownNameError
        There is and was no such municipality; it names the nearest.
    AmbiguousNameError
        Several municipalities go by the name.
    DayError
        The day is no day, outside the record, or before the municipality was formed.
    """
    return dutch_place(name, on) if territory == RECORD else mapped_place(name, on, territory)
