"""What maps say of results: who governs each unit, what that municipality is like, how often units merge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.errors import RunError, UnknownNameError
from reformsim.experiment.lacking import held
from reformsim.experiment.store.pieces import LOCALLY
from reformsim.measures import MEASURES, local_of

if TYPE_CHECKING:
    from reformsim.experiment import Run
    from reformsim.territory import Territory

INHABITANTS: Final = "inhabitants"
CHANCE: Final = "merger_chance"
"""What a map can show beside the indicators that municipalities have of their own."""


@dataclass(frozen=True)
class Typical:
    """The replicate that stands for the others on a map.

    Parameters
    ----------
    replicate
        Its number.
    municipalities
        How many municipalities it has in the last year.
    median
        The median of that over the replicates.
    """

    replicate: int
    municipalities: int
    median: float


@dataclass(frozen=True, eq=False)
class YearMap:
    """The map of one replicate in one year; all (n,), by unit in the order of the territory.

    Parameters
    ----------
    owner
        Label of the municipality.
    codes
        Code of the municipality.
    province
        Label of the province.
    new
        Whether the municipality holds units of two or more that there were in the first year.
    """

    owner: Ints
    codes: tuple[str, ...]
    province: Ints
    new: Bools

    @property
    def count(self) -> int:
        """Number of municipalities."""
        return len(np.unique(self.owner))

    @property
    def count_new(self) -> int:
        """Number of municipalities that came of mergers."""
        return len(np.unique(self.owner[self.new]))


def territory_of(run: Run) -> Territory:
    """Load the territory of a run.

    Raises
    ------
    RunError
        If it has other units than the results.
    """
    territory = run.scenario.land()
    if territory.codes != run.units:
        raise RunError(f"the territory '{run.scenario.territory}' is not that of the results of '{run.name}'")
    return territory


def typical(run: Run) -> Typical:
    """Give the replicate whose number of municipalities in the last year is nearest the median, the first of equals."""
    counts: list[int] = []
    for piece in run.pieces:
        if piece.numbers:
            ranked = np.sort(piece.owner[:, -1], axis=1)
            counts += (1 + (np.diff(ranked, axis=1) > 0).sum(axis=1)).tolist()
    median = float(np.median(counts))
    at = int(np.argmin(np.abs(np.array(counts) - median)))
    return Typical(run.numbers[at], counts[at], median)


def year_map(run: Run, territory: Territory, year: int, replicate: int) -> YearMap:
    """Give the map of a replicate on 1 January of a year.

    A municipality lies in the province where most of its people live, and what provinces have become by then counts.

    Raises
    ------
    RunError
        If the year or the replicate is not in the run.
    """
    first = np.unique(run.map_of(run.years[0], replicate).to_numpy(str), return_inverse=True)[1]
    codes, owner = np.unique(run.map_of(year, replicate).to_numpy(str), return_inverse=True)
    new = _joined(owner, first) > 1
    people = inhabitants(run, territory, year, replicate)
    weight = np.zeros((len(codes), len(territory.province_codes)))
    np.add.at(weight, (owner, territory.province), people)
    names = np.array(territory.province_codes, dtype=object)[weight.argmax(axis=1)]
    for piece in run.pieces:
        for at, when, kind, subject, members, _ in piece.events:
            if at == replicate and kind == "provinces_merged" and when <= year:
                names[np.isin(names, members.split(";"))] = subject
    province = np.unique(names.astype(str), return_inverse=True)[1]
    return YearMap(owner, tuple(codes[owner].tolist()), province[owner], new[owner])


def inhabitants(run: Run, territory: Territory, year: int, replicate: int) -> Ints:
    """Give the inhabitants of the units on 1 January of a year, as the model has them in a replicate, (n,)."""
    from reformsim.model.government.demography import population_path

    run.year_index(year)
    shift = run.scenario_of(replicate).behaviour_values()["demography.growth_shift"]
    return np.asarray(population_path(territory, run.years[-1], shift)[year], np.int64)


def values_of(run: Run, territory: Territory, year: int, replicate: int, indicator: str) -> Floats:
    """Give the value of each unit's municipality in a year, (n,); NaN where it has none.

    Raises
    ------
    UnknownNameError
        If there is no such indicator for municipalities.
    RunError
        If it was not measured, or the year or the replicate is not in the run.
    """
    if indicator == INHABITANTS:
        owner = year_map(run, territory, year, replicate).owner
        return np.asarray(np.bincount(owner, weights=inhabitants(run, territory, year, replicate))[owner], np.float64)
    on_maps = (INHABITANTS, CHANCE, *local_of(MEASURES))
    if indicator not in on_maps:
        raise UnknownNameError(LOCALLY, indicator, on_maps)
    held(run.local_indicators, indicator)
    at, (piece, place) = run.year_index(year), run.piece_of(replicate)
    return np.asarray(piece.local_values(indicator).by_unit[place, at], np.float64)


def chance_of_merging(run: Run, year: int | None = None) -> Floats:
    """Give the share of the replicates in which each unit's municipality has merged by a year, (n,).

    Parameters
    ----------
    run
        Read piece by piece.
    year
        The last year unless given.
    """
    at = run.year_index(run.years[-1] if year is None else year)
    merged = np.zeros(len(run.units))
    for piece in run.pieces:
        for owner in piece.owner:
            merged += (_joined(owner[at], owner[0]) > 1)[owner[at]]
    return merged / run.replicates


def _joined(owner: Ints, first: Ints) -> Ints:
    """How many of the first owners each owner holds units of, by label of the owner."""
    span = int(first.max()) + 1
    pairs = np.unique(owner.astype(np.int64) * span + first)
    return np.bincount(pairs // span, minlength=int(owner.max()) + 1)
