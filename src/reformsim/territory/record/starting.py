"""The territory of a first day, put together from a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from reformsim.errors import Mistakes, Problem
from reformsim.marked import Marked
from reformsim.territory.events import homes
from reformsim.territory.freezing import freeze
from reformsim.territory.frozen import Territory
from reformsim.territory.procedures import UnderWay
from reformsim.territory.record.carried import carry, next_mergers
from reformsim.territory.record.people import Figure
from reformsim.territory.record.reading import FILE, Record
from reformsim.territory.start import check_start
from reformsim.territory.tables import Draft

DECIDED = (2, 7)
"""Years before, and month, in which a merger was decided at the latest that waits for its act on the first day.

By the tables of law (``law/data/merger_procedure.yaml``) preparing it takes a year, the display of the draft eight
weeks and the minister four months: 18 months together. With the time of Parliament the act comes after 25 months.
"""
FROM_EFFECT = "took effect on the next 1 January, so its act was due; start from the terms of the Wet arhi: derived"


def draft_of(record: Record, year: int) -> Draft:
    """Give the map of 1 January of a year, with all that is known of its municipalities."""
    base = record.file.map_of(year).since
    later = [record.maps[since] for since in sorted(record.maps) if since > base]
    draft = carry(_with_regions(record, base), record.changes, base, year, later)
    _end_regions(record, draft, date(year, 1, 1))
    own = record.maps[base]
    published = record.inhabitants.published[year]
    for code, unit in draft.units.items():
        number, basis = published[code]
        if year != base or unit["population"] != number:  # else the map says more of how the figure is known
            unit["population"], unit["basis"] = number, basis
        unit["reference"] = _reference(record, code, year)
    draft.population = _population(record, draft, base, year)
    draft.council_population = _council_population(record, draft, own, base, year)
    draft.events = [one for one in record.changes.events if one.year > year]
    draft.procedures = _procedures(record, draft, year)
    return draft


def territory_of(record: Record, year: int) -> Territory:
    """Give the territory of 1 January of a year, one from which a run may start."""
    file = record.file
    chosen = file.map_of(year)
    drawn = next((one for one in file.maps if one.folder == chosen.borders), None)
    pieces: dict[str, str] = {}
    if drawn is not None and drawn.since != year:
        pieces = homes(record.changes.events, record.maps[drawn.since].units, drawn.since, year)
    draft = draft_of(record, year)
    territory = freeze(
        file.of_year(year),
        draft,
        record.folder / (drawn or chosen).folder,
        record.folder,
        starts=(file.starts.first, file.starts.last),
        horizon_until=file.starts.until,
        offices_until=year - 1,
        procedures_until=None if draft.procedures is None else year + 1,
        pieces=tuple(sorted(pieces.items())),
    )
    return territory if drawn is not None else replace(territory, folder="")


def check_record(record: Record, shown: str, problems: Mistakes, tasks: frozenset[str] | None) -> None:
    """Check the institutions of every first day against its map; each mistake is told for the first of these days."""
    told: set[str] = set()
    for at, held in enumerate(record.file.provincial_elections):
        for code in held.later_count:
            if not any(code in one.provinces for one in record.maps.values()):
                path = f"provincial_elections[{at}].later_count"
                problems.append(Problem(f"{shown}/{FILE}", f"unknown province '{code}'", path=path))
    for year in range(record.file.starts.first, record.file.starts.last + 1):
        read = Marked(FILE)
        check_start(record.file.of_year(year), read, draft_of(record, year), tasks)
        for one in read.problems:
            if one.message not in told:
                told.add(one.message)
                problems.append(Problem(f"{shown}/{FILE}", f"on 1 January {year}: {one.message}", path=one.path))


def _with_regions(record: Record, base: int) -> Draft:
    """Give a map with the divisions of the record in place of its own."""
    own, mine = record.maps[base], record.divisions[base]
    if not mine:
        return own
    divisions = {name: dict(members) for name, members in mine.items()}
    regions = {name: {code: (r.name, r.year, r.basis) for code, r in record.regions[name].items()} for name in mine}
    return replace(own, regions={**own.regions, **regions}, membership={**own.membership, **divisions})


def _end_regions(record: Record, draft: Draft, day: date) -> None:
    """Put regions that had ended by a day in the hands of their successors; those without municipalities go."""
    for name, known in record.regions.items():
        members = draft.membership.get(name, {})
        for code, region in members.items():
            while region in known and known[region].until and date.fromisoformat(known[region].until) < day:
                region = known[region].successor
            members[code] = region
    for name, members in draft.membership.items():
        there = set(members.values())
        draft.regions[name] = {code: region for code, region in draft.regions[name].items() if code in there}


def _reference(record: Record, code: str, year: int) -> int:
    """Give the year whose inhabitants set the size of the council in office on 1 January of a year.

    Of a regular election 1 January of the year before (Gemeentewet art. 1(2)), of one for a merger that of the year
    of the election (Wet arhi art. 55(1)); the first year of the record where that is before it.
    """
    last = max(
        (one for one in record.file.council_elections if one.year < year), key=lambda one: one.year, default=None
    )
    if last is None:
        return year
    formed = max((one for one in record.formed.get(code, ()) if one <= year), default=None)
    passed = formed is not None and formed > last.year - last.passed_over
    return max(formed - 1 if passed and formed is not None else last.year - 1, record.file.starts.first)


def _population(record: Record, draft: Draft, base: int, year: int) -> dict[int, dict[str, int]]:
    """Give the inhabitants of the municipalities of a year in all other years of the record."""
    people, own = record.inhabitants, record.maps[base].population
    series = {}
    for other in range(record.file.starts.first, year):
        if other < base and other in own:
            series[other] = people.carried(own[other], base, year)
        else:
            figures = {code: number for code, (number, _) in people.published[other].items()}
            series[other] = people.carried(figures, other, year)
    now = {code: int(unit["population"]) for code, unit in draft.units.items()}
    after = people.after(now, year, record.file.events_until)
    return series | {other: _numbers(figures) for other, figures in after.items()}


def _numbers(figures: Mapping[str, Figure]) -> dict[str, int]:
    return {code: number for code, (number, _) in figures.items()}


def _council_population(record: Record, draft: Draft, own: Draft, base: int, year: int) -> dict[str, int | None]:
    """Give the inhabitants that set the provincial councils in office: those of the year before their election."""
    held = [one for one in record.file.provincial_elections if one.year < year]
    if not held:
        return dict.fromkeys(draft.provinces)
    voted = max(held, key=lambda one: one.year)
    if voted.year == base and None not in own.council_population.values():
        return own.council_population
    total: dict[str, int | None] = dict.fromkeys(draft.provinces, 0)
    for code, unit in draft.units.items():
        province = unit["province"]
        counted = voted.year if province in voted.later_count else voted.year - 1
        reference = max(counted, record.file.starts.first)
        number = draft.population[reference][code] if reference != year else int(unit["population"])
        total[province] = (total[province] or 0) + number
    return total


def _procedures(record: Record, draft: Draft, year: int) -> list[UnderWay] | None:
    """Give the mergers known to be under way, among them all of the next 1 January; ``None`` if that is not known."""
    known = list(record.under_way.get(year, ()))
    if year >= record.file.events_until and not known:
        return None
    taken = {code for one in known for code in one.members}
    before, month = DECIDED
    for one in next_mergers(record.changes, draft.units, year):
        if taken.isdisjoint(one.members):
            known.append(UnderWay(one.members, "below", "act", year - before, month, FROM_EFFECT))
    return sorted(known)
