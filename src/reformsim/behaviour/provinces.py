"""The committed result of ``reformsim estimate-provinces``: how provinces differ in the level of their mergers."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from reformsim.errors import DataError
from reformsim.marked import Where, read_marked
from reformsim.validation import FilePart, Number, model_problems

FILE = "provinces.yaml"

_Spread = Annotated[Number, Field(ge=0)]


class SpreadFound(FilePart):
    """How far provinces differ, in logits (standard deviation), with the ends of an interval of 80 %.

    ``gain`` is the log likelihood of the record beyond that of provinces that are all alike.
    """

    value: _Spread
    low: _Spread
    high: _Spread
    gain: Number


class ProvinceFound(FilePart):
    """One province: its mergers, those that the merger rule expected, and its shrunken effect that lasts for ever."""

    name: str
    expected: Number
    real: int
    value: Number
    error: _Spread


class ProvinceEstimate(FilePart):
    """The whole file.

    Attributes
    ----------
    events
        Mergers within a province.
    spreads
        By how long effects last: ``lasting`` (for ever), ``term`` (of a provincial council), ``year``.
    telling_year, spreads_without
        The year that says most for effects of a year, and the spreads without it.
    provinces
        By code.
    year_expected, year_real
        By the 1 January on which mergers took effect: of the mergers of that year, those expected in each province
        and those there were, in the order of the provinces; years without a merger are left out.
    """

    territory: str
    first: int
    last: int
    events: int
    spreads: dict[str, SpreadFound]
    telling_year: int
    spreads_without: dict[str, SpreadFound]
    provinces: dict[str, ProvinceFound]
    year_expected: dict[int, tuple[Number, ...]]
    year_real: dict[int, tuple[int, ...]]


@lru_cache(maxsize=1)
def load_province_estimate() -> ProvinceEstimate:
    """Give the shipped estimate; raises :class:`DataError` with all mistakes."""
    with as_file(files("reformsim.behaviour") / FILE) as path:
        return read_province_estimate(path)


def read_province_estimate(path: Path) -> ProvinceEstimate:
    """Read a file of that form; raises :class:`DataError` with all mistakes."""
    read = read_marked(path)
    problems = list(read.problems)
    if not problems:
        try:
            return ProvinceEstimate.model_validate(read.data)
        except ValidationError as error:
            problems = list(model_problems(error, read, (), _known))
    raise DataError(problems)


def _known(where: Where) -> list[str]:
    parts: dict[str, type[FilePart]] = {
        "provinces": ProvinceFound,
        "spreads": SpreadFound,
        "spreads_without": SpreadFound,
    }
    return list(parts.get(str(where[0]) if where else "", ProvinceEstimate).model_fields)
