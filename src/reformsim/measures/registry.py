"""The registry of measures, and measuring a history by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from reformsim.errors import UnknownNameError
from reformsim.history import History, Places, Record
from reformsim.measures import (
    administrators,
    allocation,
    capacity,
    compactness,
    cooperation,
    decisions,
    drukte,
    feasibility,
    legitimacy,
    mergers,
    principles,
    randstad,
    service,
    structure,
    water_boards,
)
from reformsim.measures.kind import Measure
from reformsim.measures.means import cost, europe, money, resources, staff
from reformsim.measures.view.snapshots import Snapshots
from reformsim.measures.violations import watched

_FAMILIES = (
    structure,
    administrators,
    water_boards,
    drukte,
    capacity,
    legitimacy,
    cost,
    cooperation,
    mergers,
    money,
    staff,
    resources,
    allocation,
    europe,
    compactness,
    decisions,
    service,
    randstad,
    feasibility,
    principles,
)

MEASURES: Mapping[str, Measure] = MappingProxyType({m.name: m for family in _FAMILIES for m in family.MEASURES})
"""All measures by name, in the order in which they are reported."""

HEADLINES: tuple[str, ...] = tuple(m.name for m in MEASURES.values() if m.headline)
"""Names of the measures shown first."""

LOCAL: tuple[str, ...] = tuple(m.name for m in MEASURES.values() if m.by_municipality is not None)
"""Names of the measures that make sense below the national level."""


def measure(name: str) -> Measure:
    """Give a measure by name; raises :class:`UnknownNameError` with the nearest name."""
    try:
        return MEASURES[name]
    except KeyError:
        raise UnknownNameError("indicator", name, MEASURES) from None


def national(s: Snapshots, names: Iterable[str] = MEASURES) -> NDArray[np.float64]:
    """National values of some measures in all snapshots, shape (S, measures)."""
    return np.column_stack([np.asarray(measure(name).function(s), np.float64) for name in names])


def local(s: Snapshots, names: Iterable[str] = LOCAL) -> NDArray[np.float64]:
    """Values of some local measures in the municipalities of all snapshots, shape (N, measures)."""
    found = [(name, measure(name).by_municipality) for name in names]
    return np.column_stack([np.asarray(by(s), np.float64) for name, by in found if by is not None])


def provincial(s: Snapshots, values: NDArray[np.float64], names: Sequence[str] = LOCAL) -> NDArray[np.float64]:
    """Values of local measures by province, from those by municipality.

    Parameters
    ----------
    values : (N, measures) float64
        What :func:`local` gives.
    names
        The measures.

    Returns
    -------
    ndarray of float64, shape (S, P, measures)
        By row of province, NaN where nobody lives; how it comes of the municipalities, each measure says.
    """
    size = len(s.shots) * s.provinces
    weights = {
        "sum": np.ones(len(s.snap)),
        "inhabitants": s.people,
        "councillors": s.seats.astype(float),
        "municipalities": np.ones(len(s.snap)),
        "representatives": s.representatives,
    }
    weight_of = {key: np.bincount(s.province_place, weights=w, minlength=size) for key, w in weights.items()}
    together = np.full((size, len(names)), np.nan)
    there = weight_of["municipalities"] > 0
    for column, name in enumerate(names):
        key = measure(name).together
        total = np.bincount(s.province_place, weights=weights[key] * values[:, column], minlength=size)
        share = np.ones(size) if key == "sum" else weight_of[key]
        together[there, column] = total[there] / share[there]
    return together.reshape(len(s.shots), s.provinces, len(names))


def places(s: Snapshots, at: int) -> tuple[Places, Places]:
    """Local measures of one snapshot by province and by municipality."""
    values = s.once("local", lambda: local(s))
    run, shot = s.runs[s.run[at]], s.shots[at]
    first, last = s.start[at], s.start[at] + s.count[at]
    by_province = s.once("provincial", lambda: provincial(s, values))[at]
    rows = np.flatnonzero(~np.isnan(by_province[:, 0]))
    codes = tuple(run.codes[row] for row in shot.row.tolist())
    return (
        Places(shot.year, "province", tuple(shot.provinces.codes[row] for row in rows.tolist()), by_province[rows]),
        Places(shot.year, "municipality", codes, values[first:last]),
    )


def measured(history: History, names: Sequence[str] = tuple(MEASURES)) -> Record:
    """Measure a run: national values of every year, local ones of the first and the last, violations of principles.

    Parameters
    ----------
    history
        What the run left.
    names
        Measures wanted.
    """
    s = Snapshots([history])
    seen = watched(s, 0)
    codes, names_of = history.codes, dict(zip(history.codes, history.names, strict=True)) | dict(history.provinces)
    ends = dict.fromkeys((s.reported[0], s.reported[-1])) if len(s.reported) else ()
    return Record(
        scenario=history.scenario,
        replicate=history.replicate,
        seed=history.seed,
        years=tuple(shot.year for shot in history.years),
        indicators=tuple(names),
        values=national(s, names)[s.reported],
        events=seen.events,
        units=history.territory.codes,
        municipalities=tuple(codes),
        names=names_of,
        owner=np.array([shot.row[shot.owner] for shot in history.years]),
        places=tuple(table for at in ends for table in places(s, int(at))),
        violations=seen.spells,
    )
