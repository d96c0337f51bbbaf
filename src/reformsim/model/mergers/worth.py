"""What a merger is worth: the value of a coalition for its members, from below and from above.

All functions work on many candidate sets at once. Members are rows in an (S, K) array padded with -1; padded
places are masked out. A value is on the logit scale: a coalition considered in a year starts a procedure when
its value plus a logistic shock of that coalition and year is positive for every member.
"""

from __future__ import annotations

import numpy as np

from reformsim.arrays import Floats, Ints32
from reformsim.behaviour import Behaviour
from reformsim.model.capacity.adequacy import adequacy
from reformsim.model.mergers.coalitions import Candidates, first_alike
from reformsim.model.mergers.together import Around, Surroundings, Together, filled, together

MAP_TERMS = (
    ("merger.constant", 1.0),
    ("merger.size", -1.0),
    ("merger.small", 1.0),
    ("merger.enclosed", 1.0),
    ("merger.unequal", -1.0),
    ("merger.extent", -1.0),
    ("merger.large", -1.0),
    ("merger.province_border", -1.0),
    ("merger.recent", -1.0),
)
"""Weights of what follows from the map and its inhabitants, with their signs, in the order of :func:`map_columns`."""
SHARED_TERMS = (("merger.shared_bodies", 1.0), ("merger.joint_service", 1.0))
"""The same of what members share before they merge, in the order of :func:`shared_columns`."""
SET_TERMS = (*MAP_TERMS, *SHARED_TERMS, ("merger.finance", 1.0))
"""Weights of all that members share, in the order of the columns of :func:`set_features`."""
LARGE = 2.0
"""Times the median of the country from which on the size of a coalition holds it back."""
MEMBER_TERMS = (("merger.served", -1.0),)
"""Weights of what differs between members, with their signs, in the order of the layers of :func:`member_features`."""


def finance_per_inhabitant(size: Ints32, people: Floats, largest: Floats, s: Surroundings) -> Floats:
    """Merger grant minus years of lost fixed sums, in euro per inhabitant of the coalition (Bfv 2001).

    ``grant_base`` counts per municipality less, ``grant_per_inhabitant`` for inhabitants outside the largest.
    """
    fewer = size - 1
    grant = s.grant_base * fewer + s.grant_per_inhabitant * (people - largest)
    result: Floats = (grant - s.lost_years * s.fixed_sum * fewer) / people
    return result


def map_columns(c: Candidates, s: Around, all_members: Together | None = None) -> tuple[Floats, ...]:
    """What the map and its inhabitants say of coalitions, 9 columns of shape (S,), in the order of ``MAP_TERMS``.

    The run and the estimate, at home and abroad, all compute values from these. ``all_members`` is what
    :func:`together` gives, where it is known. How small the smallest member is goes from 0 (far above the median of
    the country) by a half (at it) to 1.
    """
    whole = together(c, s) if all_members is None else all_members
    recent = s.recent[filled(c.members)].any(axis=0).astype(float) if s.recent.any() else np.zeros(len(c))
    return (
        np.ones(len(c)),
        np.asarray(c.size - 2.0, float),
        1.0 / (1.0 + (whole.smallest / s.median) ** 2),
        whole.enclosed,
        whole.largest / whole.people - 1.0 / c.size,
        s.nearness * whole.extent_km / s.apart_km,
        np.maximum(np.log(whole.people / (LARGE * s.median)), 0.0),
        whole.provinces.astype(float),
        recent,
    )


def shared_columns(c: Candidates, s: Around) -> tuple[Floats, Floats]:
    """What members share before they merge, 2 columns (S,), in the order of ``SHARED_TERMS``; 0 where not known."""
    return (np.zeros(len(c)), np.zeros(len(c))) if s.shared is None else s.shared.columns(c)


def set_columns(c: Candidates, s: Surroundings, all_members: Together | None = None) -> tuple[Floats, ...]:
    """What the shared part of a coalition's value is made of, 12 columns (S,), in the order of ``SET_TERMS``."""
    whole = together(c, s) if all_members is None else all_members
    money = finance_per_inhabitant(c.size, whole.people, whole.largest, s) / 100.0
    return (*map_columns(c, s, whole), *shared_columns(c, s), money)


def set_features(c: Candidates, s: Surroundings) -> Floats:
    """The same as one array, shape (S, 12)."""
    return np.stack(set_columns(c, s), axis=1, dtype=float)


def set_weights(behaviour: Behaviour) -> Floats:
    """Signed weights of the columns of :func:`set_features`, shape (12,)."""
    return np.array([sign * behaviour[name] for name, sign in SET_TERMS])


def set_value(c: Candidates, s: Surroundings, behaviour: Behaviour, all_members: Together | None = None) -> Floats:
    """The part of a coalition's value that all members share, tastes left out, shape (S,)."""
    value = np.zeros(len(c))
    for weight, column in zip(set_weights(behaviour), set_columns(c, s, all_members), strict=True):
        value += weight * column
    return value


def member_features(c: Candidates, s: Surroundings) -> Floats:
    """What the value of each member is made of, shape (1, S, K), in the order of ``MEMBER_TERMS``; padding 0."""
    columns = c.members.T
    served = np.zeros(len(s.population)) if s.shared is None else s.shared.served
    return np.where(columns >= 0, served[columns], 0.0).T[None]


def member_value(c: Candidates, s: Surroundings, behaviour: Behaviour) -> Floats:
    """The part of the value that differs between members, shape (S, K); padded places are infinite."""
    return member_worth(member_features(c, s), c, behaviour)


def member_worth(features: Floats, c: Candidates, behaviour: Behaviour) -> Floats:
    """The same from the features of members, (1, S, K)."""
    value = sum(sign * behaviour[name] * layer.T for (name, sign), layer in zip(MEMBER_TERMS, features, strict=True))
    result: Floats = np.where(c.members.T >= 0, value, np.inf).T
    return result


def capacity_gain(
    c: Candidates,
    people_of: Floats,
    alone: Floats,
    now: Floats,
    efficient_scale: Floats,
    steepness: float,
) -> Floats:
    """Capacity that each member gains on the tasks it carries out alone, shape (S, K).

    Parameters
    ----------
    people_of : (R,) float64
        Inhabitants.
    alone : (R, T) float64
        Share of the budget in each task that the municipality carries out alone, 0 for the others.
    now : (R, T) float64
        Adequacy of each task as it is carried out.
    efficient_scale : (T,) float64
        Inhabitants.
    """
    columns = c.members.T
    inside = columns >= 0
    people = np.where(inside, people_of[columns], 0.0).sum(axis=0)
    better = adequacy(people[:, None], efficient_scale[None, :], steepness) - now[columns]
    result: Floats = np.where(inside, (alone[columns] * better).sum(axis=2), 0.0).T
    return result


def shared_memberships(
    c: Candidates, edge_body: Ints32, edge_row: Ints32, memberships: Ints32, n_bodies: int
) -> Floats:
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
