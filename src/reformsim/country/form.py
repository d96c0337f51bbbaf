"""The form of a country file: what it may say, and in which words."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from reformsim.validation import StrictPart, Words

Absent = Literal["water_boards", "sub_municipal", "bodies"]
"""Institutions that a country may not have at all; where they are not listed they are only not known."""


class InBoth(StrictPart):
    """Words in the two languages of the report."""

    en: Words
    nl: Words


class Middle(StrictPart):
    """What the layer between the municipalities and the state is called: one of them, and several."""

    en: Annotated[list[Words], Field(min_length=2, max_length=2)]
    nl: Annotated[list[Words], Field(min_length=2, max_length=2)]


class FileSource(StrictPart):
    """A source of what the file says."""

    key: Words
    what: Words
    licence: str = ""


class CountryFile(StrictPart):
    """All of a country file.

    Parameters
    ----------
    name, title
        Its name for files, and for people in both languages.
    language
        The language of its law and names, as in 'nl' or 'de, fr, it'.
    currency
        ISO code of its money; no amounts are known where it is left out.
    middle_layer
        What the file of provinces holds.
    titles
        What indicators are called where they go by other words than in the Netherlands, by their names.
    law
        Tables by name, in the form of ``docs/law.md``; or the name of a country whose law it is.
    tasks
        Whose catalogue of tasks holds; none are known where it is left out.
    none
        Institutions that there are none of.
    note
        What a reader should know of it in both languages; it is in the report.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: InBoth
    language: Words
    currency: Annotated[str | None, Field(pattern=r"^[A-Z]{3}$")] = None
    middle_layer: Middle
    titles: dict[Words, InBoth] = Field(default_factory=dict)
    law: Literal["netherlands"] | dict[str, Any] = Field(default_factory=dict)
    tasks: Literal["netherlands"] | None = None
    none: list[Absent] = Field(default_factory=list)
    note: InBoth | None = None
    sources: list[FileSource] = Field(default_factory=list)


PARTS: dict[str, type[StrictPart]] = {
    "title": InBoth,
    "note": InBoth,
    "middle_layer": Middle,
    "sources": FileSource,
    "titles": InBoth,
}


def known_keys(path: tuple[str | int, ...]) -> list[str]:
    """Give the keys that would have been right at the path of an unknown one."""
    part = PARTS.get(str(path[0]), CountryFile) if len(path) > 1 else CountryFile
    return list(part.model_fields)
