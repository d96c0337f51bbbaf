"""Results as a notebook shows them: as the first screen of their report does, with the tables folded below."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from reformsim.dossier.opening import Opened
from reformsim.dossier.sections.screen import answer, subtitle, title
from reformsim.report.page.fragment import fragment
from reformsim.report.page.tables import comparison_html, run_html, titled

if TYPE_CHECKING:
    from reformsim.experiment import Comparison, Run
    from reformsim.experiment.explore import Exploration


def screen_html(results: Run | Comparison, lang: str = "en") -> str:
    """Write results as HTML: the question, the promises as cards, the price, and the main indicators folded.

    Raises
    ------
    UnknownNameError
        For another language than 'en' and 'nl'.
    """
    from reformsim.experiment import Run

    matter = Opened.of(results).matter(lang)
    w = matter.w
    summary = titled(results.summary(), {name: matter.subject.title(name) for name in matter.subject.indicators})
    if isinstance(results, Run):
        tables = run_html(results.name, w.own(results.scenario, "title"), summary, w)
    else:
        tables = comparison_html(summary, w=w)
    folded = ((w("page.section.headline"), tables),)
    return fragment(title(matter), subtitle(matter), answer(matter), w, folded=folded)


def exploration_html(found: Exploration, lang: str = "en") -> str:
    """Write an exploration as HTML: its draws as the first screen shows them, then what they hang on, in words.

    Only draws that are as likely as the assumptions say are shown so: those of a Latin hypercube.
    """
    from reformsim.experiment.explore.design import LHS

    told = f'<pre style="white-space:pre-wrap">{escape(found.summary(lang))}</pre>'
    if found.design.kind == LHS and found.year == found.runs[0].years[-1]:
        return screen_html(found.results, lang) + told
    return told
