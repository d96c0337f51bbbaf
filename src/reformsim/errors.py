"""What can go wrong, one class per kind of failure.

Everything a user can cause is a :class:`ReformsimError`; the command line prints it without a traceback
and ends with exit code 2. Input errors carry every mistake found, not only the first.
"""

from __future__ import annotations

import difflib
import re
import string
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final, TypeVar

from reformsim.former import since

T = TypeVar("T")

MOST_TOLD = 50
"""Mistakes of one kind that are told; the others are counted."""

LONGEST = 1_000
"""Characters of a line of a message; what is longer holds a value that was never meant to be read."""

LONGEST_NAME = 80
"""Characters of a name for which a near word is looked for."""

MANY_NAMES = 2_000
"""Names among which a near word is looked for by comparing with each; among more, those one slip away."""


@dataclass(frozen=True, slots=True)
class Near:
    """The words one of which was meant by a name; which one is looked for only if the mistake is told.

    Parameters
    ----------
    name, known, most
        As for :func:`suggest`.
    after
        What is said after it.
    """

    name: str
    known: Collection[str]
    most: int = 8
    after: str = ""

    @property
    def hint(self) -> str:
        """What is said of it."""
        return suggest(self.name, self.known, most=self.most) + self.after


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
    near
        What may have been meant; told at the end of the message by :class:`Mistakes`.
    more
        Number of further mistakes of the same kind that this one stands for; 0 for a mistake itself.
    """

    file: str
    message: str
    line: int | None = None
    column: int | None = None
    path: str = ""
    near: Near | None = field(default=None, compare=False, repr=False)
    more: int = 0

    def __str__(self) -> str:
        place = self.file
        if self.line is not None:
            place += f":{self.line}"
            if self.column is not None:
                place += f":{self.column}"
        return bounded(f"{place}: {self.path}: {self.message}" if self.path else f"{place}: {self.message}")


_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"}


def bounded(line: str) -> str:
    """Give a line of a message, without its middle if it is longer than anybody reads, and safe to show.

    Control characters are written out: on a terminal they could hide or change what stands there.
    """
    line = line.translate(_CONTROLS)
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


class AmbiguousNameError(ReformsimError):
    """A name was given that several go by."""


class DayError(ReformsimError):
    """A day was asked for on which a record does not speak."""


class OutputError(ReformsimError):
    """Results could not be written, or a folder would be overwritten that is not ours."""


@contextmanager
def writing(what: object) -> Iterator[None]:
    """Tell as an :class:`OutputError` that the disk refused to have something written."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"cannot write {what}: {reason_of(error)}") from error


def reason_of(error: OSError) -> str:
    """Give what the system says, without the file."""
    return (error.strerror or str(error)).lower()


class RunError(ReformsimError):
    """A simulation broke one of its own rules or was asked for something impossible."""


class Mistakes(list[Problem]):
    """Problems as they are found; of one kind the first :data:`MOST_TOLD` are kept and the rest is counted.

    Without this a file of a million rows would be told a million times, and finding a near word for each would
    take hours.
    """

    def __init__(self, problems: Iterable[Problem] = ()):
        super().__init__()
        self._counts: Counter[Hashable] = Counter()
        self._last: dict[int, Hashable] = {}
        self.extend(problems)

    def append(self, problem: Problem) -> None:
        """Add a problem; its kind is its file and its message without the names and numbers in it."""
        self.add((problem.file, _NAMES.sub("", problem.message)), (problem,), lambda one: one)

    def add(self, kind: Hashable, wrong: Sequence[T], problem: Callable[[T], Problem]) -> None:
        """Add a problem for each of many things that are wrong in one way, put in words as far as they are told."""
        room = max(0, MOST_TOLD - self._counts[kind])
        for one in wrong[:room]:
            super().append(problem(one))
        if 0 < room <= len(wrong):
            self._last[len(self) - 1] = kind
        self._counts[kind] += len(wrong)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add problems one by one."""
        for problem in problems:
            self.append(problem)

    def __iadd__(self, problems: Iterable[Problem]) -> Mistakes:  # type: ignore[override, misc]
        self.extend(problems)
        return self

    def told(self) -> list[Problem]:
        """Give the problems with their near words, and after the last of its kind how many more there are."""
        found = []
        for at, problem in enumerate(self):
            hint = "" if problem.near is None else problem.near.hint
            found.append(replace(problem, message=problem.message + hint, near=None))
            count = self._counts[self._last[at]] - MOST_TOLD if at in self._last else 0
            if count:
                found.append(replace(problem, message=f"and {count:,} more of this kind", near=None, more=count))
        return found


def number_of(problems: Iterable[Problem]) -> int:
    """Give how many mistakes there are, those that are only counted too."""
    return sum(problem.more or 1 for problem in problems)


_NAMES = re.compile(r"'.*'|\d+", re.DOTALL)


FORMULA: Final = "=+-@\t\r\n"
"""Signs by which a spreadsheet takes a text for a formula, also after spaces."""


def formula(text: str) -> str:
    """Say of a word that spreadsheets would take it for a formula, and what was expected; empty if they would not.

    Words of the user's come back in tables of results, which are opened in spreadsheets; a formula there can send
    what stands beside it elsewhere (CWE-1236). Signs that no name begins with are refused where they come in, so
    that what goes out need not be altered.
    """
    begins = text.lstrip(" ")[:1]
    if not begins or begins not in FORMULA:
        return ""
    shown = begins if begins.isprintable() else f"U+{ord(begins):04X}"
    return f"begins with {shown}, which a spreadsheet takes for a formula; expected a letter or digit first"


def suggest(name: str, known: Iterable[str], *, most: int = 8) -> str:
    """Say what was meant: what came for a former name, ``"; did you mean 'x'?"``, or the known names if none is near.

    Parameters
    ----------
    most
        List all known words only if there are at most this many.
    """
    words = known if isinstance(known, Collection) else list(known)
    readable = len(name) <= LONGEST_NAME
    if told := since(name, words):
        return told
    if len(words) > MANY_NAMES:
        near = _one_slip(name, words) if readable else None
        return f"; did you mean '{near}'?" if near else ""
    names = sorted(words)
    close = difflib.get_close_matches(name, [n for n in names if n != name], n=1, cutoff=0.6) if readable else []
    close = close or (_by_part(name, names) if readable else [])
    if close:
        return f"; did you mean '{close[0]}'?"
    if 0 < len(names) <= most:
        return f"; expected one of {', '.join(names)}"
    return ""


def _one_slip(name: str, known: Collection[str]) -> str | None:
    """Find a known word one letter away (in another case, too many, too few, another or two changed round)."""
    words = known if isinstance(known, Set | Mapping) else frozenset(known)
    letters = sorted({*string.ascii_letters, *string.digits, *name})
    splits = [(name[:at], name[at:]) for at in range(len(name) + 1)]
    tries = chain(
        (name.upper(), name.lower()),
        (a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1),
        (a + letter + b[1:] for a, b in splits if b for letter in letters),
        (a + b[1:] for a, b in splits if b),
        (a + letter + b for a, b in splits for letter in letters),
    )
    return next((word for word in tries if word != name and word in words), None)


def _by_part(name: str, names: Iterable[str]) -> list[str]:
    """Find a longer name of which the user wrote a part, such as 'youth' for 'youth_care'."""
    parts: dict[str, str] = {}
    for full in names:
        for part in re.split(r"[_.]", full):
            parts.setdefault(part, full)
    near = difflib.get_close_matches(name, sorted(parts), n=1, cutoff=0.8) if len(name) > 3 else []
    return [parts[part] for part in near]
