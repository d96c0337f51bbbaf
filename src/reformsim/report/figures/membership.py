"""Who sits with whom: municipalities in rows, cooperation bodies in columns, a mark where one is a member.

A drawing of dots and lines of a hundred bodies is a tangle; as a matrix the same network can be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.collections import PolyCollection
from numpy.typing import NDArray

from reformsim.report import style
from reformsim.report.figures.canvas import SMALL, Key, Sheet, bare, styled, width, wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from reformsim.report.words import Words

FORMS: Final[Mapping[str, str]] = {
    "public": "#3B4F6B",
    "statutory": "#8E6C8A",
    "light": "#C9A227",
    "private": "#7FA69A",
}
"""Colours of legal forms; muted, and none of them a scenario's."""

_ROW_IN = 0.135
_HEAD_IN = 0.34


@dataclass(frozen=True, eq=False)
class Network:
    """Memberships at one moment in one scenario.

    Parameters
    ----------
    scenario
        Position of the scenario, ``None`` for the start.
    municipalities
        (m) names.
    forms
        (b) legal form of each body, a key of :data:`FORMS`.
    member
        (m, b) bool.
    drawn
        (b) bool: whether only the number of such bodies is known; their marks are hollow. None is unless given.
    """

    title: str
    scenario: int | None
    municipalities: tuple[str, ...]
    forms: tuple[str, ...]
    member: NDArray[np.bool_]
    drawn: tuple[bool, ...] = ()

    @property
    def hollow(self) -> NDArray[np.bool_]:
        """(b) bool: bodies whose marks are hollow."""
        return np.asarray(self.drawn or (False,) * len(self.forms), bool)


@styled
def membership_figure(
    title: str, below: str, networks: Sequence[Network], *, scenarios: int, source: str, w: Words
) -> Figure:
    """Draw the matrices under one another on one scale, so that fewer bodies make a shorter matrix.

    Parameters
    ----------
    networks
        The start and the end of each scenario.
    """
    used = [form for form in FORMS if any(form in network.forms for network in networks)]
    keys = [Key(w(f"figures.form.{form}"), FORMS[form], "s") for form in used]
    if any(network.hollow.any() for network in networks):
        keys.append(Key(w("figures.form.drawn"), style.FAINT, "s", hollow=True))
    heights = [_HEAD_IN + _ROW_IN * max(len(network.municipalities), 1) for network in networks]
    sheet = Sheet(title, below, keys=keys, body_in=sum(heights) + 0.12, source=source)
    names = [name for network in networks for name in network.municipalities]
    room = 0.3 + min(1.7, max((width(name, 6.5) for name in names), default=0.5))
    most = max(1, *(len(network.forms) for network in networks))
    cell = min(0.11, (style.WIDTH_IN - room - 0.15) / most)
    top = 0.0
    for network, height in zip(networks, heights, strict=True):
        shade = style.INK if network.scenario is None else style.colour(network.scenario, scenarios)
        sheet.text(room, sheet.top_in + top + 0.12, network.title, size=8.5, color=shade, weight="bold")
        if network.member.size:
            axes = sheet.axes(room, top + _HEAD_IN, cell * len(network.forms), height - _HEAD_IN)
            bare(axes, grid="")
            count = len(network.municipalities)
            axes.set_xlim(0, len(network.forms))
            axes.set_ylim(count, 0)
            for row in range(count):
                if row % 2 == 0:
                    axes.axhspan(row, row + 1, color=style.STRIPE, linewidth=0)
            for form in used:
                axes.add_collection(_squares(network, form))
            axes.set_xticks([])
            labels = ["\n".join(wrapped(name, 6.5, 1.7, most=1)) for name in network.municipalities]
            axes.set_yticks(np.arange(count) + 0.5, labels, size=6.5)
        else:
            sheet.text(room, sheet.top_in + top + _HEAD_IN, w("common.none"), size=SMALL, color=style.FAINT)
        top += height
    return sheet.figure


def _squares(network: Network, form: str) -> PolyCollection:
    rows, columns = np.nonzero(network.member & (np.asarray(network.forms) == form))
    corners = np.array([(0.08, 0.1), (0.92, 0.1), (0.92, 0.9), (0.08, 0.9)])
    hollow = network.hollow[columns]
    # The line of a hollow mark lies inside it, so that both kinds are of one size.
    shape = np.where(hollow[:, None, None], 0.5 + (corners - 0.5) * 0.8, corners)
    places = np.stack([columns, rows], axis=1)[:, None, :] + shape
    faces = ["none" if one else FORMS[form] for one in hollow]
    return PolyCollection(list(places), facecolors=faces, edgecolors=FORMS[form], linewidths=np.where(hollow, 0.6, 0.0))
