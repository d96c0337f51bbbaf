"""Principles on tasks and the layers of government: who carries them, and who has a say."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.principles.kind import Bools, Check, Found, tasks_where
from reformsim.indicators.view import View
from reformsim.tasks import LAYERS
from reformsim.world.state import WATER_BOARD_MODES

Floats = NDArray[np.float64]
RIJK, PROVINCIE, GEMEENTE, WATERSCHAP, REGIO = (LAYERS.index(name) for name in LAYERS)


def _carriers(view: View, task: int, where: Bools) -> str:
    """Names of the layers that carry a task in some of the living municipalities, marks of shape (m,)."""
    return " and ".join(LAYERS[layer] for layer in np.unique(view.carrier[where, task]))


def two_layers(view: View, most: float) -> Found:
    """Tasks on which more than ``most`` layers have a say somewhere."""

    def words(k: int) -> str:
        there = [LAYERS[i] for i in range(REGIO) if view.state.involved[k, i]]
        there += ["regio"] * bool(view.regional_tier[:, k].any())
        there += ["deelgemeente"] * bool(view.in_quarters[:, k].any())
        there += ["European Union"] * bool(view.european[k])
        return f"up to {view.layers[:, k].max():g} layers: {', '.join(there)}"

    return tasks_where(view, view.layers.max(axis=0) > most, lambda k: view.layers[:, k] > most, words)


def single_owner(view: View, _: float) -> Found:
    """Tasks that are carried by different layers in different places; the places are those of the fewer."""
    counts, usual = view.carried, view.carried.argmax(axis=0)

    def words(k: int) -> str:
        parts = [f"{LAYERS[i]} in {counts[i, k]}" for i in np.argsort(-counts[:, k], kind="stable") if counts[i, k]]
        return f"{', '.join(parts)} municipalities"

    return tasks_where(view, counts.max(axis=0) < len(view.live), lambda k: view.carrier[:, k] != usual[k], words)


def main_structure(view: View, _: float) -> Found:
    """Tasks carried somewhere by a region in its own right."""
    return tasks_where(
        view,
        view.carried[REGIO] > 0,
        lambda k: view.carrier[:, k] == REGIO,
        lambda k: "carried by a region in its own right",
    )


def direct_election(view: View, _: float) -> Found:
    """Tasks carried somewhere by a board that residents do not elect."""
    carrier = view.carrier
    tasks = view.carried[REGIO] > 0
    # The boards in office count: a new way of choosing them is felt from their next election on.
    boards = view.state.water_boards
    by_councils = boards.alive & (boards.mode == WATER_BOARD_MODES.index("indirect_councils"))
    indirect = np.zeros(len(view.live), bool)
    if by_councils.any():
        board = boards.label[view.state.leader[view.live]]
        indirect = (board >= 0) & by_councils[board]
        tasks = tasks | (carrier[indirect] == WATERSCHAP).any(axis=0)

    def where(k: int) -> Bools:
        return (carrier[:, k] == REGIO) | ((carrier[:, k] == WATERSCHAP) & indirect)

    return tasks_where(
        view, tasks, where, lambda k: f"carried by {_carriers(view, k, where(k))}, not elected by residents"
    )


def responsible_owner(view: View, _: float) -> Found:
    """Tasks whose owner, somewhere, has no say in them."""
    carrier, involved = view.carrier, view.state.involved
    # A region has its say as a tier of its own, wherever it is one; the other layers have theirs everywhere.
    regional = view.carried[REGIO].nonzero()[0]
    tasks: Bools = np.any((view.carried[:REGIO] > 0) & ~involved[:, :REGIO].T, axis=0)
    tasks[regional] |= ((carrier[:, regional] == REGIO) & ~view.regional_tier[:, regional]).any(axis=0)

    def where(k: int) -> Bools:
        has: Bools = np.where(carrier[:, k] == REGIO, view.regional_tier[:, k], involved[k, carrier[:, k]])
        return ~has

    return tasks_where(view, tasks, where, lambda k: "the owner has no formal say")


def frames_only(view: View, _: float) -> Found:
    """Tasks of another layer in which the Rijk has a formal say."""
    say = view.state.involved[:, RIJK]

    def where(k: int) -> Bools:
        other: Bools = view.carrier[:, k] != RIJK
        return other

    return tasks_where(
        view,
        say & (view.carried[RIJK] < len(view.live)),
        where,
        lambda k: f"carried by {_carriers(view, k, where(k))}, with a say of the Rijk",
    )


def inhabitants_at_scale(people: Floats, scale: Floats) -> Floats:
    """Inhabitants of the governments that have at least as many of them as a task's efficient scale.

    Parameters
    ----------
    people : (n,) float64
        Inhabitants of each government, whole numbers.
    scale : (K,) float64
        Efficient scale of each task, inhabitants.

    Returns
    -------
    ndarray of float64, shape (K,)
    """
    ascending = np.sort(people)
    # Whole numbers: their sum is the same in any order.
    from_here_up = np.append(ascending[::-1].cumsum()[::-1], 0.0)
    result: Floats = from_here_up.take(ascending.searchsorted(scale))
    return result


def subsidiarity(view: View, share: float) -> Found:
    """Tasks carried higher than where ``share`` of the inhabitants has a government of their efficient scale.

    Below the Rijk stand provinces and municipalities, below a province or a region municipalities; water boards, as
    functional governments, are not compared.
    """
    carrier, scale = view.carrier, view.state.efficient_scale
    by_municipality = inhabitants_at_scale(view.people, scale) / view.inhabitants
    by_province = inhabitants_at_scale(view.by_province, scale) / view.inhabitants
    can_municipal, can_province = by_municipality >= share, by_province >= share
    held = view.carried > 0
    tasks = (held[RIJK] & (can_municipal | can_province)) | ((held[PROVINCIE] | held[REGIO]) & can_municipal)

    def where(k: int) -> Bools:
        higher = [RIJK, PROVINCIE, REGIO] if can_municipal[k] else [RIJK]
        return np.isin(carrier[:, k], higher)

    def words(k: int) -> str:
        lower, part = "municipalities", by_municipality[k]
        if not can_municipal[k]:
            lower, part = "provinces", by_province[k]
        there = f"{lower} of {scale[k]:,.0f} inhabitants or more hold {part:.0%}"
        return f"carried by {_carriers(view, k, where(k))}; {there}"

    return tasks_where(view, tasks, where, words)


CHECKS: dict[str, Check] = {
    "two_layers": two_layers,
    "single_owner": single_owner,
    "main_structure": main_structure,
    "direct_election": direct_election,
    "responsible_owner": responsible_owner,
    "frames_only": frames_only,
    "subsidiarity": subsidiarity,
}
