"""Any table of the law: another value, another class, other days, from a date."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from reformsim.errors import RunError
from reformsim.law import load_law
from reformsim.law.entries import UNITS, Entry, Table, content_problems
from reformsim.levers.amending import in_force
from reformsim.levers.base import Complaint, Lever, forbidden
from reformsim.levers.changes import AmendLaw, Change
from reformsim.levers.fields import Day, Mechanisms, Moves, Name, Number, Refers, Whole
from reformsim.levers.sealed import Sealed

if TYPE_CHECKING:
    from reformsim.territory import Territory

KEYS = {"value": "value", "classes": "classes", "list": "numbers", "text": "words", "dates": "days"}
"""Key in which a table of each kind is set."""


class ClassValue(Sealed):
    """What a class of inhabitants gets: the class up to a number of inhabitants, or the last."""

    up_to: Whole | None = Field(None, ge=1, le=20_000_000, description="Highest number of inhabitants; none: the last.")
    value: Number = Field(description="What it gets, in the unit of the table.")


class SetStatute(Lever):
    """Any table of the law gets another content from a date on; the class of a table of classes alone, or the whole."""

    family: ClassVar[str] = "by name"
    title_en: ClassVar[str] = "Another figure in a table of the law"
    title_nl: ClassVar[str] = "Een ander cijfer in een wettelijke tabel"
    items: ClassVar[tuple[int, ...]] = ()
    mechanism: ClassVar[Mechanisms] = {
        "law": "what the table says, wherever the model reads it",
        "input": "amounts of money, where the table holds them",
    }
    moves: ClassVar[Moves] = {"councillors": "higher", "inhabitants_per_councillor": "lower"}
    example: ClassVar[str] = """\
lever: set_statute
id: larger_councils_of_large_cities
date: 2013-01-01
table: council_seats
of_class: {value: 51}
source: "assumption: six seats more above 200,000 inhabitants (Gemeentewet art. 8)"
"""

    lever: Literal["set_statute"] = "set_statute"
    table: Annotated[Name, Refers("table of law")] = Field(description="Table, as `reformsim law` lists them.")
    value: Number | None = Field(None, description="New number, in a table of a single value.")
    of_class: ClassValue | None = Field(
        None, description="New value of one class of inhabitants; the other classes stay."
    )
    classes: tuple[ClassValue, ...] | None = Field(
        None, min_length=1, description="All classes anew, in order; the last without up_to."
    )
    numbers: tuple[Number, ...] | None = Field(None, min_length=1, description="New row of numbers.")
    words: Name | None = Field(None, description="New words, such as the day 01-01.")
    days: tuple[Day, ...] | None = Field(None, min_length=1, description="Days that are added, such as of elections.")

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        given = self._given()
        if len(given) != 1:
            said = ", ".join(given) or "none"
            raise forbidden(
                given[1] if given else "",
                "expected exactly one of {keys}, not {said}",
                keys=", ".join(_CONTENT),
                said=said,
            )
        tops = [one.up_to for one in self.classes or ()]
        if tops and (tops[-1] is not None or None in tops[:-1]):
            raise forbidden("classes", "expected up_to in every class but the last, which is open")
        return self

    def only_whole(self, figure: str, value: float) -> bool:
        """Whether a figure can only be a whole number: all of a table that counts, such as seats, and inhabitants."""
        law = load_law()
        whole = self.table in law.names and UNITS[law.table(self.table).unit].whole
        return whole or super().only_whole(figure, value)

    def complaints(self, territory: Territory) -> Iterator[Complaint]:
        """Tell what does not fit the table: its kind, the limits of its unit, a class that it does not have."""
        if self.table not in load_law().names:
            return  # the unknown name is told by itself
        table, (key, *_) = load_law().table(self.table), self._given()
        wanted = KEYS[table.kind]
        if key != wanted and not (key == "of_class" and table.kind == "classes"):
            either = "of_class or classes" if table.kind == "classes" else wanted
            yield Complaint((key,), f"table '{self.table}' is of kind '{table.kind}': expected {either}, not {key}")
            return
        try:
            entry = self._entry(table)
        except RunError as error:
            yield Complaint((key,), str(error))
            return
        for problem in content_problems(table.kind, table.unit, entry):
            yield Complaint((key,), f"table '{self.table}': {problem}")

    def stated_changes(self, territory: Territory) -> tuple[Change, ...]:
        """Amend the table."""
        return (AmendLaw(self.table, self._entry(load_law().table(self.table))),)

    def _given(self) -> tuple[str, ...]:
        return tuple(key for key in _CONTENT if getattr(self, key) is not None)

    def _entry(self, table: Table) -> Entry:
        if self.of_class is not None:
            return self._reclassed(table, self.of_class)
        if self.classes is not None:
            bounds = tuple(float(one.up_to) for one in self.classes if one.up_to is not None)
            return self._made(bounds=bounds, values=tuple(one.value for one in self.classes))
        days: tuple[dt.date, ...] | None = self.days
        return self._made(value=next(x for x in (self.value, self.numbers, self.words, days) if x is not None))

    def _reclassed(self, table: Table, one: ClassValue) -> Entry:
        """The table in force with another value for one class.

        Raises
        ------
        RunError
            It has no such class, or says nothing on that day.
        """
        now = in_force(table.name, self.date)
        tops = (*now.bounds, math.inf)
        top = math.inf if one.up_to is None else float(one.up_to)
        if top not in tops:
            known = ", ".join(f"{bound:,.0f}" for bound in now.bounds)
            raise RunError(
                f"table '{table.name}' has no class up to {one.up_to:,}; expected one of {known}, or no up_to"
            )
        values = tuple(one.value if t == top else v for t, v in zip(tops, now.values, strict=True))
        return self._made(bounds=now.bounds, values=values)

    def _made(self, **content: object) -> Entry:
        return Entry(since=self.date, source=self.source, status="scenario", **content)  # type: ignore[arg-type]


_CONTENT = ("value", "of_class", "classes", "numbers", "words", "days")
