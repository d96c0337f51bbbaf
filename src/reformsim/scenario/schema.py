"""What a scenario is: a frozen description of territory, years, chance, reforms and behaviour."""

import datetime as dt
import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    SerializeAsAny,
    StrictBool,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from reformsim.behaviour import Behaviour, acting, load_behaviour
from reformsim.country import load_country
from reformsim.errors import MOST_TOLD, RunError, suggest
from reformsim.levers.base import Lever
from reformsim.levers.fields import Identifier, Name, Number, Text, Whole
from reformsim.levers.registry import lever_class
from reformsim.levers.sealed import Sealed, refused
from reformsim.measures.choice import DEFAULT, SETS, words_of
from reformsim.principles import PRINCIPLES, thresholds
from reformsim.scenario.ranges import ELSEWHERE, Mistake, mistake, ranges, switches, unheld, unknown, weights
from reformsim.scenario.wording import IN_DUTCH, described
from reformsim.territory import Territory, end_problem, load_territory
from reformsim.territory.institutions import FIRST_YEAR, LAST_YEAR

LONGEST = 100
"""Years a horizon may span."""

RECORDED_SINCE = 2018
"""First year in which the register of arrangements is complete."""

MOST_REPLICATES = 100_000
LARGEST_SEED = 2**63 - 1

LONGEST_NAME = 100
"""Characters of a scenario's name: folders and files are called after it, two of them in a comparison."""

ScenarioName = Annotated[str, StringConstraints(max_length=LONGEST_NAME, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.+-]*$")]
Year = Annotated[Whole, Field(ge=FIRST_YEAR, le=LAST_YEAR)]


class Horizon(Sealed):
    """The first and the last year of the simulation; each is shown as it stands on 31 December."""

    start: Year = Field(description="First year: that of the territory, or one of those that it has maps of.")
    end: Year = Field(description="Last year, included.")

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.end < self.start:
            raise PydanticCustomError(
                "rule", "expected the start ({start}) or later", {"key": "end", "start": self.start}
            )
        if self.end - self.start > LONGEST:
            raise PydanticCustomError(
                "rule", "expected at most {n} years after the start", {"key": "end", "n": LONGEST}
            )
        return self

    @property
    def years(self) -> range:
        """All years of the horizon."""
        return range(self.start, self.end + 1)


class Uncertainty(Sealed):
    """A range from which a weight of behaviour or a figure of a lever is drawn, about its value as median."""

    low: Number = Field(description="Lower end.")
    high: Number = Field(description="Upper end.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.high < self.low:
            raise PydanticCustomError("rule", "expected low ({low}) or more", {"key": "high", "low": f"{self.low:g}"})
        return self


def _setting(value: Any) -> Any:
    """Accept what may stand behind a principle; told in one sentence, not one for each kind of value."""
    if isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    raise PydanticCustomError("rule", "expected true, false or a number, not {given}", {"given": described(value)})


PrincipleSetting = Annotated[
    bool | int | float, BeforeValidator(_setting), Field(description="True, false or a threshold.")
]


def _sealed(values: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(sorted(values.items())))


def _in_order(values: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(values))


def _opened(values: Mapping[str, Any]) -> dict[str, Any]:
    return dict(values)


def _checkable(values: Mapping[str, Any]) -> Mapping[str, Any]:
    mistakes: list[Mistake] = []
    for name, setting in values.items():
        if name not in PRINCIPLES:
            mistakes.append(unknown((name,), "principle", PRINCIPLES, setting, hint=len(mistakes) < MOST_TOLD))
        elif wrong := PRINCIPLES[name].mistake(setting):
            mistakes.append(mistake((name,), wrong, setting))
    refused("principles", mistakes)
    return values


def _asked(text: str) -> str:
    """Refuse what is no question in one line."""
    if text and ("\n" in text or not text.endswith("?")):
        said = "expected one line that ends with a question mark, not {given}"
        raise PydanticCustomError("rule", said, {"given": described(text)})
    return text


Question = Annotated[Text, AfterValidator(_asked)]
Values = Annotated[Mapping[Name, Number], AfterValidator(weights), AfterValidator(_sealed), PlainSerializer(_opened)]
Settings = Annotated[
    Mapping[Name, PrincipleSetting], AfterValidator(_checkable), AfterValidator(_sealed), PlainSerializer(_opened)
]
Switches = Annotated[
    Mapping[Name, StrictBool], AfterValidator(switches), AfterValidator(_sealed), PlainSerializer(_opened)
]
# The order of groups is that of the file, in which tables and figures show them.
Groups = Annotated[Mapping[Identifier, tuple[Identifier, ...]], AfterValidator(_in_order), PlainSerializer(_opened)]
Ranges = Annotated[
    Mapping[Name, Uncertainty], AfterValidator(ranges), AfterValidator(_sealed), PlainSerializer(_opened)
]


def _words(given: Any) -> Any:
    """Take one word for a list of one; what is in a list, other than texts, is told by its own kind."""
    if isinstance(given, tuple | list) and given:
        return words_of(given) if all(isinstance(one, str) for one in given) else given
    if isinstance(given, str) and given.strip():
        return words_of(given)
    about = {"sets": ", ".join(SETS), "given": described(given)}
    raise PydanticCustomError("rule", "expected {sets} or a list of names of indicators, not {given}", about)


def _measurable(words: tuple[str, ...]) -> tuple[str, ...]:
    if set(words) <= set(SETS):  # The registry is heavy, and most scenarios name no measure.
        return words
    from reformsim.measures import MEASURES

    known = (*SETS, *MEASURES)
    wrong = [(at, word) for at, word in enumerate(words) if word not in known]
    near = [suggest(word, known) if n < MOST_TOLD else "" for n, (_, word) in enumerate(wrong)]
    told = [f"unknown indicator {described(word)}{hint}" for (_, word), hint in zip(wrong, near, strict=True)]
    refused("measures", [mistake((at,), text, word) for (at, word), text in zip(wrong, told, strict=True)])
    return words


Measures = Annotated[tuple[Name, ...], BeforeValidator(_words), AfterValidator(_measurable)]


class Plugin(Sealed):
    """A Python file that adds measures and levers, as it was when the scenario was read."""

    file: Name = Field(description="Path of the file, relative to the scenario's own; it ends in .py.")
    sha256: str = Field(
        "", pattern=r"^([0-9a-f]{64})?$", description="Digest that it must have; whatever it is if left out."
    )


class Scenario(Sealed):
    """A whole simulation to be run; nothing in it changes.

    Built by :func:`reformsim.load_scenario` from a file, or in Python:

    >>> Scenario(name="quiet", horizon={"start": 2011, "end": 2030}).territory
    'netherlands-2011'
    """

    name: ScenarioName = Field(description="Short name: letters, digits, points, hyphens; a plus between added ones.")
    title: Text = Field("", description="One line that says what it is about.")
    title_nl: Text = Field("", description="The title in Dutch, for reports in Dutch.")
    description: Text = Field("", description="What an analyst should know before using it.")
    description_nl: Text = Field("", description="The description in Dutch.")
    question: Question = Field("", description="What it is to answer, in one line that ends with a question mark.")
    question_nl: Question = Field("", description="The question in Dutch.")
    author: Text = Field("", description="Who answers for it.")
    territory: Name = Field(
        "netherlands-2011", description="Name of an embedded territory, or folder relative to the file."
    )
    horizon: Horizon = Field(description="First and last year.")
    replicates: Whole = Field(20, ge=1, le=MOST_REPLICATES, description="How often chance is drawn anew.")
    seed: Whole = Field(1, ge=0, le=LARGEST_SEED, description="Number from which all chance follows.")
    law: Literal["at_start", "enacted"] = Field(
        "at_start",
        description="at_start: the law of 1 January of the first year, changed by levers alone; "
        "enacted: also with what was really enacted later.",
    )
    mergers: Literal["simulated", "replay", "unreformed"] = Field(
        "simulated",
        description="simulated: the model says who merges; replay: the recorded mergers of the territory take "
        "effect, and no others; unreformed: those of the same scenario without its levers, replicate by replicate.",
    )
    replay_until: Year | None = Field(
        None,
        description="With mergers: simulated: the recorded mergers take effect up to and on 1 January of this year, "
        "and those of the model after it. None are recorded unless given.",
    )
    network: Literal["drawn", "recorded", "both"] | None = Field(
        None,
        description="Cooperation bodies of the first day. recorded: those of registers and the law alone; both: with "
        "as many drawn as counts have beyond them; drawn: those of the law, and the others drawn. If left out: both "
        "on territory netherlands from 2018 on, otherwise drawn.",
    )
    procedures: Literal["recorded", "drawn"] = Field(
        "recorded",
        description="Merger procedures under way on the first day: recorded: those that the territory knows, and drawn "
        "ones where it knows none; drawn: none are known, as in a forecast of years that are past.",
    )
    levers: tuple[SerializeAsAny[Lever], ...] = Field((), description="The reforms, each with its date.")
    reforms: Literal["whole", "law", "figures"] = Field(
        "whole",
        description="whole: the levers do all that they say; law: only what is law, with the figures that the scenario "
        "types in left at the values at which they say nothing; figures: only these.",
    )
    groups: Groups = Field(
        {}, description="Levers whose effect is attributed together, by the name of the group; they change no outcome."
    )
    behaviour: Values = Field({}, description="Behavioural parameters that differ from the default, by name.")
    mechanisms: Switches = Field(
        {},
        description="Decisions of actors that work (true) or do not (false), by name, where not as by default.",
    )
    uncertainties: Ranges = Field(
        {},
        description="Ranges from which assumptions are drawn, in place of the usual ones: of behavioural parameters, "
        "by name, and of figures of levers, as ID.FIGURE.",
    )
    assumptions: Literal["fixed", "estimated", "all"] = Field(
        "all",
        description="What is drawn anew in every replicate beside chance: all, the estimated and the assumed; "
        "estimated, these alone; fixed, none: every replicate has the default.",
    )
    principles: Settings = Field(
        {}, description="Principles that are checked every year, by name: true, false or a threshold."
    )

    measures: Measures = Field(
        DEFAULT,
        description="What is measured: headline, report, all, or a list of these and of names of indicators.",
    )
    plugins: tuple[Plugin, ...] = Field(
        (), description="Python files beside this one that add measures and levers; run only with --allow-code."
    )

    @field_validator("levers", mode="before")
    @classmethod
    def _as_levers(cls, value: Any) -> Any:
        """Make levers of plain mappings, each by its own class."""
        if not isinstance(value, tuple | list):
            return value
        made = []
        for entry in value:
            if isinstance(entry, Mapping) and isinstance(entry.get("lever"), str):
                made.append(lever_class(entry["lever"]).model_validate(dict(entry)))
            else:
                made.append(entry)
        return tuple(made)

    @model_validator(mode="after")
    def _dated(self) -> Self:
        """Refuse levers that no horizon from this start can hold; one after a last year that was moved up is left."""
        first, last = self.horizon.start, self.horizon.start + LONGEST
        days = ((("levers", i, "date"), lever.date) for i, lever in enumerate(self.levers))
        wrong = ((at, day) for at, day in days if not first <= day.year <= last)
        refused("Scenario", (mistake(at, f"{day} is not in {first}-{last}", day) for at, day in wrong))
        return self

    @model_validator(mode="after")
    def _unknowns(self, info: ValidationInfo) -> Self:
        """Refuse ranges of nothing there is, and ranges without the value that is their middle."""
        elsewhere = (info.context or {}).get(ELSEWHERE, ())
        told = unheld(self.uncertainties, self.behaviour, self.levers, elsewhere)
        refused("Scenario", ((("uncertainties", *at), wrong, given) for at, wrong, given in told))
        return self

    @property
    def hash(self) -> str:
        """SHA-256 (hexadecimal) of the content but for question, groups, measures and Dutch texts, which move nothing.

        Of an own territory it holds the folder's name only, of a plugin the digest of its text.
        """
        apart = {"question", "groups", "measures", "plugins", *IN_DUTCH}
        content = self.model_dump(mode="json", exclude_none=True, exclude=apart)
        for lever in content["levers"]:
            lever.pop("source_nl", None)
        for name, usual in (("reforms", "whole"), ("procedures", "recorded"), ("mechanisms", {})):
            if content[name] == usual:
                del content[name]
        if self.plugins:
            content["plugins"] = [plugin.sha256 for plugin in self.plugins]
        content["territory"] = PurePath(self.territory).name
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def __hash__(self) -> int:
        return hash(self.hash)

    def __getstate__(self) -> dict[Any, Any]:
        # Sealed mappings cannot be pickled as they are.
        return {**super().__getstate__(), "__dict__": {name: _picklable(value) for name, value in self}}

    def __setstate__(self, state: dict[Any, Any]) -> None:
        values = {name: _thawed(name, value) for name, value in state["__dict__"].items()}
        super().__setstate__({**state, "__dict__": values})

    @property
    def bodies(self) -> str:
        """Which cooperation bodies the first day has: ``network``, or what holds where it is left out."""
        if self.network is not None:
            return self.network
        return "both" if self.territory == "netherlands" and self.horizon.start >= RECORDED_SINCE else "drawn"

    @property
    def measured(self) -> tuple[str, ...]:
        """Names of what is measured, in the order in which it is reported."""
        from reformsim.measures import chosen

        tasks = load_country(self.land().country).tasks_on(dt.date(self.horizon.start, 1, 1)).ids
        return chosen(self.measures, {plugin.file for plugin in self.plugins}, tasks)

    def only(self, levers: Iterable[str]) -> "Scenario":
        """Give the scenario with some of its levers, by their ids; groups lose the others, and go if none is left."""
        kept = set(levers)
        groups = {name: [one for one in ids if one in kept] for name, ids in self.groups.items()}
        chosen = tuple(lever for lever in self.levers if lever.id in kept)
        some = {name: tuple(ids) for name, ids in groups.items() if ids}
        return self.model_copy(update={"levers": chosen, "groups": MappingProxyType(some)})

    def land(self) -> Territory:
        """Give the territory on the first day of the horizon.

        Raises
        ------
        RunError
            If it has no map of that year, or does not go on to the last year.
        """
        territory = load_territory(self.territory, self.horizon.start)
        if said := end_problem(territory, self.horizon.end):
            raise RunError(f"horizon.end: {said}")
        return territory if self.procedures == "recorded" else territory.without_procedures()

    def behaviour_values(self) -> Behaviour:
        """Give all behavioural parameters, those of this scenario in place of the defaults."""
        return load_behaviour().override(self.behaviour)

    @property
    def acting(self) -> frozenset[str]:
        """Names of the mechanisms that work."""
        return acting(self.mechanisms)

    def thresholds(self) -> dict[str, float]:
        """Give the principles that are switched on, each with its threshold (0 where it has none)."""
        return thresholds(self.principles)

    def __repr__(self) -> str:
        span = f"{self.horizon.start}-{self.horizon.end}"
        return f"Scenario('{self.name}', {span}, {self.replicates} replicates, {len(self.levers)} levers)"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        from reformsim.scenario.notebook import scenario_html

        return scenario_html(self)


def _picklable(value: Any) -> Any:
    return dict(value) if isinstance(value, MappingProxyType) else value


def _thawed(key: str, value: Any) -> Any:
    if key == "groups":
        return _in_order(value)
    return _sealed(value) if key in ("behaviour", "mechanisms", "uncertainties", "principles") else value
