"""The form of ``territory.yaml`` of a record: several maps, the years in which a run may start, dated institutions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Self, TypeVar

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from reformsim.territory.institutions import (
    Accounts,
    AreaRule,
    Growth,
    Inventory,
    Network,
    Part,
    Source,
    StartYear,
    StatutoryBody,
    SubMunicipal,
    TerritoryFile,
    Text,
    WaterBoards,
    Year,
)


class InForce(Part):
    """When an institution is there: from a day on, up to the day before another; always where nothing is said."""

    since: date | None = None
    until: date | None = None

    def on(self, day: date) -> bool:
        """Whether it is there on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


class DatedCouncils(SubMunicipal, InForce):
    """Sub-municipal councils of a unit, and when."""


class DatedBody(StatutoryBody, InForce):
    """A kind of regional body, and when."""


class DatedInventory(Inventory, InForce):
    """A published number of cooperation bodies, and for which years it stands."""


class DatedBoards(WaterBoards, InForce):
    """The water boards, and when they have that size."""


class MapRule(Part):
    """A map of the record: a folder with the tables of units, neighbours and regions.

    Parameters
    ----------
    folder
        Within that of the record.
    since
        The map is that of 1 January of this year, and what later maps are carried from, until the next one.
    borders
        Folder of the map whose ``boundaries.json`` is drawn, its own or an earlier one; maps are schematic without.
    """

    folder: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    since: Year
    borders: str | None = None


class CouncilElection(Part):
    """A regular election of councils.

    Parameters
    ----------
    year
        In which it was held.
    passed_over
        Passed over by municipalities formed on 1 January of the last so many years, that year among them.
    """

    year: Year
    passed_over: Annotated[int, Field(ge=0, le=10)]


class ProvincialElection(Part):
    """An election of provincial councils; those of ``later_count`` asked for a later count of their inhabitants.

    1 January of the election year stands for it, that of the year before for all others (Provinciewet art. 1(2)).
    """

    year: Year
    later_count: tuple[Text, ...] = ()


class Starts(Part):
    """First and last year from which a run may start, and the last year that it may go to."""

    first: StartYear
    last: StartYear
    until: Year

    @model_validator(mode="after")
    def _forward(self) -> Self:
        for key, other in (("last", "first"), ("until", "last")):
            if getattr(self, key) < getattr(self, other):
                raise PydanticCustomError("rule", "'{key}' comes before '{other}'", {"key": key, "other": other})
        return self


class RecordFile(Part):
    """All of ``territory.yaml`` of a record; what it shares with that of a single map means the same.

    ``title`` is completed with the first day of a run. ``events_until`` is the last year of the record of changes and
    of inhabitants; elections are the years in which councils in office on some first day were chosen.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: Text
    title_nl: str = ""
    country: Text
    attribution: Text
    attribution_nl: str = ""
    crs: Text
    sources: tuple[Source, ...] = ()
    maps: Annotated[tuple[MapRule, ...], Field(min_length=1)]
    starts: Starts
    network: Network = ""
    accounts: Accounts = ""
    events_until: Year
    growth_after_data: Growth
    council_elections: tuple[CouncilElection, ...] = ()
    provincial_elections: tuple[ProvincialElection, ...] = ()
    sub_municipal_councils: tuple[DatedCouncils, ...] = ()
    statutory_bodies: tuple[DatedBody, ...] = ()
    inventory: tuple[DatedInventory, ...] = ()
    water_boards: tuple[DatedBoards, ...] = ()
    areas: tuple[AreaRule, ...] = ()

    def map_of(self, year: int) -> MapRule:
        """Give the map that the map of a year is carried from."""
        return max((one for one in self.maps if one.since <= year), key=lambda one: one.since)

    def of_year(self, year: int) -> TerritoryFile:
        """Give what a run that starts in a year begins with: the institutions of its 1 January."""
        day = date(year, 1, 1)
        return TerritoryFile(
            name=self.name,
            title=f"{self.title} on 1 January {year}",
            title_nl=f"{self.title_nl} op 1 januari {year}" if self.title_nl else "",
            year=year,
            country=self.country,
            attribution=self.attribution,
            attribution_nl=self.attribution_nl,
            crs=self.crs,
            sources=self.sources,
            growth_after_data=self.growth_after_data,
            network=self.network,
            accounts=self.accounts,
            events_until=self.events_until if year < self.events_until else None,
            sub_municipal_councils=_there(self.sub_municipal_councils, day, SubMunicipal),
            statutory_bodies=_there(self.statutory_bodies, day, StatutoryBody),
            inventory=next(iter(_there(self.inventory, day, Inventory)), None),
            water_boards=next(iter(_there(self.water_boards, day, WaterBoards)), None),
            areas=self.areas,
        )


_Plain = TypeVar("_Plain", bound=Part)


def _there(parts: Iterable[Any], day: date, plain: type[_Plain]) -> tuple[_Plain, ...]:
    """Give those that are there on a day, without the dates."""
    return tuple(plain(**one.model_dump(exclude={"since", "until"})) for one in parts if one.on(day))
