"""Mergers that a reform names: by Act, or if the councils agree; municipalities are looked up on the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np

from reformsim.arrays import Ints
from reformsim.levers.changes_by_name import MergeMunicipalities, RefuseMerger
from reformsim.model.councils.on_bodies import decide
from reformsim.model.government.lookup import NotThereError, found, impossible, rows_of
from reformsim.model.government.politics import Step
from reformsim.model.mergers.coalitions import coalition
from reformsim.model.mergers.framework import agreeing
from reformsim.model.mergers.mapchange import Successor, election_due, merge, settle
from reformsim.model.mergers.support import consent_given
from reformsim.model.world import World


def merge_named(world: World, change: MergeMunicipalities, lever: str) -> None:
    """Let the municipalities named become one, as after any merger, if all are there and agree where they are asked.

    Nothing is left to do where their own procedure made them one on this very day.
    """
    if _merged_today(world, change.members):
        return
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


def _merged_today(world: World, members: tuple[str, ...]) -> bool:
    """Whether a merger of this 1 January was of just these municipalities, by code or name."""
    state = world.state
    wanted = {word.casefold() for word in members}
    for one in (one for one in world.lineage if one.year == state.year):
        before = np.unique(one.before).tolist()
        known = {row: {state.codes[row].casefold(), state.names[row].casefold()} for row in before}
        if all(words & wanted for words in known.values()) and wanted <= set().union(*known.values()):
            return True
    return False


def refuse_named(world: World, change: RefuseMerger, lever: str) -> None:
    """Let no Act pass from this day on that merges the municipalities named with one another."""
    try:
        rows = rows_of(world, change.members)
        if len(rows) < 2:
            raise NotThereError("its members are one municipality already")
    except NotThereError as error:
        impossible(world, lever, error)
        return
    world.refused.append(frozenset(np.flatnonzero(np.isin(world.state.owner, rows)).tolist()))
    world.tell("merger_barred", lever, world.codes_of(rows), "no Act will merge them")


def _agree(world: World, rows: tuple[int, ...], lever: str) -> bool:
    """Ask the councils: each agrees by its own gain, and the consent that the rules ask for decides."""
    state = world.state
    one = coalition(rows, state.key)
    draws = world.streams.uniform("merger.asked", state.year, state.key[list(rows)])
    whole = np.full(len(rows), one.key[0])
    decided = decide(world, "named", np.array(rows), whole, agreeing(world, rows), draws, lambda _: lever, rare=False)
    agrees = decided.carried
    given = bool(consent_given(world, one, agrees[None])[0])
    if not given:
        against = ", ".join(state.codes[row] for row, yes in zip(rows, agrees, strict=True) if not yes)
        world.tell("merger_refused", lever, world.codes_of(rows), f"refused by {against}")
    return given


def about_to_merge(world: World, agenda: Iterable[Step], day: date) -> Ints:
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
