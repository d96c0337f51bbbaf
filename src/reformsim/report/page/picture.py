"""What a figure comes with on a page: its title, what it shows in words, and what to know when reading it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a figure that a narrow page shows by itself, in inches from the top left; and what it is called.

    Parameters
    ----------
    wide
        Whether it takes the whole width of the page, not half of it.
    """

    left: float
    top: float
    width: float
    height: float
    title: str = ""
    about: str = ""
    wide: bool = False


@dataclass(frozen=True, eq=False)
class Picture:
    """A figure and its words in one language.

    Parameters
    ----------
    name
        Short name, fit for a file or an id: small letters, digits, hyphens.
    alt
        A sentence or two with the main numbers, for who does not see it.
    note
        What stands under it: how to read it, not once more what it shows.
    parts
        How a narrow page shows it; as it is where there are none.
    """

    name: str
    title: str
    figure: Figure
    alt: str
    note: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Absent:
    """A figure that cannot be made from these results, and why in words."""

    name: str
    title: str
    why: str
