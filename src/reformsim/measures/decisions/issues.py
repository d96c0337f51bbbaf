"""How an issue is decided: time, rounds and clarity of responsibility, by the note's claims on bestuurlijke drukte.

Every claim is a behavioural parameter that may be set to its neutral value; with all of them neutral an issue takes
``decisions.base_weeks`` everywhere, whatever is abolished.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from reformsim.measures.decisions.agreed import arrangements
from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Floats, Ints
from reformsim.tasks import PROVINCIE

LEAST_TIME = 0.1
"""Part of their time that aldermen keep for the municipality however many boards they sit on (assumption)."""


class Issues:
    """What becomes of issues, mean over subjects, by municipality: each of shape (N,), worked out when it is asked for.

    The time of a round is ``decisions.base_weeks`` times (authorities / usual ones) to the power of
    ``decisions.drukte_to_delay``, times (college / usual one) to the power of ``decisions.executive_size_to_speed``,
    with ``decisions.sub_layer_delay`` more on municipal subjects where there are sub-municipal councils, and more where
    boards of bodies take more of the time of aldermen and mayor (``decisions.seat_time``). A penalty on being late
    makes it less by ``decisions.penalty_effect`` times the share of issues that would be late without it. A round fails
    if one of the other authorities holds it up, or provinces do not agree; then there is another. Decision times are
    log-logistic: the share later than d weeks is 1 / (1 + (d / median)^spread).

    Parameters
    ----------
    usual, usual_college : (S,) float64
        Authorities per subject, and members of the college of a mean inhabitant, on the first day.
    usual_time : (S,) float64
        Part of their time that boards leave to the college of a mean inhabitant, on the first day.
    """

    def __init__(self, s: Snapshots, usual: Floats, usual_college: Floats, usual_time: Floats):
        self._s, self._usual_college, self._usual_time = s, usual_college, usual_time
        most = int(s.authorities.max(initial=1))
        self._time, self._tries, self._clear = by_authorities(s, most, usual)
        self._place = s.authorities + (s.snap * (most + 1))[:, None]

    @cached_property
    def weeks(self) -> Floats:
        """Typical (median) decision time."""
        weeks = (self._time * self._tries).take(self._place)
        for at, slower in (self._borders, self._sub_municipal):
            weeks[at] *= slower
        return self._s.over_subjects(weeks) * self._pace

    @cached_property
    def in_time(self) -> Floats:
        """Share decided within the deadline."""
        return self._s.over_subjects(self._in_time_each)

    @cached_property
    def resolved(self) -> Floats:
        """Share on which nobody with a say holds the decision up."""
        return self._s.over_subjects(self._resolved_each)

    @cached_property
    def rounds(self) -> Floats:
        """Rounds until a decision."""
        return self._s.over_subjects(self._rounds_each)

    @cached_property
    def at_once(self) -> Floats:
        """Share decided in the first round and within the deadline."""
        return self._s.over_subjects(self._in_time_each * self._resolved_each)

    @cached_property
    def clarity(self) -> Floats:
        """How clear it is who answers for a subject, 0-1."""
        return self._s.over_subjects(self._clear.take(self._place))

    # --- by subject, (N, K) -----------------------------------------------------------------------------

    @cached_property
    def _rounds_each(self) -> Floats:
        """Rounds until a decision."""
        rounds = self._tries.take(self._place)
        borders, again = self._borders
        rounds[borders] *= again
        return rounds

    @cached_property
    def _resolved_each(self) -> Floats:
        """Chance that a round passes."""
        result: Floats = 1.0 / self._rounds_each
        return result

    @cached_property
    def _in_time_each(self) -> Floats:
        """Share decided within the deadline."""
        return self._decided_within(self._pace)

    def _decided_within(self, pace: Floats) -> Floats:
        """Share decided within the deadline where a round with the usual number of authorities takes so many weeks."""
        s, spread = self._s, self._s.weight("decisions.spread")
        late = ((self._time * self._tries) ** spread[:, None]).take(self._place)
        for at, slower in (self._borders, self._sub_municipal):
            late[at] *= slower ** s.each(spread)[at, None]
        late *= ((pace / s.each(s.rule_number("principles.deadline_weeks"))) ** s.each(spread))[:, None]
        late += 1.0
        return np.reciprocal(late, out=late)

    # --- what changes a round ---------------------------------------------------------------------------

    @cached_property
    def _pace(self) -> Floats:
        """Weeks of a round with the usual number of authorities, (N,): the less, the more a penalty presses."""
        s = self._s
        penalty = s.weight("decisions.penalty_effect") * s.rule_number("principles.late_penalty")
        if not penalty.any():
            return self._unpressed
        late = 1.0 - s.over_subjects(self._decided_within(self._unpressed))
        return self._unpressed * (1.0 - s.each(penalty) * late)

    @cached_property
    def _unpressed(self) -> Floats:
        """The same without a penalty on being late, (N,)."""
        s = self._s
        speed = s.each(s.weight("decisions.executive_size_to_speed"))
        result: Floats = s.each(s.weight("decisions.base_weeks")) * (s.colleges / s.each(self._usual_college)) ** speed
        return result * s.each(self._usual_time) / time_left(s)

    @cached_property
    def _borders(self) -> tuple[Ints, Floats]:
        return _across_provinces(self._s)

    @cached_property
    def _sub_municipal(self) -> tuple[Ints, Floats]:
        return _sub_municipal_delay(self._s)


@once
def issues(s: Snapshots) -> Issues:
    """What becomes of issues in each municipality, beside the authorities and colleges of the first day."""
    # Issues come up on every subject alike, whatever its budget.
    usual = s.by_people(s.over_subjects(s.authorities))
    return Issues(s, *(s.then(one) for one in (usual, s.by_people(s.colleges), s.by_people(time_left(s)))))


@once
def time_left(s: Snapshots) -> Floats:
    """Part of the time of aldermen and mayor that seats on boards of bodies leave them, (N,), at least ``LEAST_TIME``.

    Aldermen count by the time of their office and the mayor in full; who sits for the municipality is taken to be one
    of them. Each seat takes ``decisions.seat_time`` of a full-time year.
    """
    per_seat = s.weight("decisions.seat_time")
    weights = s.of_bodies("seats_per_member").take(s.edge_body)
    seats = np.bincount(s.edge_member, weights=weights, minlength=len(s.snap))
    taken = s.each(per_seat) * seats / (s.along("aldermen_fte") + 1.0)
    return np.maximum(1.0 - taken, LEAST_TIME)


def by_authorities(s: Snapshots, most: int, usual: Floats) -> tuple[Floats, Floats, Floats]:
    """Time of a round (1 at the usual number), rounds, and clarity, by number of authorities.

    Parameters
    ----------
    s
        Gives the parameters ``decisions.drukte_to_delay``, ``.veto_points`` and ``.drukte_to_accountability``.
    most
        Highest number wanted.
    usual : (S,) float64
        Authorities per subject on the first day.

    Returns
    -------
    three ndarrays of shape (S, most + 1)
        Position n is for n authorities; position 0 is as 1, for a subject on which nobody has a formal say.
    """
    number = np.maximum(np.arange(most + 1.0), 1.0)
    time = (number / usual[:, None]) ** s.weight("decisions.drukte_to_delay")[:, None]
    rounds = (1.0 - s.weight("decisions.veto_points")[:, None]) ** (1.0 - number)
    clarity = number ** -s.weight("decisions.drukte_to_accountability")[:, None]
    return time, rounds, clarity


def _across_provinces(s: Snapshots) -> tuple[Ints, Floats]:
    """Municipalities (F,) on a border of provinces, and how often a round must be held again there, (F, K).

    Where provinces have a say an issue may cross the border. With a share s of the municipality's border another
    province must agree too: 1 + cost s, as among the boards of an area (``coordination.between_provinces``). Where the
    two act together on a task the border counts for less, by the relief of their arrangement. What provinces brought
    into a body crosses nothing.
    """
    cost = s.each(s.weight("coordination.between_provinces"))
    again = cost * border_between_provinces(s)
    at = again.nonzero()[0]
    say = s.say[:, :, PROVINCIE].take(s.snap.take(at), axis=0)
    if s.ceded is not None:
        say &= ~s.ceded[at, :, PROVINCIE]
    apart = again.take(at)[:, None]
    if (eased := eased_borders(s)) is not None:
        apart = np.maximum(apart - cost.take(at)[:, None] * eased.take(at, axis=0), 0.0)
    return at, 1.0 + apart * say


def _sub_municipal_delay(s: Snapshots) -> tuple[Ints, Floats]:
    """Municipalities (F,) with sub-municipal councils, and how much longer subjects take there, (F, K)."""
    at = s.sub_municipal_tier.nonzero()[0]
    return at, 1.0 + s.each(s.weight("decisions.sub_layer_delay"))[at, None] * s.municipal[at]


def eased_borders(s: Snapshots) -> Floats | None:
    """Share of a municipality's land border that arrangements of the provinces on both sides ease, (N, K).

    Each km counts by the relief of the arrangement, of several by the most. ``None`` where there is no arrangement.
    """
    every = arrangements(s)
    if every is None:
        return None
    a, b, km = s.borders
    total = _border_km(s, a, b, km)
    province = s.along("province")
    edge = np.flatnonzero(province.take(a) != province.take(b))
    a, b, km = a.take(edge), b.take(edge), km.take(edge)
    here = every.snap[:, None] == s.snap.take(a)
    arrangement, at = (here & every.member[:, province.take(a)] & every.member[:, province.take(b)]).nonzero()
    relief = np.zeros((len(edge), len(s.tasks)))
    np.maximum.at(relief, at, (every.relief[:, None] * every.tasks).take(arrangement, axis=0))
    eased = np.zeros((len(s.snap), len(s.tasks)))
    for side in (a, b):
        np.add.at(eased, side, km[:, None] * relief)
    return eased / np.maximum(total, 1e-12)[:, None]


def border_between_provinces(s: Snapshots) -> Floats:
    """Share of a municipality's land border that is with municipalities of another province, shape (N,)."""
    a, b, km = s.borders
    apart = (s.province_place.take(a) != s.province_place.take(b)).nonzero()[0]
    other = _border_km(s, a.take(apart), b.take(apart), km.take(apart))
    return other / np.maximum(_border_km(s, a, b, km), 1e-12)


def _border_km(s: Snapshots, a: Ints, b: Ints, km: Floats) -> Floats:
    """Length of some borders by municipality, km, (N,): each counts for both sides, positions among the N."""
    sides = (np.bincount(side, weights=km, minlength=len(s.snap)) for side in (a, b))
    return np.add(*sides)
