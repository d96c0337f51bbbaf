"""Results as everything that goes out takes them: read, with what lies beside them, and one file written whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reformsim.dossier.sections.attribution import BY_LEVERS, BY_SOURCE, attributed, by_kind, read_own_sources
from reformsim.dossier.sections.shared import Matter
from reformsim.errors import OutputError
from reformsim.experiment.compared import runs_of
from reformsim.experiment.store.checked import read_manifest
from reformsim.experiment.store.loading import find, load_results, log_of
from reformsim.experiment.store.output import Writer, refuse_inside, told
from reformsim.report.words import words

if TYPE_CHECKING:
    from reformsim.experiment import Comparison, Run


@dataclass(frozen=True, eq=False)
class Opened:
    """Results with what their folder says of them.

    Parameters
    ----------
    folder
        Where they lie; ``None`` for results in memory.
    attributions
        Folders of attributions, by levers or by source.
    command
        What the user typed to make them; ``None`` where that is not known.
    manifest
        That of the folder.
    """

    results: Run | Comparison
    folder: Path | None = None
    attributions: tuple[Path, ...] = ()
    command: str | None = None
    manifest: Mapping[str, Any] | None = None

    @classmethod
    def of(
        cls,
        results: str | Path | Run | Comparison,
        *,
        attributions: Iterable[Path] | None = None,
        allow_code: bool = False,
    ) -> Opened:
        """Read results, unless they are read already.

        Parameters
        ----------
        results
            A folder that ``run`` or ``compare`` wrote, or what it was read as.
        attributions
            Those beside the results (``NAME-attribution``, ``NAME-sources``) unless given.
        allow_code
            As for :func:`reformsim.load_results`.

        Raises
        ------
        OutputError
            If there are no results.
        """
        if not isinstance(results, str | Path):
            return cls(results, attributions=tuple(attributions or ()))
        folder = Path(results)
        place, manifest = find(folder)
        command = next((line.get("command") for line in reversed(log_of(place)) if line.get("command")), None)
        found = load_results(folder, allow_code=allow_code)
        chosen = beside(folder, runs_of(found)) if attributions is None else tuple(attributions)
        return cls(found, folder, chosen, command, manifest)

    @cached_property
    def _asked(self) -> tuple[dict[str, Any], int]:
        """What the numbers follow from and how many replicates were asked for; of this version without a folder."""
        from reformsim.experiment.plan import Plan

        runs, manifest = runs_of(self.results), self.manifest
        inner, planned = getattr(runs[0].pieces, "folder", None), runs[0].scenario.replicates
        if manifest is None and inner is not None:
            manifest = read_manifest(inner)
        if manifest is not None:
            return manifest["identity"], int(manifest["replicates"])
        return Plan(tuple(run.scenario for run in runs), planned).identity(), planned

    def matter(self, lang: str = "en") -> Matter:
        """Give what a report is made from, in a language; :class:`UnknownNameError` for another than 'en' and 'nl'."""
        runs, (identity, planned) = runs_of(self.results), self._asked
        folders = {
            kind: {attributed(path): path for path in found} for kind, found in by_kind(self.attributions).items()
        }
        sources = folders[BY_SOURCE]
        read = {run.name: read_own_sources(sources[run.name], run) for run in runs if run.name in sources}
        known = {name: table for name, table in read.items() if table is not None}
        return Matter(self.results, words(lang), identity, planned, folders[BY_LEVERS], known)


def beside(folder: Path, runs: tuple[Run, ...]) -> tuple[Path, ...]:
    """Give the attributions of these scenarios that lie beside a folder of results."""
    near = [folder.resolve().parent / f"{run.name}-{kind}" for run in runs for kind in ("attribution", "sources")]
    return tuple(path for path in near if (path / "attribution.csv").is_file())


def named_beside(folder: Path, ending: str) -> Path:
    """Give the path beside a folder of results that has its name, followed by an ending.

    Examples
    --------
    >>> named_beside(Path("results/demo"), "-report").as_posix()
    'results/demo-report'
    """
    whole = folder.resolve()
    # "." and ".." have no name of their own.
    near = folder.parent if folder.name not in ("", "..") else whole.parent
    return near / f"{whole.name}{ending}"


def write_alone(target: Path, write: Writer, what: str) -> None:
    """Write one file, whole or not at all.

    Parameters
    ----------
    what
        What it is, for the message.

    Raises
    ------
    OutputError
        If it is a folder, lies in results, or cannot be written.
    """
    if target.is_dir():
        raise OutputError(f"cannot write {what} to {target}: it is a folder")
    refuse_inside(target.parent, f"cannot write {what} to {target}")
    try:
        target.absolute().parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.absolute().parent) as half:
            whole = Path(half) / target.name
            write(whole)
            os.replace(whole, target)
    except OSError as error:
        raise told(target, error) from error
