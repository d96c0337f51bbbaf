"""Municipalities that reforms name, and what is told of names in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from reformsim.levers import places
from reformsim.levers.base import Complaint, repeated
from reformsim.levers.fields import Name, Refers

Municipality = Annotated[Name, Refers(places.MUNICIPALITY)]
MaybeMunicipality = Annotated[Name | None, Refers(places.MUNICIPALITY)]
Municipalities = Annotated[tuple[Name, ...], Refers(places.MUNICIPALITY)]
"""One, one or none, or several, as they are on the day of the reform; by code or name."""


def twice(words: tuple[str, ...], key: str) -> Iterator[Complaint]:
    """Tell of what is named twice."""
    for i, _ in repeated(word.casefold() for word in words):
        yield Complaint((key, i), f"'{words[i]}' is named twice")
