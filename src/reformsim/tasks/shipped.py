"""The tasks shipped with the project, read once."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.resources import as_file, files

from reformsim.tasks.book import TaskBook
from reformsim.tasks.catalogue import TaskCatalogue
from reformsim.tasks.load import read_book

FIRST_DAY = date(2011, 1, 1)
"""Day of which the tasks are where none is named: that of the first case."""


@lru_cache(maxsize=1)
def load_task_book() -> TaskBook:
    """Give all tasks shipped with the project; raises :class:`DataError` with all mistakes."""
    with as_file(files("reformsim.tasks") / "catalogue.yaml") as path:
        return read_book(path)


@lru_cache(maxsize=64)
def load_tasks(on: date = FIRST_DAY, *, enacted: bool = False) -> TaskCatalogue:
    """Give the tasks shipped with the project as they are on a day (see :meth:`TaskBook.on`)."""
    return load_task_book().on(on, enacted=enacted)


def not_there(id: str, on: date) -> str | None:
    """Say that the catalogue has a task, but not on a day; ``None`` if it has it then, or never."""
    book = load_task_book()
    if id not in book.ids or book.task(id).there(on):
        return None
    return f"task '{id}' is not in the catalogue of {on}; it is there {book.task(id).span()}"
