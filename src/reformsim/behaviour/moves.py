"""What each weight moves: indicators that change with it, and the lever with which that is seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from types import MappingProxyType

from reformsim.errors import DataError
from reformsim.marked import read_marked


@dataclass(frozen=True, slots=True)
class Moves:
    """What a weight moves.

    Attributes
    ----------
    indicators
        Names of measures that change in a run with it; a test sees each of them change.
    lever
        The lever with which they are seen to change; ``None``: without any.
    """

    indicators: tuple[str, ...]
    lever: str | None = None


@lru_cache(maxsize=1)
def load_moves() -> Mapping[str, Moves]:
    """Give what the shipped weights move, by name.

    Raises
    ------
    DataError
        The file cannot be read.
    """
    with as_file(files("reformsim.behaviour") / "moves.yaml") as path:
        read = read_marked(path)
    if read.problems:
        raise DataError(read.problems)
    return MappingProxyType({name: _one(entry) for name, entry in read.data.items()})


def _one(entry: list[str] | dict[str, list[str]]) -> Moves:
    """A list of indicators, or of those that are seen with a lever: ``{lever: [indicators]}``."""
    if isinstance(entry, dict):
        ((lever, indicators),) = entry.items()
        return Moves(tuple(indicators), lever)
    return Moves(tuple(entry))
