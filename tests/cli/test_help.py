"""What helps one who has just come: the first screen of the program, examples, names that the shell fills in."""

from __future__ import annotations

import inspect
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from reformsim.cli.app import app
from reformsim.cli.completion import EVERYWHERE, OF_A_COMMAND
from reformsim.cli.examples import EXAMPLES
from reformsim.report.words import catalogue


def _type(*words: str, **environment: str) -> Result:
    return CliRunner(env={"COLUMNS": "80", **environment}).invoke(app, list(words), prog_name="reformsim")


def commands() -> Iterator[tuple[str, Any]]:
    group: Any = typer.main.get_command(app)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from ((f"{name} {inner}", one) for inner, one in command.commands.items())
        else:
            yield name, command


def filled_in(words: str) -> list[str]:
    asked = {"_REFORMSIM_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    return _type(**asked).stdout.split()


def test_alone_the_program_says_the_three_things_that_one_does_first() -> None:
    told = _type()
    assert (told.exit_code, told.stderr) == (0, "")
    typed = [line.split("  ")[1] for line in told.stdout.splitlines() if line.startswith("  reformsim ")]
    assert len(typed) == 3
    assert "--help" in told.stdout and "--install-completion" in told.stdout
    assert catalogue()["start.what"]["en"] in told.stdout
    known = {name for name, _ in commands()}
    assert all(shlex.split(one)[1] in known for one in typed)


@pytest.mark.parametrize(("name", "command"), list(commands()), ids=[name for name, _ in commands()])
def test_the_help_of_every_command_ends_with_examples_that_can_be_typed(name: str, command: Any) -> None:
    assert EXAMPLES[name]
    told = _type(*name.split(), "--help").stdout
    shown = [line.strip() for line in told.partition("Examples:")[2].splitlines() if line.strip()]
    assert shown == [f"reformsim {one}" for one in EXAMPLES[name]]
    for one in EXAMPLES[name]:
        words = shlex.split(one.partition(" > ")[0])
        assert " ".join(words[: len(name.split())]) == name
        # Parsed and no more: a mistake in an option or a missing argument would be told.
        command.make_context(name, words[len(name.split()) :])


def test_there_are_examples_of_commands_alone() -> None:
    assert set(EXAMPLES) == {name for name, _ in commands()}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("reformsim expo", ["export"]),
        ("reformsim run base", ["baseline-2011", "baseline-2018", "baseline-2026"]),
        ("reformsim run zel", ["zelf.yaml"]),
        ("reformsim plot results/demo administrators_t", ["administrators_total"]),
        ("reformsim run a --measures headline,administrators_t", ["headline,administrators_total"]),
        ("reformsim run a --set merger.ext", ["merger.extent="]),
        ("reformsim levers merge_m", ["merge_municipalities"]),
        ("reformsim export d --format x", ["xlsx"]),
        ("reformsim export d --table local_", ["local_differences"]),
        ("reformsim report d --lang n", ["nl"]),
        ("reformsim place Oudew", ["Oudewater"]),
    ],
)
def test_the_shell_fills_in_commands_and_names(
    words: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("zelf.yaml").touch()
    assert filled_in(words) == expected


def test_every_list_that_the_shell_fills_in_from_is_of_a_parameter_and_has_names() -> None:
    taken = {
        (name.split()[-1], parameter.name)
        for name, command in commands()
        for parameter in inspect.signature(command.callback).parameters.values()
    }
    assert set(OF_A_COMMAND) <= taken
    assert set(EVERYWHERE) <= {parameter for _, parameter in taken}
    assert all(list(names()) for names in {*EVERYWHERE.values(), *OF_A_COMMAND.values()})
