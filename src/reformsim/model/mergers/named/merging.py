"""Mergers that a reform names: by Act, or if the councils agree; municipalities are looked up on the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from reformsim.levers.changes_by_name import MergeMunicipalities
from reformsim.model.government.lookup import NotThereError, found, impossible, rows_of
from reformsim.model.government.politics import Step
from reformsim.model.mergers.framework import agreeing
from reformsim.model.mergers.mapchange import Successor, election_due, merge, settle
from reformsim.model.world import World


def merge_named(world: World, change: MergeMunicipalities, lever: str) -> None:
    """Let the municipalities named become one, as after any merger, if all are there and agree where they are asked."""
    try:
        rows = tuple(rows_of(world, change.members))
        into = -1 if change.into is None else found(world, change.into)
        if len(rows) < 2:
            raise NotThereError("its members are one municipality already")
    except NotThereError as error:
        impossible(world, lever, error)
        return
    state = world.state
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
            members = rows_of(world, change.members)
            into = -1 if change.into is None else found(world, change.into)
        except NotThereError:
            continue
        units = np.flatnonzero(np.isin(state.owner, members))
        rows += [row for row in members if row != into or election_due(world, into, units, step.day.year)]
    return np.array(sorted(set(rows)), np.int64)
