"""Folders of results read back, finished or not."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from reformsim.errors import OutputError, RunError
from reformsim.experiment.compared import Comparison
from reformsim.experiment.results import Run
from reformsim.experiment.store.checked import ANEW, LOG, entries, pieces_of, read_manifest, scenario_file, verify
from reformsim.experiment.store.folder import SOURCES, read_sources
from reformsim.experiment.store.piecefiles import Shelf, Stored
from reformsim.experiment.store.shelf import part_of
from reformsim.scenario import Scenario, load_scenario

EXPLORATION, COMBINATIONS = "exploration", "combinations"
"""Under which a manifest has the design of an exploration, and what was combined."""


def load_results(folder: str | Path, *, allow_code: bool = False) -> Run | Comparison:
    """Read a folder of results: a run if it holds one scenario, a comparison if it holds more.

    Nothing is held in memory but what is asked for. Of unfinished work (``NAME.part``, which is also found by
    the name ``NAME``) the replicates that are finished for every scenario are given.

    Parameters
    ----------
    folder
        As ``reformsim run`` or ``reformsim compare`` wrote it, or ``out=`` in Python.
    allow_code
        Run the plugins that its scenarios name. Values of own measures can be read without; own levers cannot.

    Raises
    ------
    OutputError
        If it is no folder of ours, or if a file of it is missing or is not as it was written.
    RunError
        If no replicate is finished.

    Examples
    --------
    >>> import reformsim
    >>> reformsim.load_results("results/demo").differences()  # doctest: +SKIP
    """
    place, manifest, runs = read_runs(Path(folder), allow_code)
    if explored(manifest) is not None:
        raise RunError(
            f"{place} holds an exploration, not replicates; the command that made it tells of it again, and "
            f"reformsim.exploration('{place}') reads it"
        )
    if combined(manifest) is not None:
        raise RunError(f"{place} holds combinations of levers, not a comparison; reformsim page makes them into a page")
    return runs[0] if len(runs) == 1 else with_sources(Comparison(runs), place)


def explored(manifest: dict[str, Any]) -> dict[str, Any] | None:
    """Give the design of an exploration; ``None`` where a folder holds replicates."""
    design = manifest["identity"]["assumptions"]["design"]
    return design.get(EXPLORATION) if isinstance(design, dict) else None


def combined(manifest: dict[str, Any]) -> list[tuple[str, str, list[str]]] | None:
    """Give the levers or groups that were combined, with name and title; ``None`` where something else is held."""
    design = manifest["identity"]["assumptions"]["design"]
    return design.get(COMBINATIONS) if isinstance(design, dict) else None


def read_runs(folder: Path, allow_code: bool) -> tuple[Path, dict[str, Any], tuple[Run, ...]]:
    """Give the folder that was found, its manifest, and a run for each scenario; raises as :func:`load_results`."""
    from reformsim.measures.own import know

    place, manifest = find(folder)
    names = [one["name"] for one in manifest["identity"]["scenarios"]]
    files = entries(place, manifest)
    verify(place, files)
    know(manifest["identity"]["own_measures"])
    found = pieces_of(files, names)
    # Unfinished work may hold a last piece of one scenario without that of the others.
    level = min(len(pieces) for pieces in found.values())
    if not level:
        raise RunError(f"{place} holds no finished replicate yet")
    shelf = Shelf(place)
    runs = tuple(
        Run(_scenario(place, name, allow_code), Stored(shelf, pieces[:level]), identity=manifest["identity"])
        for name, pieces in found.items()
    )
    return place, manifest, runs


def with_sources(comparison: Comparison, folder: Path) -> Comparison:
    """Give a comparison with the sources of its effects, if its folder holds them."""
    path = folder / SOURCES
    return replace(comparison, sources=read_sources(path)) if path.is_file() else comparison


def find(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Give the folder of results, or of the unfinished work for it, with its manifest.

    Raises
    ------
    OutputError
        If neither is ours, or the manifest is not as it was written.
    """
    for place in (folder, part_of(folder)):
        manifest = read_manifest(place)
        if manifest is not None:
            return place, manifest
    what = "is not a folder of results of run or compare" if folder.exists() else "there is no such folder"
    raise OutputError(f"{folder}: {what}")


def log_of(folder: Path) -> list[dict[str, Any]]:
    """Give the lines of a folder's log: when what was done, by which command.

    It has no checksum, so a line that is none of ours is left out.
    """
    found = []
    try:
        lines = (folder / LOG).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
    for line in lines:
        with suppress(ValueError, RecursionError):
            found.append(_Line.model_validate_json(line).model_dump())
    return found


class _Line(BaseModel):
    """What is read of a line of the log."""

    model_config = ConfigDict(extra="allow", strict=True)
    what: str
    started: str
    duration_s: float
    command: str | None


def _scenario(place: Path, name: str, allow_code: bool) -> Scenario:
    scenario = load_scenario(place / scenario_file(name), allow_code=allow_code or None)
    if scenario.name != name:
        raise OutputError(f"{place / scenario_file(name)} is scenario '{scenario.name}', not '{name}'; {ANEW}")
    return scenario
