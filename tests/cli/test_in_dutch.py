"""What commands say in Dutch, and when they do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reformsim.cli.app import app
from tests.experiment import fake_model


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


ENGLISH = re.compile(r"\b(the|and|which|that|from|with|not|are|has|than|only|every|year|shows|replicates?|of \d)\b")


@pytest.mark.parametrize(
    "words",
    [
        ["scenarios"],
        ["levers"],
        ["indicators"],
        ["principles"],
        ["tasks"],
        ["schedule"],
        ["fan"],
        ["territory", "list"],
        ["territory", "check", "netherlands-2011"],
        ["place", "Doetinchem", "--on", "2020-01-01"],
        ["place", "Deinze", "-t", "flanders", "--on", "2020-01-01"],
        ["check", "note-2011", "nowhere.yaml"],
        ["run", "nowhere"],
        ["run", "baseline-2011", "--no-such-option"],
        ["compare", "baseline-2011", "baseline-2026", "--quiet"],
    ],
)
def test_in_dutch_no_command_says_an_english_sentence(here: Path, words: list[str]) -> None:
    done = CliRunner(env={"COLUMNS": "200"}).invoke(app, [*words, "--lang", "nl"])
    said = re.sub(r"'[^']*'|`[^`]*`|[a-z]+(_[a-z]+)+|[a-z]+-20\d\d", "", f"{done.stdout}\n{done.stderr}")
    assert said.strip()
    assert [line for line in said.split("\n") if ENGLISH.search(line)] == []


def test_a_territory_abroad_is_told_in_dutch_but_for_the_source_of_its_growth() -> None:
    said = CliRunner().invoke(app, ["territory", "switzerland", "--lang", "nl"]).stdout
    own = re.sub(r"\(bron, in het Engels: [^()]*\)", "", said)
    assert "26 kantons" in own and "Hier niet bekend" in own and own != said
    assert [line for line in own.split("\n") if ENGLISH.search(line)] == []


def test_a_run_in_dutch_says_what_a_run_says(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reformsim.experiment.replicate.simulate", fake_model.simulate)
    words = ["run", "baseline-2011", "-n", "2", "--until", "2012"]
    done = CliRunner(env={"COLUMNS": "100", "LC_ALL": "nl_NL.UTF-8"}).invoke(app, words)
    assert done.exit_code == 0 and "Gemeenten" in done.stdout and "Resultaten in" in done.stdout
    said = re.sub(r"baseline-2011|[a-z]+(_[a-z]+)+", "", done.stdout)
    assert [line for line in said.split("\n") if ENGLISH.search(line)] == []


def test_the_environment_says_the_language_unless_the_command_does(monkeypatch: pytest.MonkeyPatch) -> None:
    def heads(*words: str, **environment: str | None) -> str:
        usual = {"LC_ALL": None, "LC_MESSAGES": None, "LANG": None}
        return CliRunner(env={**usual, **environment}).invoke(app, ["territory", "list", *words]).stdout.split()[0]

    assert heads() == heads(LANG="de_DE") == heads("--lang", "en", LANG="nl_NL") == "Territory"
    assert heads(LANG="nl_NL.UTF-8") == heads(LC_ALL="nl") == heads("-l", "nl", LC_ALL="C") == "Gebied"
