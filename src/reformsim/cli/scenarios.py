"""``check``, ``show``, ``schema`` and ``scenarios``: scenario files, without simulating."""

import json
from typing import Annotated

import typer

from reformsim.cli.console import complain, plain_table, remark, tell
from reformsim.cli.console import show as show_table
from reformsim.cli.language import spoken
from reformsim.cli.running import AllowCode, Settings
from reformsim.errors import Problem


def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Scenario files or shipped names.")],
    settings: Settings = None,
    allow_code: AllowCode = False,
) -> None:
    """Tell all mistakes in scenario files at once."""
    from reformsim.scenario import check_files
    from reformsim.scenario.settings import OPTION

    w, notes = spoken(), list[Problem]()
    problems = check_files(files, settings or (), allow_code=allow_code, notes=notes)
    remark(notes)
    if problems:
        count = tell(problems)
        wrong = len({problem.file for problem in problems if not problem.file.startswith(OPTION)})
        of = w("terminal.files" if len(files) > 1 else "terminal.file", count=len(files))
        complain(w("terminal.mistakes.in", count=count, wrong=wrong, files=of) if wrong else count)
        raise typer.Exit(2)
    for name in files:
        print(w("terminal.in_order", name=name))


def show(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="Scenario file or shipped name.")],
    settings: Settings = None,
    allow_code: AllowCode = False,
) -> None:
    """Print the effective scenario with where each value comes from."""
    from reformsim.scenario import show as effective

    print(effective(scenario, settings or (), allow_code=allow_code).rstrip("\n"))


def schema() -> None:
    """Print the JSON schema of the scenario file, for editors."""
    from reformsim.scenario import json_schema

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))


def shipped() -> None:
    """List the scenarios that come with reformsim."""
    from reformsim.scenario import load_scenario, shipped_scenarios

    w, rows = spoken(), []
    for name in shipped_scenarios():
        scenario = load_scenario(name)
        horizon = f"{scenario.horizon.start}-{scenario.horizon.end}"
        rows.append((horizon, name, w.own(scenario, "question") or w.own(scenario, "title")))
    rows.sort()  # By their years, so that those which may be compared stand together.
    heads = [w(f"terminal.scenarios.{head}") for head in ("scenario", "years", "question")]
    show_table(plain_table(heads, [(name, years, asks) for years, name, asks in rows]))
