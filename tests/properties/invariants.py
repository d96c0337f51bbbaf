"""What must always hold in the simulated world, whatever the reforms: each rule once, as a function.

A :class:`Watch` steps a model year by year and checks every rule each year; :func:`check_record` checks what can
only be told from the whole history. The rules are computed here anew from the arrays, slowly and plainly, and
not with the functions of the model.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from reformsim.history import Record, map_from_events
from reformsim.law import Law, load_law
from reformsim.measures import measured
from reformsim.measures.means import accounts
from reformsim.model import ReformModel
from reformsim.tasks import LAYERS

GEMEENTE, REGIO = LAYERS.index("gemeente"), LAYERS.index("regio")
PASSABLE = {"bridge", "dam", "tunnel"}
"""Links over water that count as being neighbours for a merger."""
MERGER_ELECTION = (11, 20)
"""Day and month taken for the council election before a merger takes effect (Wet arhi art. 52, 55)."""


def every_unit_has_one_living_municipality_and_province(model: ReformModel) -> None:
    state, year = model.state, model.state.year
    assert state.alive[state.owner].all(), f"{year}: a unit is governed by a municipality that has ceased to exist"
    assert set(state.owner.tolist()) == set(state.live.tolist()), f"{year}: a municipality governs no unit"
    assert sorted(np.flatnonzero(state.alive).tolist()) == state.live.tolist()
    assert state.provinces.alive[state.unit_province].all(), f"{year}: a unit lies in a province that is no more"
    apart = [
        model.world.territory.codes[u]
        for u in range(len(state.owner))
        if state.unit_province[u] != state.province[state.owner[u]]
    ]
    assert not apart, f"{year}: units in another province than their municipality: {apart}"


def inhabitants_are_those_of_the_territory(model: ReformModel) -> None:
    state, people = model.state, model.world.path[model.state.year]
    assert state.population[state.live].sum() == people.sum(), f"{state.year}: inhabitants gained or lost"
    for row in state.live:
        assert state.population[row] == people[state.owner == row].sum(), f"{state.year}: {state.codes[row]}"


def seats_by_kind_of_list_add_up(model: ReformModel) -> None:
    state = model.state
    if state.councils is None:
        return
    for row in state.live.tolist():
        kinds = state.councils.seats[row].tolist()
        assert min(kinds) >= 0 and sum(kinds) in (0, state.seats[row]), f"{state.year}: {state.codes[row]} {kinds}"
    for vote in state.councils.votes:
        assert min(*vote.yes, *vote.no) >= 0 and sum(vote.yes) + sum(vote.no) > 0, vote


def a_merger_conserves_inhabitants(model: ReformModel, owner_before: np.ndarray) -> None:
    state = model.state
    for event in (e for e in model.world.events if e.kind == "merger" and e.year == state.year):
        members = [state.codes.index(code) for code in event.members]
        units = np.isin(owner_before, members)
        assert state.population[state.codes.index(event.subject)] == state.unit_population[units].sum(), event


def bodies_have_two_living_members(model: ReformModel) -> None:
    state, bodies, year = model.state, model.state.bodies, model.state.year
    members: dict[int, list[int]] = defaultdict(list)
    for body, row in zip(bodies.edge_body.tolist(), bodies.edge_row.tolist(), strict=True):
        members[body].append(row)
    for body in range(bodies.count):
        rows = members.get(body, [])
        assert len(rows) == len(set(rows)), f"{year}: a member sits twice in {bodies.names[body]}"
        if bodies.alive[body]:
            assert len(rows) >= 2, f"{year}: {bodies.names[body]} has {len(rows)} members"
            assert state.alive[rows].all(), f"{year}: {bodies.names[body]} has a member that is no more"
        else:
            assert not rows, f"{year}: {bodies.names[body]} has ended and still has members"


def counts_of_memberships_are_kept_up(model: ReformModel) -> None:
    state, bodies = model.state, model.state.bodies
    for row in state.live:
        mine = bodies.edge_body[bodies.edge_row == row]
        where = f"{state.year}: {state.codes[row]}"
        assert state.memberships[row] == len(mine), f"{where}: {state.memberships[row]} memberships, not {len(mine)}"
        assert (state.authorities[row] == bodies.say[mine].sum(axis=0)).all(), where
        assert (state.tiers[row] == (bodies.say[mine] & bodies.carries[mine, None]).any(axis=0)).all(), where


def every_task_is_carried_once_in_every_place(model: ReformModel) -> None:
    """One layer carries it; a region does where a living body does so in its own right, and only there."""
    state, bodies = model.state, model.state.bodies
    own_right = bodies.carries & bodies.alive
    for row in state.live:
        mine = bodies.edge_body[bodies.edge_row == row]
        regional = (bodies.tasks[mine] & own_right[mine, None]).any(axis=0)
        for k, task in enumerate(model.world.tasks.ids):
            layer = int(state.carrier[row, k])
            where = f"{state.year}: {task} in {state.codes[row]}"
            assert 0 <= layer < len(LAYERS), f"{where} is carried by nobody"
            if layer == REGIO:
                assert regional[k], f"{where} is with a region, and no living body there carries it"
            else:
                assert not regional[k], f"{where} is carried by a body and by {LAYERS[layer]}"


def only_a_body_one_sits_in_carries_out_ones_tasks(model: ReformModel) -> None:
    state, bodies = model.state, model.state.bodies
    for row in state.live:
        mine = set(bodies.edge_body[bodies.edge_row == row].tolist())
        for k in np.flatnonzero(state.executor[row] >= 0):
            body = int(state.executor[row, k])
            where = f"{state.year}: {model.world.tasks.ids[k]} of {state.codes[row]} by {bodies.names[body]}"
            assert state.carrier[row, k] == GEMEENTE, f"{where}: it is not a municipal task"
            assert bodies.alive[body], f"{where}: the body has ended"
            assert body in mine, f"{where}: it is not a member"
            assert bodies.tasks[body, k], f"{where}: the body does not carry it out"
            assert not bodies.carries[body], f"{where}: the body carries its tasks in its own right"


def what_is_ceded_is_what_a_body_there_took_over(model: ReformModel) -> None:
    """A layer has no say of its own on a task where a living body carries it in its own right with that layer's say."""
    state, bodies = model.state, model.state.bodies
    for row in state.live:
        taken = np.zeros_like(state.ceded[row])
        for body in bodies.edge_body[bodies.edge_row == row]:
            if bodies.carries[body]:
                taken |= np.outer(bodies.tasks[body], bodies.cedes[body])
        where = f"{state.year}: {state.codes[row]}"
        assert (state.ceded[row] == taken).all(), where
        assert (state.carrier[row][taken.any(axis=1)] == REGIO).all(), f"{where} carries what it brought into a body"


def provinces_sit_together_only_while_they_exist(model: ReformModel) -> None:
    state = model.state
    for one in state.arrangements.living(state.bodies.alive):
        assert state.provinces.alive[list(one.provinces)].all(), f"{state.year}: a merged province sits in {one.name}"
        assert len(one.provinces) >= (2 if one.body < 0 else 1), f"{state.year}: {one.name} joins nobody"


def the_dead_do_not_act(model: ReformModel) -> None:
    living = {model.state.codes[row] for row in model.state.live}
    faces = [agent.code for agent in model.agents if type(agent).__name__ == "Municipality"]
    assert sorted(faces) == sorted(living), f"{model.state.year}: agents and living municipalities differ"


@dataclass
class Councils:
    """Councils and provincial councils: they change size at elections only, and then to what the law says."""

    seats: dict[str, int] = field(default_factory=dict)
    provincial: dict[str, int] = field(default_factory=dict)
    law_before: Law = field(default_factory=load_law)

    def check(self, model: ReformModel) -> None:
        first = not self.seats
        self._municipal(model, first)
        self._provincial(model, first)

    def _municipal(self, model: ReformModel, first: bool) -> None:
        state, law, territory = model.state, model.world.law, model.world.territory
        path, year = model.world.path, model.state.year
        reference = path[max(year - 1, min(path))]
        regular = _day(law, "council_elections", year)
        now = {}
        for row in state.live:
            code, unit = state.codes[row], territory.codes[state.leader[row]]
            people, founded = int(reference[state.owner == row].sum()), int(state.founded[row])
            seats = now[code] = int(state.seats[row])
            if first:
                people = int(territory.council_population()[row])
                day: date | None = max([d for d in law.dates("council_elections", date(year, 1, 1)) if d.year <= year])
            elif regular is not None and not _sits_on(law, founded, regular):
                if row in _about_to_merge(model, regular) and seats == self.seats[code]:
                    continue
                autumn = date(year, *MERGER_ELECTION)
                late = code in _stranded(model) and seats == law.by_class("council_seats", autumn, [people], [unit])[0]
                day = autumn if late else regular
            elif code not in self.seats:
                day = date(year - 1, *MERGER_ELECTION)
            else:
                assert seats == self.seats[code], f"{year}: the council of {code} changed without an election"
                continue
            expected = law.by_class("council_seats", day, [people], [unit])[0]
            assert seats == expected, f"{year}: {code} has {seats} seats, the law says {expected} for {people:,}"
            minimum = law.value("aldermen_minimum", day, unit)
            parttime = people <= law.value("aldermen_parttime_up_to", day, unit)
            share = law.value("aldermen_share_parttime" if parttime else "aldermen_share", day, unit)
            listed = law.by_class("aldermen_by_class", day, [people], [unit])[0]
            most = max(minimum, (listed or np.floor(seats * share + 0.5)) + law.value("aldermen_change", day, unit))
            assert minimum <= state.aldermen[row] <= most, f"{year}: {code} has {state.aldermen[row]} aldermen"
            fte = state.aldermen_fte[row]
            assert 0 < fte <= state.aldermen[row], f"{year}: {code} has aldermen of {fte} full-time equivalents"
        self.seats = now

    def _provincial(self, model: ReformModel, first: bool) -> None:
        state, law, path = model.state, model.world.law, model.world.path
        day = _day(law, "provincial_elections", state.year)
        now = {}
        for row in np.flatnonzero(state.provinces.alive):
            code = state.provinces.codes[row]
            seats = now[code] = int(state.provinces.seats[row])
            if first:
                continue
            if day is None and code in self.provincial:
                assert seats == self.provincial[code], f"{state.year}: {code} changed size without an election"
                continue
            on = day or date(state.year, 1, 1)
            before = round(law.value("provincial_reference_years_before", on, code)) if day else 1
            people = path[max(on.year - before, min(path))][state.unit_province == row].sum()
            # A province that is new this year may have been formed before this year's law changed, or after it.
            laws = [law] if day else [law, self.law_before]
            expected = {float(one.by_class("provincial_council_seats", on, [people], [code])[0]) for one in laws}
            assert seats in expected, f"{state.year}: {code} has {seats} seats, the law says {expected}"
        self.provincial, self.law_before = now, law


def _day(law: Law, table: str, year: int) -> date | None:
    return next((d for d in law.dates(table, date(year, 12, 31)) if d.year == year), None)


def _about_to_merge(model: ReformModel, election: date) -> set[int]:
    """Rows that may have left out a regular election, since they merge on the next 1 January."""
    if not model.world.law.in_force("merger_postpone_from", election):
        return set()
    return {row for procedure in model.mergers.completed for row in procedure.rows}


def _stranded(model: ReformModel) -> set[str]:
    """Municipalities whose merger failed in Parliament this year: they may have voted in the autumn instead."""
    year = model.state.year
    broken = (e for e in model.world.events if (e.kind, e.year, e.detail) == ("procedure_broken_off", year, "act"))
    return {code for event in broken for code in event.members}


def _sits_on(law: Law, founded: int, election: date) -> bool:
    """A council elected for a recent merger sits through the regular election that follows too soon."""
    years = round(law.value("merger_skip_election_years", election))
    return founded > 0 and date(founded + years, 1, 1) > election


class Watch:
    """A model under watch: :meth:`run` steps it to its last year and checks every rule each year."""

    def __init__(self, model: ReformModel):
        self.model, self.councils = model, Councils()
        self.owner = model.state.owner.copy()

    def run(self) -> Record:
        end = self.model.scenario.horizon.end
        while self.model.state.year < end or not self.councils.seats:
            self.step()
        record = measured(self.model.history())
        check_record(self.model, record)
        return record

    def step(self) -> None:
        self.model.step()
        every_unit_has_one_living_municipality_and_province(self.model)
        inhabitants_are_those_of_the_territory(self.model)
        a_merger_conserves_inhabitants(self.model, self.owner)
        bodies_have_two_living_members(self.model)
        seats_by_kind_of_list_add_up(self.model)
        counts_of_memberships_are_kept_up(self.model)
        every_task_is_carried_once_in_every_place(self.model)
        only_a_body_one_sits_in_carries_out_ones_tasks(self.model)
        what_is_ceded_is_what_a_body_there_took_over(self.model)
        provinces_sit_together_only_while_they_exist(self.model)
        the_dead_do_not_act(self.model)
        self.councils.check(self.model)
        self.owner = self.model.state.owner.copy()


def check_record(model: ReformModel, record: Record) -> None:
    """All that can only be told from the whole history."""
    the_map_follows_from_the_events(record)
    a_merged_code_never_acts_again(record)
    merged_municipalities_were_neighbours(model, record)
    every_indicator_is_a_number(record)
    if not any(lever.date.year <= record.years[0] for lever in model.scenario.levers):
        the_parts_of_what_is_lost_to_scale_add_up(record)


def the_map_follows_from_the_events(record: Record) -> None:
    for at, year in enumerate(record.years):
        rebuilt = map_from_events(record.units, record.events, year)
        shown = {u: record.municipalities[o] for u, o in zip(record.units, record.owner[at], strict=True)}
        assert rebuilt == shown, f"{year}: the map of the events is not the map recorded"


def a_merged_code_never_acts_again(record: Record) -> None:
    gone: set[str] = set()
    for event in record.events:
        assert not gone & set(event.members), f"a municipality that is no more acts: {event}"
        if event.kind == "merger":
            assert event.subject not in gone and event.subject not in record.units, f"a code is used again: {event}"
            gone |= set(event.members)
    assert len(set(record.municipalities)) == len(record.municipalities), "two municipalities have one code"


def merged_municipalities_were_neighbours(model: ReformModel, record: Record) -> None:
    territory = model.world.territory
    pairs = [
        (int(a), int(b))
        for (a, b), water, link in zip(territory.edges, territory.edge_water, territory.edge_link, strict=True)
        if not water or link in PASSABLE
    ]
    for event in (e for e in record.events if e.kind == "merger"):
        before = map_from_events(record.units, record.events, event.year - 1)
        owners = [before[u] for u in record.units]
        links = {(owners[a], owners[b]) for a, b in pairs}
        links |= {(b, a) for a, b in links}
        reached, open_ = {event.members[0]}, [event.members[0]]
        while open_:
            one = open_.pop()
            found = [m for m in event.members if m not in reached and (one, m) in links]
            reached.update(found)
            open_.extend(found)
        assert reached == set(event.members), f"{event.year}: merged without a common border: {event}"
        assert 2 <= len(event.members) <= 6, event


def every_indicator_is_a_number(record: Record) -> None:
    """But for tasks that no municipality carries in a year, and without water boards, books or votes of councils."""
    absent = {"thin", "lost_to_scale", "water_board_turnout", "council_local_share"}
    absent |= {"merger_proposals_voted_down", "councils_divided", *(one.name for one in accounts.MEASURES)}
    wrong = [
        (record.years[y], record.indicators[i], float(record.values[y, i]))
        for y, i in np.argwhere(~np.isfinite(record.values))
        if record.indicators[i].split(".")[0] not in absent
    ]
    assert not wrong, f"indicators without a number: {wrong[:10]}"


def the_parts_of_what_is_lost_to_scale_add_up(record: Record) -> None:
    lost, within, other = (
        record.values[:, record.indicators.index(name)]
        for name in ("lost_to_scale", "lost_to_scale_within", "lost_to_scale_other")
    )
    at_start = lost - within - other
    assert np.allclose(at_start, at_start[0], rtol=0, atol=1e-12), "within and other are not the whole difference"
