"""How well services can fit local needs: the variance of needs within the area that gets one policy (Oates 1972)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reformsim.measures.view.snapshots import Snapshots
from reformsim.measures.view.stack import Floats, Ints
from reformsim.model.government.residents import national_frames
from reformsim.tasks import PROVINCIE, REGIO, RIJK, WATERSCHAP
from reformsim.territory import Territory


def needs(s: Snapshots) -> tuple[Floats, Floats]:
    """Needs of each municipality, two arrays of shape (N,): mean and variance over its inhabitants.

    The logarithm of inhabitants per km2 of a unit on the first day stands for the needs of those who live there.
    """
    need, owner, people = _density(s.territory), s.owner.ravel(), s.unit_people.ravel()
    everywhere = np.broadcast_to(need, s.owner.shape).ravel()
    crowd = np.maximum(np.bincount(owner, weights=people, minlength=len(s.snap)), 1.0)
    mean = np.bincount(owner, weights=people * everywhere, minlength=len(s.snap)) / crowd
    apart = everywhere - mean.take(owner)
    square = np.bincount(owner, weights=people * apart**2, minlength=len(s.snap)) / crowd
    return mean, square


@lru_cache(maxsize=16)
def _density(territory: Territory) -> Floats:
    """Logarithm of the inhabitants per km2 of each unit on the first day, shape (n,)."""
    return np.log(np.maximum(territory.population, 1) / territory.area_km2)


def deciding_bodies(s: Snapshots) -> Ints:
    """Body (position among all B) that decides on a task for a municipality, (N, K); -1 where a government does itself.

    The one that carries it out for its members, or the one that carries it in its own right.
    """
    first = s.body_start.take(s.snap)[:, None]
    found = np.where(s.municipal & s.shared, s.executor + first, -1)
    place, body, task = s.regional_tasks
    own = s.carrier[place, task] == REGIO
    found[place[own], task[own]] = body[own]
    return found


def frames(s: Snapshots) -> Floats:
    """Part of a task's policy that national frames settle where the Rijk has a say, less the rules scrapped, (S,)."""
    return national_frames(s.weight("residents.national_frames"), s.rule_number("burden.rules_cut"))


def misfit(s: Snapshots) -> Floats:
    """Variance of needs inside the areas that get one policy, mean over inhabitants and the tasks' budget, (S,).

    0 where every unit of the start map decides alone; the variance of the whole country where the Rijk decides on
    everything. Where another layer carries a task and the Rijk has a say in it, its frames settle a part of the policy
    for the whole country (``residents.national_frames``, less by the rules that are scrapped).
    """
    mean, within = needs(s)
    framed = frames(s)[:, None] * s.say[:, :, RIJK]
    carrier, weight = s.carrier, s.price_share * (1.0 - framed)
    board = s.water_board[s.snap, s.along("leader")].astype(np.int64) + 1
    boards = int(board.max(initial=0)) + 1
    area: dict[int, Ints] = {RIJK: s.snap, PROVINCIE: s.province_place, WATERSCHAP: board + s.snap * boards}
    apart = within * s.weighted(s.municipal | (carrier == REGIO), weight)
    for layer, label in area.items():
        spread = within + (mean - _means(mean, label, s.people).take(label)) ** 2
        apart += spread * s.weighted(carrier == layer, weight)
    country = within + (mean - _means(mean, s.snap, s.people).take(s.snap)) ** 2
    apart += country * s.each((s.price_share * framed).sum(axis=1))
    body = deciding_bodies(s)
    held = (body >= 0).ravel().nonzero()[0]
    if len(held):
        which = body.ravel().take(held)
        deciding = (np.bincount(which, minlength=len(s.body_snap)) > 0).take(s.edge_body).nonzero()[0]
        member = s.edge_member.take(deciding)
        middle = _means(mean.take(member), s.edge_body.take(deciding), s.people.take(member))
        place, task = np.divmod(held, body.shape[1])
        gap = (mean.take(place) - middle.take(which)) ** 2 * weight[s.snap.take(place), task]
        apart += np.bincount(place, weights=gap, minlength=len(s.snap))
    return s.by_people(apart)


def _means(values: Floats, label: NDArray[np.integer], weight: Floats) -> Floats:
    """Weighted mean of values by label."""
    total = np.bincount(label, weights=weight * values)
    return total / np.maximum(np.bincount(label, weights=weight), 1e-12)
