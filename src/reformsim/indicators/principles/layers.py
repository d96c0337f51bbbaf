"""Principles on tasks and the layers of government: who carries them, and who has a say."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.principles.kind import Check, Found, tasks_where
from reformsim.indicators.view import View
from reformsim.tasks import LAYERS
from reformsim.world.state import WATER_BOARD_MODES

RIJK, PROVINCIE, GEMEENTE, WATERSCHAP, REGIO = (LAYERS.index(name) for name in LAYERS)


def _carrier(view: View) -> NDArray[np.int8]:
    """(m, K) layer that carries each task in each living municipality."""
    return view.state.carrier[view.live]


def two_layers(view: View, most: float) -> Found:
    """Tasks on which more than ``most`` layers have a say somewhere."""

    def words(k: int) -> str:
        there = [LAYERS[i] for i in range(REGIO) if view.state.involved[k, i]]
        there += ["regio"] * bool(view.state.tiers[view.live, k].any())
        there += ["deelgemeente"] * bool((view.sub_municipal_tier & view.municipal[:, k]).any())
        there += ["European Union"] * bool(view.european[k])
        return f"up to {view.layers[:, k].max():g} layers: {', '.join(there)}"

    return tasks_where(view, view.layers > most, words)


def single_owner(view: View, _: float) -> Found:
    """Tasks that are carried by different layers in different places; the places are those of the fewer."""
    carrier = _carrier(view)
    mixed = (carrier != carrier[0]).any(axis=0)
    if not mixed.any():
        return tasks_where(view, np.zeros(carrier.shape, bool), str)
    counts = np.stack([(carrier == layer).sum(axis=0) for layer in range(len(LAYERS))])

    def words(k: int) -> str:
        parts = [f"{LAYERS[i]} in {counts[i, k]}" for i in np.argsort(-counts[:, k], kind="stable") if counts[i, k]]
        return f"{', '.join(parts)} municipalities"

    return tasks_where(view, mixed & (carrier != counts.argmax(axis=0)), words)


def main_structure(view: View, _: float) -> Found:
    """Tasks carried somewhere by a region in its own right."""
    return tasks_where(view, _carrier(view) == REGIO, lambda k: "carried by a region in its own right")


def direct_election(view: View, _: float) -> Found:
    """Tasks carried somewhere by a board that residents do not elect."""
    carrier = _carrier(view)
    wrong = carrier == REGIO
    # The boards in office count: a new way of choosing them is felt from their next election on.
    boards = view.state.water_boards
    by_councils = boards.alive & (boards.mode == WATER_BOARD_MODES.index("indirect_councils"))
    if by_councils.any():
        board = boards.label[view.state.leader[view.live]]
        wrong = wrong | ((carrier == WATERSCHAP) & ((board >= 0) & by_councils[board])[:, None])

    def words(k: int) -> str:
        at = np.unique(carrier[wrong[:, k], k])
        return f"carried by {' and '.join(LAYERS[i] for i in at)}, not elected by residents"

    return tasks_where(view, wrong, words)


def responsible_owner(view: View, _: float) -> Found:
    """Tasks whose owner, somewhere, has no say in them."""
    carrier = _carrier(view)
    tasks = np.arange(carrier.shape[1])
    has = np.where(carrier == REGIO, view.state.tiers[view.live], view.state.involved[tasks, carrier])
    return tasks_where(view, ~has, lambda k: "the owner has no formal say")


def frames_only(view: View, _: float) -> Found:
    """Tasks of another layer in which the Rijk has a formal say."""
    carrier = _carrier(view)
    wrong = view.state.involved[:, RIJK] & (carrier != RIJK)

    def words(k: int) -> str:
        at = np.unique(carrier[wrong[:, k], k])
        return f"carried by {' and '.join(LAYERS[i] for i in at)}, with a say of the Rijk"

    return tasks_where(view, wrong, words)


def subsidiarity(view: View, share: float) -> Found:
    """Tasks carried higher than where ``share`` of the inhabitants has a government of their efficient scale.

    Below the Rijk stand provinces and municipalities, below a province or a region municipalities; water boards, as
    functional governments, are not compared.
    """
    state, carrier = view.state, _carrier(view)
    people = np.bincount(state.unit_province, weights=state.unit_population, minlength=len(state.provinces.codes))
    scale = state.efficient_scale
    by_municipality = view.people @ (view.people[:, None] >= scale) / view.inhabitants
    by_province = people @ (people[:, None] >= scale) / view.inhabitants
    can_municipal, can_province = by_municipality >= share, by_province >= share
    wrong = (carrier == RIJK) & (can_municipal | can_province)
    wrong |= ((carrier == PROVINCIE) | (carrier == REGIO)) & can_municipal

    def words(k: int) -> str:
        at = np.unique(carrier[wrong[:, k], k])
        lower, part = "municipalities", by_municipality[k]
        if not can_municipal[k]:
            lower, part = "provinces", by_province[k]
        held = f"{lower} of {scale[k]:,.0f} inhabitants or more hold {part:.0%}"
        return f"carried by {' and '.join(LAYERS[i] for i in at)}; {held}"

    return tasks_where(view, wrong, words)


CHECKS: dict[str, Check] = {
    "two_layers": two_layers,
    "single_owner": single_owner,
    "main_structure": main_structure,
    "direct_election": direct_election,
    "responsible_owner": responsible_owner,
    "frames_only": frames_only,
    "subsidiarity": subsidiarity,
}
