"""Principles on tasks and the layers of government: who carries them, and who has a say."""

from __future__ import annotations

import numpy as np

from reformsim.measures.principles.kind import Check, Found, here, tasks_where
from reformsim.measures.view.snapshots import Snapshots
from reformsim.measures.view.stack import Bools, Floats
from reformsim.tasks import LAYERS, PROVINCIE, REGIO, RIJK, WATERSCHAP
from reformsim.world.state import WATER_BOARD_MODES


def _carriers(s: Snapshots, at: int, task: int, where: Bools) -> str:
    """Names of the layers that carry a task in some of the municipalities of a snapshot, marks."""
    return " and ".join(LAYERS[layer] for layer in np.unique(s.carrier[here(s, at), task][where]))


def _carried_by(s: Snapshots, at: int, task: int, *layers: int) -> Bools:
    """In which municipalities of a snapshot one of some layers carries a task."""
    return np.isin(s.carrier[here(s, at), task], layers)


def _any(s: Snapshots, marked: Bools) -> Bools:
    """Whether any municipality of each snapshot is marked, of (N, K): (S, K)."""
    return np.logical_or.reduceat(marked, s.start, axis=0)


def two_layers(s: Snapshots, most: Floats) -> Found:
    """Tasks on which more than ``most`` layers have a say somewhere."""

    def words(at: int, k: int) -> str:
        place = here(s, at)
        there = [LAYERS[i] for i in range(REGIO) if s.say[at, k, i]]
        there += ["regio"] * bool(s.regional_tier[place, k].any())
        there += ["deelgemeente"] * bool(s.sub_municipal_say[place, k].any())
        there += ["European Union"] * bool(s.european[at, k])
        return f"up to {s.layers[place, k].max():g} layers: {', '.join(there)}"

    highest = np.maximum.reduceat(s.layers, s.start, axis=0)
    return tasks_where(s, highest > most[:, None], lambda at, k: s.layers[here(s, at), k] > most[at], words)


def single_owner(s: Snapshots, _: Floats) -> Found:
    """Tasks that are carried by different layers in different places; the places are those of the fewer."""
    counts, usual = s.carried, s.carried.argmax(axis=1)

    def words(at: int, k: int) -> str:
        order = np.argsort(-counts[at, :, k], kind="stable")
        parts = [f"{LAYERS[i]} in {counts[at, i, k]}" for i in order if counts[at, i, k]]
        return f"{', '.join(parts)} municipalities"

    several = counts.max(axis=1) < s.count[:, None]
    return tasks_where(s, several, lambda at, k: ~_carried_by(s, at, k, usual[at, k]), words)


def main_structure(s: Snapshots, _: Floats) -> Found:
    """Tasks carried somewhere by a region in its own right."""
    return tasks_where(
        s,
        s.carried[:, REGIO] > 0,
        lambda at, k: _carried_by(s, at, k, REGIO),
        lambda at, k: "carried by a region in its own right",
    )


def direct_election(s: Snapshots, _: Floats) -> Found:
    """Tasks carried somewhere by a board that residents do not elect.

    The boards in office count: a new way of choosing them is felt from their next election on.
    """
    by_councils = (s.of_boards("alive") > 0) & (s.of_boards("mode") == WATER_BOARD_MODES.index("indirect_councils"))
    indirect = np.zeros(len(s.snap), bool)
    if by_councils.any():
        board = s.water_board[s.snap, s.along("leader")]
        indirect = (board >= 0) & by_councils[s.snap, board]
    water = _any(s, (s.carrier == WATERSCHAP) & indirect[:, None])

    def where(at: int, k: int) -> Bools:
        by_water = _carried_by(s, at, k, WATERSCHAP) & indirect[here(s, at)]
        return _carried_by(s, at, k, REGIO) | by_water

    def words(at: int, k: int) -> str:
        return f"carried by {_carriers(s, at, k, where(at, k))}, not elected by residents"

    return tasks_where(s, (s.carried[:, REGIO] > 0) | water, where, words)


def responsible_owner(s: Snapshots, _: Floats) -> Found:
    """Tasks whose owner, somewhere, has no say in them.

    A region has its say as a tier of its own, wherever it is one; the other layers have theirs everywhere.
    """
    silent = _any(s, (s.carrier == REGIO) & ~s.regional_tier)
    tasks: Bools = silent | np.any((s.carried[:, :REGIO] > 0) & ~s.say[:, :, :REGIO].transpose(0, 2, 1), axis=1)

    def where(at: int, k: int) -> Bools:
        place, carrier = here(s, at), s.carrier[here(s, at), k]
        has: Bools = np.where(carrier == REGIO, s.regional_tier[place, k], s.say[at, k, carrier])
        return ~has

    return tasks_where(s, tasks, where, lambda at, k: "the owner has no formal say")


def frames_only(s: Snapshots, _: Floats) -> Found:
    """Tasks of another layer in which the Rijk has a formal say."""

    def where(at: int, k: int) -> Bools:
        return ~_carried_by(s, at, k, RIJK)

    return tasks_where(
        s,
        s.say[:, :, RIJK] & (s.carried[:, RIJK] < s.count[:, None]),
        where,
        lambda at, k: f"carried by {_carriers(s, at, k, where(at, k))}, with a say of the Rijk",
    )


def inhabitants_at_scale(people: Floats, scale: Floats) -> Floats:
    """Inhabitants of the governments that have at least as many of them as a task's efficient scale.

    Parameters
    ----------
    people : (S, n) float64
        Inhabitants of each government, whole numbers; 0 where there are fewer.
    scale : (S, K) float64
        Efficient scale of each task, inhabitants.

    Returns
    -------
    ndarray of float64, shape (S, K)
    """
    return np.stack([(people * (people >= scale[:, k, None])).sum(axis=1) for k in range(scale.shape[1])], axis=1)


def subsidiarity(s: Snapshots, share: Floats) -> Found:
    """Tasks carried higher than where ``share`` of the inhabitants has a government of their efficient scale.

    Below the Rijk stand provinces and municipalities, below a province or a region municipalities; water boards, as
    functional governments, are not compared.
    """
    scale, everyone = s.table("efficient_scale"), s.inhabitants[:, None]
    municipalities = np.zeros((len(s.shots), int(s.count.max())))
    municipalities[s.snap, np.arange(len(s.snap)) - s.start[s.snap]] = s.people
    by_municipality = inhabitants_at_scale(municipalities, scale) / everyone
    by_province = inhabitants_at_scale(s.by_province, scale) / everyone
    can_municipal, can_province = by_municipality >= share[:, None], by_province >= share[:, None]
    held = s.carried > 0
    regional = held[:, PROVINCIE] | held[:, REGIO]
    tasks = (held[:, RIJK] & (can_municipal | can_province)) | (regional & can_municipal)

    def where(at: int, k: int) -> Bools:
        higher = [RIJK, PROVINCIE, REGIO] if can_municipal[at, k] else [RIJK]
        return _carried_by(s, at, k, *higher)

    def words(at: int, k: int) -> str:
        lower, part = "municipalities", by_municipality[at, k]
        if not can_municipal[at, k]:
            lower, part = "provinces", by_province[at, k]
        there = f"{lower} of {scale[at, k]:,.0f} inhabitants or more hold {part:.0%}"
        return f"carried by {_carriers(s, at, k, where(at, k))}; {there}"

    return tasks_where(s, tasks, where, words)


CHECKS: dict[str, Check] = {
    "two_layers": two_layers,
    "single_owner": single_owner,
    "main_structure": main_structure,
    "direct_election": direct_election,
    "responsible_owner": responsible_owner,
    "frames_only": frames_only,
    "subsidiarity": subsidiarity,
}
