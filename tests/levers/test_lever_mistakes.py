"""Every parameter of every lever: a value of the wrong kind is told at its place, and an unknown key by its name."""

import pytest
import yaml

from reformsim.levers import LEVERS
from reformsim.levers.describe import COMMON, described_parameters
from reformsim.scenario import check_files

WRONG = "0x1F not meant"
"""A text that is no number, no list, no mapping, no known name and no choice of any parameter."""
FREE_TEXT = {"name", "name_nl", "code", "source_nl"}
"""Parameters that take any text."""
FREE_HERE = {("assign_task", "body")}
"""Of one lever: with a form the body is a new one."""

PARAMETERS = [
    (name, row.name)
    for name, kind in LEVERS.items()
    for row in described_parameters(kind)
    if row.name not in (*COMMON, *FREE_TEXT) and (name, row.name) not in FREE_HERE
]


def told(tmp_path, name, **changes):
    """What is said of a scenario with one lever: its example with some keys changed, each on a line of its own."""
    values = {**yaml.safe_load(LEVERS[name].example), **changes}
    lines = [
        f"{key}: {yaml.safe_dump(value, default_flow_style=True).splitlines()[0]}" for key, value in values.items()
    ]
    text = "extends: baseline-2011\nlevers:\n  - " + "\n    ".join(lines) + "\n"
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    return [(problem.line, problem.path, problem.message) for problem in check_files([path])], list(values)


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids=[f"{n}-{p}" for n, p in PARAMETERS])
def test_a_value_of_the_wrong_kind_is_told_at_its_line_and_path(tmp_path, name, parameter):
    problems, keys = told(tmp_path, name, **{parameter: WRONG})
    line = 3 + keys.index(parameter)
    here = [message for at, path, message in problems if at == line and path.startswith(f"levers[0].{parameter}")]
    assert here, problems
    assert all("expected" in message or "unknown" in message for message in here), here


@pytest.mark.parametrize("name", list(LEVERS))
def test_an_unknown_key_of_a_lever_is_told_with_the_nearest(tmp_path, name):
    problems, keys = told(tmp_path, name, sourcee="x")
    assert problems == [
        (3 + keys.index("sourcee"), "levers[0].sourcee", "unknown key 'sourcee'; did you mean 'source'?")
    ]


@pytest.mark.parametrize("name", list(LEVERS))
def test_a_lever_without_its_source_is_told_what_it_lacks(tmp_path, name):
    path = tmp_path / "x.yaml"
    values = {k: v for k, v in yaml.safe_load(LEVERS[name].example).items() if k != "source"}
    path.write_text(yaml.safe_dump({"extends": "baseline-2011", "levers": [values]}, sort_keys=False))
    (problem,) = check_files([path])
    assert problem.message.startswith("missing key 'source'")
