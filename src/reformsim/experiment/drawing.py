"""Results that draw themselves: the methods of a run and a comparison that end in a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import reformsim

if TYPE_CHECKING:
    from reformsim.experiment.compared import Comparison
    from reformsim.experiment.explore.result import Exploration
    from reformsim.experiment.results import Run
    from reformsim.scenario import GivenYear


class Drawable:
    """What a run and a comparison have in common for one who looks at them in a notebook.

    Drawing lies downstream of results. The methods therefore ask the package's face for the public function of the
    same purpose (:func:`reformsim.plot`, :func:`reformsim.draw_map` and so on), which is loaded only when somebody
    draws. What they give shows itself in a notebook and is kept with ``save``.
    """

    @property
    def _results(self) -> Run | Comparison:
        return cast("Run | Comparison", self)

    def plot(self, indicator: str | None = None, *, lang: str = "en") -> reformsim.Seen:
        """Draw an indicator by year, or the main ones together; see :func:`reformsim.plot`."""
        if indicator is None:
            return self.figure("lines", lang=lang)
        return reformsim.plot(self._results, indicator, lang=lang)

    def figure(self, name: str, *, lang: str = "en") -> reformsim.Seen:
        """Draw one of the figures of the report; see :func:`reformsim.figure`."""
        return reformsim.figure(self._results, name, lang=lang)

    def map(
        self,
        *years: GivenYear,
        indicator: str = "inhabitants",
        scenario: str | None = None,
        lang: str = "en",
    ) -> reformsim.Seen:
        """Draw the map of some years; see :func:`reformsim.draw_map`."""
        return reformsim.draw_map(self._results, *years, indicator=indicator, scenario=scenario, lang=lang)

    def place(self, name: str, *, lang: str = "en") -> reformsim.PlaceSeen:
        """Look up a municipality of the first map; see :func:`reformsim.place_in`."""
        return reformsim.place_in(self._results, name, lang=lang)

    def _repr_html_(self) -> str:
        return reformsim.screen_html(self._results)


class DrawableDraws(Drawable):
    """The same for an exploration, whose draws stand where replicates do."""

    def _repr_html_(self) -> str:
        return reformsim.exploration_html(cast("Exploration", self))
