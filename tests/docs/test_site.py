"""The documentation site: what its pages show is there, and what they say is so."""

import re
from pathlib import Path

import pytest
import typer.main
import yaml

import reformsim
from reformsim.cli.app import app
from tools.site import commands, entries, links, walk

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
COMMANDS = typer.main.get_command(app).commands
NAV = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), yaml.BaseLoader)["nav"]


def shown(part) -> set[str]:
    """Pages that a part of the navigation names."""
    if isinstance(part, str):
        return {part}
    return set().union(*(shown(one) for one in (part.values() if isinstance(part, dict) else part)))


def test_the_site_has_every_page_of_docs_and_no_other():
    made = {*links.PAGES, "reference/commands.md"}
    assert shown(NAV) == {page.relative_to(DOCS).as_posix() for page in PAGES} | made


def test_files_of_the_project_that_are_pages_are_there():
    assert [path for path in links.PAGES.values() if not (ROOT / path).is_file()] == []


def typed(page: Path) -> list[list[str]]:
    """Commands in the code blocks of a page, word by word."""
    found = []
    for block in re.findall(r"^```(?:sh|console|)\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            said = re.match(r"(?:\$ )?(?:\.venv/bin/)?reformsim ([a-z].*)", line)
            found += [part.removeprefix("reformsim ").split() for part in said.group(1).split(" && ")] if said else []
    return found


@pytest.mark.parametrize("page", [p for p in PAGES if typed(p)], ids=lambda p: p.relative_to(DOCS).as_posix())
def test_commands_on_a_page_exist_with_their_options(page):
    unknown = []
    for words in typed(page):
        command = COMMANDS.get(words[0])
        if command is not None and hasattr(command, "commands"):
            command = command.commands.get(words[1], command.commands.get("show"))
        options = {"--help", "-h"}.union(*(p.opts + p.secondary_opts for p in command.params)) if command else set()
        asked = [w for w in words if re.match(r"--?[a-z]", w)]
        unknown += [" ".join(words)] if command is None or not options.issuperset(asked) else []
    assert unknown == []


def test_the_page_of_commands_has_every_command_with_its_options_and_examples():
    page = commands.page()
    assert "\n## compare\n" in page and "\n## territory check\n" in page
    assert "`-n, --replicates" in page.partition("\n## compare\n")[2].partition("\n## ")[0]
    assert "reformsim compare baseline-2011 note-2011" in page


def test_the_page_of_python_has_every_public_name():
    there = set(re.findall(r"^::: [\w.]+\.(\w+)$", (DOCS / "reference" / "api.md").read_text("utf-8"), re.MULTILINE))
    assert there == set(reformsim.__all__) - {"__version__"}


def test_figures_that_answer_a_sceptic_stand_where_the_scores_are():
    known = "".join((ROOT / p).read_text("utf-8") for p in ("README.md", "docs/validation.md"))
    told = (DOCS / "start" / "faq.md").read_text("utf-8").replace("](", " ")
    figures = set(re.findall(r"(?<![\w.,/-])\d+\.\d+(?![\w.])", told))
    assert len(figures) > 15
    assert sorted(f for f in figures if not re.search(rf"(?<![\d.]){re.escape(f)}(?!\d)", known)) == []


def test_the_dutch_tutorial_gives_the_commands_of_the_english_one():
    def given(page: str, names: dict[str, str]) -> list[str]:
        found = [" ".join(words).replace(" --lang nl", "") for words in typed(DOCS / page)]
        return [re.sub("|".join(names) or "$^", lambda m: names[m.group()], one) for one in found]

    dutch = given("nl/tutorial.md", {"kleiner": "smaller", "eerste": "first"})
    assert dutch == given("start/tutorial.md", {})


@pytest.mark.parametrize("page", ["index.md", "tutorial.md"])
def test_a_dutch_page_has_the_parts_of_the_english_one(page):
    english = DOCS / ("start" if page == "tutorial.md" else "") / page
    parts = [re.findall(r"^#+ |^```|^\| ", p.read_text("utf-8"), re.MULTILINE) for p in (english, DOCS / "nl" / page)]
    assert parts[0] == parts[1]


def test_a_page_agrees_with_what_was_said_but_for_what_it_leaves_out():
    assert walk.agrees(["a b", "c"], ["a b  ", "c"])
    assert walk.agrees(["a", "…", "d"], ["a", "b", "c", "d"])
    assert walk.agrees(["done in … s"], ["done in 3.1 s"])
    assert not walk.agrees(["a"], ["a", "b"])
    assert not walk.agrees(["12"], ["13"])
    assert not walk.agrees([], ["an answer"])


def test_the_steps_of_a_page_are_its_files_and_commands_in_order():
    page = (
        '```yaml title="a.yaml"\nx: 1\n```\ntext\n'
        "```console\n$ reformsim one\nsaid\nmore\n$ reformsim two\n```\n"
        "```sh\nreformsim not\n```\n"
    )
    assert list(walk.steps(page)) == [
        walk.Step("a.yaml", "x: 1\n", "", []),
        walk.Step("", "", "reformsim one", ["said", "more"]),
        walk.Step("", "", "reformsim two", []),
    ]


@pytest.mark.parametrize(
    ("text", "source", "page", "led"),
    [
        ("[a](docs/law.md#marks)", "CONTRIBUTING.md", "project/contributing.md", "[a](../law.md#marks)"),
        (
            "[a](../../../docs/validation.md)",
            "src/reformsim/hindcast/README.md",
            "sources/history.md",
            "[a](../validation.md)",
        ),
        ("[a](src/reformsim/errors.py)", "CONTRIBUTING.md", "project/contributing.md", "a"),
        ("[a](../CHANGELOG.md)", "docs/scenario.md", "scenario.md", "[a](project/changelog.md)"),
        (
            "[a](law.md) [b](#c) [d](https://example.org)",
            "docs/odd.md",
            "odd.md",
            "[a](law.md) [b](#c) [d](https://example.org)",
        ),
    ],
)
def test_a_link_leads_to_where_the_site_has_what_it_names(text, source, page, led):
    assert links.led(text, source, page) == led


def test_parameters_in_one_entry_come_apart_and_all_else_stays():
    text = "One.\n\nParameters\n----------\n{}c\n    Own words.\n\nRaises\n------\nKeyError, OSError\n    Never."
    words = "    Shared words,\n    on two lines.\n"
    assert entries.apart(text.format(f"a, b_2\n{words}")) == text.format(f"a\n{words}b_2\n{words}")


def test_a_section_of_a_file_ends_where_the_next_begins():
    assert links.section("# T\n## A\none\n### B\ntwo\n## C\nthree\n", "A") == "one\n### B\ntwo"
    assert links.section("# T\n", "A") == ""
