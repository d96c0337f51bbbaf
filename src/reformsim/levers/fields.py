"""The kinds of values that levers and scenarios are made of, each with its own plain error.

A field that names something of the data (a task, a province, a division) says so with :class:`Refers`;
the check of a scenario then looks the name up without knowing the lever.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from reformsim.errors import formula

Location = tuple[str | int, ...]

Direction = Literal["lower", "higher", "same"]
Moves = Mapping[str, Direction]
"""Where a reform moves an indicator, and which."""

Mechanism = Literal["law", "behaviour", "input"]
"""How a reform works: *law* changes who may, must or gets something, as arithmetic; *behaviour* changes what officials,
councils or provinces then do, by a weight with a range; *input* is a number that goes in as it was typed."""

Mechanisms = Mapping[Mechanism, str]
"""What a reform does in each of these ways, in words."""

MECHANISMS: tuple[Mechanism, ...] = get_args(Mechanism)

Targets = Mapping[str, str]
"""What the value of a field goes to: a rule or a statutory table, by name of the field."""

Carrier = Literal["rijk", "provincie", "gemeente", "waterschap"]
"""The layers that a reform may give a task to (Grondwet art. 124, 133; note 1/22)."""


def _day(value: Any) -> Any:
    """Accept a YAML date or the same in quotes; refuse times and numbers, which pydantic would convert."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value) if len(value) == 10 else _no_day()
        except ValueError:
            return _no_day()
    return _no_day()


def _no_day() -> Any:
    raise PydanticCustomError("day", "expected a date such as 2013-01-01")


def _no_formula(text: str) -> str:
    """Refuse a name that tables of results would bring to a spreadsheet as a formula."""
    if said := formula(text):
        raise PydanticCustomError("rule", "'{text}' {said}", {"text": text, "said": said})
    return text


Day = Annotated[dt.date, BeforeValidator(_day), Field(json_schema_extra={"format": "date"})]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Title = Annotated[Name, AfterValidator(_no_formula)]
Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
Whole = Annotated[int, Field(strict=True)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Share = Annotated[float, Field(strict=True, ge=0.0, le=1.0, allow_inf_nan=False)]
Switch = Annotated[bool, Field(strict=True)]


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks a field whose strings are names of the data.

    Parameters
    ----------
    kind
        A kind of place (:data:`reformsim.levers.places.PLACES`), 'division', 'area', 'task', 'table of law', 'body',
        'body kind' (of statutory bodies) or 'kind of any body'.
    keys
        The names are the keys of the mapping, not its values.
    """

    kind: str
    keys: bool = False


RegionsOf = Annotated[Name, Refers("division"), Field(description="Division whose regions are meant.")]
GraceYears = Annotated[
    Whole, Field(ge=0, le=50, description="Years in which regions form by themselves; 0 obliges at once.")
]
Fallback = Annotated[
    Literal["imposed", "none"],
    Field(description="What happens to what did not form: imposed (Wgr chapter X) or left out."),
]
LegalForm = Literal[
    "openbaar_lichaam",
    "gemeenschappelijk_orgaan",
    "bedrijfsvoeringsorganisatie",
    "centrumgemeente",
    "light",
    "company",
    "foundation",
    "association",
    "cooperative",
]
"""Legal forms of cooperation, as the task catalogue has them (:data:`reformsim.tasks.FORMS`)."""

RegionalForm = Annotated[
    Literal["openbaar_lichaam", "gemeenschappelijk_orgaan", "bedrijfsvoeringsorganisatie", "centrumgemeente"],
    Field(description="Legal form of the regional bodies (Wgr art. 8)."),
]


@dataclass(frozen=True, slots=True)
class Reference:
    """A name of the data as it stands in a model: where, of which kind, and the word itself.

    ``within`` narrows the kind: the division whose region is meant.
    """

    location: Location
    kind: str
    name: str
    key: bool = False
    within: str = ""


def references(model: BaseModel, at: Location = ()) -> Iterator[Reference]:
    """Give every name of the data in ``model`` and the models inside it, in order of the fields."""
    special = getattr(model, "own_references", None)
    if special is not None:
        yield from special(at)
        return
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        marks = [m for m in field.metadata if isinstance(m, Refers)]
        for mark in marks:
            yield from _named(value, mark, (*at, name))
        if not marks:
            yield from _inside(value, (*at, name))


def _named(value: Any, mark: Refers, at: Location) -> Iterator[Reference]:
    if isinstance(value, str):
        yield Reference(at, mark.kind, value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if mark.keys:
                yield Reference((*at, key), mark.kind, key, key=True)
            else:
                yield from _named(inner, mark, (*at, key))
    elif isinstance(value, tuple):
        for i, inner in enumerate(value):
            yield from _named(inner, mark, (*at, i))


def _inside(value: Any, at: Location) -> Iterator[Reference]:
    if isinstance(value, BaseModel):
        yield from references(value, at)
    elif isinstance(value, tuple):
        for i, inner in enumerate(value):
            yield from _inside(inner, (*at, i))
