"""A page as PDF, by WeasyPrint where it is installed, else by a Chromium that is."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from reformsim.errors import RunError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")

_QUIET = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)
_SECONDS = 120


def pdf_bytes(html: str) -> bytes:
    """Give a page as PDF.

    Raises
    ------
    RunError
        If neither WeasyPrint nor a Chromium works here.
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError):
        # WeasyPrint without the libraries of Pango fails with OSError.
        return _by_browser(html)
    # A page that needs nothing gets nothing, neither from the network nor from the disk.
    made: bytes = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=("data",))).write_pdf()
    return made


def browser() -> str | None:
    """Give a browser that prints without a window."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def _by_browser(html: str) -> bytes:
    program = browser()
    if program is None:
        raise RunError(
            "a PDF needs WeasyPrint (pip install 'reformsim[pdf]', and on Debian apt-get install libpango-1.0-0 "
            "libpangoft2-1.0-0) or Chromium; neither was found. The HTML report can be printed from any browser"
        )
    with tempfile.TemporaryDirectory(prefix="reformsim-pdf-") as folder:
        page, made = Path(folder) / "report.html", Path(folder) / "report.pdf"
        page.write_text(html, encoding="utf-8")
        own = (f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}", page.as_uri())
        said = ""
        # Without the rights for a sandbox, as root or in a container, it only starts without one; the page has no code.
        for sandbox in ((), ("--no-sandbox",)):
            try:
                done = subprocess.run(
                    [program, *_QUIET, *sandbox, *own], capture_output=True, text=True, timeout=_SECONDS, check=False
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                raise RunError(f"{program} did not make the PDF: {error}") from error
            if made.exists():
                return made.read_bytes()
            said = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise RunError(f"{program} did not make the PDF: {said}")
