"""The whole report of a run or comparison: gathered, drawn, and written as files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import reformsim
from reformsim.dossier.assurance.files import assurance_files, name_beside
from reformsim.dossier.opening import Opened, named_beside, write_alone
from reformsim.dossier.places.files import STEM, names_beside, places_files
from reformsim.dossier.sections import figures as drawings
from reformsim.dossier.sections.attribution import attribution
from reformsim.dossier.sections.country import country
from reformsim.dossier.sections.effects import effects
from reformsim.dossier.sections.hangs import hangs
from reformsim.dossier.sections.headline import headline
from reformsim.dossier.sections.limits import limits
from reformsim.dossier.sections.made import left_out, made
from reformsim.dossier.sections.mergers import mergers
from reformsim.dossier.sections.places import places
from reformsim.dossier.sections.principles import principles
from reformsim.dossier.sections.scenarios import scenarios
from reformsim.dossier.sections.screen import answer, subtitle, title
from reformsim.dossier.sections.shared import Matter
from reformsim.errors import OutputError, UnknownNameError
from reformsim.experiment.compared import runs_of
from reformsim.experiment.store.output import Writer, write_folder
from reformsim.report.page.html import Block, Notice, Page, Section, Shown, render

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
        "places": places,
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

OPEN: Final = ("answer", "country", "hangs", "maps", "places")
"""Sections that one sees at once; the others unfold."""

PRINTED: Final = (*OPEN, "lines", "effects", "fan", "limits", "made")
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
    beside
        Name of the page of places beside it (:mod:`reformsim.dossier.places`), which it leads to; empty for none.
    assured
        Name of the page of assurance beside it (:mod:`reformsim.dossier.assurance`); empty for none.

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
        beside: str = "",
        assured: str = "",
    ):
        matter = Opened(results, None, tuple(attributions), command, manifest).matter(lang)
        self.matter = replace(matter, beside=beside, assured=assured)
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
            subtitle(matter),
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
    stem: str = STEM,
    attributions: Iterable[Path] = (),
    command: str | None = None,
    manifest: Mapping[str, Any] | None = None,
) -> dict[str, Writer]:
    """Give the files of a report for :func:`reformsim.experiment.store.output.write_folder`.

    They are ``report.html`` with ``assurance.html``, ``places.html`` and ``places.csv`` (or ``report.pdf`` alone), and
    every figure as ``figures/NAME.png`` and ``figures/NAME.svg``. The same results give the same bytes, but for PDF.

    Parameters
    ----------
    form
        'html' or 'pdf'.
    stem
        Name of the report without its ending; of another than ``report`` the places are ``STEM-places``, and so on.

    Raises
    ------
    UnknownNameError
        For another language or form.
    """
    if form not in FORMS:
        raise UnknownNameError("format", form, FORMS)
    pages = {"beside": names_beside(stem)[0], "assured": name_beside(stem)} if form == "html" else {}
    report = Report(results, lang, attributions=attributions, command=command, manifest=manifest, **pages)
    contents: dict[str, Writer] = {}
    for drawn in report.figures:
        contents[f"figures/{drawn.name}.png"] = partial(_write, lambda one=drawn: one.png)  # type: ignore[misc]
        contents[f"figures/{drawn.name}.svg"] = partial(_write, lambda one=drawn: one.file.encode())  # type: ignore[misc]
    whole = report.pdf if form == "pdf" else lambda: report.html.encode()
    files: dict[str, Writer] = {f"{stem}.{form}": partial(_write, whole)}
    if pages:
        told = subtitle(report.matter)
        files |= places_files(report.matter, told, stem)
        files |= assurance_files(report.matter, told, command, stem)
    return {**files, **contents}


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
        A file that ends in .html (written with the pages of assurance and of all places beside it) or .pdf (alone), or
        else a folder for the report and its figures. Unless given the folder beside that of the results, its name
        followed by ``-report``.
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
    opened = Opened.of(results, attributions=attributions, allow_code=allow_code)
    results, folder = opened.results, opened.folder
    if out is None and folder is None:
        raise OutputError("a report of results that are in no folder needs one: name it with out")
    target = Path(out) if out is not None else named_beside(folder or Path(), "-report")
    alone = target.suffix.removeprefix(".")
    given: dict[str, Any] = {
        "attributions": opened.attributions,
        "command": opened.command,
        "manifest": opened.manifest,
    }
    if alone in FORMS:
        for name, write in report_files(results, lang, form=alone, stem=target.stem, **given).items():
            if "/" not in name:
                write_alone(target.with_name(name), write, "the report")
        return target
    if folder is not None and target.resolve() == folder.resolve():
        raise OutputError(f"{target} holds the results themselves; name another folder for the report")
    contents = report_files(results, lang, form=form, **given)
    write_folder(target, contents, {"report": [run.name for run in runs_of(results)]})
    return target / f"{STEM}.{form}"


def _write(content: Callable[[], bytes], path: Path) -> None:
    path.write_bytes(content())
