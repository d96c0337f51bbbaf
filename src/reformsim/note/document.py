"""The page docs/levers.md: every lever from its own schema, and what became of each item of the note."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from reformsim.behaviour import load_behaviour
from reformsim.levers.base import Lever
from reformsim.levers.describe import COMMON, described_parameters, works_by
from reformsim.levers.registry import FAMILIES, LEVERS
from reformsim.note.coverage import KINDS, Item, items
from reformsim.principles import PRINCIPLES

COMMAND = "reformsim levers --markdown > docs/levers.md"
_WAYS = {"lower": "falls", "higher": "rises", "same": "stays the same"}


def levers_document() -> str:
    """Give the page as Markdown; the same text as long as the schemas are the same."""
    lines = [*_head(), *_levers(), *_principles(), *_claims(), *_items()]
    return "\n".join(lines).rstrip() + "\n"


def _head() -> Iterator[str]:
    yield "# Levers, and the items of the note"
    yield ""
    yield f"This page is made from the levers' own schemas by `{COMMAND}`; a test fails when it is stale."
    yield ""
    yield (
        "Every lever has `lever`, `date` and `source`, and may have `id`, `source_nl`, `where` and `passage` "
        "(docs/scenario.md). "
        "Dates are days on which a reform takes effect; offices change at the next election after it. *Moves* says "
        "what the example changes beside the same run without it, which the tests check on the map of 2011. The "
        "numbers of items are those of the table at the end."
    )
    yield ""
    yield (
        "*Works by* says how a lever works. *law*: it changes who may, must or gets something, and the rest is "
        "arithmetic. *behaviour*: officials, councils or provinces then do something else, by a weight with a range "
        "(`reformsim behaviour`). *input*: a number that goes in as it was typed; where it is reported as such, the "
        "run says no more than its author did."
    )
    yield ""


def _levers() -> Iterator[str]:
    for family in FAMILIES:
        members = [(name, lever) for name, lever in LEVERS.items() if lever.family == family]
        if not members:
            continue
        yield f"## {family[0].upper()}{family[1:]}"
        yield ""
        for name, lever in members:
            yield from _lever(name, lever)


def _lever(name: str, lever: type[Lever]) -> Iterator[str]:
    yield f"### `{name}`"
    yield ""
    yield f"**{lever.title_en}** ({lever.title_nl}). {' '.join((lever.__doc__ or '').split())}"
    yield ""
    numbers = f"Items {', '.join(str(i) for i in lever.items)}" if lever.items else "No item of the note"
    yield f"{numbers}. {_works_in(lever)}"
    yield "Works by " + "; ".join(f"*{way}*: {what}" for way, what in works_by(lever)) + "."
    if lever.moves:
        moved = "; ".join(f"`{indicator}` {_WAYS[way]}" for indicator, way in lever.moves.items())
        yield f"Moves: {moved}."
    own = [row for row in described_parameters(lever) if row.name not in COMMON]
    if own:
        yield ""
        yield "| parameter | default | |"
        yield "|---|---|---|"
        for row in own:
            yield f"| `{row.name}` | {_cell(row.default)} | {_cell(row.meaning)} |"
    yield ""
    yield "```yaml"
    yield f"- {textwrap.indent(lever.example.rstrip(), '  ').lstrip()}"
    yield "```"
    yield ""


def _works_in(lever: type[Lever]) -> str:
    where = {
        "units": "`where` takes municipalities.",
        "provinces": "`where` takes provinces.",
        "regions": "`where` takes regions.",
        "nation": "Works in the whole country.",
    }
    return where[lever.scope]


def _principles() -> Iterator[str]:
    yield "## Principles"
    yield ""
    yield (
        "What the note demands and no lever can simply do is checked: `principles:` in a scenario switches the "
        "checks on, and violations are reported (docs/scenario.md, docs/results.md)."
    )
    yield ""
    yield "| principle | items | |"
    yield "|---|---|---|"
    for name, principle in PRINCIPLES.items():
        numbers = ", ".join(str(i) for i in principle.items)
        yield f"| `{name}` | {numbers} | {_cell(principle.title_en)}: {_cell(principle.meaning)} |"
    yield ""


def _claims() -> Iterator[str]:
    yield "## Claims about how the world works"
    yield ""
    yield "Each is a behavioural parameter whose range holds the value of no effect (`behaviour:` in a scenario)."
    yield ""
    yield "| parameter | items | default | range | no effect | source |"
    yield "|---|---|---:|---|---:|---|"
    for name, p in load_behaviour().parameters.items():
        if p.items:
            numbers = ", ".join(str(i) for i in p.items)
            neutral = "" if p.neutral is None else f"{p.neutral:g}"
            span = f"{p.low:g} to {p.high:g}"
            yield f"| `{name}` | {numbers} | {p.value:g} | {span} | {neutral} | {_cell(p.source)} |"
    yield ""


def _items() -> Iterator[str]:
    left_out = [item for item in items() if item.left_out]
    yield "## The 137 items of the note"
    yield ""
    yield "Items as the project counts them in the note of 10-10-2011; *page* is the printed page. Kinds: " + (
        ", ".join(f"{letter} {word}" for letter, word in KINDS.items()) + "."
    )
    yield f"{len(items()) - len(left_out)} are represented, {len(left_out)} left out."
    yield ""
    yield (
        "*Works by* is that of its levers; what works without a lever, or beside it, is said in words. It is left "
        "empty where an item is only counted, checked or shown."
    )
    yield ""
    yield "| | kind | page | item | works by | represented by |"
    yield "|---:|---|---|---|---|---|"
    for item in items():
        cells = (item.page, item.title, _works(item), _by(item))
        yield f"| {item.number} | {item.kind} | {' | '.join(_cell(cell) for cell in cells)} |"
    yield ""


def _works(item: Item) -> str:
    """How an item works: the ways in italics, each with its words where the item itself says them."""
    return "; ".join(f"*{way}*: {item.works[way]}" if way in item.works else f"*{way}*" for way in item.works_by)


def _by(item: Item) -> str:
    named = (
        ("lever", item.levers),
        ("principle", item.principles),
        ("rule", item.rules),
        ("parameter", item.parameters),
        ("indicator", item.indicators),
        ("agent", item.agents),
        ("scenario", item.scenarios),
    )
    parts = [f"{word} " + ", ".join(f"`{name}`" for name in names) for word, names in named if names]
    parts += list(item.data)
    if item.left_out:
        parts.append(f"left out: {item.left_out}")
    return "; ".join(parts)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
