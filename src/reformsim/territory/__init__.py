"""The map: units, neighbours, divisions and institutions at the start, wholly validated and then frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reformsim.territory.accounts import AccountsRecord, YearOfAccounts, load_accounts
from reformsim.territory.boundaries import Boundaries, load_boundaries
from reformsim.territory.events import MapEvent, Succession, later_homes, replay_problem, successions
from reformsim.territory.frozen import Division, Territory
from reformsim.territory.institutions import Area, Inventory, StatutoryBody, SubMunicipal, WaterBoards
from reformsim.territory.load import (
    check_territory,
    embedded_territories,
    end_problem,
    load_territory,
    nearest_map,
    start_problem,
)
from reformsim.territory.procedures import STAGES, UnderWay
from reformsim.territory.tables import FIXED_LINKS

if TYPE_CHECKING:
    from reformsim.territory.synthetic import synthetic_territory

__all__ = [
    "FIXED_LINKS",
    "STAGES",
    "AccountsRecord",
    "Area",
    "Boundaries",
    "Division",
    "Inventory",
    "MapEvent",
    "StatutoryBody",
    "SubMunicipal",
    "Succession",
    "Territory",
    "UnderWay",
    "WaterBoards",
    "YearOfAccounts",
    "check_territory",
    "embedded_territories",
    "end_problem",
    "later_homes",
    "load_accounts",
    "load_boundaries",
    "load_territory",
    "nearest_map",
    "replay_problem",
    "start_problem",
    "successions",
    "synthetic_territory",
]


def __getattr__(name: str) -> Any:
    # SciPy takes a while to import and only the generator needs it.
    if name == "synthetic_territory":
        from reformsim.territory.synthetic import synthetic_territory

        return synthetic_territory
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
