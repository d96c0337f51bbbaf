"""Founding a body: who begins, about what, how many they are, and with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.model.cooperation.forms import form_of_new_body, may_be_founded
from reformsim.model.cooperation.rates import crossing, pulled
from reformsim.model.cooperation.regrouping import master_regions
from reformsim.model.cooperation.scope import asked_for, room_to_share, serve
from reformsim.model.cooperation.terms import PARTNER, STARTING, Ties, partner_terms, starting_terms
from reformsim.model.councils.on_bodies import decide
from reformsim.model.world import World
from reformsim.network import load_foundings, load_subjects
from reformsim.tasks import GEMEENTE, TaskCatalogue
from reformsim.world.bodies import legal_of
from reformsim.world.neighbours import Graph
from reformsim.world.streams import key_of, pair_keys

WAVE_UNTIL = 2017
"""Last year of the wave of foundings around the new tasks of 2015 and the business organisations of the Wgr."""


@dataclass(frozen=True, slots=True)
class Idea:
    """What a new body could be, as others were.

    Attributes
    ----------
    word, title
        Its subject: as the record has it, and in words.
    form, members
        Its legal form; how many found it, who begins among them.
    tasks, about : (K,) bool
        What it carries out for its members, and what it has a say in.
    """

    word: str
    title: str
    form: str
    members: int
    tasks: Bools
    about: Bools


def found(world: World, graph: Graph, tied: Ties) -> set[int]:
    """Let municipalities begin bodies, each with the partners that it chooses; returns the rows of all founders."""
    if not len(world.tasks):  # Where no task is known there is nothing to share.
        return set()
    state = world.state
    rows = state.live.astype(np.int64)
    draws = world.streams.uniform("cooperation.found", state.year, state.key[rows])
    chances = starting_chance(world, rows)
    begin = rows[decide(world, "founding", rows, state.key[rows], chances, draws, lambda _: "").carried]
    begin = begin[np.argsort(state.key[begin], kind="stable")]
    if not len(begin):
        return set()
    ideas, odds = ideas_open(world)
    if not ideas:
        return set()
    touched = set[int]()
    drawn = world.streams.uniform("cooperation.idea", state.year, state.key[begin])
    for row, at in zip(begin.tolist(), np.searchsorted(odds, drawn, side="right").tolist(), strict=True):
        touched |= _found(world, graph, tied, row, ideas[min(at, len(ideas) - 1)])
    return touched


def starting_chance(world: World, rows: Ints) -> Floats:
    """Yearly chance that municipalities begin a body, shape of ``rows``."""
    behaviour = world.behaviour
    value = starting_terms(world, rows) @ np.array([behaviour[name] for name in STARTING])
    value += behaviour["cooperation.founding_wave"] * (world.state.year <= WAVE_UNTIL)
    rate = behaviour["cooperation.founding"] * np.exp(value) * pulled(world, rows)
    result: Floats = -np.expm1(-rate)
    return result


def ideas_open(world: World) -> tuple[Sequence[Idea], Floats]:
    """What the rules let municipalities found, as recorded foundings were, with the running share of each."""
    rules = world.rules
    return _ideas(world.tasks, rules["cooperation.forms"], rules["cooperation.types"])


@lru_cache(maxsize=32)
def _ideas(
    catalogue: TaskCatalogue, forms: tuple[str, ...] | None, types: tuple[str, ...] | None
) -> tuple[Sequence[Idea], Floats]:
    subjects, tasks = load_subjects(), np.array(catalogue.ids)
    ideas, number = [], []
    for one in load_foundings():
        subject = subjects[one.subject]
        carried = np.isin(tasks, subject.tasks)
        about = carried | np.isin(tasks, subject.say)
        if may_be_founded([catalogue.tasks[k] for k in np.flatnonzero(about)], forms, types):
            ideas.append(Idea(one.subject, subject.title_en, one.form, one.members, carried, about))
            number.append(one.number)
    share = np.cumsum(number) / max(sum(number), 1)
    return tuple(ideas), share


def _found(world: World, graph: Graph, tied: Ties, row: int, idea: Idea) -> set[int]:
    """Found one body, if it is about something that is municipal here and partners are there."""
    state = world.state
    if idea.about.any() and not (idea.about & (state.carrier[row] == GEMEENTE)).any():
        return set()
    free = _free_to_share(world, idea)
    if not free[row]:
        return set()
    value = partner_value(world, graph, tied, row, idea.about)
    value[~free] = -np.inf
    value[row] = -np.inf
    other = np.flatnonzero(value > -np.inf)
    keys = pair_keys(np.full(len(other), state.key[row]), state.key[other])
    luck = -np.log(-np.log(world.streams.uniform("cooperation.partner", state.year, keys)))
    chosen = other[np.argsort(-(value[other] + luck), kind="stable")[: idea.members - 1]]
    if not len(chosen):
        return set()
    rows = np.sort(np.r_[row, chosen])
    body = _set_up(world, row, rows, idea)
    state.bodies.add_members(np.full(len(rows), body), rows)
    serve(world, body, rows)
    world.tell("body_founded", state.bodies.names[body], world.codes_of(np.r_[row, chosen]), idea.title)
    return set(rows.tolist())


def partner_value(world: World, graph: Graph, tied: Ties, row: int, about: Bools) -> Floats:
    """Value of each row as a partner of who begins a body, (R,), in logits; dead rows have none."""
    state, behaviour = world.state, world.behaviour
    weights = np.array([behaviour[name] for name in PARTNER])
    years = max(state.year - world.territory.year, 0)
    weights[0] *= (1.0 - behaviour["residents.reach"]) ** years
    value: Floats = partner_terms(world, graph, tied, row, about) @ weights
    value -= crossing(world, master_regions(world), np.array(row), np.arange(len(value)))
    value[~state.alive] = -np.inf
    return value


def _free_to_share(world: World, idea: Idea) -> Bools:
    """Rows that may have what the body does carried out, (R,), by the cap on budget out of their hands."""
    room = room_to_share(world)
    free = np.ones(len(world.state.alive), bool)
    if room is not None:
        live = world.state.live
        free[live] = asked_for(world, live, idea.tasks, idea.form) <= room[live]
    return free


def _set_up(world: World, row: int, rows: Ints, idea: Idea) -> int:
    """Enter the body, in the form of the recorded founding where the rules allow it."""
    state = world.state
    key = state.key[[row]] + np.uint64(key_of(f"{idea.word}/{state.year}"))
    form = form_of_new_body(world, idea.form, idea.about, key)
    others = f"{len(rows) - 1} others" if len(rows) > 2 else state.names[int(rows[rows != row][0])]
    most = int(world.rules["cooperation.max_tasks"])
    body = state.bodies.add(
        name=f"{idea.title}, {state.names[row]} and {others} ({state.year})",
        kind="private" if legal_of(form) == "private" else "public",
        form=form,
        legal=legal_of(form),
        region="",
        tasks=np.flatnonzero(idea.tasks)[:most].tolist(),
        say=np.flatnonzero(idea.about)[:most].tolist(),
        founded=state.year,
    )
    state.bodies.key[body] = key[0]
    return body
