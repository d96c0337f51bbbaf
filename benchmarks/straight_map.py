"""The map of the straight implementation: its first day, the network it is given, and mergers that take effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from benchmarks.straight_agents import REGIO, Body, Circumstances, Municipality
from benchmarks.straight_draws import MASK
from benchmarks.straight_worth import carriers, executors
from reformsim.network import JOINT_FORM
from reformsim.territory import FIXED_LINKS, Territory
from reformsim.world.bodies import LEGAL
from reformsim.world.state import State

if TYPE_CHECKING:
    from benchmarks.straight_mesa import StraightModel

Made = Sequence[tuple[Municipality, tuple[Municipality, ...]]]
"""New municipalities, each with the members that it takes the place of."""


def found_all(model: StraightModel, territory: Territory, state: State) -> list[Municipality]:
    """The municipalities of the first day with their borders."""
    found = []
    for row, code in enumerate(territory.codes):
        m = Municipality(model, row, code, int(state.key[row]), row, [row])
        m.area, m.x, m.y = float(state.area[row]), float(state.hall_x[row]), float(state.hall_y[row])
        m.founded, m.province = int(state.founded[row]), int(state.province[row])
        m.grow()
        found.append(m)
    for (a, b), km, water, link in zip(
        territory.edges.tolist(),
        territory.border_km.tolist(),
        territory.edge_water.tolist(),
        territory.edge_link,
        strict=True,
    ):
        if not water or link in FIXED_LINKS:
            found[a].borders[found[b]] = found[b].borders[found[a]] = km
    return found


def circumstances(state: State, behaviour: Mapping[str, float]) -> Circumstances:
    """What municipalities find in place at this moment of a product's run."""
    finances = state.finances
    return Circumstances(
        state.year,
        behaviour,
        state.budget.tolist(),
        finances.need.tolist(),
        state.efficient_scale.tolist(),
        finances.money.tolist(),
        finances.staff.tolist(),
    )


def take_network(model: StraightModel, state: State) -> None:
    """Make objects of the bodies and their members, and of who carries each task and carries it out."""
    net = state.bodies
    model.bodies = [
        Body(
            number,
            int(net.key[number]),
            int(net.kind[number]),
            bool(net.regional[number]),
            bool(net.carries[number]),
            bool(net.obliged[number]),
            LEGAL[net.legal[number]] == "private",
            net.forms[number] == JOINT_FORM,
            [k for k, has in enumerate(net.tasks[number].tolist()) if has],
            [k for k, has in enumerate(net.say[number].tolist()) if has],
        )
        for number in range(net.count)
    ]
    row_of = {code: row for row, code in enumerate(state.codes)}
    by_row = {row_of[m.code]: m for m in model.municipalities}
    for row, m in by_row.items():
        m.seats = []
        m.province = int(state.province[row])
        m.carrier = state.carrier[row].tolist()
        m.executor = [model.bodies[number] if number >= 0 else None for number in state.executor[row].tolist()]
    for number, row in zip(net.edge_body.tolist(), net.edge_row.tolist(), strict=True):
        model.bodies[number].members.append(by_row[row])
        by_row[row].seats.append(model.bodies[number])
    model.bodies = [body for body in model.bodies if net.alive[body.number]]


def merge(model: StraightModel, members: tuple[Municipality, ...]) -> Municipality:
    """Let a new municipality take the place of several."""
    largest = max(members, key=lambda m: (m.population, -m.number))
    units = sorted(unit for m in members for unit in m.units)
    code = f"{model.territory.codes[largest.leader]}+{len(units)}"
    new = Municipality(model, model.founded_so_far, code, sum(m.key for m in members) & MASK, largest.leader, units)
    model.founded_so_far += 1
    new.population, new.area = sum(m.population for m in members), sum(m.area for m in members)
    new.x, new.y, new.founded = largest.x, largest.y, model.year
    new.province = largest.province
    new.carrier = carriers(list(members), largest)
    new.executor = [executors(list(members), k) for k in range(len(new.carrier))]
    for m in members:
        for neighbour, km in m.borders.items():
            del neighbour.borders[m]
            if neighbour not in members:
                new.borders[neighbour] = new.borders.get(neighbour, 0.0) + km
                neighbour.borders[new] = new.borders[neighbour]
        m.borders = {}
    model.municipalities = [m for m in model.municipalities if m not in members] + [new]
    return new


def settle(model: StraightModel, made: Made) -> None:
    """Let the new municipalities of a 1 January take their members' seats in bodies; the members are no more."""
    for new, members in made:
        _one_region_of_a_kind(new, members)
    for new, members in made:
        for body in dict.fromkeys(body for m in members for body in m.seats):
            body.members = [*(m for m in body.members if m not in members), new]
            new.seats.append(body)
        for m in members:
            m.remove()
            m.model = None
    _lapse(model)
    for m in model.municipalities:
        _carry_regionally(m, model.fallback)


def bring_together(model: StraightModel) -> None:
    """Let municipalities formed by a merger leave lesser bodies for one subject: all look first, then all leave."""
    leaving: list[tuple[Municipality, Body, dict[int, Body]]] = []
    for m in model.municipalities:
        if len(m.units) > 1:
            others = _lesser(model, m)
            needed = {kept for by_task in others.values() for kept in by_task.values()}
            leaving += [(m, body, by_task) for body, by_task in others.items() if body not in needed]
    for m, body, by_task in leaving:
        for k, one in enumerate(m.executor):
            if one is body:
                kept = by_task.get(k)
                m.executor[k] = None if kept is None or kept.carries else kept
                if kept is not None and not kept.carries and k not in kept.tasks:
                    kept.tasks.append(k)
        m.seats.remove(body)
        body.members.remove(m)
        model.left += 1
    _lapse(model)


def _lesser(model: StraightModel, m: Municipality) -> dict[Body, dict[int, Body]]:
    """The bodies that a municipality is drawn to leave, each with the body it keeps for every subject of theirs."""
    found: dict[Body, dict[int, Body]] = {}
    for k in range(len(m.executor)):
        bodies = sorted((body for body in m.seats if k in body.say), key=Body.precedence)
        for body in bodies[1:]:
            u = model.draws.uniform("cooperation.bring_together", model.year, (m.key + body.key) & MASK)
            if body.voluntary and u < model.behaviour["merger.leaves_lesser"]:
                found.setdefault(body, {})[k] = bodies[0]
    return found


def _one_region_of_a_kind(new: Municipality, members: tuple[Municipality, ...]) -> None:
    """Let a new municipality stay in one region of each kind: that of its largest member that lies in one."""
    stays: dict[int, Body] = {}
    left: dict[Body, Body] = {}
    for m in sorted(members, key=lambda m: (-m.population, m.number)):
        for body in sorted(m.seats, key=lambda body: body.number):
            if body.regional and stays.setdefault(body.kind, body) is not body:
                left[body] = stays[body.kind]
    for body in left:
        body.members = [m for m in body.members if m not in members]
    for m in members:
        m.seats = [body for body in m.seats if body not in left]
    new.executor = [left.get(body, body) if body is not None else None for body in new.executor]


def _lapse(model: StraightModel) -> None:
    """Dissolve bodies with fewer than two members."""
    for body in model.bodies:
        if len(body.members) >= 2:
            continue
        for m in body.members:
            m.seats.remove(body)
            m.executor = [None if one is body else one for one in m.executor]
        body.members = []
    model.bodies = [body for body in model.bodies if body.members]


def _carry_regionally(m: Municipality, fallback: list[int]) -> None:
    """Let a region carry for a municipality what a body it sits in carries in its own right, and no more."""
    regional = {k for body in m.seats if body.carries for k in body.tasks}
    for k, before in enumerate(m.carrier):
        if k in regional:
            m.carrier[k], m.executor[k] = REGIO, None
        elif before == REGIO:
            m.carrier[k] = fallback[k]
