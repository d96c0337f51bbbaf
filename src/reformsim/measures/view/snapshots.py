"""What measures look at: snapshots of runs, with shared intermediate results computed once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, wraps
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from reformsim.measures.view.congruence import Seats, incongruence
from reformsim.measures.view.network import Network
from reformsim.measures.view.stack import Bools, Floats, Ints
from reformsim.tasks import LAYERS, REGIO

Counts = NDArray[np.int32]
Result = TypeVar("Result")

AGENCY_TASKS = ("work_participation",)
"""Tasks on which the employee insurance agency (UWV) has a say (Wet SUWI; note 5/22)."""


class Snapshots(Network):
    """All snapshots of one or several runs, read only: who has a say on what, and who sits where.

    Notes
    -----
    Arrays are by snapshot (S), by municipality of a snapshot (N) and by task (K); see :class:`~.stack.Stack`.
    """

    @cached_property
    def sub_municipal_tier(self) -> Bools:
        """(N,) has sub-municipal councils."""
        here = np.zeros(len(self.snap), bool)
        here[self.with_sub_municipal(self.table("council_tier", "sub_municipal"))] = True
        return here

    def with_sub_municipal(self, which: Bools) -> Ints:
        """Municipalities (positions among the N) of the marked, (S, D), and living sub-municipal units."""
        at, council = (which & self.table("alive", "sub_municipal")).nonzero()
        unit = self.table("unit", "sub_municipal")[at, council]
        result: Ints = self.owner[at, unit]
        return result

    @cached_property
    def ceded(self) -> Bools | None:
        """(N, K, L) layers that brought their say on a task into a body; ``None`` where none did anywhere."""
        if all(shot.ceded is None for shot in self.shots):
            return None
        shape = (*self.carrier.shape, len(LAYERS))
        ceded = np.zeros(shape, bool)
        for at, shot in enumerate(self.shots):  # Few snapshots have any.
            if shot.ceded is not None:
                ceded[self.start[at] : self.start[at] + self.count[at]] = shot.ceded
        return ceded

    @cached_property
    def say(self) -> Bools:
        """(S, K, L) layers with a formal say on each task."""
        return self.table("involved")

    @cached_property
    def involved(self) -> Counts:
        """(N, K) layers with a say of their own on a subject, less those that brought theirs into a body."""
        everywhere: Counts = self.each(self.say[:, :, :REGIO].sum(axis=2, dtype=np.int32))
        if self.ceded is None:
            return everywhere
        result = everywhere.copy()
        for layer in range(REGIO):
            result -= self.ceded[:, :, layer] & self.each(self.say[:, :, layer])
        return result

    @cached_property
    def representatives(self) -> Floats:
        """(N,) councillors and directly elected members of sub-municipal councils or commissions."""
        held = self.table("elected", "sub_municipal")
        chosen = self.table("councillors", "sub_municipal")[held & self.table("alive", "sub_municipal")]
        near = np.bincount(self.with_sub_municipal(held), weights=chosen, minlength=len(self.snap))
        result: Floats = self.seats + near.astype(float)
        return result

    @cached_property
    def weights(self) -> dict[str, Floats]:
        """What municipalities count for where their values are taken together, (N,) each."""
        alike = np.ones(len(self.snap))
        return {
            "sum": alike,
            "inhabitants": self.people,
            "councillors": self.seats.astype(float),
            "municipalities": alike,
            "representatives": self.representatives,
        }

    @cached_property
    def sub_municipal_say(self) -> Bools:
        """(N, K) municipal tasks on which sub-municipal councils have a say."""
        return self.sub_municipal_tier[:, None] & self.municipal

    @cached_property
    def regional_tier(self) -> Bools:
        """(N, K) whether a body that carries tasks in its own right has a say."""
        return self.along("tiers")

    @cached_property
    def sub_municipal_share(self) -> Floats:
        """(N,) share of the inhabitants who live where a sub-municipal council is.

        A merger does not bring those who had none under one.
        """
        at, council = (self.table("council_tier", "sub_municipal") & self.table("alive", "sub_municipal")).nonzero()
        there = np.zeros(self.owner.shape, bool)
        there[at, self.table("unit", "sub_municipal")[at, council]] = True
        people = np.bincount(self.owner[there], weights=self.unit_people[there], minlength=len(self.snap))
        result: Floats = people / self.people
        return result

    @cached_property
    def authorities_beside(self) -> Counts:
        """(N, K) authorities with a say on a subject, sub-municipal councils left out.

        A body counts once: as a body, not as the layer 'regio' too.
        """
        layers: Counts = self.involved + self.each(self.european + self.agencies.astype(np.int32))
        return layers + self.along("authorities")

    @cached_property
    def authorities(self) -> Counts:
        """(N, K) authorities with a say on a subject: layers, sub-municipal councils and cooperation bodies."""
        return self.authorities_beside + self.sub_municipal_say

    @cached_property
    def layers_beside(self) -> Counts:
        """(N, K) layers with a say, sub-municipal councils left out; regions in their own right are one layer."""
        return (self.involved + self.each(self.european)) + self.regional_tier

    @cached_property
    def layers(self) -> Counts:
        """(N, K) layers with a say: the territorial and functional ones, regions in their own right, deelgemeenten."""
        return self.layers_beside + self.sub_municipal_say

    @cached_property
    def authorities_per_subject(self) -> Floats:
        """(N,) authorities with a say, mean over the basket and over who lives there."""
        return self.over_basket(self.authorities_beside) + self._sub_municipal_per_subject

    @cached_property
    def layers_per_subject(self) -> Floats:
        """(N,) layers with a say, mean over the basket and over who lives there."""
        return self.over_basket(self.layers_beside) + self._sub_municipal_per_subject

    @cached_property
    def _sub_municipal_per_subject(self) -> Floats:
        """(N,) sub-municipal councils with a say, mean over the basket and over who lives there."""
        result = np.zeros(len(self.snap))
        some = self.sub_municipal_share.nonzero()[0]  # Few cities have any.
        result[some] = self.sub_municipal_share[some] * self.over_basket(self.municipal[some])
        return result

    @cached_property
    def european(self) -> Bools:
        """(S, K) tasks on which the European Union counts as a layer with a say (rule ``europe.layer``)."""
        return self.tasks.european & (self.rule_number("europe.layer") > 0)[:, None]

    @cached_property
    def agencies(self) -> Bools:
        """(S, K) tasks on which a national agency counts as an authority (rule ``agencies.uwv``)."""
        theirs = np.zeros(len(self.tasks), bool)
        theirs[[self.tasks.index(task) for task in AGENCY_TASKS if task in self.tasks]] = True
        return theirs & (self.rule_number("agencies.uwv") > 0)[:, None]

    @cached_property
    def incongruence(self) -> Floats:
        """(N,) 1 - Jaccard similarity of the member sets of the bodies each municipality sits in."""
        seats = (self.edge_body, self.edge_member, self.body_sizes, self.body_snap, self.along("key"), self.snap)
        return incongruence(Seats(*seats))

    @cached_property
    def colleges(self) -> Floats:
        """(N,) members of the college: aldermen and mayor."""
        return self.aldermen.astype(np.float64) + 1.0

    @cached_property
    def addresses(self) -> Floats:
        """(N,) authorities at an address: Rijk, province, municipality, water board, deelgemeente and bodies."""
        drained = np.bincount(
            self.owner.ravel(),
            weights=(self.unit_people * (self.water_board >= 0)).ravel(),
            minlength=len(self.snap),
        )
        return 3.0 + drained / self.people + self.sub_municipal_share + self.memberships


def once(function: Callable[[Snapshots], Result]) -> Callable[[Snapshots], Result]:
    """Compute a function of snapshots alone once for each: several measures ask it.

    What it gives is shared by all who ask, and must not be changed.
    """

    @wraps(function)
    def computed(s: Snapshots) -> Result:
        if function not in s.results:
            s.results[function] = function(s)
        result: Result = s.results[function]
        return result

    return computed
