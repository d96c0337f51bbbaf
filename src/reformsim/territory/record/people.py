"""Inhabitants of the municipalities of one year in all other years, followed through the recorded mergers.

The record has inhabitants by the municipalities of each year. A run asks for those of the municipalities of its first
day: in later years the people of one that merged are followed by their shares, and the parts of each municipality
scaled to its figure, so that all parts of a merged municipality grow alike; in earlier years the figures are added up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from reformsim.territory.events import MapEvent

Figure = tuple[int, str]
"""Inhabitants and how they are known."""

CARRIED = "carried_from_successor"
"""Basis of the figure of a unit that is, or holds, a part of a municipality of that year."""


def moved(values: Mapping[str, float], events: Iterable[MapEvent]) -> dict[str, float]:
    """Give values of the municipalities of a year to those of the next.

    Parameters
    ----------
    values
        By code; what a divided municipality has is divided by the shares.
    events
        Those of 1 January of the next year.
    """
    rows = list(events)
    found = dict(values)
    for one in rows:
        if one.kind != "border":
            found.pop(one.old, None)
    for one in rows:
        if one.old in values:
            part = values[one.old] * one.share
            found[one.new] = found.get(one.new, 0.0) + part
            if one.kind == "border":
                found[one.old] -= part
    return found


def round_to(total: int, values: Mapping[str, float]) -> dict[str, int]:
    """Round values to whole numbers that add up to a total (largest remainders, ties by code)."""
    floor = {code: int(value) for code, value in values.items()}
    left = total - sum(floor.values())
    order = sorted(values, key=lambda code: (floor[code] - values[code], code))
    more = set(order[:left])
    return {code: floor[code] + (code in more) for code in values}


class Inhabitants:
    """Published inhabitants by year and municipality, and the changes of the map between the years.

    Parameters
    ----------
    published
        By year, then by municipality of that year.
    events
        The recorded changes.
    """

    def __init__(self, published: Mapping[int, Mapping[str, Figure]], events: Iterable[MapEvent]):
        self.published = published
        self._events: dict[int, list[MapEvent]] = defaultdict(list)
        for one in events:
            self._events[one.year].append(one)

    def of(self, year: int) -> list[MapEvent]:
        """Give the changes of 1 January of a year."""
        return self._events.get(year, [])

    def carried(self, figures: Mapping[str, int], first: int, last: int) -> dict[str, int]:
        """Add inhabitants up by the municipalities of a later map.

        Parameters
        ----------
        figures
            By municipality of 1 January of ``first``, of whatever year.
        last
            Year of the later map; the total stays to the last person.
        """
        values: dict[str, float] = {code: float(number) for code, number in figures.items()}
        for year in range(first + 1, last + 1):
            values = moved(values, self.of(year))
        return round_to(sum(figures.values()), values)

    def after(self, units: Mapping[str, int], first: int, last: int) -> dict[int, dict[str, Figure]]:
        """Give the inhabitants of the municipalities of ``first`` in each year after it, to ``last``.

        Parameters
        ----------
        units
            Inhabitants of each on 1 January of ``first``.
        """
        # parts[unit][municipality]: people of the unit who live in a municipality of the year at hand
        parts: dict[str, dict[str, float]] = {unit: {unit: float(number)} for unit, number in units.items()}
        series = {}
        for year in range(first + 1, last + 1):
            parts = {unit: moved(part, self.of(year)) for unit, part in parts.items()}
            parts, series[year] = self._scaled(parts, year)
        return series

    def _scaled(
        self, parts: dict[str, dict[str, float]], year: int
    ) -> tuple[dict[str, dict[str, float]], dict[str, Figure]]:
        """Scale the parts of each municipality to its published inhabitants."""
        inside: dict[str, dict[str, float]] = defaultdict(dict)
        for unit, part in parts.items():
            for code, number in part.items():
                if number > 0:
                    inside[code][unit] = number
        scaled: dict[str, dict[str, float]] = {unit: {} for unit in parts}
        total = dict.fromkeys(parts, 0)
        for code, residents in inside.items():
            published = self.published[year][code][0]
            factor = published / sum(residents.values())
            for unit, number in residents.items():
                scaled[unit][code] = number * factor
            whole = round_to(published, {unit: scaled[unit][code] for unit in residents})
            for unit, number in whole.items():
                total[unit] += number
        figures = {}
        for unit, part in scaled.items():
            code = next(iter(part))
            alone = len(part) == 1 and len(inside[code]) == 1
            figures[unit] = total[unit], self.published[year][code][1] if alone else CARRIED
        return scaled, figures
