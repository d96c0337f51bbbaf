"""Replays history and holds it against the published figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reformsim.hindcast.replay.published import Published, Replay, Series, load_published
from reformsim.scenario import Scenario, load_scenario

if TYPE_CHECKING:
    from reformsim.model import ReformModel

TOLERANCE = 0.003
"""A replay agrees with a published figure if it is off by this share at most."""


@dataclass(frozen=True, slots=True)
class Row:
    """One published figure and what the replay gives for it.

    Attributes
    ----------
    simulated, published
        Both in the measure's own unit.
    role
        'outcome' where it follows from inhabitants and statutes, 'input' where it goes in as recorded.
    source, status
        Where the published figure comes from and how sure it is.
    why
        What is known of the difference, empty if nothing needs to be said.
    """

    replay: str
    measure: str
    year: int
    title: str
    simulated: float
    published: float
    role: str
    source: str
    status: str
    why: str

    @property
    def difference(self) -> float:
        """Relative difference of the simulated from the published figure; infinite from nought."""
        if self.simulated == self.published:
            return 0.0
        return (self.simulated - self.published) / self.published if self.published else float("inf")

    @property
    def agrees(self) -> bool:
        """Whether they differ by no more than ``TOLERANCE``."""
        return abs(self.difference) <= TOLERANCE


def replay_scenario(replay: Replay) -> Scenario:
    """Give the scenario that replays a period: recorded mergers, and the law as it was really enacted."""
    if replay.scenario:
        return load_scenario(replay.scenario)
    return Scenario.model_validate({
        "name": replay.name,
        "territory": replay.territory,
        "horizon": {"start": replay.start, "end": replay.end},
        "replicates": 1,
        "mergers": "replay",
        "law": "enacted",
    })  # fmt: skip


def validate(published: Published | None = None) -> list[Row]:
    """Replay all periods and give a row for every published figure, in the order of the file."""
    figures = published or load_published()
    measured = {replay.name: _measured(replay, figures.series) for replay in figures.replays}
    return [
        Row(
            series.replay,
            series.measure,
            year,
            _title(series),
            measured[series.replay][_key(series, year)],
            value,
            series.role,
            series.source,
            series.status,
            series.why.get(year, ""),
        )
        for series in figures.series
        for year, value in sorted(series.values.items())
    ]


def _key(series: Series, year: int) -> tuple[str, int, int]:
    return series.measure, series.inhabitants, year


def _measured(replay: Replay, series: Iterable[Series]) -> dict[tuple[str, int, int], float]:
    """Simulate one period and measure what is asked of it, year by year."""
    from reformsim.measures import Snapshots, measure_of
    from reformsim.model import ReformModel

    mine = [one for one in series if one.replay == replay.name]
    model = ReformModel(replay_scenario(replay))
    found: dict[tuple[str, int, int], float] = {}
    for year in range(replay.start, replay.end + 1):
        model.step()
        for one in mine:
            if one.inhabitants and year in one.values:
                found[_key(one, year)] = _by_size(model, one)
    history = model.history()
    s = Snapshots([history])
    values = {name: measure_of(name).function(s)[s.reported] for name in {o.measure for o in mine if not o.inhabitants}}
    for one in mine:
        for year in one.values:
            if not one.inhabitants:
                found[_key(one, year)] = float(values[one.measure][year - replay.start])
    return found


def _by_size(model: ReformModel, series: Series) -> float:
    """Municipalities below a number of inhabitants, or from it on."""
    people = model.state.population[model.state.live]
    below = people < series.inhabitants
    return float(below.sum() if series.measure == "municipalities_below" else (~below).sum())


def _title(series: Series) -> str:
    from reformsim.measures import MEASURES

    if series.inhabitants:
        side = "below" if series.measure == "municipalities_below" else "of at least"
        return f"Municipalities {side} {series.inhabitants:,} inhabitants"
    return MEASURES[series.measure].title_en
