"""Municipalities and bodies that a reform names, as they are on its day."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from reformsim.levers.places import on_record
from reformsim.model.world import World


class NotThereError(Exception):
    """What a reform names does not exist on its day, or cannot do what it should; says why."""


def found(world: World, word: str) -> int:
    """Row of the living municipality that a code or name stands for.

    The code or name that the record gives to just its units stands for it too, where it has another in this run.

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
    if (recorded := _as_recorded(world, word)) is not None:
        return recorded
    gone = [row for row, name in enumerate(state.names) if state.codes[row] == word or name.casefold() == low]
    if not gone:
        raise NotThereError(f"no municipality is called '{word}' in {state.year}")
    now = int(state.owner[state.leader[gone[-1]]])
    into, since = f"'{state.names[now]}' ({state.codes[now]})", _part_since(world, int(state.leader[gone[-1]]), now)
    raise NotThereError(f"'{state.names[gone[-1]]}' is part of {into} since {since}")


def _part_since(world: World, unit: int, row: int) -> int:
    """Year in which a unit came to the municipality of a row, which may have taken others in under its own code."""
    state = world.state
    joined = [
        one.year
        for one in world.lineage
        for at in np.flatnonzero(one.units == unit).tolist()
        if state.codes[one.before[at]] != state.codes[row]
    ]
    return joined[-1] if joined else int(state.founded[row])


def _as_recorded(world: World, word: str) -> int | None:
    """Row of the living municipality that has just the units of what the record has formed under a code or name."""
    state, land = world.state, world.start_map
    units = [land.index(code) for code in on_record(word, land, state.year)]
    if not units:
        return None
    row = int(state.owner[units[0]])
    return row if np.array_equal(np.flatnonzero(state.owner == row), np.sort(units)) else None


def rows_of(world: World, words: Iterable[str]) -> list[int]:
    """Rows of the living municipalities of codes or names, ascending, each once; raises as :func:`found`."""
    return sorted({found(world, word) for word in words})


def body_of(world: World, name: str, kind: str = "") -> int:
    """Number of the living body of a name.

    Parameters
    ----------
    kind
        Its kind, empty for any.

    Raises
    ------
    NotThereError
        If there is none, or several of that name.
    """
    bodies, low = world.state.bodies, name.casefold()
    named = [b for b in range(bodies.count) if bodies.alive[b] and bodies.names[b].casefold() == low]
    here = [b for b in named if not kind or bodies.kinds[b] == kind]
    if len(here) == 1:
        return here[0]
    if here and len({bodies.kinds[b] for b in here}) > 1:
        kinds = ", ".join(sorted({bodies.kinds[b] for b in here}))
        raise NotThereError(f"several bodies are called '{name}': {kinds}; say which by kind")
    if here:
        raise NotThereError(f"{len(here)} bodies of kind '{bodies.kinds[here[0]]}' are called '{name}'")
    of_kind = f" of kind '{kind}'" if kind else ""
    raise NotThereError(f"no body{of_kind} is called '{name}' in {world.state.year}")


def impossible(world: World, lever: str, error: NotThereError) -> None:
    """Tell that a reform was not carried out, and why."""
    world.tell("reform_impossible", lever, (), str(error))
