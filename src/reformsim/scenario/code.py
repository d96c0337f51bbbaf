"""The plugins of a scenario: found beside the file that names them, and run if the user lets them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reformsim.errors import Problem, RunError
from reformsim.marked import shortened
from reformsim.plugins import ENDING, load, read
from reformsim.scenario.source import Node
from reformsim.scenario.wording import described

if TYPE_CHECKING:
    from reformsim.scenario.load import Draft

KEY = "plugins"
REFUSED = (
    "is code of the scenario's maker, and runs only if you let it: --allow-code on the command line, "
    "allow_code=True in Python"
)


def with_plugins(node: Node, path: Path) -> Node:
    """Make the files of plugins, given relative to the scenario's file, absolute; other values stay as they are."""
    assert isinstance(node.value, dict)
    given = node.value.get(KEY)
    if given is None or not isinstance(given.value, list):
        return node
    items = [_placed(one, path) for one in given.value]
    return replace(node, value={**node.value, KEY: replace(given, value=items)})


def joined(one: Node, other: Node) -> Node:
    """Put two lists of plugins together, each file once; what is no list is told where it stands."""
    if not isinstance(one.value, list) or not isinstance(other.value, list):
        return other
    there = [node.plain() for node in one.value]
    return replace(other, value=[*one.value, *(node for node in other.value if node.plain() not in there)])


def with_code(draft: Draft, allowed: bool) -> tuple[Draft, list[Problem]]:
    """Run the plugins of a draft; give it with their digests, and what is wrong with them."""
    head = draft.head
    given = head.value.get(KEY) if isinstance(head.value, dict) else None
    if given is None or not isinstance(given.value, list):
        return draft, []
    assert isinstance(head.value, dict)
    problems: list[Problem] = []
    items = list(_run(given.value, head, allowed, problems))
    head = replace(head, value={**head.value, KEY: replace(given, value=items)})
    return replace(draft, head=head), problems


def _placed(one: Node, path: Path) -> Node:
    if isinstance(one.value, str):
        one = replace(one, value={"file": one})
    file = one.value.get("file") if isinstance(one.value, dict) else None
    if file is None or not isinstance(file.value, str):
        return one
    assert isinstance(one.value, dict)
    whole = str(path.parent / file.value) if file.value else ""
    return replace(one, value={**one.value, "file": replace(file, value=whole)})


def _run(items: Iterable[Node], head: Node, allowed: bool, problems: list[Problem]) -> Iterator[Node]:
    for at, one in enumerate(items):
        file = one.value.get("file") if isinstance(one.value, dict) else None
        if file is None or not isinstance(file.value, str) or not file.value:
            yield one  # told as every value of a wrong kind
            continue
        assert isinstance(one.value, dict)
        path = Path(file.value)
        try:
            if path.suffix != ENDING:
                raise RunError(f"expected a file whose name ends in {ENDING}, not {described(path.name)}")
            if not allowed:
                raise RunError(f"{shortened(path.name)} {REFUSED}")
            try:
                code = read(path)
                wanted = one.value.get("sha256")
                if wanted is not None and wanted.value not in ("", code.sha256):
                    raise RunError("is not the file that the scenario was made with (another sha256)")
                load(code)
            except RunError as error:
                raise RunError(f"{shortened(path.name)}: {error}") from error
        except RunError as error:
            problems.append(head.problem((KEY, at), str(error)))
            yield one
            continue
        said = {"file": replace(file, value=code.file), "sha256": replace(file, value=code.sha256)}
        yield replace(one, value={**one.value, **said})
