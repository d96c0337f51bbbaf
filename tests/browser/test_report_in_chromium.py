"""The report in a real browser: nothing missing, nothing loaded, no sideways scroll, at two widths and in print."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from reformsim.dossier.page import write_report
from reformsim.experiment import compare
from reformsim.experiment.adjusting import adjusted
from reformsim.scenario import load_scenario
from tests.browser.contrast import CONTRAST


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results") / "pair"
    pair = [adjusted(load_scenario(name), until=2014) for name in ("baseline-2011", "note-2011")]
    compare(pair, replicates=2, sources=1, out=folder)
    return write_report(folder)


def opened(browser: Browser, report: Path, width: int, scheme: str = "light") -> tuple[Page, list[str]]:
    """Open the report and give the page with all that the browser complained of."""
    page = browser.new_context(viewport={"width": width, "height": 850}, color_scheme=scheme).new_page()  # type: ignore[arg-type]
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(f"failed: {request.url[:80]}"))
    page.on("request", lambda request: said.append(request.url[:80]) if request.url.startswith("http") else None)
    page.goto(report.as_uri())
    return page, said


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_report_opens_whole_without_complaint_or_sideways_scroll(
    browser: Browser, report: Path, width: int, scheme: str
) -> None:
    page, said = opened(browser, report, width, scheme)
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("[...document.images].every(one => one.complete && one.naturalWidth > 0)")
    shown = "[...document.querySelectorAll('figure svg, figure img')].filter(one => one.closest('.scroll, .parts')"
    sizes = page.evaluate(f"{shown}.clientWidth > 1).map(one => one.clientWidth)")
    assert len(sizes) >= 8 and min(sizes) >= (300 if width > 500 else 160)
    page.context.close()


def test_what_is_wider_than_a_phone_scrolls_in_its_own_box_and_can_be_reached_by_keyboard(
    browser: Browser, report: Path
) -> None:
    page, _ = opened(browser, report, 390)
    boxes = "[...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth)"
    assert page.evaluate(f"{boxes}.length") > 5
    assert page.evaluate(f"{boxes}.every(one => one.tabIndex === 0 && one.role === 'region')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.context.close()


def test_on_a_wide_screen_every_table_stands_whole_with_its_ranges_on_one_line(browser: Browser, report: Path) -> None:
    page, _ = opened(browser, report, 1280)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    scrolled = "[...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth)"
    assert page.evaluate(f"{scrolled}.map(one => one.innerText.slice(0, 40))") == []
    small = "[...document.querySelectorAll('#headline td .small')]"
    ranges = f"{small}.filter(one => !/[(]|rests on/.test(one.innerText))"
    assert page.evaluate(f"{ranges}.length") > 50
    assert page.evaluate(f"{ranges}.filter(one => one.clientHeight > 30).map(one => one.innerText)") == []
    page.context.close()


def test_on_a_phone_maps_stand_side_by_side_and_no_cell_of_a_table_is_out_of_sight(
    browser: Browser, report: Path
) -> None:
    page, _ = opened(browser, report, 390)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    maps = page.evaluate(
        "[...document.querySelectorAll('#figure-map .parts svg')].slice(0, 2).map(one => one.getBoundingClientRect())"
        ".map(one => [one.left, one.right, one.top])"
    )
    (first, second) = maps
    assert first[2] == second[2] and 0 <= first[0] < first[1] <= second[0] < second[1] <= 390
    cells = "[...document.querySelectorAll('main td')].filter(one => one.getBoundingClientRect().right > innerWidth)"
    assert page.evaluate(f"{cells}.map(one => one.innerText)") == []
    page.context.close()


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(20, 23, 27)")])
def test_the_paper_of_figures_is_that_of_the_page(browser: Browser, report: Path, scheme: str, paper: str) -> None:
    page, _ = opened(browser, report, 1280, scheme)
    first = "[...document.querySelectorAll('figure .card svg')].map(one => one.querySelector('path'))"
    grounds = f"{first}.map(one => getComputedStyle(one).fill)"
    assert set(page.evaluate(grounds)) == {paper}
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    assert set(page.evaluate(grounds)) == {"rgb(255, 255, 255)"}
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(browser: Browser, report: Path, scheme: str) -> None:
    page, _ = opened(browser, report, 1280, scheme)
    assert page.evaluate(CONTRAST) == []
    page.context.close()


def test_the_report_prints_on_a4(browser: Browser, report: Path) -> None:
    page, _ = opened(browser, report, 1280, "dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    made = page.pdf(prefer_css_page_size=True)
    assert made.startswith(b"%PDF-") and b"/MediaBox [0 0 595" in made.replace(b"594.95", b"595")
    page.context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_place_is_found_by_an_old_name_and_its_sheet_opens(
    browser: Browser, report: Path, width: int, scheme: str
) -> None:
    page, said = opened(browser, report.with_name("places.html"), width, scheme)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.fill("#wanted", "gendringen")
    assert page.inner_text("#found") == "1 found."
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.innerText").startswith("Oude IJsselstreek")
    sheet = page.locator("#municipality-GM1509")
    assert "Gendringen" in sheet.inner_text() and sheet.locator("table").count() >= 4
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(CONTRAST) == []
    sheet.locator("a", has_text="Youth care").click()
    assert page.locator("#task-youth_care").get_attribute("open") is not None
    assert said == []
    page.context.close()


def test_without_scripts_the_places_are_a_list_that_unfolds(browser: Browser, report: Path) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(report.with_name("places.html").as_uri())
    assert not page.locator("#wanted").is_visible() and page.locator("noscript p").count() == 1
    page.click("#shelf-municipality > summary")
    page.click("#municipality-GM1509 > summary")
    assert "merged by 2014 in" in page.inner_text("#municipality-GM1509")
    page.context.close()
