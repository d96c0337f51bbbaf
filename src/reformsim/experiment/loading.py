"""Folders of results read back, finished or not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reformsim.errors import OutputError, RunError
from reformsim.experiment.checked import LOG, read_manifest, scenario_file, sound_pieces
from reformsim.experiment.compared import Comparison
from reformsim.experiment.pieces import Shelf, Stored
from reformsim.experiment.results import Run
from reformsim.experiment.store import part_of
from reformsim.scenario import load_scenario


def load_results(folder: str | Path) -> Run | Comparison:
    """Read a folder of results: a run if it holds one scenario, a comparison if it holds more.

    Nothing is held in memory but what is asked for. Of unfinished work (``NAME.part``, which is also found by
    the name ``NAME``) the replicates that are finished for every scenario are given.

    Parameters
    ----------
    folder
        As ``reformsim run`` or ``reformsim compare`` wrote it, or ``out=`` in Python.

    Raises
    ------
    OutputError
        If it is no folder of ours, or if a piece is missing or is not as it was written.
    RunError
        If no replicate is finished.

    Examples
    --------
    >>> import reformsim
    >>> reformsim.load_results("results/demo").differences()  # doctest: +SKIP
    """
    place, manifest = find(Path(folder))
    names = [one["name"] for one in manifest["identity"]["scenarios"]]
    found: dict[str, list[str]] = {name: [] for name in names}
    for entry in sound_pieces(place, manifest):
        found[entry["name"].split("/")[1]].append(entry["name"])
    # Unfinished work may hold a last piece of one scenario without that of the others.
    level = min(len(pieces) for pieces in found.values())
    if not level:
        raise RunError(f"{place} holds no finished replicate yet")
    shelf = Shelf(place)
    runs = tuple(
        Run(load_scenario(place / scenario_file(name)), Stored(shelf, pieces[:level])) for name, pieces in found.items()
    )
    return runs[0] if len(runs) == 1 else Comparison(runs)


def find(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Give the folder of results, or of the unfinished work for it, with its manifest.

    Raises
    ------
    OutputError
        If neither is ours.
    """
    for place in (folder, part_of(folder)):
        try:
            manifest = read_manifest(place)
        except OSError as error:
            raise OutputError(f"cannot read {place}: {(error.strerror or str(error)).lower()}") from error
        if manifest is not None:
            return place, manifest
    what = "is not a folder of results of run or compare" if folder.exists() else "there is no such folder"
    raise OutputError(f"{folder}: {what}")


def log_of(folder: Path) -> list[dict[str, Any]]:
    """Give the lines of a folder's log: when what was done, by which command."""
    try:
        return [json.loads(line) for line in (folder / LOG).read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError):
        return []
