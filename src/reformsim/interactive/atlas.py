"""The map of the page: places and their names, values at start and end in every world, and who merges with whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from reformsim.arrays import Floats, Ints32
from reformsim.dossier.figures.mapped import INHABITANTS
from reformsim.dossier.places.shared import Places
from reformsim.dossier.sections.weighed import times_told
from reformsim.experiment.byplace.everywhere import Spread, everywhere
from reformsim.experiment.byplace.localtables import Asked
from reformsim.experiment.byplace.merging import Merging
from reformsim.interactive.both import Both
from reformsim.interactive.colours import chance_classes, change_classes, value_classes
from reformsim.interactive.law import law_data
from reformsim.interactive.outcomes import unit_told
from reformsim.interactive.packing import packed, packed_json
from reformsim.interactive.topology import topology
from reformsim.report.numbers import COUNTED
from reformsim.report.style import COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reformsim.experiment import Run
    from reformsim.experiment.store.pieces import Piece
    from reformsim.territory import Territory

MOST_PARTNERS: Final = 5
"""With whom a municipality merges most often, as many as its sheet names."""

DECIMALS: Final = 2
"""Decimals kept beyond those that numbers of a measure are shown with."""

GROWTH: Final = "demography.growth_shift"
"""The weight of behaviour that inhabitants hang on."""

LEFT_OUT: Final = ("municipalities",)
"""Local measures that say nothing of a municipality."""


def atlas(both: Both) -> dict[str, Any]:
    """Give the parts ``map`` and ``law``; none where the territory cannot be read any more.

    Returns
    -------
    dict
        ``map``: ``topology`` (:func:`reformsim.interactive.topology.topology`); ``units`` with ``codes``, ``names``,
        ``province`` and ``others`` (name, year, whether it comes later); ``provinces``; ``colours`` of drawn sets;
        ``measures``, each with its classes of colour, ``start`` (n) and ``end`` (3: median, low, high; worlds; n);
        ``chance`` to have merged by the last year (worlds, n), its classes ``chances``, and ``partners`` (unit, chance)
        by world and unit; ``kinds`` of bodies.
        ``law``: see :func:`reformsim.interactive.law.law_data`.
    """
    land = both.matter.territory
    if land is None:
        return {}
    from reformsim.model.first_day import first_day

    seen = _Seen(both, land, Places(both.matter.runs, both.matter.w))
    law = law_data(first_day(both.matter.base.scenario, 0))
    return {
        "map": {
            "topology": packed_json(topology(land)),
            "units": packed_json(seen.units),
            "provinces": list(land.province_names),
            "colours": list(COLOURS[1:]),
            "measures": [*seen.measures()],
            "chance": packed(seen.chance, 4),
            "chances": chance_classes(),
            "partners": packed_json(seen.partners),
            "kinds": {kind: seen.kind(kind) for kind in sorted(set(law["bodies"]["kind"]))},
        },
        "law": packed_json(law),
    }


@dataclass(frozen=True, eq=False)
class _Seen:
    both: Both
    land: Territory
    places: Places

    @property
    def runs(self) -> tuple[Run, ...]:
        return self.places.runs

    @property
    def units(self) -> dict[str, Any]:
        """Names of the municipalities of the start, those of other times too."""
        named = [one for one in self.places.entries if one.kind == "municipality"]
        return {
            "codes": list(self.land.codes),
            "names": list(self.land.names),
            "province": self.land.province.tolist(),
            # What they are commonly called is found as well, and has no year.
            "others": [
                [[name, 0, 0] for name in one.names[1:]] + [[o.name, o.year, int(o.later)] for o in one.others]
                for one in named
            ],
        }

    @cached_property
    def chance(self) -> Floats:
        """Share of the replicates in which each unit has merged by the last year, (worlds, n)."""
        return np.stack([merging.share[-1] for merging, _ in self._passed])

    @cached_property
    def _passed(self) -> tuple[tuple[Merging, Floats], ...]:
        """Who merges with whom, and inhabitants at the end (3, n), by world: pieces are read once and let go."""
        return tuple(self._pass(run) for run in self.runs)

    def _pass(self, run: Run) -> tuple[Merging, Floats]:
        maps: list[Ints32] = []
        people: list[Floats] = []
        for piece in run.pieces:
            if piece.owner.size:
                maps.append(piece.owner)
            people += self._last_inhabitants(run, piece)
        return Merging.of(maps), np.quantile(np.array(people), (0.5, 0.1, 0.9), axis=0)

    @property
    def partners(self) -> list[list[tuple[tuple[int, float], ...]]]:
        """With whom each unit merges most often, by world."""
        return [
            [
                tuple((other, round(share, 4)) for other, share in one.partners(unit, MOST_PARTNERS))
                for unit in range(len(self.land))
            ]
            for one, _ in self._passed
        ]

    def measures(self) -> Iterator[dict[str, Any]]:
        """Inhabitants and every local measure of the results, at start and end."""
        from reformsim.measures import MEASURES

        first, last = self._inhabitants
        title = self.both.say(lambda matter: matter.w("atlas.inhabitants"))
        unit = self.both.say(lambda matter: matter.w.unit("inhabitants"))
        yield self._measure(INHABITANTS, title, unit, "inhabitants", first, last, orders=True)
        for name in self.places.indicators:
            if name in LEFT_OUT:
                continue
            one = MEASURES[name]
            title = self.both.say(lambda matter, one=one: matter.named(one))  # type: ignore[misc]
            unit = self.both.say(lambda matter, one=one: unit_told(matter, one))  # type: ignore[misc]
            spread = [found[name] for found in self._spreads]
            ends = np.stack([[side[-1] for side in found] for found in spread], axis=1)
            yield self._measure(name, title, unit, one.unit, spread[0].middle[0], ends)

    def _measure(
        self,
        name: str,
        title: dict[str, str],
        unit: dict[str, str],
        kind: str,
        start: Floats,
        end: Floats,
        *,
        orders: bool = False,
    ) -> dict[str, Any]:
        """Pack a measure whose unit is of a kind of the registry; ``orders`` as for :func:`value_classes`."""
        times = times_told(kind)
        both_ends = np.concatenate([start[None], end[0]]) * times
        kept = self.both.matter.w.decimals(both_ends.ravel().tolist(), kind) + DECIMALS + (2 if kind == "share" else 0)
        return {
            "name": name,
            "title": title,
            "unit": unit,
            "times": times,
            "counted": kind in COUNTED,
            "start": packed(start, kept),
            "end": packed(end, kept),
            "classes": value_classes(both_ends, orders=orders),
            "changes": change_classes((end[0] - start) * times),
            "differences": change_classes((end[0] - end[0][0]) * times),
        }

    @cached_property
    def _spreads(self) -> tuple[Mapping[str, Spread], ...]:
        asked = Asked.of(self.runs, self.places.indicators, self.places.years, level="municipality")
        return tuple(everywhere(run, asked) for run in self.runs)

    @cached_property
    def _inhabitants(self) -> tuple[Floats, Floats]:
        """Inhabitants of the municipality of each unit at the start (n) and the end (3, worlds, n)."""
        return self.land.population.astype(float), np.stack([people for _, people in self._passed], axis=1)

    def _last_inhabitants(self, run: Run, piece: Piece) -> Iterator[Floats]:
        """Inhabitants of the municipality of each unit in the last year, replicate by replicate."""
        from reformsim.model.government.demography import population_path

        usual = run.scenario.behaviour_values()[GROWTH]
        for at, owner in enumerate(piece.owner):
            path = population_path(self.land, run.years[-1], piece.assumed(at).get(GROWTH, usual))
            yield np.bincount(owner[-1], weights=path[run.years[-1]])[owner[-1]]

    def kind(self, kind: str) -> dict[str, str]:
        """What the law calls a body."""
        named = {matter.w.lang: Places(matter.runs, matter.w).kind_of_body(kind) for matter in self.both.matters}
        return {lang: name or kind.replace("_", " ") for lang, name in named.items()}
