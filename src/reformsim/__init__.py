"""Scenario simulator for reform of Dutch local government.

>>> import reformsim
>>> run = reformsim.run("note-2011")  # doctest: +SKIP
>>> run.summary()  # doctest: +SKIP

Names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from reformsim.errors import (
    AmbiguousNameError,
    DataError,
    DayError,
    InputError,
    OutputError,
    Problem,
    ReformsimError,
    RunError,
    ScenarioError,
    TerritoryError,
    UnknownNameError,
)

if TYPE_CHECKING:
    from reformsim.dossier.assurance.files import write_assurance
    from reformsim.dossier.export.files import export
    from reformsim.dossier.notebook import Seen, draw_map, figure, plot
    from reformsim.dossier.page import write_report
    from reformsim.dossier.placed import PlaceSeen, place_in
    from reformsim.dossier.screen import exploration_html, screen_html
    from reformsim.dossier.territory import draw_territory, territory_html
    from reformsim.experiment import Comparison, Run, compare, load_results, run
    from reformsim.experiment.attribution import Attribution, attribute
    from reformsim.experiment.explore import Exploration, exploration, explore
    from reformsim.hindcast.fan import fan
    from reformsim.interactive.writing import write_page
    from reformsim.places import Place, place
    from reformsim.scenario import Scenario, load_scenario
    from reformsim.territory import Territory, load_territory

__version__ = "0.2.0"

__all__ = [
    "AmbiguousNameError",
    "Attribution",
    "Comparison",
    "DataError",
    "DayError",
    "Exploration",
    "InputError",
    "OutputError",
    "Place",
    "PlaceSeen",
    "Problem",
    "ReformsimError",
    "Run",
    "RunError",
    "Scenario",
    "ScenarioError",
    "Seen",
    "Territory",
    "TerritoryError",
    "UnknownNameError",
    "__version__",
    "attribute",
    "compare",
    "draw_map",
    "draw_territory",
    "exploration",
    "exploration_html",
    "explore",
    "export",
    "fan",
    "figure",
    "load_results",
    "load_scenario",
    "load_territory",
    "place",
    "place_in",
    "plot",
    "run",
    "screen_html",
    "territory_html",
    "write_assurance",
    "write_page",
    "write_report",
]

_HOME = {
    "Attribution": "reformsim.experiment.attribution",
    "attribute": "reformsim.experiment.attribution",
    "Exploration": "reformsim.experiment.explore",
    "exploration": "reformsim.experiment.explore",
    "explore": "reformsim.experiment.explore",
    "Comparison": "reformsim.experiment",
    "Run": "reformsim.experiment",
    "compare": "reformsim.experiment",
    "load_results": "reformsim.experiment",
    "run": "reformsim.experiment",
    "fan": "reformsim.hindcast.fan",
    "Place": "reformsim.places",
    "place": "reformsim.places",
    "Scenario": "reformsim.scenario",
    "load_scenario": "reformsim.scenario",
    "Territory": "reformsim.territory",
    "load_territory": "reformsim.territory",
    "export": "reformsim.dossier.export.files",
    "Seen": "reformsim.dossier.notebook",
    "draw_map": "reformsim.dossier.notebook",
    "figure": "reformsim.dossier.notebook",
    "plot": "reformsim.dossier.notebook",
    "PlaceSeen": "reformsim.dossier.placed",
    "place_in": "reformsim.dossier.placed",
    "exploration_html": "reformsim.dossier.screen",
    "screen_html": "reformsim.dossier.screen",
    "draw_territory": "reformsim.dossier.territory",
    "territory_html": "reformsim.dossier.territory",
    "write_assurance": "reformsim.dossier.assurance.files",
    "write_page": "reformsim.interactive.writing",
    "write_report": "reformsim.dossier.page",
}


def __getattr__(name: str) -> object:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'reformsim' has no attribute '{name}'")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
