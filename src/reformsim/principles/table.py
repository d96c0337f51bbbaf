"""The table of principles: names, titles, meaning and thresholds; what violates them is measured elsewhere."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from reformsim.errors import DataError, UnknownNameError
from reformsim.marked import read_marked
from reformsim.validation import Number, StrictPart, Words, in_order, named_parts

Setting = bool | int | float
"""What a scenario may say of a principle: true (its default threshold), false (off) or a threshold."""


class Threshold(StrictPart):
    """From where on something violates a principle: default, range and unit.

    ``whole`` says whether only whole numbers make sense.
    """

    value: Number
    low: Number
    high: Number
    unit: Words
    whole: bool
    source: Words


class FilePrinciple(StrictPart):
    """One principle as the file has it.

    Attributes
    ----------
    items
        Numbers of the inventory of the 2011 note.
    counts
        What its violations are: 'tasks', 'bodies', 'municipalities'...
    threshold
        ``None`` for a principle that is kept or not.
    enforced_by
        Levers that bring the world closer to it.
    """

    title_en: Words
    title_nl: Words
    items: Annotated[tuple[int, ...], Field(strict=False, min_length=1)]
    meaning: Words
    source: Words
    counts: Words
    threshold: Threshold | None = None
    enforced_by: Annotated[tuple[str, ...], Field(strict=False)] = ()


class Principle(FilePrinciple):
    """One principle of the note, with the name that scenarios have for it."""

    name: str

    @property
    def default(self) -> float:
        """Threshold where a scenario gives none; 0 for a principle without one."""
        return 0.0 if self.threshold is None else self.threshold.value

    def chosen(self, setting: Setting) -> float | None:
        """Threshold that a scenario's setting means; ``None`` if it switches the principle off."""
        if isinstance(setting, bool):
            return self.default if setting else None
        return float(setting)

    def counted(self, number: float) -> str:
        """Say how many violations: '1 task', '7 tasks', '2.5 bodies'."""
        word = self.counts
        if number == 1:
            word = f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
        return f"{number:g} {word}" if number else f"no {word}"

    def mistake(self, setting: Setting) -> str:
        """Say what is wrong with a scenario's setting; empty if it is in order."""
        if isinstance(setting, bool):
            return ""
        t = self.threshold
        if t is None:
            return f"expected true or false, not {setting:g}; this principle has no threshold"
        if t.whole and setting != int(setting):
            return f"expected a whole number of {t.unit}, not {setting:g}"
        if not t.low <= setting <= t.high:
            return f"expected {t.low:g} to {t.high:g} ({t.unit}), not {setting:g}"
        return ""


@lru_cache(maxsize=1)
def load_principles() -> Mapping[str, Principle]:
    """Give all principles by name, in the order of the file.

    Raises
    ------
    DataError
        The table is wrong; carries all mistakes.
    """
    with as_file(files("reformsim.principles") / "principles.yaml") as path:
        return read_principles(path)


def read_principles(path: Path) -> Mapping[str, Principle]:
    """Read a table of principles; raises :class:`DataError` with all mistakes."""
    read, table = read_marked(path), {}
    parts, problems = named_parts(read, "principles", FilePrinciple, _known_keys)
    for name, entry in parts.items():
        made = Principle(name=name, **dict(entry))
        wrong = "" if made.threshold is None else made.mistake(made.threshold.value)
        if wrong:
            problems.append(read.problem((name, "threshold", "value"), wrong))
        table[name] = made
    if problems:
        raise DataError(in_order(problems))
    return MappingProxyType(table)


def principle(name: str) -> Principle:
    """Give a principle by name; raises :class:`UnknownNameError` with the nearest name."""
    try:
        return load_principles()[name]
    except KeyError:
        raise UnknownNameError("principle", name, load_principles()) from None


def thresholds(settings: Mapping[str, Setting]) -> dict[str, float]:
    """Thresholds of the principles that some settings switch on, in the order of the table.

    Raises
    ------
    UnknownNameError
        If there is no principle of a name.
    """
    for name in settings:
        principle(name)
    chosen = ((name, p.chosen(settings[name])) for name, p in load_principles().items() if name in settings)
    return {name: value for name, value in chosen if value is not None}


def _known_keys(path: tuple[str | int, ...]) -> list[str]:
    return list(Threshold.model_fields if "threshold" in path else FilePrinciple.model_fields)


PRINCIPLES: Mapping[str, Principle] = load_principles()
"""All principles by name, in the order of the table."""
