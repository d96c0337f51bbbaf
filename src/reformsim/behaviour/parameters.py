"""The one table of behavioural weights and the frozen set of values a run uses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from reformsim.behaviour.distributions import Joint, TwoPiece
from reformsim.behaviour.estimates import Estimates, Wave, load_estimates
from reformsim.behaviour.mechanisms import load_mechanisms
from reformsim.errors import DataError, Problem, UnknownNameError, suggest
from reformsim.marked import Marked, Where, read_marked
from reformsim.validation import Number, StrictPart, Words, in_order, named_parts

ESTIMATED = ("estimated.yaml", "estimated_cooperation.yaml")
"""Committed estimates: of the merger rule, and of the rules of cooperation."""

Kind = Literal["estimated", "assumed", "chosen"]
"""What a weight is: *estimated* on a record, with a joint posterior; *assumed*, with a distribution about its default;
or *chosen* by the analyst, such as a discount rate, and therefore never drawn."""


class Drawn(StrictPart):
    """The part of a range from which an assumed weight is drawn, where that is narrower."""

    low: Number
    high: Number


class FileParameter(StrictPart):
    """One parameter as the file has it; without a value it is one that is estimated."""

    kind: Literal["assumed", "chosen"] | None = None
    value: Number | None = None
    low: Number
    high: Number
    drawn: Drawn | None = None
    unit: Words
    meaning: Words
    source: Words
    neutral: Number | None = None
    items: Annotated[tuple[int, ...], Field(strict=False)] = ()
    mechanism: Words | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One behavioural weight: default ``value`` with prior range ``low``-``high``, unit, meaning, source.

    ``low`` and ``high`` are the values that it may be set to, ``drawn`` the part of them that it is drawn from where
    assumptions are. ``neutral`` is the value at which it has no effect (``None`` where there is none, as for a
    threshold); ``items`` are the claims of the 2011 note's inventory that it stands for; ``error`` is the standard
    error of an estimated one. ``mechanism`` names the one without which it has no say (``None``: it always has).
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str
    neutral: float | None = None
    items: tuple[int, ...] = ()
    error: float | None = None
    kind: Kind = "assumed"
    drawn: tuple[float, float] | None = None
    mechanism: str | None = None

    @property
    def distribution(self) -> TwoPiece:
        """Where an assumed weight may lie: its default is the median."""
        low, high = self.drawn or (self.low, self.high)
        return TwoPiece(low, self.value, high)

    @property
    def basis(self) -> str:
        """What the value rests on: 'estimated', 'assumed', 'unverified' (from memory) or 'published'."""
        if self.error is not None:
            return "estimated"
        # A source may say where the direction comes from and that the size is an assumption.
        return next((basis for word, basis in _BASES.items() if word in self.source), "published")


_BASES = {"assumption": "assumed", "unverified": "unverified"}


class Behaviour(Mapping[str, float]):
    """The values of all behavioural parameters in a run, by name (immutable).

    Attributes
    ----------
    joint
        Joint posterior of the estimated ones, ``None`` where none is estimated.
    waves
        Waves of mergers on record, by the year on whose 1 January these took effect.

    Examples
    --------
    >>> load_behaviour().override({"merger.finance": 0.0})["merger.finance"]
    0.0
    """

    def __init__(
        self,
        parameters: Mapping[str, Parameter],
        values: Mapping[str, float] | None = None,
        joint: Joint | None = None,
        waves: Mapping[int, Wave] | None = None,
    ):
        self._parameters, self.joint, self.waves = parameters, joint, waves or {}
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

    def override(self, values: Mapping[str, float]) -> "Behaviour":
        """The same with some values replaced.

        Raises
        ------
        UnknownNameError
            If a name is not in the table.
        """
        for name in values:
            if name not in self._parameters:
                raise UnknownNameError("behaviour parameter", name, self._parameters)
        return Behaviour(
            self._parameters, self._values | {k: float(v) for k, v in values.items()}, self.joint, self.waves
        )


def _restore(values: dict[str, float]) -> Behaviour:
    return load_behaviour().override(values)


@lru_cache(maxsize=1)
def load_behaviour() -> Behaviour:
    """Give the behavioural parameters shipped with the project, with their default values.

    Raises
    ------
    DataError
        The table is wrong; carries all mistakes.
    """
    folder = files("reformsim.behaviour")
    estimates = []
    for name in ESTIMATED:
        with as_file(folder / name) as path:
            estimates.append(load_estimates(path))
    with as_file(folder / "parameters.yaml") as path:
        return load_parameters(path, *estimates)


def load_parameters(path: Path, *estimates: Estimates) -> Behaviour:
    """Read a table of behavioural parameters; raises :class:`DataError` with all mistakes.

    Parameters
    ----------
    *estimates
        Where the values come from that the table leaves out; each is independent of the others.
    """
    read, table = read_marked(path), {}
    of = {name: some for some in estimates for name in some.parameters}
    parts, problems = named_parts(read, "parameters", FileParameter, _known)
    for name, entry in parts.items():
        value, source, spread = entry.value, entry.source, None
        kind: Kind = entry.kind or "assumed"
        if value is None:
            if name not in of:
                problems.append(read.problem((name, "value"), "is missing, and there is no estimate"))
                continue
            value, spread = of[name].parameters[name].value, of[name].parameters[name].error
            source = f"{of[name].source} (standard error {spread:.2g}); {source}"
            kind = "estimated"
        problems += [*_range_problems(name, value, entry, kind, read), *_of_no_mechanism(name, entry, kind, read)]
        own = {"value": value, "source": source, "error": spread, "kind": kind}
        span = None if entry.drawn is None else (entry.drawn.low, entry.drawn.high)
        table[name] = Parameter(name=name, **{**entry.model_dump(), **own, "drawn": span})
    if problems:
        raise DataError(in_order(problems))
    joint = _joint(estimates, table)
    waves = next((one.waves for one in estimates if one.waves), None)
    return Behaviour(MappingProxyType(table), joint=joint, waves=waves)


def _known(where: Where) -> list[str]:
    return list((Drawn if "drawn" in where else FileParameter).model_fields)


def _range_problems(name: str, value: float, entry: FileParameter, kind: Kind, read: Marked) -> Iterator[Problem]:
    """Tell a value outside its range, and a range of draws that is outside it or goes with no assumption."""
    if not entry.low <= value <= entry.high:
        message = f"{value:g} is outside its own range, {entry.low:g} to {entry.high:g}"
        yield read.problem((name, "value"), message)
    if kind == "estimated" and entry.kind is not None:
        yield read.problem((name, "kind"), f"a weight without a value is estimated, not {entry.kind}")
    if entry.drawn is None:
        return
    if kind != "assumed":
        yield read.problem((name, "drawn"), f"only what is assumed has a range to be drawn from; this is {kind}")
    elif not entry.low <= entry.drawn.low <= value <= entry.drawn.high <= entry.high:
        message = f"expected a part of {entry.low:g} to {entry.high:g} that holds the value, {value:g}"
        yield read.problem((name, "drawn"), message)


def _of_no_mechanism(name: str, entry: FileParameter, kind: Kind, read: Marked) -> Iterator[Problem]:
    """Tell a mechanism that there is not, and a weight of one that is part of the joint estimate."""
    if entry.mechanism is None:
        return
    if entry.mechanism not in load_mechanisms():
        hint = suggest(entry.mechanism, load_mechanisms())
        yield read.problem((name, "mechanism"), f"unknown mechanism '{entry.mechanism}'{hint}")
    if kind == "estimated":
        yield read.problem((name, "mechanism"), "a weight of a mechanism has a value and a range of its own")


def _joint(estimates: Sequence[Estimates], table: Mapping[str, Parameter]) -> Joint | None:
    """The joint posterior of the weights of a table; a constant is drawn last, given all others of its estimate."""
    chosen: list[str] = []
    blocks = []
    for one in estimates:
        names = list(one.parameters)
        order = [at for at, name in enumerate(names) if name in table]
        order.sort(key=lambda at: names[at].endswith(".constant"))
        chosen += [names[at] for at in order]
        blocks.append(one.covariance[np.ix_(order, order)])
    if not chosen:
        return None
    mode, low, high = (
        np.array([getattr(table[name], what) for name in chosen], dtype=np.float64) for what in ("value", "low", "high")
    )
    covariance = np.zeros((len(chosen), len(chosen)))
    first = 0
    for block in blocks:
        covariance[first : first + len(block), first : first + len(block)] = block
        first += len(block)
    return Joint(tuple(chosen), mode, covariance, low, high)
