"""The interactive page by the rules of axe-core: names, roles, labels, contrast, order of headings, landmarks."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from reformsim.interactive.assembling import page
from tests.browser.page_given import opened
from tests.interactive.given import combined_data, compared_data


@pytest.mark.parametrize(
    ("kind", "width", "scheme"), [("worlds", 1280, "light"), ("worlds", 390, "dark"), ("parts", 1280, "dark")]
)
def test_axe_finds_nothing_to_mend(browser: Browser, tmp_path: Path, kind: str, width: int, scheme: str) -> None:
    file = tmp_path / "page.html"
    file.write_text(page(compared_data() if kind == "worlds" else combined_data()), encoding="utf-8")
    with opened(browser, file, width, scheme) as found:
        found.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        told = Axe().run(found.page).response
        assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in told["violations"]] == []
