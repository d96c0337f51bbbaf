"""Every word that a reader of figures, maps and reports sees, in English and in Dutch, from one catalogue.

The catalogue is the files of ``words/``: each maps a key, which begins with the file's name and a point, to its text
in both languages. Titles of indicators, levers and tasks are not here; their registries have them in both. Nor is what
a scenario or a territory says of itself: its own file does, with ``_nl`` behind the key (:meth:`Words.own`).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

from reformsim.errors import UnknownNameError
from reformsim.report.numbers import MISSING, decimals_for, shown

LANGUAGES: Final = ("en", "nl")

_DUTCH = str.maketrans(",.", ".,")


@dataclass(frozen=True, slots=True)
class Words:
    """Texts and numbers in one language."""

    lang: str

    def __call__(self, key: str, /, **values: object) -> str:
        """Give a text with its placeholders filled in; :class:`KeyError` for a key that is not in the catalogue."""
        text = catalogue()[key][self.lang]
        return text.format(**values) if values else text

    def number(self, value: float, decimals: int = 0, *, signed: bool = False) -> str:
        """Give a number with the separators of the language.

        Examples
        --------
        >>> Words("nl").number(16655.5, 1), Words("en").number(16655.5, 1)
        ('16.655,5', '16,655.5')
        """
        return self.local(shown(value, decimals, signed=signed))

    def plain(self, value: float) -> str:
        """Give a number of any size as short as it goes, as in a table of weights.

        Examples
        --------
        >>> Words("nl").plain(0.25), Words("en").plain(100000.0)
        ('0,25', '100000')
        """
        return self.local(f"{value:g}")

    def interval(self, low: float, high: float, decimals: int = 0, *, signed: bool = False) -> str:
        """Give a range, or nothing where both ends read the same."""
        first, last = (self.number(value, decimals, signed=signed) for value in (low, high))
        return "" if first == last else self("common.range", low=first, high=last)

    def assumption(self, name: str) -> str:
        """Say what is drawn, by the name of a weight or as ``ID.FIGURE`` of a lever.

        Examples
        --------
        >>> Words("en").assumption("cooperation.ending"), Words("en").assumption("cut.share")
        ('yearly chance that a body ends', 'share of reform “cut”')
        """
        found = catalogue().get(f"weights.{name}")
        if found:
            return found[self.lang]
        lever, _, figure = name.partition(".")
        return self("common.figure_of", lever=lever, figure=figure)

    def own(self, holder: object, text: str) -> str:
        """Give a text that a scenario, a reform, a territory or an area has in its own file.

        In Dutch that is the one with ``_nl`` behind its name, where the file has it.

        Examples
        --------
        >>> from types import SimpleNamespace as Holder
        >>> Words("nl").own(Holder(title="No reform", title_nl="Geen hervorming"), "title")
        'Geen hervorming'
        """
        in_dutch = getattr(holder, f"{text}_nl", None) if self.lang == "nl" else None
        return str(in_dutch or getattr(holder, text))

    def day(self, day: dt.date) -> str:
        """Give a day as the language writes it.

        Examples
        --------
        >>> Words("nl").day(dt.date(2014, 1, 1)), Words("en").day(dt.date(2014, 3, 19))
        ('1 januari 2014', '19 March 2014')
        """
        return f"{day.day} {self(f'common.month.{day.month}')} {day.year}"

    def replicates(self, count: int) -> str:
        """Say how many replicates."""
        return self("common.replicate" if count == 1 else "common.replicates", count=self.number(count))

    def share(self, value: float) -> str:
        """Give a share as a percentage without decimals; a missing one as a dash alone."""
        return f"{self.number(100 * value)} %" if math.isfinite(value) else MISSING

    def decimals(self, values: Iterable[float], unit: str = "") -> int:
        """Decimals that suit numbers shown together."""
        return decimals_for(values, unit)

    def local(self, text: str) -> str:
        """Give a number that is written in the English way in that of the language."""
        return text.translate(_DUTCH) if self.lang == "nl" else text

    def pick(self, english: str, dutch: str) -> str:
        """Choose between the two titles that a registry has."""
        return dutch if self.lang == "nl" else english

    def weight(self, name: str, *, named: bool = True) -> str:
        """Give what a weight of behaviour is called, with its name where ``named``; else its name alone."""
        if f"weights.{name}" not in catalogue():
            return name
        return f"{self.assumption(name)} ({name})" if named else self.assumption(name)

    def unit(self, unit: str) -> str:
        """Give a unit of an indicator in the language; one that the catalogue does not know stays as it is."""
        found = catalogue().get(f"units.{unit}")
        return found[self.lang] if found else unit


def words(lang: str) -> Words:
    """Give the texts of a language.

    Raises
    ------
    UnknownNameError
        For another language than English ('en') or Dutch ('nl').
    """
    if lang not in LANGUAGES:
        raise UnknownNameError("language", lang, LANGUAGES)
    return Words(lang)


class _Catalogue(Mapping[str, Mapping[str, str]]):
    """All texts by key; a file of them is read when one of its texts is first asked for, for a command needs few."""

    def __getitem__(self, key: str) -> Mapping[str, str]:
        return _texts(key.partition(".")[0])[key]

    def __iter__(self) -> Iterator[str]:
        places = files("reformsim.report").joinpath("words").iterdir()
        for name in sorted(entry.name for entry in places if entry.name.endswith(".yaml")):
            yield from _texts(name.removesuffix(".yaml"))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@cache
def _texts(name: str) -> Mapping[str, Mapping[str, str]]:
    """Read a file of the catalogue; empty if there is none of that name."""
    path = files("reformsim.report").joinpath("words", f"{name}.yaml")
    # The fast one where libyaml is there; both are safe.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), loader) if path.is_file() else {}


_CATALOGUE: Final = _Catalogue()


def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Give all texts by key and language."""
    return _CATALOGUE
