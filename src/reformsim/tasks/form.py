"""The form of the catalogue's file: its keys, the limits of its figures, and what must be said of each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from reformsim.errors import suggest
from reformsim.validation import Number, StrictPart, Words

Where = tuple[str | int, ...]

LAYERS = ("rijk", "provincie", "gemeente", "waterschap", "regio")
"""Layers that can carry a task; 'regio' is a body that carries it in its own right."""
RIJK, PROVINCIE, GEMEENTE, WATERSCHAP, REGIO = range(len(LAYERS))
"""The place of each layer, in arrays and tables that have one for every layer."""

RIJK, PROVINCIE, GEMEENTE, WATERSCHAP, REGIO = range(len(LAYERS))
"""Place of each layer in :data:`LAYERS`, which is its number in arrays."""

DOMAINS = ("social", "physical", "economy", "safety", "support")

FORMS = (
    "openbaar_lichaam", "gemeenschappelijk_orgaan", "bedrijfsvoeringsorganisatie", "centrumgemeente", "light",
    "company", "foundation", "association", "cooperative",
)  # fmt: skip
"""Legal forms of cooperation: five of public law (Wgr; 'light' is no legal person), four of private law."""

ONLY_LATER, NOT_LATER = ("enacted",), ("id", "until", "into", "later")
"""Keys that only an edition of ``later`` may have, and those that it may not have."""

MOST_EUROS = 10_000.0
"""Per inhabitant; the most that a budget may be."""

Status = Literal["law", "derived", "secondary", "note", "unverified", "assumption"]


class FileFigure(StrictPart):
    """A number with its origin."""

    value: Number
    status: Status
    source: str = ""
    note: str = ""


class FileBudget(StrictPart):
    """Euro per inhabitant, or a share of what municipalities spent on some fields of their accounts in the year."""

    value: Number | None = None
    fields: list[str] = Field(default_factory=list)
    share: Number = 1.0
    status: Status
    source: str = ""
    note: str = ""


class FileRanged(FileFigure):
    """A number with its origin and the range within which it may lie."""

    low: Number
    high: Number


class FileOptimum(StrictPart):
    """Inhabitants beyond which costs rise again; without a value and range where none was found."""

    value: Number | None
    status: Status
    source: str = ""
    note: str = ""
    low: Number | None = None
    high: Number | None = None


class FileScale(StrictPart):
    """The curve of what is lost to scale (see :func:`reformsim.tasks.scale.lost`)."""

    depth: FileRanged
    half_life: FileRanged
    optimum: FileOptimum
    rise: FileRanged


class FileCarrier(StrictPart):
    """The carrying layer with its origin."""

    value: str
    status: Status
    source: Words
    note: str = ""


class FileTask(StrictPart):
    """One task as the file has it, from its first day on or from that of an edition.

    What later days change stands in ``later``: each edition has its first day and the keys that are new.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name_en: Words
    name_nl: Words
    domain: str
    carrier: FileCarrier
    involved: list[str]
    budget: FileBudget
    efficient_scale: FileFigure
    complexity: FileFigure
    scale: FileScale
    staff: FileRanged
    division: str | None
    forms: list[str]
    eu: str = ""
    grant: str = ""
    note: str = ""
    since: date | None = None
    until: date | None = None
    into: list[str] = Field(default_factory=list)
    enacted: bool = False
    later: list[dict[str, Any]] = Field(default_factory=list)


def mistakes(given: FileTask, fields: Collection[str]) -> Iterator[tuple[Where, str]]:
    """Give what the form of the keys cannot tell, each with the way to it inside the task.

    Parameters
    ----------
    fields
        Task fields of the accounts.
    """
    if given.domain not in DOMAINS:
        yield ("domain",), f"unknown domain '{given.domain}'{suggest(given.domain, DOMAINS)}"
    if given.carrier.value not in LAYERS:
        yield (
            ("carrier", "value"),
            f"unknown layer '{given.carrier.value}'{suggest(given.carrier.value, LAYERS)}",
        )
    for i, layer in enumerate(given.involved):
        if layer not in LAYERS:
            yield ("involved", i), f"unknown layer '{layer}'{suggest(layer, LAYERS)}"
    if given.carrier.value not in given.involved:
        yield ("involved",), f"the carrier '{given.carrier.value}' must be among the layers with a say"
    for i, form in enumerate(given.forms):
        if form not in FORMS:
            yield ("forms", i), f"unknown legal form '{form}'{suggest(form, FORMS)}"
    for key in ("involved", "forms"):
        if len(set(getattr(given, key))) < len(getattr(given, key)):
            yield (key,), "the same word stands twice"
    for where, figure, (low, high) in _figures(given):
        yield from ((where + place, message) for place, message in _wrong(figure, low, high))
    yield from ((("budget", *place), message) for place, message in _wrong_budget(given.budget, fields))


def _wrong_budget(budget: FileBudget, fields: Collection[str]) -> Iterator[tuple[Where, str]]:
    if (budget.value is None) == (not budget.fields):
        yield (), "expected either a value or fields of the accounts"
    if budget.value is not None and not 0.0 <= budget.value <= MOST_EUROS:
        yield ("value",), f"{budget.value:g} is out of range, expected 0 to {MOST_EUROS:g}"
    if not 0.0 < budget.share <= 1.0:
        yield ("share",), f"{budget.share:g} is out of range, expected above 0 to 1"
    for i, field in enumerate(budget.fields):
        if field not in fields:
            yield ("fields", i), f"unknown field of the accounts '{field}'{suggest(field, fields)}"
    yield from _unfounded(budget.status, budget.source, budget.note)


def _unfounded(status: str, source: str, note: str) -> Iterator[tuple[Where, str]]:
    if status != "assumption" and not source:
        yield (), f"status '{status}' needs a source"
    if status == "assumption" and not note:
        yield (), "an assumption needs a note that defends its order of magnitude"


def _figures(given: FileTask) -> Iterator[tuple[Where, FileFigure | FileOptimum, tuple[float, float]]]:
    yield ("efficient_scale",), given.efficient_scale, (1_000.0, 20e6)
    yield ("complexity",), given.complexity, (0.0, 1.0)
    for key in ("depth", "half_life", "optimum", "rise"):
        limits = (0.0, 0.99) if key in ("depth", "rise") else (1_000.0, 20e6)
        yield ("scale", key), getattr(given.scale, key), limits
    yield ("staff",), given.staff, (0.0, 50.0)


def _wrong(figure: FileFigure | FileOptimum, low: float, high: float) -> Iterator[tuple[Where, str]]:
    ends = (figure.low, figure.high) if isinstance(figure, FileRanged | FileOptimum) else (None, None)
    for key, value in zip(("value", "low", "high"), (figure.value, *ends), strict=True):
        if value is not None and not low <= value <= high:
            yield (key,), f"{value:g} is out of range, expected {low:g} to {high:g}"
    given = [each for each in (ends[0], figure.value, ends[1]) if each is not None]
    if isinstance(figure, FileOptimum) and len(given) in (1, 2):
        yield (), "value, low and high go together: all three, or none where no optimum was found"
    elif given != sorted(given):
        yield (), "the value lies outside its range"
    yield from _unfounded(figure.status, figure.source, figure.note)


def known_keys(path: Where) -> list[str]:
    """Give the keys that would have been right at the path of an unknown one (tasks, place, key, ...)."""
    forms: dict[tuple[str | int, ...], type[StrictPart]] = {
        ("scale",): FileScale,
        ("scale", "optimum"): FileOptimum,
        ("staff",): FileRanged,
        ("budget",): FileBudget,
    }
    edition = path[2:3] == ("later",)
    within = path[4 if edition else 2 : -1]
    if not within:
        return [key for key in FileTask.model_fields if key not in (NOT_LATER if edition else ONLY_LATER)]
    return list(forms.get(within, FileRanged if within[0] == "scale" else FileFigure).model_fields)
