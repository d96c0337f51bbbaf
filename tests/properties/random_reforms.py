"""Hypothesis strategies: random reforms of small made-up territories on which much happens."""

from __future__ import annotations

import atexit
import datetime as dt
import re
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from hypothesis import strategies as st

from reformsim.behaviour import acting, load_behaviour, load_mechanisms
from reformsim.levers import LEVERS
from reformsim.levers.base import Lever
from reformsim.levers.changes import AmendLaw
from reformsim.scenario import Scenario
from reformsim.tasks import load_tasks
from reformsim.territory import Territory, load_territory, synthetic_territory
from tests.model.worlds import beyond_ranges
from tests.scenario.random_scenarios import PARAMETERS

TOY = Path(__file__).parents[1] / "toy"
SIZES_AND_SEEDS = ((8, 1), (15, 2), (30, 3), (60, 4))
NAMES = ("toy", *(f"n{n}" for n, _ in SIZES_AND_SEEDS))
"""Names of the territories in :func:`territories`.

The smallest has one region of every kind, so that bodies lapse when all its municipalities merge.
"""
LAWS = st.sampled_from(["at_start", "enacted"])
LAYERS = ("rijk", "provincie", "gemeente", "waterschap")
LIVELY = {
    "merger.constant": (-6.0, 2.0),
    "cooperation.founding": (0.0, 0.5),
    "cooperation.joining": (0.0, 0.3),
    "cooperation.leaving": (0.0, 0.5),
}
"""Wider than the prior ranges: small territories see as many events as large ones so."""

HERE = {name for name, kind in LEVERS.items() if not re.search(r"\b(GM|PV|WP|WS|VR)\d+", kind.example)} | {
    "abolish_wgr_plus",
    "merge_provinces",
    "merge_water_boards",
}
"""Levers whose example, or strategy below, suits any territory."""


@lru_cache(maxsize=1)
def territories() -> tuple[str, ...]:
    """Folders of the toy province and of the synthetic territories, written once per process."""
    folder = Path(tempfile.mkdtemp(prefix="reformsim-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for n, seed in SIZES_AND_SEEDS:
        synthetic_territory(n, seed, folder / f"n{n}")
    return (str(TOY), *(str(folder / f"n{n}") for n, _ in SIZES_AND_SEEDS))


@lru_cache(maxsize=8)
def territory_of(folder: str) -> Territory:
    """A territory of :func:`territories`, loaded once."""
    return load_territory(folder)


def places(territory: Territory) -> st.SearchStrategy:
    """Everywhere, nowhere, or some units, provinces or regions of the Wgr-plus."""

    def some(codes: tuple[str, ...]) -> st.SearchStrategy:
        return st.lists(st.sampled_from(codes), max_size=4, unique=True)

    plus = territory.divisions["wgr_plus"].region_codes
    return st.one_of(
        st.none(),
        st.fixed_dictionaries({"units": some(territory.codes)}),
        st.fixed_dictionaries({"provinces": some(territory.province_codes)}),
        st.fixed_dictionaries({"regions": st.fixed_dictionaries({"wgr_plus": some(plus)})}),
    )


def coverage(territory: Territory) -> st.SearchStrategy:
    """The parameters of a request for coverage."""
    return st.fixed_dictionaries(
        {
            "division": st.sampled_from(sorted(territory.divisions)),
            "grace_years": st.integers(0, 4),
            "fallback": st.sampled_from(["imposed", "none"]),
        }
    )


@st.composite
def moves(draw, territory: Territory) -> dict[str, object]:
    """The parameters of a task that goes to another layer."""
    carrier = draw(st.sampled_from(LAYERS))
    others = [x for x in LAYERS if x != carrier]
    values: dict[str, object] = {
        "task": draw(st.sampled_from(load_tasks().ids)),
        "carrier": carrier,
        "involved": [carrier, *draw(st.lists(st.sampled_from(others), unique=True))],
        "discount": draw(st.floats(0.0, 1.0)),
    }
    kinds = sorted({body.kind for body in territory.statutory_bodies})
    if draw(st.booleans()) and kinds:
        values["dissolves"] = draw(st.sampled_from(kinds))
    if carrier == "gemeente":
        values["coverage"] = draw(coverage(territory))
    return values


def area_reforms() -> dict[str, st.SearchStrategy]:
    """Strategies for the levers that found bodies in an area: here the place that is drawn, or everywhere."""
    tasks = st.lists(st.sampled_from(load_tasks().ids), min_size=1, max_size=3, unique=True)
    ends = st.sampled_from([[], ["plusregio"]])
    return {
        "joint_agenda": st.fixed_dictionaries({"name": st.just("Agenda"), "tasks": tasks}),
        "infrastructure_authority": st.fixed_dictionaries(
            {"name": st.just("Authority"), "tasks": tasks, "sole": st.booleans(), "replaces": ends}
        ),
        "metropolitan_region": st.fixed_dictionaries(
            {
                "name": st.just("Metropolis"),
                "tasks": tasks,
                "province_role": st.sampled_from(["member", "observer", "none"]),
                "binding": st.booleans(),
                "replaces": ends,
            }
        ),
        "randstad_cooperation": st.fixed_dictionaries(
            {"name": st.just("Cooperation"), "tasks": tasks, "binding": st.booleans(), "strength": st.floats(0.0, 1.0)}
        ),
    }


def parameters(territory: Territory) -> dict[str, st.SearchStrategy]:
    """Strategies for the parameters of each lever, made for one territory."""
    tasks, regions = st.sampled_from(load_tasks().ids), territory.divisions["wgr_plus"].region_codes
    successors = [{"name": "Successor", "regions": list(regions)}]
    # Levers drawn as their example name places of the Netherlands, which are not on these maps.
    elsewhere = {name for name in PARAMETERS if name not in HERE}
    made = {
        **{name: drawn for name, drawn in PARAMETERS.items() if name not in elsewhere},
        "decentralise_task": moves(territory),
        "require_coverage": st.tuples(coverage(territory), st.lists(tasks, min_size=1, max_size=3, unique=True)).map(
            lambda one: {**one[0], "tasks": one[1]}
        ),
        "abolish_wgr_plus": st.fixed_dictionaries(
            {
                "tasks_to": st.dictionaries(tasks, st.sampled_from(LAYERS), max_size=3),
                "successors": st.sampled_from([[], successors]),
            }
        ),
        "mergers_from_below": st.fixed_dictionaries(
            {"consent": st.sampled_from(["unanimous", "majority"]), "max_size": st.none() | st.integers(2, 6)}
        ),
    }
    made |= area_reforms()
    if len(territory.province_codes) > 1:
        made["delta_cooperation"] = st.just({"name": "Delta", "members": list(territory.province_codes[:2])})
        made["merge_provinces"] = st.just(
            {"members": list(territory.province_codes[:2]), "name": "United", "code": "PV99"}
        )
    else:
        del made["merge_provinces"]
    boards = territory.water_boards
    codes = territory.divisions[boards.division].region_codes if boards is not None else ()
    if len(codes) > 1:
        made["merge_water_boards"] = st.just({"members": list(codes[:2]), "name": "United", "code": "WS99"})
    else:
        made.pop("merge_water_boards", None)
    return made


@st.composite
def levers(draw, territory: Territory, name: str, year: int) -> Lever:
    """One lever of a kind on the first day of a year."""
    chosen = draw(parameters(territory)[name])
    values = {"lever": name, "id": f"{name}_{year}", "date": dt.date(year, 1, 1), "source": "assumption"}
    values |= {k: v for k, v in chosen.items() if v is not None or k == "inhabitants"}
    place = draw(places(territory))
    ends = values.get("inhabitants", 0) is None  # A norm ends everywhere.
    if place is not None and not ends and LEVERS[name].scope != "nation" and not values.get("successors"):
        values["where"] = place
    return LEVERS[name].model_validate(values)


def _amends(lever: Lever, territory: Territory) -> bool:
    return any(isinstance(change, AmendLaw) for change in lever.changes(territory))


@st.composite
def scenarios(draw, *, last_year: int = 2023, first_lever: int = 2011) -> Scenario:
    """Up to six reforms of any kind of a small territory, with lively behaviour."""
    folder = draw(st.sampled_from(territories()))
    territory = territory_of(folder)
    kinds = st.sampled_from(sorted(parameters(territory)))
    names = draw(st.lists(kinds | st.sampled_from(["decentralise_task", "require_coverage"]), max_size=6))
    years = sorted(draw(st.lists(st.integers(first_lever, last_year - 1), min_size=len(names), max_size=len(names))))
    used: set[tuple[str, int]] = set()
    chosen = []
    for name, year in zip(names, years, strict=True):
        # What may happen only once, or once a day, is drawn only once.
        once = (name, 0 if name in ("merge_provinces", "abolish_wgr_plus") else year)
        if once not in used:
            used.add(once)
            chosen.append(draw(levers(territory, name, year)))
    behaviour = {name: draw(st.floats(low, high)) for name, (low, high) in LIVELY.items()}
    known = load_behaviour()
    for name in draw(st.lists(st.sampled_from(known.names), unique=True, max_size=3)):
        behaviour.setdefault(name, draw(st.floats(known.low(name), known.high(name))))
    return beyond_ranges(
        name="random",
        territory=folder,
        horizon={"start": territory.year, "end": last_year},
        seed=draw(st.integers(0, 2**63 - 1)),
        # The enacted law cannot be amended before its last entry, so it is drawn where no lever amends it.
        law="at_start" if any(_amends(lever, territory) for lever in chosen) else draw(LAWS),
        levers=tuple(chosen),
        behaviour=behaviour,
        mechanisms=draw(st.dictionaries(st.sampled_from(_mechanisms(territory)), st.booleans())),
    )


def _mechanisms(territory: Territory) -> list[str]:
    """Mechanisms that may work on a territory: no books are kept where no accounts are known."""
    return [name for name in load_mechanisms() if territory.has_accounts or "accounts" not in acting({name: True})]
