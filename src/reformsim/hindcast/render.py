"""The comparison as a Markdown page: ``docs/validation.md`` is what it gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reformsim.hindcast.extremes import extremes_part
from reformsim.hindcast.fan.page import fan_part
from reformsim.hindcast.fan.record import load_errors
from reformsim.hindcast.kept import Kept, load_scores
from reformsim.hindcast.page import hindcast_part
from reformsim.hindcast.replay.books_page import kept_page as books_page
from reformsim.hindcast.replay.compare import TOLERANCE, Row, replay_scenario
from reformsim.hindcast.replay.published import load_published

_HEAD = """\
# Validation

## History replayed

Written by `reformsim validate --out docs/validation.md`; a test fails when it is out of date.

The recorded mergers of municipalities take effect on their real 1 January (`mergers: replay`), the law is the one
that was really enacted (`law: enacted`), and the reforms that came about do so on their real day. But for the one
exception told below, nothing of this is fitted to the published figures: what is simulated here follows from
inhabitants, borders and statutes. It tells whether the arithmetic of offices and the map are right. It says nothing
about the behavioural rules (who wants to merge or to cooperate), which a replay does not use for mergers.

A figure agrees if it is off by at most {tolerance}. Status of the published figure: observed (counted from the data
of the source), secondary (read in an excerpt of the source named), derived (arithmetic on such figures), unverified
(general knowledge). An outcome follows from inhabitants and statutes. An input goes in as it was recorded, or as a
lever of the scenario says: that it comes out again shows that records and levers are carried out, and no more.
"""

_CHOICES = """
## What a replay simplifies

- Units are whole. A municipality divided over several goes with all its people to the one that received most of them;
  border changes move nobody. Of the municipalities of 2011 this concerns four: Skarsterlân and Boarnsterhim (2014),
  Maasdonk (2015) and Littenseradiel (2018).
- Changes during a year count from the next 1 January.
- A municipality that took others in keeps its council, unless its inhabitants changed by a tenth or its council fell
  in another class (Wet arhi art. 52; by the text of 2018 every merger brings an election). Councils about to merge on
  the next 1 January hold no regular election (Acts of postponement, since 2014 the Wet arhi; dossiers 33 681 and
  33 889). New councils sit on where the regular election follows within two years (three since August 2014, 56e).
- Blija Buitendijks, a water board without inhabitants that ended on 20 December 2017, is not on the map.
- Councils are counted at the end of the year, after an election of that year.
- No council asks for the later count of inhabitants that Gemeentewet art. 1(2) offers near a class limit, since it is
  not known which ones did.
- The record ends in {end}.
"""


def markdown(rows: Sequence[Row], scores: Sequence[Kept] | None = None) -> str:
    """Give the page: a table for each replay, what misses and why, the hindcasts, and the sources.

    Parameters
    ----------
    scores
        Of the hindcasts; those shipped with the project unless given.
    """
    from reformsim.estimation.cooperation.report import kept_page as cooperation_page
    from reformsim.estimation.councils.report import kept_page as councils_page
    from reformsim.estimation.protocol import kept_page as kept_protocol
    from reformsim.estimation.provinces.report import kept_page as provinces_page
    from reformsim.estimation.report import kept_page

    titles = {replay.name: replay.title for replay in load_published().replays}
    parts = [_HEAD.format(tolerance=_percent(TOLERANCE)), summary(rows) + "\n"]
    for name, title in titles.items():
        mine = [row for row in rows if row.replay == name]
        if mine:
            parts.append(f"## {title}\n\n{_table(mine)}")
    parts.append(_misses(rows))
    parts.append(_CHOICES.lstrip("\n").format(end=_record_end()))
    parts.append(extremes_part())
    parts.append(kept_page())
    parts.append(kept_protocol())
    parts.append(provinces_page())
    parts.append(books_page())
    parts.append(cooperation_page())
    parts.append(councils_page())
    parts.append(hindcast_part(load_scores() if scores is None else scores))
    parts.append(fan_part(load_errors()))
    parts.append(_sources(rows))
    return "\n".join(parts)


def _record_end() -> int:
    """Last year of the records that are replayed."""
    lands = [replay_scenario(replay).land() for replay in load_published().replays]
    return max(land.events_until or land.year for land in lands)


def summary(rows: Sequence[Row]) -> str:
    """Say in a sentence how many figures agree: those that follow, and those that only come out as they went in."""
    outcomes, inputs = ([row for row in rows if row.role == role] for role in ("outcome", "input"))
    good, same = (sum(row.agrees for row in some) for some in (outcomes, inputs))
    return (
        f"{good} of {len(outcomes)} outcomes agree within {_percent(TOLERANCE)}; {same} of {len(inputs)} inputs come "
        "out as they went in."
    )


def _table(rows: Iterable[Row]) -> str:
    lines = [
        "| measure | year | simulated | published | difference | verdict | role | status |",
        "|---|---:|---:|---:|---:|---|---|---|",
    ]
    for row in rows:
        verdict = "agrees" if row.agrees else "misses"
        cells = (row.title, row.year, _number(row.simulated), _number(row.published), _difference(row), verdict)
        lines.append(f"| {' | '.join(map(str, cells))} | {row.role} | {row.status} |")
    return "\n".join(lines) + "\n"


def _misses(rows: Iterable[Row]) -> str:
    lines = ["## What misses, and why", ""]
    noted = [row for row in rows if row.why or not row.agrees]
    for row in noted:
        verdict = "" if not row.agrees else ", agrees"
        why = row.why or "Not explained."
        lines.append(f"- {row.title}, {row.year} ({_difference(row)}{verdict}). {' '.join(why.split())}")
    if not noted:
        lines.append("Nothing.")
    return "\n".join(lines) + "\n"


def _sources(rows: Iterable[Row]) -> str:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(" ".join(row.source.split()), []).append(row)
    lines = ["## Sources of the published figures", ""]
    for source, mine in found.items():
        years = f"{mine[0].year}" if mine[0].year == mine[-1].year else f"{mine[0].year}-{mine[-1].year}"
        titles = ", ".join(dict.fromkeys(row.title for row in mine))
        lines.append(f"- {titles}, {years}: {source}")
    return "\n".join(lines) + "\n"


def _number(value: float) -> str:
    """Whole numbers, and shares with three decimals."""
    return f"{value:.3f}" if 0.0 < value < 1.0 else f"{value:,.0f}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _difference(row: Row) -> str:
    if row.difference in (0.0, float("inf")):
        return "0" if row.difference == 0.0 else "published is 0"
    return f"{100 * row.difference:+.2f} %"
