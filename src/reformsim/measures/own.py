"""Measures of a user's own: added by a decorator, and guarded, so that a mistake in one costs no other.

What one gives must be a number for every snapshot (or municipality); where it does not, or raises, its values are
missing and an event of the run says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reformsim.errors import RunError, formula
from reformsim.history import Event
from reformsim.installed import load_installed
from reformsim.measures.choice import SETS
from reformsim.measures.kind import Measure
from reformsim.measures.view.snapshots import Snapshots

Values = NDArray[np.float64]
Function = Callable[[Snapshots], Any]

DIRECTIONS = ("lower", "higher", "none")
TOGETHER = ("sum", "inhabitants", "councillors", "municipalities", "representatives")
DESCRIBED = ("name", "unit", "title_en", "title_nl", "definition", "direction", "source", "together", "headline")
"""What results keep of a measure, so that they can be read without its code."""

_NAME = re.compile(r"[a-z][a-z0-9_.]*")


class _Added:
    """The measures that were added to the shipped ones, in this process."""

    def __init__(self) -> None:
        self.by_name: dict[str, Measure] = {}
        self.origin: str | None = None
        self.looked = False


_ADDED = _Added()


def added() -> Mapping[str, Measure]:
    """Measures of a user's own by name: of files that were loaded, of installed packages, and of this very script."""
    if not _ADDED.looked:
        _ADDED.looked = True
        load_installed("reformsim.measures")
    return _ADDED.by_name


@contextmanager
def adding(origin: str) -> Iterator[None]:
    """Let what is added come from a file, in the place of all that came from it before; nothing if it fails."""
    before, outer = dict(added()), _ADDED.origin
    _ADDED.by_name = {name: one for name, one in before.items() if one.origin != origin}
    _ADDED.origin = origin
    try:
        yield
    except BaseException:
        _ADDED.by_name = before
        raise
    finally:
        _ADDED.origin = outer


def measure(
    name: str,
    *,
    unit: str,
    title: str,
    title_nl: str = "",
    definition: str = "",
    direction: str = "none",
    source: str = "assumption",
    together: str | None = None,
    headline: bool = True,
) -> Callable[[Function], Function]:
    """Add a measure of one's own.

    Parameters
    ----------
    name
        Small letters, digits, points and underscores; no other measure has it.
    unit, title, title_nl
        What stands in tables and figures; the Dutch title is the English one unless given.
    definition
        What exactly is counted; the first line of the function's docstring unless given.
    direction
        Which way is wanted: 'lower', 'higher' or 'none'.
    source
        Article, paper or document behind the definition.
    together
        How the value of a province or the country comes of those of municipalities: 'sum', or a mean weighted by
        'inhabitants', 'councillors', 'municipalities' or 'representatives'. With it the function gives a value for
        every municipality of every snapshot, (N,), and maps can show the measure; without it one for every
        snapshot, (S,).
    headline
        Shown first, in tables, figures and the report.

    Raises
    ------
    RunError
        If another measure has the name, or a word is none of those above.

    Examples
    --------
    >>> @measure("small_municipalities", unit="municipalities", title="Under 20,000 inhabitants")  # doctest: +SKIP
    ... def small(s):
    ...     return s.total(s.people < 20_000)
    """

    def add(function: Function) -> Function:
        said = definition or (function.__doc__ or title).strip().split("\n")[0]
        words = (name, unit, title, title_nl or title, said, direction, source)
        local = None if together is None else function
        whole = function if together is None else _whole(function, together)
        by, origin = together or "inhabitants", _ADDED.origin or function.__module__
        one = Measure(*words, whole, local, by, headline, origin=origin)
        if wrong := _mistake(one, loading=_ADDED.origin is not None):
            raise RunError(f"measure '{name}' of {shown(origin)}: {wrong}")
        _ADDED.by_name[name] = one
        return function

    return add


def _mistake(one: Measure, *, loading: bool) -> str:
    """Say what is wrong with a measure that is to be added; empty if nothing is."""
    from reformsim.measures.shipped import SHIPPED

    if not _NAME.fullmatch(one.name) or one.name in SETS:
        return "expected a name of small letters, digits, points and underscores, and no word for a set"
    other = SHIPPED.get(one.name) or _ADDED.by_name.get(one.name)
    # One known from results alone gives way, and so does one of a cell or module that runs again.
    if other is not None and other.function is not _gone and (loading or other.origin != one.origin):
        whose = "reformsim's own" if other.shipped else f"of {shown(other.origin)}"
        return f"another measure has this name, {whose}; give it another"
    for text in (one.unit, one.title_en, one.title_nl, one.definition, one.source):
        if wrong := formula(text):
            return f"'{text}' {wrong}"
    for word, known in ((one.direction, DIRECTIONS), (one.together, TOGETHER)):
        if word not in known:
            return f"expected {', '.join(known)}, not '{word}'"
    return ""


def _whole(function: Function, together: str) -> Function:
    """Give the national value of a local measure, which comes of its municipalities as that of a province does.

    Those without a value are left out; NaN where none has one.
    """

    def whole(s: Snapshots) -> Values:
        values = _numbers(function(s), len(s.snap))
        missing = np.isnan(values)
        weights = np.where(missing, 0.0, s.weights[together])
        total, weight = s.total(weights * np.where(missing, 0.0, values)), s.total(weights)
        share = np.ones(len(total)) if together == "sum" else weight
        return np.divide(total, share, out=np.full(len(total), np.nan), where=weight > 0)

    return whole


def guarded(one: Measure, function: Function, size: int) -> Function:
    """Give a function of a user's that never fails: where it would, values are missing and the reason is noted."""

    def values(s: Snapshots) -> Values:
        try:
            with np.errstate(all="ignore"):
                return _numbers(function(s), size)
        except Exception as error:  # a user's code may raise anything
            text = str(error) if isinstance(error, RunError) else f"{type(error).__name__}: {error}"
            _failed(s).setdefault(one, text)
            return np.full(size, np.nan)

    return values


def _numbers(given: object, size: int) -> Values:
    found = np.asarray(given)
    if found.dtype.kind not in "biuf":
        raise RunError(f"it gives values of type {found.dtype}, expected numbers")
    if found.shape != (size,):
        raise RunError(f"it gives values of shape {found.shape}, expected ({size},)")
    if np.isinf(found).any():
        raise RunError("it gives infinite values")
    return found.astype(np.float64)


def _failed(s: Snapshots) -> dict[Measure, str]:
    return s.once("failed measures", dict)


class _Log(list[Event]):
    """Events of measuring, as the model's are told."""

    def tell(self, kind: str, year: int, subject: str, detail: str) -> None:
        """Add an event."""
        self.append(Event(year, kind, subject, (), detail))


def told(s: Snapshots) -> tuple[Event, ...]:
    """Give an event for each measure that failed, of the last year."""
    log = _Log()
    for one, why in _failed(s).items():
        log.tell("measure_failed", s.shots[-1].year, one.name, f"{shown(one.origin)}: {why}")
    return tuple(log)


def described(names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Give what results keep of those measures that are a user's own."""
    own = [one for name in names if (one := added().get(name)) is not None]
    return [
        {key: getattr(one, key) for key in DESCRIBED}
        | {"origin": shown(one.origin), "local": one.by_municipality is not None}
        for one in own
    ]


def know(descriptions: list[dict[str, Any]]) -> None:
    """Take in what results say of measures whose code is not here; their values can be read, not computed."""
    from reformsim.measures.shipped import SHIPPED

    for one in descriptions:
        if one["name"] not in SHIPPED and one["name"] not in added():
            words = {key: one[key] for key in DESCRIBED}
            local = _gone if one["local"] else None
            _ADDED.by_name[one["name"]] = Measure(**words, function=_gone, by_municipality=local, origin=one["origin"])


def _gone(s: Snapshots) -> Any:
    raise RunError("its code is not loaded")


def shown(origin: str) -> str:
    """Say where a measure is from: a file by its name, a module by its own."""
    return re.split(r"[/\\]", origin)[-1]
