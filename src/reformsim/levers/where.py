"""Where a lever works: everywhere, or in the units, provinces, regions or named areas given."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from reformsim.levers.fields import Location, Name, Reference, Refers
from reformsim.levers.sealed import Sealed

if TYPE_CHECKING:
    from reformsim.territory import Territory


class Where(Sealed):
    """The part of the territory in which a lever works: the union of what is named.

    An empty list is allowed and names nothing, so that the lever touches nothing.
    """

    units: Annotated[tuple[Name, ...] | None, Refers("unit")] = Field(
        None, description="Municipalities by code or name, such as GM0363 or Amsterdam."
    )
    provinces: Annotated[tuple[Name, ...] | None, Refers("province")] = Field(
        None, description="Provinces by code or name, such as PV27 or Noord-Holland."
    )
    regions: Mapping[Name, tuple[Name, ...]] | None = Field(
        None, description="Regions by code or name, by division: {wgr_plus: [WP01]}."
    )
    areas: Annotated[tuple[Name, ...] | None, Refers("area")] = Field(
        None, description="Named areas of the territory, such as randstad."
    )

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if self.units is None and self.provinces is None and self.regions is None and self.areas is None:
            raise PydanticCustomError(
                "where_empty", "expected units, provinces, regions or areas; leave `where` out for everywhere"
            )
        return self

    @property
    def names_nothing(self) -> bool:
        """Whether every list in it is empty."""
        return not any((self.units, self.provinces, self.areas, *(self.regions or {}).values()))

    def own_references(self, at: Location) -> Iterator[Reference]:
        """Give the names of units, provinces, divisions, regions and areas in this place."""
        for i, code in enumerate(self.units or ()):
            yield Reference((*at, "units", i), "unit", code)
        for i, code in enumerate(self.provinces or ()):
            yield Reference((*at, "provinces", i), "province", code)
        for division, codes in (self.regions or {}).items():
            yield Reference((*at, "regions", division), "division", division, key=True)
            for i, code in enumerate(codes):
                yield Reference((*at, "regions", division, i), "region", code, within=division)
        for i, name in enumerate(self.areas or ()):
            yield Reference((*at, "areas", i), "area", name)

    def unit_codes(self, territory: "Territory") -> tuple[str, ...]:
        """Give the codes of the municipalities meant, in the territory's order."""
        chosen = set(self.units or ())
        chosen.update(code for area in territory.areas if area.name in (self.areas or ()) for code in area.units)
        provinces = set(self.provinces or ())
        of_province = [territory.province_codes[p] for p in territory.province]
        chosen.update(c for c, p in zip(territory.codes, of_province, strict=True) if p in provinces)
        for name, regions in (self.regions or {}).items():
            division = territory.divisions.get(name)
            if division is None:
                continue
            wanted = {i for i, code in enumerate(division.region_codes) if code in regions}
            chosen.update(c for c, r in zip(territory.codes, division.label, strict=True) if int(r) in wanted)
        return tuple(code for code in territory.codes if code in chosen)

    def province_codes(self, territory: "Territory") -> tuple[str, ...]:
        """Give the codes of the provinces that are named, or lie wholly in the units named."""
        inside = set(self.unit_codes(territory))
        outside = {
            territory.province_codes[p]
            for code, p in zip(territory.codes, territory.province, strict=True)
            if code not in inside
        }
        named = set(self.provinces or ())
        has_units = {territory.province_codes[p] for p in territory.province}
        return tuple(c for c in territory.province_codes if c in named or (c in has_units and c not in outside))

    def region_codes(self, territory: "Territory", division: str) -> tuple[str, ...]:
        """Give the codes of the regions of ``division`` that are named, or lie wholly in the units named."""
        table = territory.divisions.get(division)
        if table is None:
            return ()
        named = set((self.regions or {}).get(division, ()))
        inside = set(self.unit_codes(territory))
        members: dict[int, list[str]] = {}
        for code, region in zip(territory.codes, table.label, strict=True):
            members.setdefault(int(region), []).append(code)
        return tuple(
            code
            for i, code in enumerate(table.region_codes)
            if code in named or (i in members and inside.issuperset(members[i]))
        )
