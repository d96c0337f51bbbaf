"""The interactive page opened from disk, for several tests, with all that the browser complained of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

READY = "html[data-ready]"


@dataclass
class Opened:
    """A page, and what it should not have said or asked for."""

    page: Page
    file: Path
    said: list[str] = field(default_factory=list)

    def go(self, state: str = "") -> Page:
        """Bring the page to a state by its address alone."""
        self.page.goto(f"{self.file.as_uri()}{state}")
        self.page.wait_for_selector(READY, state="attached")
        return self.page

    def fresh(self, state: str = "") -> Page:
        """Load the page anew."""
        self.page.goto("about:blank")
        return self.go(state)


@contextmanager
def opened(browser: Browser, file: Path, width: int = 1280, scheme: str = "light") -> Iterator[Opened]:
    """Open a page with the network cut."""
    context = browser.new_context(
        viewport={"width": width, "height": 850},
        color_scheme=scheme,  # type: ignore[arg-type]
        offline=True,
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    found = Opened(page, file)
    said = found.said
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url[:80]) if is_foreign(request.url, file) else None)
    found.go()
    yield found
    context.close()


def is_foreign(url: str, file: Path) -> bool:
    """Whether a page asks for something else than itself and what it holds."""
    own = (file.as_uri(), "data:", "blob:", "about:")
    return not url.startswith(own)


def texts(page: Page) -> list[str]:
    """What is seen of a page, text by text."""
    return page.evaluate(
        "[...document.querySelectorAll('body *')].filter(one => one.checkVisibility() && !one.closest('script'))"
        ".flatMap(one => [...one.childNodes].filter(part => part.nodeType === 3 && part.textContent.trim())"
        ".map(part => part.textContent.trim()))"
    )  # type: ignore[no-any-return]
