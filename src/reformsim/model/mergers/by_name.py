"""Mergers that a reform names: by Act, or if the councils agree; municipalities are looked up on the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from reformsim.levers.changes_by_name import MergeMunicipalities
from reformsim.model.government.politics import Step
from reformsim.model.mergers.framework import agreeing
from reformsim.model.mergers.mapchange import Successor, election_due, merge, settle
from reformsim.model.world import World


class NotThereError(Exception):
    """A municipality that a reform names does not exist on its day; says why."""


def found(world: World, word: str) -> int:
    """Row of the living municipality of a code or name.

    Raises
    ------
    NotThereError
        If there is none, or several of that name.
    """
    state = world.state
    if word in state.codes and state.alive[row := state.row_of(word)]:
        return row
    low = word.casefold()
    rows = [int(row) for row in state.live if state.names[row].casefold() == low]
    if len(rows) == 1:
        return rows[0]
    if rows:
        codes = ", ".join(world.codes_of(rows))
        raise NotThereError(f"'{word}' is the name of several municipalities in {state.year}: {codes}")
    gone = [row for row, name in enumerate(state.names) if state.codes[row] == word or name.casefold() == low]
    if not gone:
        raise NotThereError(f"no municipality is called '{word}' in {state.year}")
    now = int(state.owner[state.leader[gone[-1]]])
    into = f"'{state.names[now]}' ({state.codes[now]})"
    raise NotThereError(f"'{state.names[gone[-1]]}' is part of {into} since {state.founded[now]}")


def merge_named(world: World, change: MergeMunicipalities, lever: str) -> None:
    """Let the municipalities named become one, as after any merger, if all are there and agree where they are asked."""
    try:
        rows = tuple(sorted({found(world, word) for word in change.members}))
        into = -1 if change.into is None else found(world, change.into)
    except NotThereError as error:
        world.tell("reform_impossible", lever, (), str(error))
        return
    state = world.state
    if len(rows) < 2:
        world.tell("reform_impossible", lever, world.codes_of(rows), "its members are one municipality already")
        return
    if change.asked and not _agree(world, rows, lever):
        return
    code = state.codes[into] if into >= 0 else ""
    name = change.name or (state.names[into] if into >= 0 else "")
    how = f"councils asked ({lever})" if change.asked else f"by Act ({lever})"
    new = merge(world, rows, how, Successor(code, name, into))
    settle(world, {new: rows})
    world.remade.append(new)


def _agree(world: World, rows: tuple[int, ...], lever: str) -> bool:
    """Ask the councils: each agrees by its own gain, and the consent that the rules ask for decides."""
    state, rules = world.state, world.rules
    keys = state.key[list(rows)]
    agrees = world.streams.uniform("merger.asked", state.year, keys) < agreeing(world, rows)
    people = state.population[list(rows)].astype(float)
    held, least = float(people[agrees].sum() / people.sum()), rules["merger.min_support"]
    if least is not None:
        given = held >= least
    else:
        given = bool(agrees.all()) if rules["merger.consent"] == "unanimous" else held > 0.5
    if not given:
        against = ", ".join(state.codes[row] for row, yes in zip(rows, agrees, strict=True) if not yes)
        world.tell("merger_refused", lever, world.codes_of(rows), f"refused by {against}")
    return given


def about_to_merge(world: World, agenda: Iterable[Step], day: date) -> NDArray[np.int64]:
    """Rows whose regular election on a day is put off, because an Act of the agenda merges them soon after.

    By law table ``merger_election_put_off_years``; mergers of which the councils are still to be asked put nothing off.
    """
    state = world.state
    last = state.year + round(world.law.value("merger_election_put_off_years", day))
    rows: list[int] = []
    for step in agenda:
        change = step.change
        if not isinstance(change, MergeMunicipalities) or change.asked or not state.year < step.day.year <= last:
            continue
        try:
            members = {found(world, word) for word in change.members}
            into = -1 if change.into is None else found(world, change.into)
        except NotThereError:
            continue
        units = np.flatnonzero(np.isin(state.owner, list(members)))
        rows += [row for row in members if row != into or election_due(world, into, units, step.day.year)]
    return np.array(sorted(set(rows)), np.int64)
