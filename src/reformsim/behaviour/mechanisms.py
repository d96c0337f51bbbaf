"""The table of mechanisms: decisions of actors that a scenario switches on or off."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from reformsim.errors import DataError, UnknownNameError
from reformsim.marked import read_marked
from reformsim.validation import StrictPart, Words, in_order, named_parts

Actor = Literal["municipality", "council", "province", "water_board", "body"]
"""Who decides."""


class FileMechanism(StrictPart):
    """One mechanism as the file has it.

    Attributes
    ----------
    default
        Whether it works where a scenario does not say.
    needs
        Mechanisms without which it cannot work, which it switches on.
    rests_on
        The record or the evidence behind it.
    adds
        What it adds to the explained record: scores before and after.
    """

    default: bool
    actor: Actor
    title: Words
    title_nl: Words
    meaning: Words
    rests_on: Words
    adds: Words
    needs: Annotated[tuple[str, ...], Field(strict=False)] = ()


class Mechanism(FileMechanism):
    """One mechanism, with the name that scenarios have for it."""

    name: str


@lru_cache(maxsize=1)
def load_mechanisms() -> Mapping[str, Mechanism]:
    """Give all mechanisms by name, in the order of the file.

    Raises
    ------
    DataError
        The table is wrong; carries all mistakes.
    """
    with as_file(files("reformsim.behaviour") / "mechanisms.yaml") as path:
        return read_mechanisms(path)


def read_mechanisms(path: Path) -> Mapping[str, Mechanism]:
    """Read a table of mechanisms; raises :class:`DataError` with all mistakes."""
    read, table = read_marked(path), {}
    parts, problems = named_parts(read, "mechanisms", FileMechanism, lambda _: FileMechanism.model_fields)
    for name, entry in parts.items():
        table[name] = Mechanism(name=name, **dict(entry))
        unknown = [other for other in entry.needs if other not in parts]
        problems += [read.problem((name, "needs"), f"'{other}' is no mechanism") for other in unknown]
    if problems:
        raise DataError(in_order(problems))
    return MappingProxyType(table)


def mechanism(name: str) -> Mechanism:
    """Give a mechanism by name; raises :class:`UnknownNameError` with the nearest name."""
    try:
        return load_mechanisms()[name]
    except KeyError:
        raise UnknownNameError("mechanism", name, load_mechanisms()) from None


def acting(switches: Mapping[str, bool]) -> frozenset[str]:
    """Names of the mechanisms that work: those switched on, those on by default, and what these need.

    Parameters
    ----------
    switches
        What a scenario says; a mechanism that one of them needs works although it is not named.
    """
    table = load_mechanisms()
    found = {name for name, one in table.items() if switches.get(name, one.default)}
    while more := {other for name in found for other in table[name].needs} - found:
        found |= more
    return frozenset(found)
