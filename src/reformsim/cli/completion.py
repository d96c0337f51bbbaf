"""What the shell fills in: names of scenarios, indicators, levers and all else that one chooses from a list."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from typer.models import ParameterInfo

Names = Callable[[], Iterable[str]]


def _scenarios() -> Iterable[str]:
    from reformsim.scenario import shipped_scenarios

    here = (path.name for ending in ("*.yaml", "*.yml") for path in Path().glob(ending))
    return (*shipped_scenarios(), *sorted(here))


def _indicators() -> Iterable[str]:
    from reformsim.measures import MEASURES

    return MEASURES


def _on_maps() -> Iterable[str]:
    from reformsim.measures import MEASURES, local_of

    return ("inhabitants", "merger_chance", *local_of(MEASURES))


def _sets() -> Iterable[str]:
    return ("headline", "report", "all", *_indicators())


def _levers() -> Iterable[str]:
    from reformsim.levers import LEVERS

    return LEVERS


def _law() -> Iterable[str]:
    from reformsim.law import load_law

    return (table.name for table in load_law().tables)


def _tasks() -> Iterable[str]:
    from reformsim.tasks import load_task_book

    return load_task_book().ids


def _principles() -> Iterable[str]:
    from reformsim.principles import PRINCIPLES

    return PRINCIPLES


def _weights() -> Iterable[str]:
    from reformsim.behaviour import load_behaviour

    return load_behaviour().parameters


def _mechanisms() -> Iterable[str]:
    from reformsim.behaviour import load_mechanisms

    return load_mechanisms()


def _settings() -> Iterable[str]:
    return (*(f"{name}=" for name in _weights()), *(f"mechanisms.{name}=" for name in _mechanisms()))


def _places() -> Iterable[str]:
    from reformsim.places import RECORD
    from reformsim.territory import load_territory

    return load_territory(RECORD).names


def _territories() -> Iterable[str]:
    from reformsim.territory import embedded_territories

    return embedded_territories()


def _tables() -> Iterable[str]:
    from reformsim.experiment.store.exporting import TABLES

    return TABLES


def _fixed(*names: str) -> Names:
    return lambda: names


EVERYWHERE: Final[Mapping[str, Names]] = MappingProxyType(
    {
        "scenario": _scenarios,
        "scenarios": _scenarios,
        "indicators": _indicators,
        "indicator": _indicators,
        "measures": _sets,
        "settings": _settings,
        "territory": _territories,
        "assumptions": _fixed("all", "estimated", "fixed"),
        "lang": _fixed("en", "nl"),
    }
)
"""By the name of a parameter, whatever the command."""

OF_A_COMMAND: Final[Mapping[tuple[str, str], Names]] = MappingProxyType(
    {
        ("check", "files"): _scenarios,
        ("levers", "name"): _levers,
        ("indicators", "name"): _indicators,
        ("law", "table"): _law,
        ("tasks", "name"): _tasks,
        ("principles", "name"): _principles,
        ("behaviour", "name"): _weights,
        ("mechanisms", "name"): _mechanisms,
        ("place", "name"): _places,
        ("why", "actor"): _places,
        ("export", "form"): _fixed("xlsx", "pptx", "csv", "parquet"),
        ("export", "tables"): _tables,
        ("report", "form"): _fixed("html", "pdf"),
        ("map", "indicator"): _on_maps,
        ("explore", "design"): _fixed("lhs", "morris", "sobol"),
        ("explore", "groups"): _fixed("none", "name", "source"),
        ("explore", "indicators"): _sets,
        ("attribute", "method"): _fixed("shapley", "one-in", "one-out"),
        ("attribute", "by"): _fixed("levers", "source"),
    }
)


def offer(name: str, command: Callable[..., Any]) -> None:
    """Let the shell fill in what a command takes."""
    given = inspect.signature(command, eval_str=True)
    for parameter in given.parameters.values():
        names = OF_A_COMMAND.get((name, parameter.name), EVERYWHERE.get(parameter.name))
        for about in getattr(parameter.annotation, "__metadata__", ()):
            if names is not None and isinstance(about, ParameterInfo):
                about.autocompletion = _beginning(names)
    # What was read of the signature is what was changed, so it is what must be read again.
    command.__signature__ = given  # type: ignore[attr-defined]


def _beginning(names: Names) -> Callable[[str], list[str]]:
    def found(incomplete: str) -> list[str]:
        # Names in a list with commas are filled in one by one.
        before, comma, last = incomplete.rpartition(",")
        return [f"{before}{comma}{name}" for name in names() if name.startswith(last)]

    return found
