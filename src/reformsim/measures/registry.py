"""The registry of measures, and measuring a history by it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from reformsim.errors import UnknownNameError
from reformsim.history import History, Local, Record
from reformsim.measures import choice
from reformsim.measures.choice import GivenMeasures, words_of
from reformsim.measures.kind import Measure
from reformsim.measures.known import absent
from reformsim.measures.own import added, guarded, told
from reformsim.measures.principles.following import watched
from reformsim.measures.shipped import SHIPPED
from reformsim.measures.view.snapshots import Snapshots

NATIONAL, LOCALLY = "national", "locally"


class _Measures(Mapping[str, Measure]):
    """The shipped measures, and behind them those that were added, as they are at each look."""

    def _all(self) -> Mapping[str, Measure]:
        own = added()
        return {**SHIPPED, **own} if own else SHIPPED

    def __getitem__(self, name: str) -> Measure:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


MEASURES: Mapping[str, Measure] = _Measures()
"""All measures by name, in the order in which they are reported."""

HEADLINES: tuple[str, ...] = tuple(m.name for m in SHIPPED.values() if m.headline)
"""Names of the shipped measures shown first."""

LOCAL: tuple[str, ...] = tuple(m.name for m in SHIPPED.values() if m.by_municipality is not None)
"""Names of the shipped measures that make sense below the national level."""

_FOR_REPORT = (
    *("layers_per_subject", "subjects_over_two_layers", "governance_nodes", "board_positions_per_administrator"),
    *("aldermen", "mayors", "provincial_councillors", "deputies", "kings_commissioners"),
    *("water_board_members", "sub_municipal_office_holders"),
    *(name for name in SHIPPED if name.startswith(("thin.", "violations."))),
)

REPORT: tuple[str, ...] = tuple(name for name in SHIPPED if name in {*HEADLINES, *_FOR_REPORT})
"""The headlines, and what else the report, its figures and tables ask for."""


def measure_of(name: str) -> Measure:
    """Give a measure by name; raises :class:`UnknownNameError` with the nearest name."""
    try:
        return MEASURES[name]
    except KeyError:
        raise UnknownNameError("indicator", name, MEASURES) from None


def chosen(wanted: GivenMeasures, files: Collection[str] = (), tasks: Collection[str] | None = None) -> tuple[str, ...]:
    """Give the names of the measures that are meant, in the order in which they are reported.

    Parameters
    ----------
    wanted
        Names, and words for sets of them: 'headline', 'report', 'all'.
    files
        Files of a user's own measures, which belong to every set.
    tasks
        Tasks of the run; measures of other tasks belong to no set. ``None`` is all.

    Raises
    ------
    UnknownNameError
        For a word that is neither.
    """
    sets = {choice.HEADLINE: HEADLINES, choice.REPORT: REPORT, choice.ALL: MEASURES}
    names: set[str] = set()
    elsewhere = {name for name, one in SHIPPED.items() if one.task and tasks is not None and one.task not in tasks}
    for word in words_of(wanted):
        if word in sets:
            names |= {*(set(sets[word]) - elsewhere), *(one.name for one in added().values() if one.origin in files)}
        elif word in MEASURES:
            names.add(word)
        else:
            raise UnknownNameError("indicator", word, (*choice.SETS, *MEASURES))
    return tuple(name for name in MEASURES if name in names)


def local_of(names: Iterable[str]) -> tuple[str, ...]:
    """Give those of some measures that make sense below the national level."""
    return tuple(name for name in names if measure_of(name).by_municipality is not None)


def national(s: Snapshots, names: Iterable[str] | None = None) -> NDArray[np.float64]:
    """National values of some measures (all unless given) in all snapshots, shape (S, measures)."""
    columns = [_values(s, measure_of(name), NATIONAL) for name in (MEASURES if names is None else names)]
    return np.array(columns).reshape(len(columns), len(s.shots)).T.copy()


def local(s: Snapshots, names: Iterable[str] | None = None) -> NDArray[np.float64]:
    """Values of some local measures (all unless given) in the municipalities of all snapshots, (N, measures)."""
    columns = [_values(s, measure_of(name), LOCALLY) for name in (local_of(MEASURES) if names is None else names)]
    return np.array(columns).reshape(len(columns), len(s.snap)).T.copy()


def _values(s: Snapshots, one: Measure, which: str) -> NDArray[np.float64]:
    """Values of a measure, computed once; a copy, for what others compute may be changed by a measure of a user's.

    NaN where the country does not tell what it is made of.
    """
    function = one.function if which == NATIONAL else one.by_municipality
    assert function is not None
    size = len(s.shots) if which == NATIONAL else len(s.snap)
    found = function if one.shipped else guarded(one, function, size)
    missing = s.once(("absent", one.name), lambda: absent(s, one.name))
    if missing.all():
        return np.full(size, np.nan)
    values = s.once((which, one), lambda: np.array(found(s), np.float64))
    return np.where(missing if which == NATIONAL else missing[s.snap], np.nan, values) if missing.any() else values


def provincial(s: Snapshots, values: NDArray[np.float64], names: Sequence[str]) -> NDArray[np.float64]:
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
    weight_of = {
        key: np.bincount(s.province_place, weights=w, minlength=size).astype(float) for key, w in s.weights.items()
    }
    together = np.full((size, len(names)), np.nan)
    there = weight_of["municipalities"] > 0
    for column, name in enumerate(names):
        key = measure_of(name).together
        weight, value, known = s.weights[key], values[:, column], weight_of[key]
        missing = np.isnan(value)
        if missing.any():  # Such as a task that some municipalities do not carry: the mean is that of the others.
            weight, value = np.where(missing, 0.0, weight), np.where(missing, 0.0, value)
            known = np.bincount(s.province_place, weights=weight, minlength=size)
        total = np.bincount(s.province_place, weights=weight * value, minlength=size)
        share = np.ones(size) if key == "sum" else known
        np.divide(total, share, out=together[:, column], where=there & (known > 0))
    return together.reshape(len(s.shots), s.provinces, len(names))


def by_place(s: Snapshots, names: Sequence[str] = LOCAL) -> Local:
    """Local measures of all years of one run, by unit and by province."""
    values = local(s, names)
    codes = tuple(s.shots[-1].provinces.codes)  # A merged province gets a new row; none loses its own.
    return Local(
        tuple(names),
        codes,
        values[s.owner[s.reported]].astype(np.float32),
        provincial(s, values, names)[s.reported, : len(codes)].astype(np.float32),
    )


def measured(history: History, names: Iterable[str] | None = None) -> Record:
    """Measure a run: national and local values of every year, violations of principles.

    Parameters
    ----------
    history
        What the run left.
    names
        Measures wanted, all unless given; no other is computed.
    """
    wanted = tuple(MEASURES) if names is None else tuple(names)
    s = Snapshots([history])
    seen = watched(s, 0)
    locally = local_of(wanted)
    # A user's own come last: whatever they do to what they are given, the others are computed by then.
    for name in sorted(wanted, key=lambda name: not measure_of(name).shipped):
        national(s, (name,))
        local(s, local_of((name,)))
    codes, names_of = history.codes, dict(zip(history.codes, history.names, strict=True)) | dict(history.provinces)
    return Record(
        scenario=history.scenario,
        replicate=history.replicate,
        seed=history.seed,
        years=tuple(shot.year for shot in history.years),
        indicators=wanted,
        values=national(s, wanted)[s.reported],
        events=(*seen.events, *told(s)),
        units=history.territory.codes,
        municipalities=tuple(codes),
        names=names_of,
        owner=np.array([shot.row[shot.owner] for shot in history.years]),
        local=by_place(s, locally) if locally else None,
        violations=seen.spells,
    )
