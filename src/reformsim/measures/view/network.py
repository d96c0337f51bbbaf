"""The governance network of all snapshots: bodies, members, nodes and relations."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reformsim.measures.view.municipalities import Municipalities, padded
from reformsim.measures.view.stack import Bools, Floats, Ints
from reformsim.network import JOINT_FORM
from reformsim.world.bodies import LEGAL, ORIGINS


class Network(Municipalities):
    """Bodies (B over all snapshots, dead ones too) and their memberships (E) beside the municipalities."""

    @cached_property
    def bodies(self) -> Ints:
        """(S,) bodies that ever existed until each snapshot."""
        return np.array([len(shot.network.alive) for shot in self.shots])

    @cached_property
    def body_start(self) -> Ints:
        """(S,) position of each snapshot's first body among all B."""
        result: Ints = self.bodies.cumsum() - self.bodies
        return result

    @cached_property
    def body_snap(self) -> Ints:
        """(B,) snapshot of each body."""
        return np.arange(len(self.shots)).repeat(self.bodies)

    def of_bodies(self, name: str) -> NDArray[np.generic]:
        """An array of the network by body, of every snapshot one behind the other, shape (B, ...)."""
        return self.once(("bodies", name), lambda: np.concatenate([getattr(shot.network, name) for shot in self.shots]))

    def per_snapshot(self, marked: NDArray[np.generic]) -> Floats:
        """Sum over the bodies of each snapshot, of (B,): shape (S,)."""
        return np.bincount(self.body_snap, weights=marked, minlength=len(self.shots)).astype(np.float64, copy=False)

    @cached_property
    def body_alive(self) -> Bools:
        """(B,) bodies that exist."""
        return self.of_bodies("alive")  # type: ignore[return-value]

    @cached_property
    def living_bodies(self) -> Floats:
        """(S,) bodies that exist."""
        return self.per_snapshot(self.body_alive)

    @cached_property
    def edges(self) -> Ints:
        """(S,) memberships of each snapshot."""
        return np.array([len(shot.network.body) for shot in self.shots])

    @cached_property
    def edge_body(self) -> Ints:
        """(E,) position among the B of the body of each membership."""
        within = np.concatenate([shot.network.body for shot in self.shots])
        result: Ints = within + self.body_start.repeat(self.edges)
        return result

    @cached_property
    def edge_member(self) -> Ints:
        """(E,) position among the N of the member of each membership."""
        within = np.concatenate([shot.network.member for shot in self.shots])
        result: Ints = within + self.start.repeat(self.edges)
        return result

    @cached_property
    def body_sizes(self) -> Ints:
        """(B,) members of each body."""
        return np.bincount(self.edge_body, minlength=len(self.body_snap))

    @cached_property
    def memberships(self) -> Ints:
        """(N,) bodies each municipality sits in."""
        return np.bincount(self.edge_member, minlength=len(self.snap))

    def of_form(self, name: str) -> Floats:
        """(S,) living bodies of a legal form."""
        return (
            self.form_counts[:, self.form_names.index(name)] if name in self.form_names else np.zeros(len(self.shots))
        )

    @cached_property
    def form_names(self) -> tuple[str, ...]:
        """The legal forms that occur in any run."""
        return tuple(dict.fromkeys(form for run in self.runs for form in run.bodies.form_names))

    @cached_property
    def form(self) -> Ints:
        """(B,) legal form of each body, index into ``form_names``."""
        most = max((len(run.bodies.form_names) for run in self.runs), default=0)
        known = np.zeros((len(self.runs), most + 1), np.int64)
        for at, run in enumerate(self.runs):
            known[at, : len(run.bodies.form_names)] = [self.form_names.index(f) for f in run.bodies.form_names]
        return known[self.run[self.body_snap], self.of_bodies("form")]

    @cached_property
    def takes_all(self) -> Bools:
        """(B,) bodies that take the whole budget of their tasks: joint civil services."""
        names = self.form_names
        result: Bools = self.form == (names.index(JOINT_FORM) if JOINT_FORM in names else -1)
        return result

    @cached_property
    def handed_over(self) -> Floats:
        """(N, K) part of the budget of each municipal task that goes to the body carrying it out; 0 without one."""
        at, task = (self.municipal & self.shared).nonzero()
        part = np.zeros(self.shared.shape)
        body = self.executor[at, task] + self.body_start.take(self.snap).take(at)
        part[at, task] = np.where(self.takes_all.take(body), 1.0, self.tasks.handed_over.take(task))
        part[at, task] *= self.of_bodies("price").astype(np.float64, copy=False).take(body)
        return part

    @cached_property
    def form_counts(self) -> Floats:
        """(S, forms) living bodies by legal form."""
        return self._counted(self.form, len(self.form_names))

    @cached_property
    def legal_counts(self) -> Floats:
        """(S, kinds of law) living bodies by kind of law (``bodies.LEGAL``)."""
        return self._counted(self.of_bodies("legal").astype(np.int64), len(LEGAL))

    @cached_property
    def origin_counts(self) -> Floats:
        """(S, origins) living bodies by where they come from (``bodies.ORIGINS``)."""
        return self._counted(self.of_bodies("origin").astype(np.int64), len(ORIGINS))

    def memberships_of(self, origin: str) -> Ints:
        """(N,) bodies of an origin that each municipality sits in."""
        mine = (self.of_bodies("origin") == ORIGINS.index(origin)).take(self.edge_body)
        return np.bincount(self.edge_member.compress(mine), minlength=len(self.snap))

    def _counted(self, label: Ints, kinds: int) -> Floats:
        at = (self.body_snap * kinds + label).compress(self.body_alive)
        size = len(self.shots) * kinds
        return np.bincount(at, minlength=size).reshape(len(self.shots), kinds).astype(np.float64)

    @cached_property
    def body_subjects(self) -> Ints:
        """(B,) tasks on which each body has a say."""
        # Not a product of matrices: linear algebra would be spread over the cores, on which other replicates run.
        say = self.of_bodies("say")
        return np.einsum("ij->i", say, dtype=np.int32, casting="unsafe").astype(np.int64)

    @cached_property
    def regional_tasks(self) -> tuple[Ints, Ints, Ints]:
        """Municipality (of N), body (of B) and task, each (F,), of what bodies carry in their own right."""
        edges = np.flatnonzero(self.of_bodies("carries").take(self.edge_body))
        body, place = self.edge_body.take(edges), self.edge_member.take(edges)
        member, task = np.nonzero(self.of_bodies("tasks").take(body, axis=0))
        return place.take(member), body.take(member), task

    @cached_property
    def autonomous_agencies(self) -> Floats:
        """(S,) autonomous agencies (ZBO's), by the rules ``agencies.counts`` and ``agencies.since``."""
        found = []
        for shot in self.shots:
            counts, since = shot.rules["agencies.counts"], shot.rules["agencies.since"]
            found.append(counts[min(max(shot.year - since, 0), len(counts) - 1)])
        return np.array(found, np.float64)

    @cached_property
    def agency_nodes(self) -> Floats:
        """(S,) autonomous agencies that count as nodes of the network (rule ``agencies.counted``)."""
        result: Floats = self.autonomous_agencies * (self.rule_number("agencies.counted") > 0)
        return result

    @cached_property
    def living_provinces(self) -> Floats:
        """(S,) provinces that exist."""
        result: Floats = self.of_provinces("alive").sum(axis=1)
        return result

    @cached_property
    def living_boards(self) -> Floats:
        """(S,) water boards that exist."""
        result: Floats = self.of_boards("alive").sum(axis=1)
        return result

    def of_boards(self, name: str) -> Floats:
        """An array by row of water board, (S, W), 0 in rows that a snapshot does not have."""
        parts = [getattr(shot.water_boards, name) for shot in self.shots]
        return padded(parts, max(len(part) for part in parts))

    @cached_property
    def water_board(self) -> Ints:
        """(S, n) row of the water board of each unit of the start map, -1 for none."""
        return self.table("label", "water_boards")

    @cached_property
    def sub_municipal_councils(self) -> Floats:
        """(S,) directly elected sub-municipal councils."""
        part = "sub_municipal"
        there = self.table("alive", part) & self.table("council_tier", part)
        result: Floats = (self.table("bodies", part) * there).sum(axis=1).astype(np.float64)
        return result

    @cached_property
    def nodes(self) -> Floats:
        """(S,) nodes of the governance graph: Rijk, provinces, water boards, municipalities, deelgemeenten, bodies.

        Arrangements between provinces alone are nodes too.
        """
        alone = np.array([sum(one.body < 0 for one in shot.arrangements) for shot in self.shots], np.float64)
        governments = 1 + self.living_provinces + self.living_boards + self.count + self.sub_municipal_councils
        result: Floats = governments + self.living_bodies + alone + self.agency_nodes
        return result

    @cached_property
    def relations(self) -> Floats:
        """(S,) relations: memberships, each municipality's with its province, each province's with the Rijk."""
        provincial = np.array([sum(len(one.provinces) for one in shot.arrangements) for shot in self.shots])
        towards_rijk = self.living_provinces + self.agency_nodes
        result: Floats = self.edges + provincial + self.count + towards_rijk
        return result
