"""What is to be simulated, cut into pieces, and all that the numbers in them follow from."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

import reformsim
from reformsim.errors import RunError
from reformsim.experiment.draws import Design, Draws
from reformsim.experiment.store.fingerprint import fingerprint, module_digest, own_modules
from reformsim.experiment.store.pieces import SIZE
from reformsim.plugins import require

if TYPE_CHECKING:
    from reformsim.scenario import Scenario

FORMAT = 3
"""Of the pieces; another one where what is kept of a replicate, or how, changes."""

MODEL = "reformsim.experiment.replicate.simulate"
"""Name of what computes a replicate, unless another is given."""

LIBRARIES = ("mesa", "numpy", "scipy", "scikit-learn", "pydantic")
"""Libraries whose version may show in the last digit of a number."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece belongs: the scenario's position and the replicates ``first`` to ``last``, both included."""

    scenario: int
    first: int
    last: int

    @property
    def replicates(self) -> range:
        """The replicates, counted from 0."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True)
class Plan:
    """Replicates 0 to ``replicates`` - 1 of some scenarios, which have one seed, territory and horizon.

    Parameters
    ----------
    scenarios
        With the replicates, seed and horizon that are simulated.
    replicates
        Of each.
    model
        Name of what computes a replicate.
    draws
        Which assumptions a replicate has.

    Raises
    ------
    RunError
        If a plugin of a scenario does not run here, or was changed since.
    """

    scenarios: tuple[Scenario, ...]
    replicates: int
    model: str = MODEL
    draws: Design = field(default_factory=Draws)

    def __post_init__(self) -> None:
        if self.model == MODEL:
            require((plugin.file, plugin.sha256) for one in self.scenarios for plugin in one.plugins)

    def __iter__(self) -> Iterator[Place]:
        """The pieces, the same replicates of all scenarios before the next ones: what is done is done for all."""
        for together in zip(*map(self.places, range(len(self.scenarios))), strict=True):
            yield from together

    def places(self, scenario: int) -> Iterator[Place]:
        """The pieces of the scenario at a position, in order."""
        for first in range(0, self.replicates, SIZE):
            yield Place(scenario, first, min(first + SIZE, self.replicates) - 1)

    @property
    def runs(self) -> int:
        """Replicates of all scenarios together."""
        return self.replicates * len(self.scenarios)

    def name(self, place: Place) -> str:
        """Name of a piece's file inside the folder of results."""
        return f"pieces/{self.scenarios[place.scenario].name}/{place.first:06d}-{place.last:06d}.npz"

    def identity(self) -> dict[str, Any]:
        """Give what the numbers follow from, but for how many replicates there are.

        Replicate 7 is the same among 10 and among 1,000, so folders that differ in their number only may
        share pieces; folders that differ in anything here may not.
        """
        from reformsim.measures.own import described

        first = self.scenarios[0]
        land = first.land()
        return {
            "reformsim": reformsim.__version__,
            "pieces": FORMAT,
            "model": self.model,
            "code_and_data": fingerprint(),
            "python": platform.python_version(),
            "libraries": {name: _version(name) for name in LIBRARIES},
            "scenarios": [{"name": s.name, "hash": _content(s)} for s in self.scenarios],
            "territory": {"name": land.name, "hash": land.hash},
            "measures": list(first.measured),
            "own_measures": described(first.measured),
            "own_code": {name: module_digest(name) for name in sorted(set().union(*map(own_modules, self.scenarios)))},
            "assumptions": {"mode": first.assumptions, "design": self.draws.identity()},
            "seed": first.seed,
            "horizon": {"start": first.horizon.start, "end": first.horizon.end},
        }


def differences(ours: dict[str, Any], theirs: dict[str, Any]) -> str:
    """Say in words in what two identities differ; empty if in nothing."""
    told = []
    words = {
        "reformsim": "version of reformsim",
        "pieces": "form of the pieces",
        "model": "model",
        "code_and_data": "reformsim's code or data",
        "python": "version of Python",
        "territory": "territory",
        "measures": "measures",
        "own_measures": "own measures",
        "own_code": "code of own measures or levers",
        "assumptions": "which assumptions are drawn",
        "seed": "seed",
        "horizon": "years",
    }
    for key, word in words.items():
        mine, other = ours.get(key), theirs.get(key)
        if mine == other:
            continue
        short = key in ("reformsim", "model", "python", "seed")
        told.append(f"{word} ({other}, now {mine})" if short else word)
    for name, now in ours["libraries"].items():
        before = theirs.get("libraries", {}).get(name)
        if before != now:
            told.append(f"version of {name} ({before}, now {now})")
    hashes, others = ({s["name"]: s["hash"] for s in one.get("scenarios", ())} for one in (ours, theirs))
    told += [f"scenario '{name}'" for name, digest in hashes.items() if others.get(name, digest) != digest]
    if list(hashes) != list(others):
        told.append(f"scenarios ({_listed(list(others))}, now {_listed(list(hashes))})")
    return ", ".join(told)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def effective(scenario: Scenario) -> str:
    """Give the scenario as a file; a lever after the last year did nothing and would be a mistake there."""
    from reformsim.scenario import dump

    late = [lever for lever in scenario.levers if lever.date.year > scenario.horizon.end]
    text = dump(scenario.only(lever.id for lever in scenario.levers if lever not in late))
    if late:
        text = f"# Left out, for after {scenario.horizon.end}: {', '.join(x.id for x in late)}\n{text}"
    return text


def check_same_world(scenarios: Sequence[Scenario]) -> None:
    """Refuse scenarios that one folder cannot hold.

    Raises
    ------
    RunError
        If two have the same name, or if territories or horizons differ.
    """
    first = scenarios[0]
    twice = sorted(name for name, times in Counter(s.name for s in scenarios).items() if times > 1)
    if twice:
        raise RunError(f"scenarios to compare need different names; given more than once: {', '.join(twice)}")
    for other in scenarios[1:]:
        if other.territory != first.territory:
            raise RunError(
                f"'{other.name}' is about {other.territory} and '{first.name}' about {first.territory}; "
                "only scenarios of one territory can be compared"
            )
        mine, theirs = (first.horizon.start, first.horizon.end), (other.horizon.start, other.horizon.end)
        if mine != theirs:
            raise RunError(
                f"'{other.name}' runs {theirs[0]}-{theirs[1]} and '{first.name}' {mine[0]}-{mine[1]}; "
                "only equal horizons can be compared (--until YEAR gives them the same end)"
            )


def _content(scenario: Scenario) -> str:
    """The hash of what a scenario says; replicates, seed, what is drawn and years are told apart from it."""
    horizon = scenario.horizon.model_copy(update={"end": scenario.horizon.start})
    same = {"replicates": 1, "seed": 1, "assumptions": "fixed", "horizon": horizon}
    return scenario.model_copy(update=same).hash


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
