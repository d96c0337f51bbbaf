"""Printing: tables that fit a terminal of 80 columns, messages for mistakes, a progress bar.

Results go to standard output, everything about how it went to standard error.
"""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from reformsim.cli.language import spoken
from reformsim.errors import InputError, Problem, ReformsimError, bounded, number_of, writing

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

TEXT_WIDTH = 78
PIPE_WIDTH = 100
"""Columns where the output is not a terminal and ``COLUMNS`` does not say otherwise."""


def console() -> Console:
    """Console on standard output."""
    from rich.console import Console

    width = None if sys.stdout.isatty() or os.environ.get("COLUMNS") else PIPE_WIDTH
    return Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)


def show(table: Table) -> None:
    """Print a table, without the blanks that fill its lines up."""
    screen = console()
    with screen.capture() as captured:
        screen.print(table, crop=False)
    print("\n".join(line.rstrip() for line in captured.get().rstrip("\n").split("\n")))


def complain(message: str) -> None:
    """Say what is wrong on standard error, one line each, never wrapped nor longer than anybody reads."""
    print("\n".join(map(bounded, message.split("\n"))), file=sys.stderr)


def tell(problems: Sequence[Problem]) -> str:
    """Complain of mistakes one by one; gives how many there are, in words."""
    w, number = spoken(), number_of(problems)
    for problem in problems:
        complain(in_words(problem))
    return w("terminal.mistakes" if number > 1 else "terminal.mistake", count=w.number(number))


def remark(notes: Iterable[Problem]) -> None:
    """Say on standard error what is no mistake but should be known, each once."""
    for note in dict.fromkeys(notes):
        complain(spoken()("terminal.note", what=in_words(note)))


def in_words(problem: Problem) -> str:
    """Give a mistake with its place, in the language that is spoken."""
    from reformsim.report.told import told

    w = spoken()
    return str(problem if w.lang == "en" else replace(problem, message=told(problem.message, w)))


def explain(error: ReformsimError) -> None:
    """Complain of an error of the user's, in the language that is spoken."""
    from reformsim.report.told import told

    if isinstance(error, InputError):
        complain("\n".join(map(in_words, error.problems)))
    else:
        complain(told(str(error), spoken()))


def say(text: str, indent: int = 0, hanging: int = 2) -> None:
    """Print a paragraph that fits the terminal, its later lines set in further."""
    space = " " * indent
    print(textwrap.fill(text, TEXT_WIDTH, initial_indent=space, subsequent_indent=space + " " * hanging))


def write_text(path: Path, text: str) -> None:
    """Write a text of scores or estimates to a file, and say so; raises :class:`OutputError`."""
    with writing(path):
        path.write_text(text, encoding="utf-8")
    print(of_scores(f"{path} written"))


def of_scores(text: str) -> str:
    """Give what is said of scores and estimates in the language that is spoken."""
    from reformsim.report.told import scored

    return scored(text, spoken())


def score_table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> Table:
    """Plain table of scores or estimates, in the language that is spoken; arguments as for :func:`plain_table`."""
    told = [tuple(map(of_scores, row)) for row in rows]
    return plain_table(tuple(map(of_scores, heads)), told, right=right)


def plain_table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> Table:
    """Table without lines; the last column takes the room that is left.

    Parameters
    ----------
    right
        Positions of the columns to align to the right.
    """
    from rich.table import Table

    cells = [tuple(row) for row in rows]
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for position, head in enumerate(heads):
        # Names are never broken, for they are there to be copied.
        table.add_column(
            head,
            justify="right" if position in right else "left",
            ratio=1 if position == len(heads) - 1 else None,
            no_wrap=position == 0,
            overflow="fold",
            min_width=longest_word((head, *(row[position] for row in cells))),
        )
    for row in cells:
        table.add_row(*row)
    return table


def longest_word(texts: Iterable[str], *, most: int = 24) -> int:
    """Give the width below which a column of these texts would break words (at most ``most``)."""
    return min(max((len(word) for text in texts for word in text.split()), default=1), most)


@contextmanager
def progress_bar(label: str, *, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Bar on standard error while the work goes on; nothing where that is not a terminal.

    Yields
    ------
    callable or None
        To be called with (done, in all).
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(label, total=None, rate="")
        here = bar.tasks[0]

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, rate=f"{here.speed:.1f}/s" if here.speed else "")

        yield advance
