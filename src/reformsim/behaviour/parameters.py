"""The one table of behavioural weights and the frozen set of values a run uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from reformsim.errors import DataError, Problem, UnknownNameError

_KEYS = {"value", "low", "high", "unit", "source", "meaning"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One behavioural weight: default ``value`` with prior range ``low``-``high``, unit, meaning, source."""

    name: str
    value: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str


class Behaviour(Mapping[str, float]):
    """The values of all behavioural parameters in a run, by name (immutable).

    Examples
    --------
    >>> load_behaviour().override({"merger.capacity": 0.0})["merger.capacity"]
    0.0
    """

    def __init__(self, parameters: Mapping[str, Parameter], values: Mapping[str, float] | None = None):
        self._parameters = parameters
        self._values = {name: float(p.value) for name, p in parameters.items()} | dict(values or {})

    def __getitem__(self, name: str) -> float:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(tuple(self._values.items()))

    def __reduce__(self) -> tuple[object, tuple[dict[str, float]]]:
        return _restore, (self._values,)

    @property
    def names(self) -> tuple[str, ...]:
        """All parameter names, in file order."""
        return tuple(self._parameters)

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """The table behind the values."""
        return self._parameters

    def low(self, name: str) -> float:
        """Lower end of the prior range."""
        return self._parameters[name].low

    def high(self, name: str) -> float:
        """Upper end of the prior range."""
        return self._parameters[name].high

    def override(self, values: Mapping[str, float]) -> Behaviour:
        """The same with some values replaced.

        Raises
        ------
        UnknownNameError
            If a name is not in the table.
        """
        for name in values:
            if name not in self._parameters:
                raise UnknownNameError("behaviour parameter", name, self._parameters)
        return Behaviour(self._parameters, self._values | {k: float(v) for k, v in values.items()})


def _restore(values: dict[str, float]) -> Behaviour:
    return load_behaviour().override(values)


@lru_cache(maxsize=1)
def load_behaviour() -> Behaviour:
    """Read the table of behavioural parameters with their default values.

    Raises
    ------
    DataError
        If an entry lacks a key, has an unknown one, or its value lies outside its range.
    """
    name = "behaviour/parameters.yaml"
    raw = yaml.safe_load((files("reformsim.behaviour") / "parameters.yaml").read_text("utf-8"))
    problems, table = [], {}
    for key, entry in raw.items():
        if set(entry) != _KEYS:
            problems.append(Problem(name, f"keys {sorted(set(entry) ^ _KEYS)} missing or unknown", path=key))
        elif not entry["low"] <= entry["value"] <= entry["high"]:
            problems.append(Problem(name, "value outside its own range", path=key))
        else:
            value, low, high = (float(entry[k]) for k in ("value", "low", "high"))
            table[key] = Parameter(key, value, low, high, entry["unit"], entry["meaning"], entry["source"])
    if problems:
        raise DataError(problems)
    return Behaviour(MappingProxyType(table))
