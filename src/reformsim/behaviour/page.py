"""The page docs/weights.md: every weight, what it rests on, and what it moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reformsim.behaviour.moves import load_moves
from reformsim.behaviour.parameters import Parameter, load_behaviour

COMMAND = "reformsim behaviour --markdown > docs/weights.md"


def weights_page() -> str:
    """Give the page as Markdown; the same text as long as the tables are the same."""
    weights = load_behaviour().parameters
    lines = [*_head(list(weights.values())), *(_row(one) for one in weights.values())]
    return "\n".join(lines) + "\n"


def _head(weights: list[Parameter]) -> Iterator[str]:
    rests = Counter(one.basis for one in weights)
    chosen = sum(one.kind == "chosen" for one in weights)
    yield "# Weights of behaviour: what they rest on, and what they move"
    yield ""
    yield f"This page is made from the tables of weights by `{COMMAND}`; a test fails when it is stale."
    yield ""
    yield (
        f"{len(weights)} weights, {chosen} of them chosen by the analyst and never drawn. They rest on: "
        + ", ".join(f"{basis} {count}" for basis, count in rests.most_common())
        + ". *estimated* is fitted on a record with a standard error; *published* has a source that tells the value "
        "(or, at no effect, that none was found); *assumed* is a figure nobody measured, whatever its source says of "
        "the direction. `reformsim behaviour NAME` tells the source."
    )
    yield ""
    yield (
        "*Moves*: indicators (`reformsim indicators NAME`) that change in a run when the weight goes to an end of its "
        "range; the tests see each of them change on a small map. *Seen with*: the lever that is in force there, for "
        "what acts only or best where a reform asks for it. What would move nothing that one can ask for has no place "
        "in the table."
    )
    yield ""
    yield "| weight | value | range | rests on | moves | seen with |"
    yield "|---|---:|---|---|---|---|"


def _row(one: Parameter) -> str:
    moves = load_moves()[one.name]
    indicators = ", ".join(f"`{name}`" for name in moves.indicators)
    lever = f"`{moves.lever}`" if moves.lever else ""
    basis = "chosen" if one.kind == "chosen" else one.basis
    return f"| `{one.name}` | {one.value:g} | {one.low:g} to {one.high:g} | {basis} | {indicators} | {lever} |"
