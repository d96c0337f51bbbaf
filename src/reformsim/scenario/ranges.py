"""What weights may be set to, and from what ranges they and figures of levers may be drawn: mistakes told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from reformsim.behaviour import load_behaviour, load_mechanisms
from reformsim.errors import MOST_TOLD, suggest
from reformsim.levers.fields import Location
from reformsim.levers.figures import figure_of, figures, with_figures
from reformsim.levers.sealed import refused
from reformsim.scenario.wording import UNKNOWN, expected

if TYPE_CHECKING:
    from reformsim.levers.base import Lever
    from reformsim.scenario.schema import Uncertainty

Mistake = tuple[Location, PydanticCustomError, Any]

ELSEWHERE = "elsewhere"
"""In the context of a validation: ids of levers that are validated apart, and with them the ranges of their figures."""

ENDS: tuple[Literal["low", "high"], ...] = ("low", "high")


def weights(values: Mapping[str, float]) -> Mapping[str, float]:
    """Refuse values of weights that there are not, or outside their ranges."""
    refused("behaviour", _off_range(((name,), name, value) for name, value in values.items()))
    return values


def switches(values: Mapping[str, bool]) -> Mapping[str, bool]:
    """Refuse switches of mechanisms that there are not."""
    known = load_mechanisms()
    strange = [name for name in values if name not in known]
    told = [unknown((name,), "mechanism", known, values[name], hint=at < MOST_TOLD) for at, name in enumerate(strange)]
    refused("mechanisms", told)
    return values


def ranges(values: Mapping[str, Uncertainty]) -> Mapping[str, Uncertainty]:
    """Refuse ranges of weights that are chosen, or beyond what a weight may be; figures of levers are not looked at."""
    table = load_behaviour().parameters
    known = {name: one for name, one in values.items() if name in table}
    chosen = [
        mistake((name,), "this is chosen by the analyst, not unknown, and never drawn; set it under behaviour", None)
        for name in known
        if table[name].kind == "chosen"
    ]
    ends = (((name, end), name, getattr(one, end)) for name, one in known.items() for end in ENDS)
    refused("uncertainties", [*chosen, *_off_range(ends)])
    return values


def unheld(
    uncertainties: Mapping[str, Uncertainty],
    behaviour: Mapping[str, float],
    levers: Iterable[Lever],
    elsewhere: Collection[str] | None = (),
) -> Iterator[Mistake]:
    """Tell ranges of nothing there is, without the value that is their middle, or with ends that a lever refuses.

    Parameters
    ----------
    behaviour
        Weights that the scenario sets.
    elsewhere
        Ids of levers whose figures are looked at apart; ``None`` where any lever may be there.
    """
    table, ours, strange = load_behaviour().parameters, tuple(levers), 0
    taken: dict[str, dict[str, Uncertainty]] = {}
    for name, one in uncertainties.items():
        if name in table:
            yield from _without(name, one, behaviour.get(name, table[name].value))
            continue
        try:
            lever, figure = figure_of(name, ours)
        except KeyError:
            if elsewhere is None or any(name.startswith(f"{other}.") for other in elsewhere):
                continue
            strange += 1
            yield unknown((name,), "behavioural parameter", table, None, hint=strange <= MOST_TOLD)
            continue
        held = figures(lever)
        if figure not in held:
            strange += 1
            known = [f"{lever.id}.{own}" for own in held]
            yield unknown((name,), f"figure of lever '{lever.id}',", known, None, hint=strange <= MOST_TOLD)
            continue
        yield from _without(name, one, held[figure])
        wrong = [(end, said) for end in ENDS if (said := _refusal(lever, {figure: getattr(one, end)}))]
        yield from (
            mistake((name, end), f"lever '{lever.id}' refuses {getattr(one, end):g}: {said}", None)
            for end, said in wrong
        )
        if not wrong:
            taken.setdefault(lever.id, {})[figure] = one
    yield from _not_together(ours, taken)


def _not_together(levers: Iterable[Lever], taken: Mapping[str, Mapping[str, Uncertainty]]) -> Iterator[Mistake]:
    """Tell levers that refuse one end of several of their ranges at once, such as shares of more than a whole."""
    for lever in levers:
        ranges_of = taken.get(lever.id, {})
        for end in ENDS if len(ranges_of) > 1 else ():
            said = _refusal(lever, {figure: getattr(one, end) for figure, one in ranges_of.items()})
            if said:
                last = f"{lever.id}.{list(ranges_of)[-1]}"
                yield mistake(
                    (last, end), f"lever '{lever.id}' refuses the {end} ends of its ranges at once: {said}", None
                )


def _refusal(lever: Lever, values: Mapping[str, float]) -> str:
    """Say what a lever expects in the place of these figures; empty if it takes them."""
    try:
        with_figures(lever, values)
    except ValidationError as error:
        return expected(error.errors(include_url=False)[0])
    return ""


def _without(name: str, one: Uncertainty, value: float) -> Iterator[Mistake]:
    if not one.low <= value <= one.high:
        yield mistake((name,), f"expected a range that holds {value:g}, the value in the middle of what is drawn", None)


def _off_range(given: Iterable[tuple[Location, str, float]]) -> Iterator[Mistake]:
    """Tell the parameters that are unknown, and the values outside the range of theirs."""
    strange = 0
    for at, name, value in given:
        parameter = load_behaviour().parameters.get(name)
        if parameter is None:
            strange += 1
            yield unknown(at, "behavioural parameter", load_behaviour().names, value, hint=strange <= MOST_TOLD)
        elif not parameter.low <= value <= parameter.high:
            span = f"{parameter.low:g} to {parameter.high:g}"
            yield mistake(at, f"expected {span}, the range of this parameter, not {value:g}", value)


def unknown(at: Location, what: str, known: Iterable[str], given: Any, *, hint: bool) -> Mistake:
    """Give the mistake of a name that is not known, with the nearest one where a hint is wanted."""
    # Nearest words are looked for only as far as mistakes of a kind are told: thousands would take minutes.
    name, names = str(at[0]), tuple(known)
    about = {"what": what, "name": name, "known": names, "near": suggest(name, names) if hint else ""}
    return at, PydanticCustomError(UNKNOWN, "unknown {what} '{name}'{near}", about), given


def mistake(at: Location, message: str, given: Any) -> Mistake:
    """Give a mistake in a sentence of its own."""
    return at, PydanticCustomError("rule", "{said}", {"said": message}), given
