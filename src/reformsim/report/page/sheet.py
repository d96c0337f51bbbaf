"""A page of one or two sheets of paper to print and sign, in the look of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reformsim.report import style
from reformsim.report.page.html import environment, text_of

if TYPE_CHECKING:
    from reformsim.report.page.html import Page
    from reformsim.report.words import Words


def render_sheet(page: Page, w: Words, report: str = "") -> str:
    """Give the page as HTML; the same blocks give the same text.

    Parameters
    ----------
    report
        Name of the report beside it, which it leads back to; empty for none.
    """
    text = (
        environment()
        .get_template("sheet.html.j2")
        .render(
            page=page,
            w=w,
            report=report,
            css=text_of("report.css") + text_of("sheet.css"),
            dark=style.dark_css(),
        )
    )
    return text.rstrip("\n") + "\n"
