"""The page as ``reformsim serve`` shows it: a scenario written, checked, run and opened, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from reformsim.experiment import compare
from reformsim.experiment.plan import effective
from reformsim.interactive.assembling import joined, modules
from reformsim.interactive.writing import PAGE, page_files
from reformsim.scenario import Scenario, load_scenario
from reformsim.serving.site import Site
from reformsim.serving.starting import serving
from tests.browser.page_given import READY
from tests.model.worlds import TOY

ABOUT = {"territory": str(TOY), "horizon": {"start": 2011, "end": 2012}, "measures": ("municipalities",), "seed": 5}
PUSH = {"lever": "province_push", "id": "push", "date": "2012-01-01", "strength": 1.0, "source": "assumption"}
MINUTE = 120_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("served") / "toy"
    two = [
        Scenario(name="base", title="The base", title_nl="De basis", **ABOUT),
        Scenario(name="pushed", title="The push", title_nl="De duw", levers=(PUSH,), **ABOUT),
    ]
    compare(two, replicates=2, out=folder, also=page_files)
    with serving(folder, command="reformsim serve toy") as found:
        yield found


@pytest.fixture
def shown(browser: Browser, site: Site) -> Iterator[Page]:
    """The page as it opens; no test may leave a complaint or ask anybody else for anything."""
    context = browser.new_context(viewport={"width": 1280, "height": 850})
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    own = (site.guard.address, "data:", "blob:", "about:")
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith(own) else None)
    page.goto(site.guard.address)
    page.wait_for_selector(READY, state="attached")
    yield page
    context.close()
    # A scenario with mistakes is answered 422, which Chromium notes.
    assert [one for one in said if "422" not in one] == []


def test_a_check_tells_every_mistake_and_leads_to_its_place_in_both_languages(shown: Page) -> None:
    assert 'extends: "scenarios/pushed.yaml"' in shown.input_value("#own-text")
    shown.fill("#own-text", "extends: scenarios/base.yaml\nname: own\nreplicats: 3\nlevers: [{lever: province_pus}]\n")
    shown.click("#own-check")
    expect(shown.locator("#own-told li")).to_have_count(2, timeout=MINUTE)
    assert "2 mistakes" in shown.inner_text("#own-told") and "2 mistakes" in shown.inner_text("#said")
    assert "line 3, replicats" in shown.inner_text("#own-told") and "'province_push'" in shown.inner_text("#own-told")
    shown.click("#own-told li button >> nth=0")
    marked = "(box => box.value.slice(box.selectionStart, box.selectionEnd))(document.activeElement)"
    assert shown.evaluate(marked).startswith("replicats")
    shown.click("#lang-nl")
    assert "2 fouten" in shown.inner_text("#own-told") and "bedoeld: 'replicates'?" in shown.inner_text("#own-told")
    assert shown.input_value("#own-text").startswith("extends: scenarios/base.yaml")
    shown.click("#own-run")
    expect(shown.locator("#own-told li")).to_have_count(2, timeout=MINUTE)
    told = Axe().run(shown).response
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in told["violations"]] == []


def test_a_run_shows_its_progress_and_opens_as_a_page_of_its_own_with_results_kept(shown: Page, site: Site) -> None:
    shown.goto(f"{site.guard.address}#lang=nl")
    shown.check("#world-0")
    shown.focus("#own-chosen")
    shown.keyboard.press("Enter")
    text = shown.input_value("#own-text")
    assert text.startswith('extends: "scenarios/base.yaml"\nname: own\n')
    shown.fill("#own-replicates", "1")
    shown.focus("#own-run")
    shown.keyboard.press("Enter")
    expect(shown.locator("#own-told progress")).to_be_visible(timeout=MINUTE)
    assert shown.is_enabled("#own-stop") and shown.is_disabled("#own-run")
    shown.wait_for_url("**/own-1*", timeout=MINUTE)
    shown.wait_for_selector(READY, state="attached")
    assert [one.strip() for one in shown.locator("#choosing label").all_inner_texts()][1] == "Mijn scenario"
    assert shown.input_value("#own-text") == text
    kept = site.runner.folder
    assert (kept / "own-1" / "manifest.json").exists() and "connect-src" not in (kept / "own-1-page.html").read_text()


def test_a_stop_ends_the_run_and_says_so(shown: Page, site: Site) -> None:
    shown.set_viewport_size({"width": 390, "height": 850})
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shown.fill("#own-replicates", "16")
    shown.click("#own-run")
    shown.click("#own-stop", timeout=MINUTE)
    expect(shown.locator("#own-told")).to_contain_text("Stopped; nothing was kept.", timeout=MINUTE)
    assert shown.is_enabled("#own-run") and "own-2" not in {path.name for path in site.runner.folder.iterdir()}


def test_parts_that_yaml_would_take_for_something_else_than_text_are_left_out_too(
    browser: Browser, tmp_path: Path
) -> None:
    ids = ["2012", "on", "push"]
    whole = Scenario(name="base", levers=tuple({**PUSH, "id": one} for one in ids), **ABOUT)
    (tmp_path / "base.yaml").write_text(effective(whole), encoding="utf-8")
    players = [{"id": one, "levers": [one]} for one in ids]
    packages = {"kind": "parts", "given": ["base.yaml"], "worlds": [{}] * 8, "players": players}
    blank = browser.new_context().new_page()
    first = 'import { chosenText } from "./own.js";\nglobalThis.own = { chosenText };\n'
    blank.evaluate(joined({**modules(), "main.js": first}))
    chosen = """packages => own.chosenText(
      { on: ["push"] }, { packages, served: { text: "" } }, { both: () => ({ en: "Mine", nl: "Van mij" }) })"""
    (tmp_path / "own.yaml").write_text(blank.evaluate(chosen, packages), encoding="utf-8")
    blank.context.close()
    assert [lever.id for lever in load_scenario(tmp_path / "own.yaml").levers] == ["push"]


def test_the_file_of_the_same_results_has_no_panel_and_may_connect_to_nobody(site: Site) -> None:
    folder = Path(str(site.runner.folder).removesuffix("-served"))
    text = (folder / PAGE).read_text("utf-8")
    assert 'id="own"' not in text and "connect-src" not in text and "fetch(" not in text and "serving." not in text
