"""A browser for all tests of this folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from reformsim.report.page.pdf import BROWSERS

ALONE = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser of the machine; none is downloaded."""
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    assert program, "this test needs Chromium: apt-get install chromium"
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=program, args=list(ALONE))
        yield found
        found.close()
