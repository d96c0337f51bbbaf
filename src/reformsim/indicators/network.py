"""The governance network of one year as indicators see it: bodies, members, nodes and relations, each found once."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.municipalities import Municipalities
from reformsim.world.arrangements import Arrangement
from reformsim.world.bodies import LEGAL

Ints = NDArray[np.int64]


class Network(Municipalities):
    """Bodies (B) and their memberships (E) beside the municipalities of a year, read only."""

    @cached_property
    def body_alive(self) -> NDArray[np.bool_]:
        """(B,) bodies that exist."""
        return self.state.bodies.alive[: self.state.bodies.count]

    @cached_property
    def body_sizes(self) -> Ints:
        """(B,) members of each body."""
        return self.state.bodies.sizes()

    @cached_property
    def member_place(self) -> Ints:
        """(E,) position of the member of each membership among the living municipalities."""
        return self.place.take(self.state.bodies.edge_row)

    @cached_property
    def memberships(self) -> Ints:
        """(m,) bodies each municipality sits in."""
        return self.state.memberships.take(self.live).astype(np.int64)

    @cached_property
    def form_counts(self) -> dict[str, int]:
        """Living bodies by legal form, in order of the first living body of each; 0 for forms that none has."""
        bodies = self.state.bodies
        form = bodies.form[: bodies.count].compress(self.body_alive)
        first = np.full(len(bodies.form_names), len(form))
        first[form[::-1]] = np.arange(len(form))[::-1]
        count = np.bincount(form, minlength=len(first)).tolist()
        return {bodies.form_names[i]: count[i] for i in first.argsort().tolist()}

    @cached_property
    def legal_counts(self) -> dict[str, int]:
        """Living bodies by kind of law (``bodies.LEGAL``)."""
        bodies = self.state.bodies
        count = np.bincount(bodies.legal[: bodies.count].compress(self.body_alive), minlength=len(LEGAL))
        return dict(zip(LEGAL, count.tolist(), strict=True))

    @cached_property
    def body_subjects(self) -> NDArray[np.int32]:
        """(B,) tasks on which each body has a say."""
        say = self.state.bodies.say[: self.state.bodies.count]
        return (say @ np.ones(say.shape[1], np.float32)).astype(np.int32)

    @cached_property
    def regional_edges(self) -> Ints:
        """(E',) memberships of bodies that carry tasks in their own right, by place in ``bodies.edge_body``."""
        bodies = self.state.bodies
        return np.flatnonzero(bodies.carries.take(bodies.edge_body))

    @cached_property
    def regional_tasks(self) -> tuple[Ints, Ints, Ints]:
        """Row, body and task, each (F,), of what bodies carry in their own right, in the order of memberships."""
        bodies, edges = self.state.bodies, self.regional_edges
        body, row = bodies.edge_body.take(edges).astype(np.int64), bodies.edge_row.take(edges).astype(np.int64)
        member, task = np.nonzero(bodies.tasks.take(body, axis=0))
        return row.take(member), body.take(member), task

    @cached_property
    def arrangements(self) -> tuple[Arrangement, ...]:
        """Arrangements in which provinces sit together, those of bodies that exist included."""
        return tuple(self.state.arrangements.living(self.state.bodies.alive))

    @cached_property
    def autonomous_agencies(self) -> float:
        """Autonomous agencies (ZBO's) of this year, by the rules ``agencies.counts`` and ``agencies.since``."""
        counts, since = self.world.rules["agencies.counts"], self.world.rules["agencies.since"]
        return float(counts[min(max(self.state.year - since, 0), len(counts) - 1)])

    @cached_property
    def agency_nodes(self) -> float:
        """Autonomous agencies that count as nodes of the network (rule ``agencies.counted``)."""
        return self.autonomous_agencies if self.world.rules["agencies.counted"] else 0.0

    @cached_property
    def nodes(self) -> float:
        """Nodes of the governance graph: Rijk, provinces, water boards, municipalities, deelgemeenten, bodies.

        Arrangements between provinces alone are nodes too.
        """
        s = self.state.sub_municipal
        return float(
            1
            + self.state.provinces.alive.sum()
            + len(self.state.water_boards.live)
            + len(self.live)
            + s.bodies[s.alive & s.council_tier].sum()
            + np.count_nonzero(self.body_alive)
            + sum(one.body < 0 for one in self.arrangements)
            + self.agency_nodes
        )

    @cached_property
    def relations(self) -> float:
        """Relations: memberships, and each municipality's with its province, each province's with the Rijk."""
        provincial = sum(len(one.provinces) for one in self.arrangements)
        towards_rijk = self.state.provinces.alive.sum() + self.agency_nodes
        return float(len(self.state.bodies.edge_body) + provincial + len(self.live) + towards_rijk)
