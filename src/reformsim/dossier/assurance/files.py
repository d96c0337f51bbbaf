"""The page as a file beside a report, or written by itself as HTML, Markdown or PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reformsim.dossier.assurance.evidence import Facts
from reformsim.dossier.assurance.sheet import sheet
from reformsim.dossier.opening import Opened, write_alone
from reformsim.dossier.sections.screen import subtitle
from reformsim.errors import RunError, UnknownNameError
from reformsim.experiment.compared import runs_of
from reformsim.experiment.store.checked import entries
from reformsim.experiment.store.loading import explored, find, log_of
from reformsim.report.page.markdown import as_markdown
from reformsim.report.page.sheet import render_sheet

if TYPE_CHECKING:
    from reformsim.dossier.sections.shared import Matter
    from reformsim.experiment import Comparison, Run
    from reformsim.experiment.explore import Exploration
    from reformsim.experiment.store.output import Writer
    from reformsim.report.page.html import Page
    from reformsim.report.words import Words

STEM: Final = "report"

FORMS: Final = ("html", "md", "pdf")


def name_beside(stem: str) -> str:
    """Give the name of the page beside a report.

    Examples
    --------
    >>> name_beside("report"), name_beside("note")
    ('assurance.html', 'note-assurance.html')
    """
    return "assurance.html" if stem == STEM else f"{stem}-assurance.html"


def assurance_files(matter: Matter, subtitle: str, command: str | None, stem: str = STEM) -> Mapping[str, Writer]:
    """Give the page beside a report of this name, made when it is written.

    It says that files were not held against their checksums: a report may be written before its folder is finished.
    """
    made = partial(_html, lambda: sheet(Facts(matter), subtitle, command), matter.w, f"{stem}.html")
    return {name_beside(stem): partial(_write, made)}


def assure(
    results: str | Path | Run | Comparison | Exploration, lang: str = "en", *, again: int = 0, allow_code: bool = False
) -> Page:
    """Say what may be built on results.

    Parameters
    ----------
    results
        A folder that ``run``, ``compare`` or ``explore`` wrote, or what it was read as.
    lang
        'en' or 'nl'.
    again
        So many replicates of each scenario are simulated again and held against the results.
    allow_code
        As for :func:`reformsim.load_results`.

    Raises
    ------
    OutputError
        If there are no results, or they are not as they were written.
    RunError
        If a replicate does not come out again, or the folder holds combinations or draws that are not alike likely.
    UnknownNameError
        For another language.
    """
    opened, files, made_on = _opened(results, allow_code)
    for run in runs_of(opened.results) if again else ():
        run.measured_again(run.indicators[:1], replicates=run.numbers[:again])
    matter = opened.matter(lang)
    done = min(again, *(run.replicates for run in matter.runs))
    return sheet(Facts(matter, files, _day(made_on, matter.w), done), subtitle(matter), opened.command)


def write_assurance(
    results: str | Path | Run | Comparison | Exploration,
    out: str | Path,
    lang: str = "en",
    *,
    again: int = 0,
    allow_code: bool = False,
) -> Path:
    """Write the page to a file that ends in .html, .md or .pdf, whole or not at all; as :func:`assure`.

    Raises
    ------
    OutputError
        If the file cannot be written.
    UnknownNameError
        For another ending.
    """
    from reformsim.report.page.pdf import pdf_bytes
    from reformsim.report.words import words

    target = Path(out)
    form = target.suffix.removeprefix(".")
    if form not in FORMS:
        raise UnknownNameError("format", form, FORMS)
    w = words(lang)
    page = assure(results, lang, again=again, allow_code=allow_code)
    whole = {
        "html": lambda: _html(lambda: page, w, ""),
        "md": lambda: as_markdown(page).encode(),
        "pdf": lambda: pdf_bytes(render_sheet(page, w)),
    }
    write_alone(target, partial(_write, whole[form]), "the page")
    return target


def _opened(results: Any, allow_code: bool) -> tuple[Opened, int | None, str]:
    """Read results, and say how many files were held against their checksums and when they were made."""
    from reformsim.experiment.explore import Exploration, exploration

    if isinstance(results, Exploration):
        return Opened(_alike(results).results), None, ""
    if not isinstance(results, str | Path):
        return Opened.of(results), None, ""
    place, manifest = find(Path(results))
    log = log_of(place)
    made_on = str(log[-1]["started"]) if log else ""
    # Reading them held every file against its checksum.
    count = sum("sha256" in one for one in entries(place, manifest))
    if explored(manifest) is None:
        return Opened.of(results, allow_code=allow_code), count, made_on
    found = _alike(exploration(place, allow_code=allow_code)).results
    typed = next((line["command"] for line in reversed(log) if line.get("command")), None)
    return Opened(found, Path(results), command=typed, manifest=manifest), count, made_on


def _alike(found: Exploration) -> Exploration:
    """Refuse draws that are not as likely as the assumptions say."""
    from reformsim.experiment.explore.design import LHS

    if found.design.kind != LHS:
        raise RunError(f"a page shows draws that are as likely as the assumptions say: explore with --design {LHS}")
    return found


def _day(stamp: str, w: Words) -> str:
    """Give the day of a line of the log in words; nothing where it is none, for the log has no checksum."""
    try:
        return w.day(datetime.fromisoformat(stamp).date())
    except ValueError:
        return ""


def _html(page: Callable[[], Page], w: Words, report: str) -> bytes:
    return render_sheet(page(), w, report).encode()


def _write(content: Callable[[], bytes], path: Path) -> None:
    path.write_bytes(content())
