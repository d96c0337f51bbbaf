"""What recorded bodies are about, in the words of the task catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import as_file, files
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from reformsim.errors import DataError
from reformsim.marked import read_marked
from reformsim.validation import StrictPart, Words, in_order, named_parts

JOINT_CIVIL_SERVICE = "joint_civil_service"
"""Subject of bodies in the form of a joint civil service, whatever they were registered about."""


class Subject(StrictPart):
    """A word for what bodies are about: titles, tasks carried out for members, and tasks it is about besides."""

    title_en: Words
    title_nl: Words
    tasks: Annotated[tuple[str, ...], Field(strict=False)]
    say: Annotated[tuple[str, ...], Field(strict=False)]


@lru_cache(maxsize=1)
def load_subjects() -> Mapping[str, Subject]:
    """Give all subjects by word, in the order of the file.

    Raises
    ------
    DataError
        The table is wrong; carries all mistakes.
    """
    with as_file(files("reformsim.network") / "subjects.yaml") as path:
        read = read_marked(path)
    subjects, problems = named_parts(read, "subjects", Subject, lambda path: Subject.model_fields)
    if problems:
        raise DataError(in_order(problems))
    return MappingProxyType(subjects)
