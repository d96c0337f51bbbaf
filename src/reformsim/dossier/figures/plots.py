"""Figures of single indicators, written to a folder of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reformsim.dossier.figures.catalogue import single
from reformsim.dossier.subject import Subject
from reformsim.errors import ReformsimError, RunError, UnknownNameError, writing
from reformsim.experiment import load_results
from reformsim.experiment.compared import runs_of
from reformsim.experiment.lacking import held
from reformsim.experiment.store.loading import find
from reformsim.experiment.store.output import refuse_inside

if TYPE_CHECKING:
    from reformsim.report.page.picture import Picture


def write_plots(
    folder: Path,
    indicators: Sequence[str],
    *,
    scenarios: Sequence[str] = (),
    lang: str = "en",
    out: Path | None = None,
    ending: str = "png",
    allow_code: bool = False,
) -> list[Path]:
    """Draw indicators by year and write a figure of each.

    Parameters
    ----------
    indicators
        Names; each is drawn once.
    scenarios
        Those to show, in the order of the results; all unless given.
    lang
        'en' or 'nl'.
    out
        Folder for the figures; ``DIR-figures`` beside the results unless given.
    ending
        'png' or 'svg'.
    allow_code
        As for :func:`reformsim.load_results`.

    Raises
    ------
    RunError
        If the results hold no such indicator or scenario; all unknown names are told at once.
    OutputError
        If the results cannot be read, or the figures cannot be written or would lie inside the results, whose files
        are listed with checksums.
    UnknownNameError
        For an unknown language.
    """
    from reformsim.report.words import words

    w = words(lang)
    place, _ = find(folder)
    runs = runs_of(load_results(folder, allow_code=allow_code))
    names = list(dict.fromkeys(indicators))
    about = Subject(runs, w)
    problems = [*_lacking(names, about.indicators), *_unknown(scenarios, about.names)]
    if problems:
        raise RunError("\n".join(problems))
    shown = [run for run in runs if not scenarios or run.name in scenarios]
    target = place.with_name(f"{place.name.removesuffix('.part')}-figures") if out is None else out
    refuse_inside(target, f"cannot write figures to {target}")
    return _written(target, {f"{name}.{ending}": single(about, name, shown) for name in names})


def _written(target: Path, pictures: Mapping[str, Picture]) -> list[Path]:
    from reformsim.report.page.saving import save

    with writing(f"figures to {target}"):
        target.mkdir(parents=True, exist_ok=True)
        for name, picture in pictures.items():
            save(picture.figure, target / name)
    return [target / name for name in pictures]


def _lacking(names: Iterable[str], indicators: Sequence[str]) -> Iterator[str]:
    for name in names:
        try:
            held(indicators, name)
        except ReformsimError as error:
            yield str(error)


def _unknown(scenarios: Iterable[str], known: Sequence[str]) -> list[str]:
    kind = "scenario in these results"
    return [str(UnknownNameError(kind, name, known)) for name in scenarios if name not in known]
