"""What every lever is: a dated, sourced reform with its own parameters, and the register of all of them.

A new lever is one class derived from :class:`Lever` in a module of ``levers/families``; nothing else has to be edited.
Its parameters are pydantic fields, its class attributes say what it is about and which rules and tables its fields go
to, and ``stated_changes`` says what more it does, in the vocabulary of :mod:`reformsim.levers.changes`.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self, get_args

from pydantic import ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from reformsim.levers.amending import amend_value
from reformsim.levers.changes import AmendLaw, Change, SetRule
from reformsim.levers.fields import Day, Identifier, Location, Mechanisms, Moves, Name, Targets
from reformsim.levers.passage import Passage
from reformsim.levers.places import by_code
from reformsim.levers.sealed import Sealed
from reformsim.levers.where import Where

if TYPE_CHECKING:
    from reformsim.territory import Territory

Scope = Literal["units", "provinces", "regions", "nation"]

REGISTER: dict[str, type["Lever"]] = {}
_METADATA = ("family", "title_en", "title_nl", "items", "example")

_ORIGINS: dict[str, frozenset[str]] = {}
"""Names of the levers of each plugin."""


@contextmanager
def adding(origin: str) -> Iterator[None]:
    """Let the levers that are defined come from a file, in the place of those that came from it before.

    If it fails, nothing is left of it.
    """
    before = dict(REGISTER)
    for name in _ORIGINS.get(origin, ()):
        REGISTER.pop(name, None)
    kept = frozenset(REGISTER)
    try:
        yield
    except BaseException:
        REGISTER.clear()
        REGISTER.update(before)
        raise
    _ORIGINS[origin] = frozenset(REGISTER) - kept


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something in a lever that its own schema allows and the data do not: where, and what."""

    location: Location
    message: str


class Lever(Sealed):
    """A reform that a scenario can switch on.

    Class attributes
    ----------------
    family
        Chapter under which it is listed.
    title_en, title_nl
        What it does, in a few words.
    items
        Numbers of the inventory of the 2011 note that it covers.
    scope
        What ``where`` limits: municipal offices ('units'), provincial ones ('provinces'), regional bodies
        ('regions'); a lever of the 'nation' works everywhere or, with an empty ``where``, nowhere.
    example
        A valid entry of a scenario's ``levers``, as YAML; on the map of 2011.
    mechanism
        How it works: what it does by law, by behaviour, and which numbers of it are mere input. A lever that does not
        say it is input.
    moves
        What its example moves beside the run without it: indicator to 'lower', 'higher', or 'same' where the
        evidence says that it does nothing.
    sets, amends
        Rule that is set to the value of a field, and statutory table that is amended to it, by name of the field;
        nothing comes of a field that is ``None``. What more a lever does is in its own ``stated_changes``.
    at_least_one
        Fields of which one or more must be given.
    """

    # Validators are built when first used: a scenario uses some of the levers.
    model_config = ConfigDict(defer_build=True)

    family: ClassVar[str]
    title_en: ClassVar[str]
    title_nl: ClassVar[str]
    items: ClassVar[tuple[int, ...]]
    example: ClassVar[str]
    mechanism: ClassVar[Mechanisms] = {"input": "what it sets"}
    moves: ClassVar[Moves] = {}
    sets: ClassVar[Targets] = {}
    amends: ClassVar[Targets] = {}
    at_least_one: ClassVar[tuple[str, ...]] = ()
    scope: ClassVar[Scope] = "nation"

    lever: str = Field(description="Name of the lever.")
    id: Identifier = Field("", description="Own name of this entry; the lever's name if left out.")
    date: Day = Field(description="Day on which the reform takes effect, as YYYY-MM-DD.")
    source: Annotated[Name, StringConstraints(min_length=3)] = Field(
        description="Where reform and figures come from; write `assumption` for what has no source."
    )
    source_nl: Name | None = Field(None, description="The source in Dutch, for reports in Dutch.")
    where: Where | None = Field(None, description="Part of the territory; everywhere if left out.")
    passage: Passage | None = Field(
        None, description="What may become of it in Parliament; enacted on its date if left out."
    )

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        names = get_args(cls.model_fields["lever"].annotation)
        if len(names) != 1:
            return  # a common base of levers, not a lever
        missing = [word for word in _METADATA if not hasattr(cls, word)]
        if missing:
            raise TypeError(f"lever class {cls.__name__} lacks {', '.join(missing)}")
        other = REGISTER.get(names[0])
        if other is not None and (other.__module__, other.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"two lever classes have the name '{names[0]}'")
        if cls.stated_changes is Lever.stated_changes and not cls.sets and not cls.amends:
            raise TypeError(f"lever class {cls.__name__} does not say what it changes")
        REGISTER[names[0]] = cls

    @model_validator(mode="before")
    @classmethod
    def _name_itself(cls, data: Any) -> Any:
        """Fill in the lever's own name, and the id that follows from it."""
        if not isinstance(data, dict):
            return data
        name = next(iter(get_args(cls.model_fields["lever"].annotation)), None)
        if name is None:
            raise PydanticCustomError("rule", "expected the key lever with the name of a lever", {})
        own = {"lever": name, **data}
        if own.get("id") is None:
            own["id"] = name
        return own

    @model_validator(mode="after")
    def _nation_wide(self) -> Self:
        if self.scope == "nation" and self.where is not None and not self.where.names_nothing:
            raise PydanticCustomError(
                "nation_wide",
                "{lever} works in the whole country; `where` may only be left out or empty",
                {"lever": self.lever, "key": "where"},
            )
        return self

    @model_validator(mode="after")
    def _says_enough(self) -> Self:
        names = self.at_least_one
        if names and all(getattr(self, name) is None for name in names):
            raise forbidden("", "expected at least one of {names}", names=", ".join(names))
        return self

    @property
    def nowhere(self) -> bool:
        """Whether ``where`` is given and names nothing at all."""
        return self.where is not None and self.where.names_nothing

    def changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Give what this lever does, in order; nothing if ``where`` names nothing. Names of places become codes."""
        if self.nowhere:
            return ()
        lever, _ = by_code(self, territory)
        return lever.stated_changes(territory)

    def stated_changes(self, territory: "Territory") -> tuple[Change, ...]:
        """Give the changes of a lever that touches something: those of ``sets`` and ``amends``, unless it says more."""
        given = {name: getattr(self, name) for name in (*self.sets, *self.amends)}
        rules = (SetRule(rule, given[name]) for name, rule in self.sets.items() if given[name] is not None)
        return (*rules, *self.amended({table: given[name] for name, table in self.amends.items()}))

    def amended(self, values: Mapping[str, float | None], scope: frozenset[str] | None = None) -> tuple[AmendLaw, ...]:
        """Give the changes that set these statutory tables, where a value is given."""
        changes: tuple[AmendLaw, ...] = ()
        for table, value in values.items():
            if value is not None:
                changes += amend_value(table, self.date, value, self.source, scope)
        return changes

    @property
    def gives(self) -> tuple[str, ...]:
        """Names of municipalities that it makes, by which later levers may refer to them."""
        return ()

    @property
    def gives_tasks(self) -> tuple[str, ...]:
        """Ids of tasks that it adds."""
        return ()

    def only_whole(self, figure: str, value: float) -> bool:
        """Whether a figure, by its dotted name, can only be a whole number: as it is held, unless more is known."""
        return isinstance(value, int)

    def complaints(self, territory: "Territory") -> Iterator[Complaint]:
        """Give what is wrong with this lever on this territory beyond unknown names."""
        return iter(())

    def units(self, territory: "Territory") -> frozenset[str] | None:
        """Give the codes of the municipalities in ``where``; ``None`` is all."""
        return None if self.where is None else frozenset(self.where.unit_codes(territory))

    def provinces(self, territory: "Territory") -> frozenset[str] | None:
        """Give the codes of the provinces in ``where``; ``None`` is all."""
        return None if self.where is None else frozenset(self.where.province_codes(territory))

    def regions(self, territory: "Territory", division: str) -> tuple[str, ...] | None:
        """Give the codes of the regions of ``division`` in ``where``; ``None`` is all."""
        return None if self.where is None else self.where.region_codes(territory, division)


def forbidden(key: str, message: str, **values: object) -> PydanticCustomError:
    """Make the error of a lever's own rule, told at ``key``."""
    return PydanticCustomError("rule", message, {"key": key, **values})


def repeated(words: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Give the words that stand in a list already, each with its place."""
    seen: set[str] = set()
    for at, word in enumerate(words):
        if word in seen:
            yield at, word
        seen.add(word)
