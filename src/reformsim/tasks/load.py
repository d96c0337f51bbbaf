"""Read the file of tasks, check it wholly, and give all tasks through time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reformsim.errors import DataError, Problem, suggest
from reformsim.marked import Marked, Where, read_marked
from reformsim.tasks.accounts import load_accounts
from reformsim.tasks.book import TaskBook, TaskThroughTime
from reformsim.tasks.form import NOT_LATER, ONLY_LATER, FileTask, known_keys, mistakes
from reformsim.validation import in_order, model_problems


def read_book(path: Path) -> TaskBook:
    """Read all tasks from a file; raises :class:`DataError` with all mistakes, in file order."""
    read = read_marked(path)
    problems: list[Problem] = list(read.problems)
    tasks: list[TaskThroughTime] = []
    if read.data is not None:
        rows = read.data.get("tasks") if isinstance(read.data, dict) else None
        if not isinstance(rows, list) or not rows:
            problems.append(read.problem((), "expected the key 'tasks' with a list of tasks"))
            rows = []
        elif len(read.data) > 1:
            unknown = next(k for k in read.data if k != "tasks")
            problems.append(read.problem((str(unknown),), "unknown key; expected only 'tasks'"))
        for i, row in enumerate(rows):
            task, wrong = _task(row, ("tasks", i), read)
            problems += wrong
            if task is not None:
                tasks.append(task)
        double = [id for id, times in Counter(t.id for t in tasks).items() if times > 1]
        problems += [read.problem(("tasks",), f"the task '{id}' stands twice") for id in double]
        if not problems:
            problems += _lost(rows, tasks, read)
    if problems:
        raise DataError(in_order(problems))
    return TaskBook(tuple(tasks))


def _lost(rows: list[Any], tasks: list[TaskThroughTime], read: Marked) -> Iterator[Problem]:
    """Tasks that end in one that does not exist."""
    ids = [task.id for task in tasks]
    for i, task in enumerate(tasks):
        for j, id in enumerate(task.into):
            if id not in ids:
                yield read.problem(("tasks", i, "into", j), f"unknown task '{id}'{suggest(id, ids)}")


def _task(row: object, base: Where, read: Marked) -> tuple[TaskThroughTime | None, list[Problem]]:
    first, problems = _edition(row, base, read, ())
    if first is None or not isinstance(row, dict):
        return None, problems
    if first.enacted:
        problems.append(read.problem((*base, "enacted"), "only an edition of 'later' is enacted"))
    if first.until is not None and first.since is not None and first.until <= first.since:
        problems.append(read.problem((*base, "until"), f"must be later than since ({first.since}), not {first.until}"))
    editions: list[tuple[date, FileTask]] = [(first.since or date.min, first)]
    standing = {key: value for key, value in row.items() if key not in NOT_LATER or key == "id"}
    for j, more in enumerate(first.later):
        place = (*base, "later", j)
        refused = [key for key in more if key in NOT_LATER]
        problems += [read.problem((*place, key), f"an edition cannot change '{key}'") for key in refused]
        if "since" not in more:
            problems.append(read.problem((*place, "since"), "is missing"))
        if refused or "since" not in more:
            continue
        standing = {**{key: value for key, value in standing.items() if key not in ONLY_LATER}, **more}
        given, wrong = _edition(standing, place, read, tuple(more))
        problems += wrong
        if given is None or given.since is None:
            continue
        before = editions[-1][0]
        if given.since <= before:
            problems.append(read.problem((*place, "since"), f"must be later than the edition before ({before})"))
        editions.append((given.since, given))
    if problems:
        return None, problems
    return TaskThroughTime(first.id, first.since, first.until, tuple(first.into), tuple(editions)), []


def _edition(row: object, base: Where, read: Marked, keys: tuple[str, ...]) -> tuple[FileTask | None, list[Problem]]:
    """Check what a task is from a day on; mistakes in what an edition has only taken over were told before.

    Parameters
    ----------
    keys
        What an edition says anew; of a task itself all that it says.
    """
    try:
        given = FileTask.model_validate(row)
    except ValidationError as error:
        return None, model_problems(error, read, base, known_keys)
    found = mistakes(given, load_accounts().fields)
    problems = [
        read.problem((*base, *where), message)
        for where, message in found
        if not keys or where[0] in keys or ("carrier" in keys and where[0] == "involved")
    ]
    return (None if problems else given), problems
