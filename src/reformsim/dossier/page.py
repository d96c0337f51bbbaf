"""The whole report of a run or comparison: gathered, drawn, and written as files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import reformsim
from reformsim.dossier.sections import figures as drawings
from reformsim.dossier.sections.attribution import (
    BY_LEVERS,
    BY_SOURCE,
    attributed,
    attribution,
    by_kind,
    read_own_sources,
)
from reformsim.dossier.sections.country import country
from reformsim.dossier.sections.effects import effects
from reformsim.dossier.sections.hangs import hangs
from reformsim.dossier.sections.headline import headline
from reformsim.dossier.sections.limits import limits
from reformsim.dossier.sections.made import left_out, made
from reformsim.dossier.sections.mergers import mergers
from reformsim.dossier.sections.principles import principles
from reformsim.dossier.sections.scenarios import scenarios
from reformsim.dossier.sections.screen import answer, title
from reformsim.dossier.sections.shared import Matter
from reformsim.errors import OutputError, UnknownNameError
from reformsim.experiment.compared import runs_of
from reformsim.experiment.store.checked import read_manifest
from reformsim.experiment.store.loading import find, load_results, log_of
from reformsim.experiment.store.output import Writer, refuse_inside, told, write_folder
from reformsim.report.page.html import Block, Notice, Page, Section, Shown, render
from reformsim.report.words import words

if TYPE_CHECKING:
    from reformsim.experiment import Comparison, Run
    from reformsim.report.page.drawn import Drawn

FORMS: Final = ("html", "pdf")

SECTIONS: Final[Mapping[str, Callable[[Matter], Iterator[Block]]]] = MappingProxyType(
    {
        "answer": answer,
        "country": country,
        "hangs": hangs,
        "maps": drawings.start_and_end,
        "lines": drawings.of("lines"),
        "headline": headline,
        "effects": effects,
        "scenarios": scenarios,
        "fan": drawings.of("fan"),
        "chance": drawings.chance,
        "timeline": drawings.of("timeline"),
        "drukte": drawings.of("drukte"),
        "layers": drawings.of("layers"),
        "network": drawings.of("network"),
        "capacity": drawings.of("sizes", "tasks"),
        "offices": drawings.of("offices"),
        "attribution": attribution,
        "mergers": mergers,
        "principles": principles,
        "limits": limits,
    }
)
"""What gathers each section, in the order of the report; how it was made comes last.

One that gathers nothing is left out, and so is one of notices alone; these stand under how it was made.
"""

OPEN: Final = ("answer", "country", "hangs", "maps")
"""Sections that one sees at once; the others unfold."""

PRINTED: Final = (*OPEN, "lines", "headline", "fan", "limits", "made")
"""Sections of a PDF, which is to stay short; the others are named in its last lines."""


class Report:
    """A report in one language, made when it is first asked for.

    Parameters
    ----------
    lang
        'en' or 'nl'.
    attributions
        Folders of attributions, by levers or by source.
    command
        What the user typed to make the results; not told unless given.
    manifest
        That of the folder of the results; looked for, and else made up for this version, unless given.

    Raises
    ------
    UnknownNameError
        For another language.
    """

    def __init__(
        self,
        results: Run | Comparison,
        lang: str = "en",
        *,
        attributions: Iterable[Path] = (),
        command: str | None = None,
        manifest: Mapping[str, Any] | None = None,
    ):
        identity, planned = (manifest["identity"], int(manifest["replicates"])) if manifest else _identity(results)
        folders = {kind: {attributed(path): path for path in found} for kind, found in by_kind(attributions).items()}
        sources = folders[BY_SOURCE]
        read = {run.name: read_own_sources(sources[run.name], run) for run in runs_of(results) if run.name in sources}
        known = {name: table for name, table in read.items() if table is not None}
        self.matter = Matter(results, words(lang), identity, planned, folders[BY_LEVERS], known)
        self._command = command

    @cached_property
    def page(self) -> Page:
        """The blocks of the report."""
        matter, w = self.matter, self.matter.w
        gathered = [(name, tuple(gather(matter))) for name, gather in SECTIONS.items()]
        told, absent = [], []
        for name, blocks in gathered:
            notices = [block for block in blocks if isinstance(block, Notice)]
            if len(notices) < len(blocks):
                told.append((name, blocks))
            else:
                absent.append((w(f"page.section.{name}"), notices))
        told.append(("made", (*made(matter, self._command), *left_out(matter, absent))))
        return Page(
            title(matter),
            _subtitle(matter),
            tuple(
                Section(name, w(f"page.section.{name}"), blocks, folded=name not in OPEN, printed=name in PRINTED)
                for name, blocks in told
            ),
            w("page.foot", version=reformsim.__version__, attribution=matter.attribution.rstrip(".")),
            tuple(
                (run.name, matter.w.own(run.scenario, "title"), matter.colour(at)) for at, run in enumerate(matter.runs)
            ),
        )

    @cached_property
    def html(self) -> str:
        """The report as one HTML file."""
        return render(self.page, self.matter.w)

    @property
    def figures(self) -> tuple[Drawn, ...]:
        """The figures of the report in its order."""
        return tuple(
            block.drawn for section in self.page.sections for block in section.blocks if isinstance(block, Shown)
        )

    def pdf(self) -> bytes:
        """Give the report as PDF; see :func:`reformsim.report.page.pdf.pdf_bytes`."""
        from reformsim.report.page.pdf import pdf_bytes

        return pdf_bytes(render(self.page, self.matter.w, printed=True))


def report_files(
    results: Run | Comparison,
    lang: str = "en",
    *,
    form: str = "html",
    attributions: Iterable[Path] = (),
    command: str | None = None,
    manifest: Mapping[str, Any] | None = None,
) -> dict[str, Writer]:
    """Give the files of a report for :func:`reformsim.experiment.store.output.write_folder`.

    They are ``report.html`` (or ``report.page.pdf``) and every figure as ``figures/NAME.png`` and ``figures/NAME.svg``.
    The same results give the same bytes, but for PDF.

    Parameters
    ----------
    form
        'html' or 'pdf'.

    Raises
    ------
    UnknownNameError
        For another language or form.
    """
    if form not in FORMS:
        raise UnknownNameError("format", form, FORMS)
    report = Report(results, lang, attributions=attributions, command=command, manifest=manifest)
    contents: dict[str, Writer] = {}
    for drawn in report.figures:
        contents[f"figures/{drawn.name}.png"] = partial(_write, lambda one=drawn: one.png)  # type: ignore[misc]
        contents[f"figures/{drawn.name}.svg"] = partial(_write, lambda one=drawn: one.file.encode())  # type: ignore[misc]
    whole = report.pdf if form == "pdf" else lambda: report.html.encode()
    return {f"report.{form}": partial(_write, whole), **contents}


def write_report(
    results: str | Path | Run | Comparison,
    out: str | Path | None = None,
    lang: str = "en",
    form: str = "html",
    *,
    attributions: Iterable[Path] | None = None,
    allow_code: bool = False,
) -> Path:
    """Write the report of results, whole or not at all.

    Parameters
    ----------
    results
        A folder that ``run`` or ``compare`` wrote, or what it was read as.
    out
        A file that ends in .html or .pdf, written alone, or else a folder for the report and its figures. Unless
        given the folder beside that of the results, its name followed by ``-report``.
    lang, form
        'en' or 'nl'; 'html' or 'pdf', before which the ending of a file goes.
    attributions
        Folders of attributions, by levers or by source, any number of a scenario; those beside the results
        (``NAME-attribution``, ``NAME-sources``) unless given.
    allow_code
        As for :func:`reformsim.load_results`.

    Raises
    ------
    OutputError
        If there are no results, or the report cannot be written.
    RunError
        If there is nothing on this machine that makes a PDF.
    UnknownNameError
        For another language or form.
    """
    folder, command, manifest = None, None, None
    if isinstance(results, str | Path):
        folder = Path(results)
        place, manifest = find(folder)
        command = next((line.get("command") for line in reversed(log_of(place)) if line.get("command")), None)
        results = load_results(folder, allow_code=allow_code)
    if out is None and folder is None:
        raise OutputError("a report of results that are in no folder needs one: name it with out")
    target = Path(out) if out is not None else report_folder(folder or Path())
    found = beside(folder, runs_of(results)) if attributions is None else attributions
    alone = target.suffix.removeprefix(".")
    given: dict[str, Any] = {"attributions": found, "command": command, "manifest": manifest}
    if alone in FORMS:
        (write,) = (one for name, one in report_files(results, lang, form=alone, **given).items() if "/" not in name)
        _write_alone(target, write)
        return target
    if folder is not None and target.resolve() == folder.resolve():
        raise OutputError(f"{target} holds the results themselves; name another folder for the report")
    contents = report_files(results, lang, form=form, **given)
    write_folder(target, contents, {"report": [run.name for run in runs_of(results)]})
    return target / f"report.{form}"


def report_folder(folder: Path) -> Path:
    """Folder beside that of results in which their report stands unless another is named."""
    whole = folder.resolve()
    return folder.parent / f"{whole.name}-report" if folder.name else whole.parent / f"{whole.name}-report"


def beside(folder: Path | None, runs: tuple[Run, ...]) -> tuple[Path, ...]:
    """Give the attributions of these scenarios that lie beside a folder of results."""
    if folder is None:
        return ()
    near = [folder.resolve().parent / f"{run.name}-{kind}" for run in runs for kind in ("attribution", "sources")]
    return tuple(path for path in near if (path / "attribution.csv").is_file())


def _identity(results: Run | Comparison) -> tuple[dict[str, Any], int]:
    """Give what the numbers follow from and how many replicates were asked for; from the folder where there is one."""
    from reformsim.experiment.plan import Plan

    runs = runs_of(results)
    folder, planned = getattr(runs[0].pieces, "folder", None), runs[0].scenario.replicates
    manifest = None if folder is None else read_manifest(folder)
    if manifest is not None:
        return manifest["identity"], int(manifest["replicates"])
    return Plan(tuple(run.scenario for run in runs), planned).identity(), planned


def _subtitle(matter: Matter) -> str:
    key = "page.subtitle.year" if matter.first == matter.last else "page.subtitle"
    count = matter.replicates(len(matter.pairs))
    return matter.w(key, territory=matter.place, first=matter.first, last=matter.last, replicates=count)


def _write(content: Callable[[], bytes], path: Path) -> None:
    path.write_bytes(content())


def _write_alone(target: Path, write: Writer) -> None:
    """Write one file, whole or not at all."""
    if target.is_dir():
        raise OutputError(f"cannot write the report to {target}: it is a folder")
    refuse_inside(target.parent, f"cannot write the report to {target}")
    try:
        target.absolute().parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.absolute().parent) as half:
            whole = Path(half) / target.name
            write(whole)
            os.replace(whole, target)
    except OSError as error:
        raise told(target, error) from error
