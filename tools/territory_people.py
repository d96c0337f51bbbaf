"""Inhabitants of the units of a start map in other years: followed through mergers, carried back before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from reformsim.territory.events import MapEvent
from reformsim.territory.record.people import Figure, Inhabitants, moved, round_to

FORMED_SHARE = 0.10  # Wet arhi art. 52: an interim election if the population shifts by a tenth or more


def event(row: dict[str, str]) -> MapEvent:
    """Read a row of mergers.csv."""
    return MapEvent(
        int(row["year"]), row["old_code"], row["new_code"], row["new_name"], float(row["share"]), row["kind"]
    )


class People:
    """Published inhabitants by municipality and year, and the mergers between them."""

    def __init__(
        self,
        published: dict[int, dict[str, Figure]],
        mergers: list[MapEvent],
        province: dict[str, str],
        last: int,
    ):
        self.published, self.mergers, self.last = published, mergers, last
        self.province = dict(province)
        for merger in sorted(mergers, key=lambda each: each.year):
            self.province.setdefault(merger.new, self.province[merger.old])
        self._before = self._carried_back()

    @classmethod
    def parse(
        cls, rows: list[dict[str, str]], mergers: list[MapEvent], units_2003: list[dict[str, str]], last: int
    ) -> People:
        """Read population_by_year.csv."""
        published: dict[int, dict[str, Figure]] = defaultdict(dict)
        for row in rows:
            published[int(row["year"])][row["code"]] = (int(row["population"]), row["basis"])
        province = {row["code"]: row["province"] for row in units_2003}
        return cls(published, mergers, province, last)

    def of(self, year: int) -> list[MapEvent]:
        """Give the changes that took effect on 1 January of a year."""
        return [merger for merger in self.mergers if merger.year == year]

    def move(self, values: dict[str, float], year: int) -> dict[str, float]:
        """Give values of the municipalities of the year before to those of a year."""
        return moved(values, self.of(year))

    def of_units(self, start: int) -> dict[int, dict[str, Figure]]:
        """Give the inhabitants of the units of a start map in every year with figures."""
        series = {} if start != 2011 else self._before_2011()
        series[start] = dict(self.published[start])
        units = {unit: people for unit, (people, _) in self.published[start].items()}
        return series | Inhabitants(self.published, self.mergers).after(units, start, self.last)

    def _carried_back(self) -> dict[int, dict[str, int]]:
        """Carry the municipalities of 2010 back to 2009 and 2008.

        Each by its own yearly growth between the observed figures of 2010 and 2012, then scaled so that
        every province has its total of the year.
        """
        now = {code: float(people) for code, (people, _) in self.published[2010].items()}
        growth = self._own_growth(now, (2011, 2012))
        carried: dict[int, dict[str, int]] = {}
        for year in (2009, 2008):
            total: dict[str, int] = defaultdict(int)
            for code, (people, _) in self.published[year].items():
                total[self.province[code]] += people
            back = {code: now[code] / growth[code] ** (2010 - year) for code in now}
            carried[year] = {}
            for province, published in total.items():
                mine = {code: value for code, value in back.items() if self.province[code] == province}
                factor = published / sum(mine.values())
                carried[year] |= round_to(published, {code: value * factor for code, value in mine.items()})
        return carried

    def _own_growth(self, now: dict[str, float], later: tuple[int, ...]) -> dict[str, float]:
        """Give each municipality's yearly growth to the last of the later years (that of its successor)."""
        total, home = dict(now), {code: code for code in now}
        for year in later:
            total = self.move(total, year)
            largest = {
                merger.old: max((m for m in self.of(year) if m.old == merger.old), key=lambda m: m.share).new
                for merger in self.of(year)
                if merger.kind != "border"
            }
            home = {code: largest.get(place, place) for code, place in home.items()}
        after = self.published[later[-1]]
        return {code: (after[home[code]][0] / total[home[code]]) ** (1 / len(later)) for code in now}

    def _before_2011(self) -> dict[int, dict[str, Figure]]:
        """Give the inhabitants of the units of 2011 in 2008, 2009 and 2010."""
        formed = {merger.new for merger in self.of(2011) if merger.kind != "rename"}
        series = {}
        for year in (2008, 2009, 2010):
            known = {code: people for code, (people, _) in self.published[2010].items()}
            figures = known if year == 2010 else self._before[year]
            moved = self.move({code: float(people) for code, people in figures.items()}, 2011)
            basis = "observed" if year == 2010 else "carried_back_own_growth_scaled_to_province_total"
            series[year] = {
                code: (round(people), "sum_of_predecessors" if year == 2010 and code in formed else basis)
                for code, people in moved.items()
            }
        return series

    def municipality_in(self, code: str, year: int) -> int:
        """Give the inhabitants of a municipality of 2010 in 2008, 2009 or 2010."""
        return self._before[year][code] if year in self._before else self.published[2010][code][0]

    def in_september_2009(self, code: str) -> int:
        """Give the inhabitants of a municipality of 2010 on 1 September 2009, interpolated.

        The first day of the fourth month before the nominations of January 2010 (Gemeentewet art. 1(2)).
        """
        before, after = self.municipality_in(code, 2009), self.municipality_in(code, 2010)
        return round(before + (after - before) * 8 / 12)

    def council_reference_2010(self) -> dict[str, int]:
        """Give the year whose population set the council of each municipality of 2010 (as of March 2010)."""
        formed = self._formed(2009, self._before[2008], None)
        return {code: 2008 if code in formed else 2009 for code in self.published[2010]}

    def council_reference(self, seats: Callable[[int], int]) -> dict[str, int]:
        """Give the year whose population set the council of each unit of 2011.

        Councils of 3 March 2010: 1 January 2009 (Gemeentewet art. 1(2)). Of municipalities formed on
        1 January 2009, 2010 and 2011: 1 January of the year before, in which they were elected (Wet arhi
        art. 55(1)); those formed in 2009 and 2010 skipped the elections of March 2010.
        """
        known = {code: people for code, (people, _) in self.published[2010].items()}
        reference = dict.fromkeys(self.published[2011], 2009)
        for year, figures in ((2009, self._before[2008]), (2010, self._before[2009]), (2011, known)):
            for code in self._formed(year, figures, seats):
                # What was formed in 2009 or 2010 and then merged again in 2011 gets the later year.
                if code in reference:
                    reference[code] = year - 1
        return reference

    def _formed(self, year: int, figures: dict[str, int], seats: Callable[[int], int] | None) -> set[str]:
        """Give the municipalities that had an interim election before 1 January of a year (Wet arhi art. 52).

        New ones; those whose population changed by a tenth or more; those whose seat class changed.
        ``figures`` are inhabitants by municipality of 2010; for the mergers of 2009 and 2010 the older
        municipalities are taken from the published estimates of the year before.
        """
        before = {code: people for code, (people, _) in self.published[year - 1].items()}
        formed = set()
        for code in sorted({merger.new for merger in self.of(year)}):
            incoming = [merger for merger in self.of(year) if merger.new == code]
            if all(merger.kind == "rename" for merger in incoming):
                continue
            gained = sum(before[merger.old] * merger.share for merger in incoming)
            had = before.get(code)
            if had is None or any(merger.old == code for merger in self.of(year)):
                formed.add(code)
                continue
            other_class = seats is not None and seats(had) != seats(round(had + gained))
            if other_class or gained >= FORMED_SHARE * had:
                formed.add(code)
        return formed

    def back_casting_errors(self) -> dict[str, float]:
        """Compare two ways of carrying back on years that are known.

        2014 is carried back to 2012 by each municipality's own growth of 2014-2016, or by provincial growth
        alone, for the municipalities that no merger touched.

        Returns
        -------
        dict
            Mean absolute relative error of each way.
        """
        quiet = [
            code
            for code in self.published[2012]
            if all(code in self.published[year] for year in range(2012, 2017))
            and not any(code in (m.old, m.new) for m in self.mergers if 2012 < m.year <= 2016)
        ]
        people = {year: {code: self.published[year][code][0] for code in quiet} for year in (2012, 2014, 2016)}
        error = {"by province only": 0.0, "by own growth": 0.0}
        for province in sorted(set(self.province.values())):
            mine = [code for code in quiet if self.province[code] == province]
            guesses = {
                "by province only": {code: float(people[2014][code]) for code in mine},
                "by own growth": {code: people[2014][code] ** 2 / people[2016][code] for code in mine},
            }
            for label, guess in guesses.items():
                factor = sum(people[2012][code] for code in mine) / sum(guess.values())
                error[label] += sum(abs(guess[code] * factor / people[2012][code] - 1) for code in mine)
        return {label: value / len(quiet) for label, value in error.items()}
