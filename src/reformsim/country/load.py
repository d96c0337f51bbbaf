"""Reading a country: shipped ones by name, a user's own from a file beside the territory."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from reformsim.country.form import CountryFile, InBoth, known_keys
from reformsim.errors import DataError, Problem, UnknownNameError, suggest
from reformsim.law import Law, load_law, read_tables
from reformsim.marked import Marked, read_marked, stamp_of
from reformsim.tasks import TaskCatalogue, load_tasks
from reformsim.validation import in_order, model_problems

DATA = Path(__file__).parent / "data"
NETHERLANDS = "netherlands"


@dataclass(frozen=True, eq=False)
class Country:
    """What holds on a territory beside its map.

    Parameters
    ----------
    name
        As the file has it.
    title, middle, middles, note
        Its title, what its middle layer is called (one, several), and what must be known of it, by language.
    titles
        By indicator its title by language, where it differs from the usual one.
    language, currency
        Language of its law; ISO code of its money, '' where no amounts are known.
    law
        All tables that the model asks: those of the country, and the others as not known, which charge nothing.
    has_tasks
        Whether its tasks are known.
    none
        Institutions that there are none of: 'water_boards', 'sub_municipal', 'bodies'.
    digest
        SHA-256 of a user's own file; '' of a shipped one.
    """

    name: str
    title: Mapping[str, str]
    middle: Mapping[str, str]
    middles: Mapping[str, str]
    note: Mapping[str, str]
    titles: Mapping[str, Mapping[str, str]]
    language: str
    currency: str
    law: Law
    has_tasks: bool
    none: frozenset[str]
    digest: str = ""

    def law_on(self, day: date, *, enacted: bool) -> Law:
        """Give the law as it stood on a day, or with what was really enacted later."""
        return self.law if enacted else _as_of(self.law, day)

    def tasks_on(self, day: date, *, enacted: bool = False) -> TaskCatalogue:
        """Give the tasks of a day; none where they are not known."""
        return load_tasks(day, enacted=enacted) if self.has_tasks else NO_TASKS

    @property
    def dutch(self) -> bool:
        """Whether it is under Dutch law wholly, so that nothing is unknown."""
        return not self.law.unknown and self.has_tasks


NO_TASKS = TaskCatalogue(())


@lru_cache(maxsize=16)
def _as_of(law: Law, day: date) -> Law:
    return law.as_of(day)


@lru_cache(maxsize=1)
def embedded_countries() -> tuple[str, ...]:
    """Give the names of the countries that come with the package."""
    return tuple(sorted(path.stem for path in DATA.glob("*.yaml")))


def country_problem(given: str) -> str:
    """Say that there is no country of a name; empty if there is, or if it is a file."""
    known = embedded_countries()
    if given in known or is_file(given):
        return ""
    return f"unknown country '{given}'{suggest(given, known, most=40)}, or the name of a file that ends in .yaml"


def is_file(given: str) -> bool:
    """Whether a country is given by its file."""
    return given.endswith((".yaml", ".yml"))


def load_country(name_or_path: str | Path = NETHERLANDS) -> Country:
    """Give a shipped country by its name, or one's own by the path of its file.

    Raises
    ------
    UnknownNameError
        If there is none of the name.
    DataError
        If the file has mistakes; carries all of them.
    """
    given = str(name_or_path)
    if is_file(given):
        return _own(given, stamp_of(Path(given)))
    if given not in embedded_countries():
        raise UnknownNameError("country", given, embedded_countries())
    return _shipped(given)


def check_country(path: Path, shown: str) -> list[Problem]:
    """Give all mistakes in a country file; ``shown`` is its name in messages."""
    return _read(path, shown)[1]


@lru_cache(maxsize=8)
def _shipped(name: str) -> Country:
    return _whole(DATA / f"{name}.yaml", None)


@lru_cache(maxsize=4)
def _own(path: str, stamp: tuple[int, int, int] | None) -> Country:
    """Read a file, or give what was read from it while it is the same (every replicate asks again)."""
    made = _whole(Path(path), path)
    return replace(made, digest=hashlib.sha256(Path(path).read_bytes()).hexdigest())


def _whole(path: Path, shown: str | None) -> Country:
    made, problems = _read(path, shown)
    if made is None or problems:
        raise DataError(problems)
    return made


def _read(path: Path, shown: str | None) -> tuple[Country | None, list[Problem]]:
    read = read_marked(path, shown)
    problems = list(read.problems)
    if problems or not isinstance(read.data, dict):
        return None, problems or [read.problem((), "expected keys with values")]
    try:
        file = CountryFile.model_validate(read.data)
    except ValidationError as error:
        return None, in_order(model_problems(error, read, (), known_keys))
    law, problems = _law(file, read)
    if problems:
        return None, in_order(problems)
    return _country(file, law), []


def _country(file: CountryFile, law: Law) -> Country:
    (middle_en, middles_en), (middle_nl, middles_nl) = file.middle_layer.en, file.middle_layer.nl
    return Country(
        name=file.name,
        title=_both(file.title),
        middle={"en": middle_en, "nl": middle_nl},
        middles={"en": middles_en, "nl": middles_nl},
        note=_both(file.note) if file.note else {"en": "", "nl": ""},
        titles={name: _both(words) for name, words in file.titles.items()},
        language=file.language,
        currency=file.currency or "",
        law=law,
        has_tasks=file.tasks is not None,
        none=frozenset(file.none),
    )


def _both(words: InBoth) -> dict[str, str]:
    return {"en": " ".join(words.en.split()), "nl": " ".join(words.nl.split())}


def _law(file: CountryFile, read: Marked) -> tuple[Law, list[Problem]]:
    """Give all tables that the model knows: those of the file, and what says nothing in place of the others."""
    book = load_law()
    if isinstance(file.law, str):
        return book, []
    tables, problems = read_tables(read, file.law, ("law",), book)
    if not problems and file.currency is None:
        for name in sorted(tables):
            if book.table(name).unit.startswith("EUR"):
                problems.append(
                    read.problem(("law", name), "is an amount of money, expected the key 'currency' as well")
                )
    known = {name: tables.get(name) for name in book.names}
    silent = (replace(book.table(name), entries=(), known=False) if one is None else one for name, one in known.items())
    return Law(tuple(silent)), problems
