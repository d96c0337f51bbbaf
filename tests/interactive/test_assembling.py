"""One file from its parts, in which nothing runs but the page's own script."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from reformsim.errors import UnknownNameError
from reformsim.interactive.assembling import SERVED, island, joined, modules, page, themes, words
from reformsim.interactive.gather import gather
from reformsim.report.page.html import text_of
from tests.interactive.given import combined, combined_data
from tests.report.html import parsed


@pytest.fixture(scope="module")
def data() -> dict:
    return combined_data()


def test_a_module_stands_after_those_that_it_imports_and_only_once() -> None:
    text = joined({
        "main.js": 'import { a } from "./a.js";\nimport { b as c } from "./b.js";\nstart(a, c);\n',
        "a.js": 'import { b } from "./b.js";\nexport const a = b;\n',
        "b.js": "export function b() {}\nexport class C {}\nexport async function d() {}\n",
        "unused.js": "export const nothing = 0;\n",
    })  # fmt: skip
    assert re.findall(r"^const (\$\w+) =", text, re.M) == ["$b", "$a", "$main"]
    assert "const { b: c } = $b;" in text and "return { b, C, d };" in text
    assert "export" not in text and "import" not in text


@pytest.mark.parametrize(("found", "why"), [
    ({"main.js": 'import { a } from "./gone.js";\n'}, "main.js imports gone.js, which is not there"),
    ({"main.js": 'import { a } from "./a.js";\n', "a.js": 'import { b } from "./main.js";\n'}, "-> a.js -> main.js"),
    ({"main.js": 'import a from "./a.js";\n'}, "cannot be joined: import a from"),
    ({"main.js": "export default 1;\n"}, "cannot be joined: export default 1;"),
    ({"main.js": "export { a };\n"}, "cannot be joined: export"),
])  # fmt: skip
def test_what_cannot_be_joined_is_refused(found: dict[str, str], why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)):
        joined(found)


def test_every_module_of_the_page_is_used() -> None:
    text = joined(modules()) + joined(modules(), SERVED)
    assert [name for name in modules() if f"const ${name.removesuffix('.js')} =" not in text] == []


def test_only_the_script_of_the_page_may_run_and_nothing_may_be_loaded(data: dict) -> None:
    text = page(data)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    (script,) = re.findall(r'<script type="module">(.*?)</script>', text, re.S)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy.startswith("default-src 'none';") and f"script-src 'sha256-{digest}'" in policy
    assert "connect-src" not in policy and "http" not in policy
    assert re.findall(r'(?:src|href)="(?!data:|#)[^"]*"', text) == []


def test_the_page_is_whole_html_in_the_language_in_which_it_opens(data: dict) -> None:
    assert '<html lang="nl"' in page(data, "nl") and "Naar het antwoord" in page(data, "nl")
    assert [one.text for one in parsed(page(data)).all("h1")] == [data["meta"]["question"]["en"]]
    with pytest.raises(UnknownNameError, match="language"):
        page(data, "fr")


def test_the_same_results_give_the_same_page(data: dict) -> None:
    assert page(data) == page(gather(combined()))


def test_a_text_that_would_end_the_script_does_not() -> None:
    made = island({"title": "</script><!--\u2028"})
    assert "<" not in made and "\u2028" not in made


def test_the_page_has_its_own_words_and_no_others() -> None:
    assert all(set(texts) == {"en", "nl"} for texts in words().values())
    assert "interactive.skip" in words() and "page.made.again" not in words()


def test_a_switch_goes_before_what_the_screen_asks_for() -> None:
    css = themes(text_of("report.css"))
    assert css.count("--paper:") == 2
    assert re.search(r"data-theme=light\] \{ color-scheme: light; .*--paper: #fff;", css)
    assert re.search(r"data-theme=dark\] \{ color-scheme: dark; .*--paper: #14171b;.*--c-222222:", css)
    with pytest.raises(ValueError, match="no colours"):
        themes("body {}")


def test_every_text_that_a_module_asks_for_is_on_the_page() -> None:
    asked = {
        key
        for text in modules().values()
        for key in re.findall(r'"((?:interactive|page|screen|common)\.[\w.]+)"', text)
    }
    assert len(asked) > 40
    assert asked - set(words()) == set()
