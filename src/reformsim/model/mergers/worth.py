"""What a merger is worth: the value of a coalition for its members, from below and from above.

All functions work on many candidate sets at once. Members are rows in an (S, K) array padded with -1; padded
places are masked out. A value is on the logit scale: a coalition considered in a year starts a procedure when
its value plus a logistic shock of that coalition and year is positive for every member.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reformsim.behaviour import Behaviour
from reformsim.model.mergers.coalitions import Candidates, first_alike
from reformsim.model.mergers.together import Surroundings, Together, filled, together

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

_LOW, _STEP = float(np.log(500.0)), 0.02
"""Logarithm of inhabitants at which the national curve of capacity begins, and its steps."""

SET_TERMS = (
    ("merger.constant", 1.0),
    ("merger.size", -1.0),
    ("merger.need", 1.0),
    ("merger.small", 1.0),
    ("merger.enclosed", 1.0),
    ("merger.unequal", -1.0),
    ("merger.extent", -1.0),
    ("merger.large", -1.0),
    ("merger.province_border", -1.0),
    ("merger.corop_border", -1.0),
    ("merger.finance", 1.0),
    ("merger.recent", -1.0),
    ("merger.contagion", 1.0),
)
"""Weights of what all members share, with their signs, in the order of the columns of :func:`set_features`."""
MEMBER_TERMS = ("merger.capacity", "merger.voice", "merger.burden")
"""Weights of what differs between members, in the order of the layers of :func:`member_features`."""


def finance_per_inhabitant(size: Ints, people: Floats, largest: Floats, s: Surroundings) -> Floats:
    """Merger grant minus years of lost fixed sums, in euro per inhabitant of the coalition (Bfv 2001).

    ``grant_base`` counts per municipality less, ``grant_per_inhabitant`` for inhabitants outside the largest.
    """
    fewer = size - 1
    grant = s.grant_base * fewer + s.grant_per_inhabitant * (people - largest)
    result: Floats = (grant - s.lost_years * s.fixed_sum * fewer) / people
    return result


def voice_of(c: Candidates, people_of: Floats) -> Floats:
    """Logarithm of each member's share of the inhabitants of its coalition, (S, K); 0 in padded places."""
    columns = c.members.T
    inside = columns >= 0
    people_in = np.where(inside, people_of[columns], 0.0)
    result: Floats = np.log(np.where(inside, people_in / people_in.sum(axis=0), 1.0)).T
    return result


def set_columns(c: Candidates, s: Surroundings, all_members: Together | None = None) -> tuple[Floats, ...]:
    """What the shared part of a coalition's value is made of, 13 columns of shape (S,), in the order of ``SET_TERMS``.

    The run and the estimate both compute values from these. ``all_members`` is what :func:`together` gives, where it
    is known.
    """
    rows, inside = filled(c.members), c.members.T >= 0
    whole = together(c, s) if all_members is None else all_members
    people, largest = whole.people, whole.largest
    none = np.zeros(len(c))
    return (
        np.ones(len(c)),
        np.asarray(c.size - 2.0, float),
        np.asarray(s.mean_capacity - s.capacity[rows].min(axis=0), float),
        (inside & (s.population < s.small_size)[rows]).sum(axis=0) / c.size,
        whole.enclosed,
        largest / people - 1.0 / c.size,
        s.nearness * whole.extent_km,
        np.maximum(np.log(people / s.large_size), 0.0),
        whole.provinces.astype(float),
        whole.corops.astype(float),
        finance_per_inhabitant(c.size, people, largest, s) / 100.0,
        s.recent[rows].any(axis=0).astype(float) if s.recent.any() else none,
        s.near[rows].any(axis=0).astype(float) if s.near.any() else none,
    )


def set_features(c: Candidates, s: Surroundings) -> Floats:
    """The same as one array, shape (S, 13)."""
    return np.stack(set_columns(c, s), axis=1, dtype=float)


def set_weights(behaviour: Behaviour) -> Floats:
    """Signed weights of the columns of :func:`set_features`, shape (13,)."""
    return np.array([sign * behaviour[name] for name, sign in SET_TERMS])


def set_value(c: Candidates, s: Surroundings, behaviour: Behaviour, all_members: Together | None = None) -> Floats:
    """The part of a coalition's value that all members share, tastes left out, shape (S,)."""
    value = np.zeros(len(c))
    for weight, column in zip(set_weights(behaviour), set_columns(c, s, all_members), strict=True):
        value += weight * column
    return value


def member_features(c: Candidates, people_of: Floats, gain: Floats, shared: Floats | None) -> Floats:
    """What the value of each member is made of, shape (3, S, K), in the order of ``MEMBER_TERMS``; padding 0.

    For the parameters see :func:`member_value`.
    """
    columns = c.members.T
    inside = columns >= 0
    features = np.zeros((3, *columns.shape))
    features[0] = np.where(inside, gain.T, 0.0)
    features[1] = voice_of(c, people_of).T
    if shared is not None:
        features[2] = np.where(inside, shared.T, 0.0)
    return features.transpose(0, 2, 1)


def member_value(c: Candidates, people_of: Floats, gain: Floats, shared: Floats | None, behaviour: Behaviour) -> Floats:
    """The part of the value that differs between members, shape (S, K); padded places are infinite.

    Parameters
    ----------
    people_of : (R,) float64
        Inhabitants by row.
    gain : (S, K) float64
        Capacity each member gains.
    shared : (S, K) float64, optional
        Share of each member's memberships that it has in common with the other members (mean over them); none if
        left out.
    """
    return member_worth(member_features(c, people_of, gain, shared), c, behaviour)


def member_worth(features: Floats, c: Candidates, behaviour: Behaviour) -> Floats:
    """The same from the features of members, (3, S, K); shape (S, K), padded places infinite."""
    gained, voice, burden = (behaviour[name] * layer.T for name, layer in zip(MEMBER_TERMS, features, strict=True))
    result: Floats = np.where(c.members.T >= 0, gained + voice + burden, np.inf).T
    return result


def capacity_gain(
    c: Candidates,
    people_of: Floats,
    alone: Floats,
    adequacy: Floats,
    efficient_scale: Floats,
    steepness: float,
) -> Floats:
    """Capacity that each member gains on the tasks it carries out alone, shape (S, K).

    Parameters
    ----------
    alone : (R, T) float64
        Share of the budget in each task that the municipality carries out alone, 0 for the others.
    adequacy : (R, T) float64
        Adequacy of each task now.
    efficient_scale : (T,) float64
    """
    columns = c.members.T
    inside = columns >= 0
    people = np.where(inside, people_of[columns], 0.0).sum(axis=0)
    joint = 1.0 / (1.0 + np.exp(steepness * (np.log(efficient_scale)[None, :] - np.log(people)[:, None])))
    better = joint - adequacy[columns]
    result: Floats = np.where(inside, (alone[columns] * better).sum(axis=2), 0.0).T
    return result


def capacity_gain_curve(
    c: Candidates,
    people_of: Floats,
    alone_share: Floats,
    weight: Floats,
    efficient_scale: Floats,
    steepness: float,
) -> Floats:
    """Roughly the same from one national curve of capacity by inhabitants: cheap, for the first sieve.

    Parameters
    ----------
    alone_share : (R,) float64
        Share of the budget in tasks carried out alone.
    weight : (T,) float64
        National mean share of each task among those carried out alone.
    """
    columns = c.members.T
    inside = columns >= 0
    people = np.where(inside, people_of[columns], 0.0).sum(axis=0)
    joint = capacity_curve(people, weight, efficient_scale, steepness)
    apart = capacity_curve(people_of, weight, efficient_scale, steepness)
    result: Floats = np.where(inside, (joint - apart[columns]) * alone_share[columns], 0.0).T
    return result


def capacity_curve(people: Floats, weight: Floats, efficient_scale: Floats, steepness: float) -> Floats:
    """Capacity at so many inhabitants, by one national curve; for the parameters see :func:`capacity_gain_curve`."""
    curve = _curve(weight.tobytes(), efficient_scale.tobytes(), steepness)
    place = np.clip(np.log(people) - _LOW, 0.0, (len(curve) - 2) * _STEP) / _STEP
    below = place.astype(np.int64)
    result: Floats = curve[below] + (place - below) * (curve[below + 1] - curve[below])
    return result


@lru_cache(maxsize=16)
def _curve(weight: bytes, efficient_scale: bytes, steepness: float) -> Floats:
    """Capacity by the logarithm of inhabitants, on a grid from ``_LOW`` in steps of ``_STEP``; arrays as bytes."""
    grid = np.arange(_LOW, np.log(5e6), _STEP)
    scale = np.log(np.frombuffer(efficient_scale))
    level = 1.0 + np.exp(steepness * (scale[None, :] - grid[:, None]))
    curve: Floats = (np.frombuffer(weight) / level).sum(axis=1)
    curve.setflags(write=False)
    return curve


def shared_memberships(c: Candidates, edge_body: Ints, edge_row: Ints, memberships: Ints, n_bodies: int) -> Floats:
    """Share of a member's memberships that it has in common with each other member, mean over them, (S, K)."""
    columns = c.members.T
    inside = columns >= 0
    # Each place of each set, with the bodies its member sits in: a body that k members of a set share is met k times.
    wanted = np.zeros(len(memberships), bool)
    wanted[columns[inside]] = True
    mine = np.flatnonzero(wanted[edge_row])
    mine = mine[np.argsort(edge_row[mine], kind="stable")]
    sits = np.bincount(edge_row[mine], minlength=len(memberships))
    first = np.cumsum(sits) - sits
    place = np.flatnonzero(inside)
    row = columns.ravel()[place]
    count = sits[row]
    place = np.repeat(place, count)
    within = np.arange(len(place)) - np.repeat(np.cumsum(count) - count, count)
    body = edge_body[mine[np.repeat(first[row], count) + within]]
    alike = first_alike((place % len(c)).astype(np.uint64) * np.uint64(max(n_bodies, 1)) + body.astype(np.uint64))
    others = np.bincount(alike, minlength=len(alike))[alike] - 1
    shared = np.bincount(place, weights=others, minlength=columns.size).reshape(columns.shape)
    degree = np.maximum(np.where(inside, memberships[columns], 1), 1)
    result: Floats = (shared / degree / np.maximum(c.size - 1, 1)).T
    return result
