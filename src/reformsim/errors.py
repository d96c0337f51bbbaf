"""What can go wrong, one class per kind of failure.

Everything a user can cause is a :class:`ReformsimError`; the command line prints it without a traceback
and ends with exit code 2. Input errors carry every mistake found, not only the first.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 1_000
"""Characters of a line of a message; what is longer holds a value that was never meant to be read."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in one place of an input file.

    Parameters
    ----------
    file
        The file as the user named it.
    message
        What is wrong, what was expected and, where one is near, the right word.
    line, column
        Position, counted from 1; ``None`` where the mistake is that of the whole file.
    path
        Dotted path (YAML) or column name (CSV) of the value.
    """

    file: str
    message: str
    line: int | None = None
    column: int | None = None
    path: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.line is not None:
            place += f":{self.line}"
            if self.column is not None:
                place += f":{self.column}"
        return bounded(f"{place}: {self.path}: {self.message}" if self.path else f"{place}: {self.message}")


def bounded(line: str) -> str:
    """Give a line of a message, without its middle if it is longer than anybody reads."""
    if len(line) <= LONGEST:
        return line
    # The whole stays within the measure, for a message may be part of another one.
    first, last = LONGEST - 250, 200
    return f"{line[:first]} [... {len(line) - first - last:,} characters more ...] {line[-last:]}"


class ReformsimError(Exception):
    """Base of all errors that a user can cause and mend."""

    def __str__(self) -> str:
        return "\n".join(map(bounded, super().__str__().split("\n")))


class InputError(ReformsimError):
    """Mistakes in input files; ``problems`` holds all of them in file order."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class ScenarioError(InputError):
    """A scenario file (or what it extends) is wrong."""


class TerritoryError(InputError):
    """A territory folder is wrong."""


class DataError(InputError):
    """A law, task or behaviour table is wrong."""


class UnknownNameError(ReformsimError):
    """A name that does not exist was asked for: a scenario, territory, table, lever or indicator."""

    def __init__(self, kind: str, name: str, known: Iterable[str]):
        self.kind, self.name, self.known = kind, name, tuple(known)
        super().__init__(f"unknown {kind} '{name}'{suggest(name, self.known)}")

    def __reduce__(self) -> tuple[type[UnknownNameError], tuple[str, str, tuple[str, ...]]]:
        return type(self), (self.kind, self.name, self.known)


class OutputError(ReformsimError):
    """Results could not be written, or a folder would be overwritten that is not ours."""


class RunError(ReformsimError):
    """A simulation broke one of its own rules or was asked for something impossible."""


def suggest(name: str, known: Iterable[str], *, most: int = 8) -> str:
    """Say what was meant: ``"; did you mean 'x'?"``, or the known names if none is near.

    Parameters
    ----------
    name
        What the user wrote.
    known
        The words that would have been right.
    most
        List all known words only if there are at most this many.
    """
    names = sorted(known)
    near = difflib.get_close_matches(name, [n for n in names if n != name], n=1, cutoff=0.6)
    near = near or _by_part(name, names)
    if near:
        return f"; did you mean '{near[0]}'?"
    if 0 < len(names) <= most:
        return f"; expected one of {', '.join(names)}"
    return ""


def _by_part(name: str, names: Iterable[str]) -> list[str]:
    """Find a longer name of which the user wrote a part, such as 'youth' for 'youth_care'."""
    parts: dict[str, str] = {}
    for full in names:
        for part in re.split(r"[_.]", full):
            parts.setdefault(part, full)
    near = difflib.get_close_matches(name, sorted(parts), n=1, cutoff=0.8) if len(name) > 3 else []
    return [parts[part] for part in near]
