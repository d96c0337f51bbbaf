"""The form of ``territory.yaml``: what the territory is called and which institutions it starts with."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from reformsim.errors import formula

FIRST_YEAR, LAST_YEAR = 1998, 2200
"""Years of a map at the start; before the first the statutory tables do not say all that a run asks of them."""

MOST = 100_000
"""Offices or seats of one institution, far above any that there is."""


def _no_formula(text: str) -> str:
    if said := formula(text):
        raise PydanticCustomError("formula", "{said}", {"said": said})
    return text


Text = Annotated[str, Field(min_length=1), AfterValidator(_no_formula)]
Count = Annotated[int, Field(ge=0, le=MOST)]
Positive = Annotated[int, Field(ge=1, le=MOST)]
Year = Annotated[int, Field(ge=1800, le=2200)]
StartYear = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Rate = Annotated[float, Field(ge=-0.1, le=0.1)]


class Part(BaseModel):
    """Base of all parts of the file: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Part):
    """A source of the figures: what it is and where it is kept."""

    key: Text
    what: Text
    licence: str = ""


class Growth(Part):
    """Growth of the population after the last year with figures.

    ``rate`` is a fraction per year between -0.1 and 0.1, ``low`` and ``high`` what it may well be instead.
    """

    rate: Rate
    source: Text
    low: Rate | None = None
    high: Rate | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if (self.low is None) != (self.high is None):
            raise PydanticCustomError("rule", "expected 'low' and 'high', or neither of them")
        if self.low is not None and self.high is not None and not self.low <= self.rate <= self.high:
            raise PydanticCustomError("rule", "expected 'rate' from 'low' to 'high'")
        return self


class SubMunicipal(Part):
    """The sub-municipal councils (deelgemeenten, Gemeentewet art. 87-92 until 19 March 2014) of a unit."""

    unit: Text
    bodies: Positive
    councillors: Count
    executives: Count
    source: Text


class StatutoryBody(Part):
    """A kind of regional body at the start: one body for each region of a division.

    Parameters
    ----------
    kind
        Id of the kind: 'safety_region', 'plusregio', ...
    division
        The division whose regions are the bodies' areas.
    form
        Legal form; docs/glossary.md explains those of public law.
    legal
        'public', 'private', 'statutory' (a legal person of its own Act) or 'light' (no legal person).
    tasks
        Ids of the tasks carried out at the scale of the body; in its own right if ``carries``, otherwise on
        behalf of the members.
    say
        Ids of further tasks on which the body has a formal say without carrying them out.
    only
        Tasks (of ``tasks`` or ``say``) that belong to the bodies of some regions only: id -> region codes.
    carries
        The body carries its tasks in its own right.
    obliged
        The law asks for it, so that nobody is free to sit in it or not.
    board_per_member
        Seats on the general board for each member.
    source, note
        The article or document; what else must be known.
    """

    kind: Text
    division: Text
    form: Literal[
        "openbaar_lichaam",
        "gemeenschappelijk_orgaan",
        "bedrijfsvoeringsorganisatie",
        "centrumgemeente",
        "light",
        "private",
        "plusregio",
        "police_region",
    ]
    legal: Literal["public", "private", "statutory", "light"]
    tasks: tuple[Text, ...] = ()
    say: tuple[Text, ...] = ()
    only: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    carries: bool
    obliged: bool
    board_per_member: Positive
    source: Text
    note: str = ""

    def tasks_of(self, region: str) -> tuple[str, ...]:
        """Give the tasks of the body of one region."""
        return tuple(task for task in self.tasks if region in self.only.get(task, (region,)))

    def say_of(self, region: str) -> tuple[str, ...]:
        """Give the further tasks on which the body of one region has a say."""
        return tuple(task for task in self.say if region in self.only.get(task, (region,)))


class Inventory(Part):
    """Published number of cooperation bodies of all municipalities, provinces and water boards."""

    public: Annotated[int, Field(ge=0)]
    private: Annotated[int, Field(ge=0)]
    source: Text


class WaterBoards(Part):
    """The water boards: one for each region of a division, with ``seats`` seats on each general board."""

    division: Text
    seats: Annotated[int, Field(ge=1, le=100)]
    source: Text
    note: str = ""


class AreaRule(Part):
    """A named area, as the file says it: the union of provinces, regions of divisions and units."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$")]
    title: Text
    title_nl: str = ""
    provinces: tuple[Text, ...] = ()
    regions: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    units: tuple[Text, ...] = ()
    source: Text


class Area(Part):
    """A named area: its units, sorted by code."""

    name: str
    title: str
    units: tuple[str, ...]
    source: str
    title_nl: str = ""


Network = Literal["", "netherlands"]
"""Name of a record of cooperation bodies; '' for none."""

Accounts = Literal["", "netherlands"]
"""Name of the territory whose record of municipal accounts holds; '' for that of the folder itself, if it has one."""


class TerritoryFile(Part):
    """All of ``territory.yaml``.

    ``title_nl`` and ``attribution_nl`` are what reports in Dutch have in the place of the others.
    ``islands`` lists the units that really have no neighbour by land, bridge or ferry: any other unit without
    a neighbour is a mistake, since it could never merge, and so is a listed one that has neighbours.
    ``country`` says whose law holds: the name of a shipped country, 'none', or the name of a file in the same folder.
    ``offices_until`` is the last year whose elections the offices of the first day come from; that of the map unless
    given.
    ``network`` is the name of the record of cooperation bodies that holds those of its municipalities, if there is one.
    ``accounts`` names the territory whose record of accounts is that of its municipalities.
    ``events_until`` is the year up to and including which ``events.csv`` is complete: its last row's unless given.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: Text
    title_nl: str = ""
    year: StartYear
    country: Text
    attribution: Text
    attribution_nl: str = ""
    crs: Text
    sources: tuple[Source, ...] = ()
    growth_after_data: Growth
    islands: tuple[Text, ...] = ()
    network: Network = ""
    accounts: Accounts = ""
    events_until: Year | None = None
    offices_until: Year | None = None
    sub_municipal_councils: tuple[SubMunicipal, ...] = ()
    statutory_bodies: tuple[StatutoryBody, ...] = ()
    inventory: Inventory | None = None
    water_boards: WaterBoards | None = None
    areas: tuple[AreaRule, ...] = ()
