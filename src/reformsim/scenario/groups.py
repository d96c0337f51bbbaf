"""Levers grouped for attribution: how groups are inherited and added up, and what can be wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace

from reformsim.errors import Near, Problem
from reformsim.scenario.source import Node


def still_inherited(base: Node, layer: Node) -> Node:
    """Give the groups of a base without the levers that a later file drops or puts in a group of its own."""
    taken = {*_dropped(layer), *_named_in(_inner(layer, "groups"))}
    if not isinstance(base.value, dict) or not taken:
        return base
    left: dict[str, Node] = {}
    for name, group in base.value.items():
        if isinstance(group.value, list) and group.value:
            kept = [lever for lever in group.value if lever.value not in taken]
            if kept:
                left[name] = replace(group, value=kept)
        else:
            left[name] = group
    return replace(base, value=left)


def added_groups(
    ours: Node, theirs: Node, our_files: Sequence[str], their_files: Sequence[str]
) -> tuple[Node, list[Problem]]:
    """Add the groups of two scenarios up: a group of one name in both holds the levers of both.

    A lever that one of them merely inherits in a group from a file that the other changes further goes to the group
    of the change; two that group it differently of their own contradict each other.

    Returns
    -------
    groups, problems
        The sum, and each contradiction at the place of the later scenario.
    """
    if not _readable(ours) or not _readable(theirs):
        return ours, []
    homes = {str(lever.value): (name, lever) for name, lever in _pairs(ours)}
    moved: set[str] = set()
    found: list[tuple[str, Node]] = []
    problems: list[Problem] = []
    for name, lever in _pairs(theirs):
        home, first = homes.get(str(lever.value), (None, None))
        if home == name or (first is not None and lever.file in our_files):
            continue
        if first is not None and first.file not in their_files:
            message = (
                f"contradicts the scenario it is added to: '{lever.value}' is in the group '{home}' in "
                f"{first.file}:{first.line}, in '{name}' here"
            )
            problems.append(Problem(lever.file, message, lever.line, lever.column, f"groups.{name}"))
            continue
        moved.add(str(lever.value))
        found.append((name, lever))
    assert isinstance(ours.value, dict) and isinstance(theirs.value, dict)
    total: dict[str, list[Node]] = {name: [] for name in (*ours.value, *theirs.value)}
    for name, lever in (*((n, x) for n, x in _pairs(ours) if x.value not in moved), *found):
        total[name].append(lever)
    nodes = {**theirs.value, **ours.value}
    value = {name: replace(nodes[name], value=levers) for name, levers in total.items() if levers}
    return replace(ours, value=value, keys={**theirs.keys, **ours.keys}), problems


def group_problems(head: Node, groups: Mapping[str, Sequence[str]], ids: Set[str] | None) -> Iterator[Problem]:
    """Tell what is wrong with groups that have the right form.

    Parameters
    ----------
    ids
        Ids of the scenario's levers; ``None`` if they are not all known.
    """
    homes: dict[str, str] = {}
    for name, levers in groups.items():
        if not levers:
            yield head.problem(("groups", name), "expected the ids of the levers in this group, not an empty list")
        if ids is not None and name in ids and name not in levers:
            message = f"'{name}' is the id of a lever outside this group; expected another name"
            yield head.problem(("groups", name), message, key=True)
        for at, lever in enumerate(levers):
            place = ("groups", name, at)
            if ids is not None and lever not in ids:
                yield head.problem(place, f"unknown lever '{lever}'", Near(lever, ids))
            elif homes.get(lever) == name:
                yield head.problem(place, f"'{lever}' is named twice")
            elif lever in homes:
                yield head.problem(place, f"'{lever}' is in the group '{homes[lever]}' already")
            homes.setdefault(lever, name)


def _inner(node: Node, key: str) -> Node | None:
    return node.value.get(key) if isinstance(node.value, dict) else None


def _dropped(layer: Node) -> Iterator[str]:
    levers = _inner(layer, "levers")
    for entry in levers.value if levers is not None and isinstance(levers.value, list) else ():
        word = _inner(entry, "id")
        if _inner(entry, "drop") is not None and word is not None and isinstance(word.value, str):
            yield word.value


def _named_in(groups: Node | None) -> Iterator[str]:
    for group in groups.value.values() if groups is not None and isinstance(groups.value, dict) else ():
        for lever in group.value if isinstance(group.value, list) else ():
            if isinstance(lever.value, str):
                yield lever.value


def _readable(groups: Node) -> bool:
    return isinstance(groups.value, dict) and all(
        isinstance(group.value, list) and all(isinstance(lever.value, str) for lever in group.value)
        for group in groups.value.values()
    )


def _pairs(groups: Node) -> Iterator[tuple[str, Node]]:
    assert isinstance(groups.value, dict)
    for name, group in groups.value.items():
        assert isinstance(group.value, list)
        for lever in group.value:
            yield name, lever
