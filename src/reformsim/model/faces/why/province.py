"""Why a province starts a merger procedure, gives a view, presses for cooperation, or merges itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reformsim.arrays import Ints
from reformsim.behaviour.provinces import load_province_estimate
from reformsim.model.accounts.answers import answer
from reformsim.model.accounts.phase import at_hand, means_of
from reformsim.model.cooperation.terms import AREAS
from reformsim.model.faces.choices import free_coalitions
from reformsim.model.faces.why.decision import Decision, Phrase, Said, Term, Way
from reformsim.model.mergers.coalitions import Candidates
from reformsim.model.mergers.framework import CRITERIA
from reformsim.model.mergers.phase import Mergers
from reformsim.model.mergers.procedures import STAGES, Procedure
from reformsim.model.mergers.together import crosses
from reformsim.model.provinces.care import CARE, care_of, lacking
from reformsim.model.provinces.effect import PUSH, parts_of
from reformsim.model.provinces.merging import MERGING, attempts
from reformsim.model.provinces.supervision import SUPERVISION, strict_for, strictness
from reformsim.model.provinces.view import VIEWS, view_on

if TYPE_CHECKING:
    from reformsim.model.model import ReformModel
    from reformsim.model.world import World

MOST = 4
"""Ways of a kind that are told."""
ADVICE = STAGES.index("advice")

_PARTS = {
    "province.leaning_spread": Phrase(
        "what it favours throughout (drawn once)", "wat zij steeds voorstaat (eenmaal getrokken)"
    ),
    "province.wave_spread": Phrase("what it favours this year (drawn)", "wat zij dit jaar voorstaat (getrokken)"),
}
_WORTH = Phrase("what it is worth to its members, in the mean", "wat het haar deelnemers gemiddeld waard is")
_ABOVE = Phrase("a procedure of the province itself is rare", "een procedure van de provincie zelf is zeldzaam")
_CRITERIA = Phrase(
    "mean mark on the policy framework, beyond a pass", "gemiddeld cijfer op het beleidskader, boven voldoende"
)
_FAVOURS = Phrase("what the provinces concerned favour", "wat de betrokken provincies voorstaan")
_STRICT = Phrase(
    "how much more it wants covered than the mean province (logarithm)",
    "hoeveel meer dekking zij wil dan de gemiddelde provincie (logaritme)",
)
_LACK = Phrase("capacity lacking there, beyond the country's", "wat daar aan kracht ontbreekt, boven het land")


def starting(model: ReformModel, code: str) -> tuple[Decision, ...]:
    """Whether it starts a merger procedure within it; nothing where history is replayed or the rules forbid it."""
    world, mergers = model.world, model.mergers
    if not isinstance(mergers, Mergers) or "province" not in world.rules["merger.initiators"]:
        return ()
    row = world.state.provinces.codes.index(code)
    mergers.update_estimates()
    mergers.weigh_year(world.state.year)
    c = _within(mergers, row)
    if not len(c):
        return ()
    below, above = mergers.chances_of(c)
    u = world.streams.uniform("merger.shock", world.state.year, c.key)
    favours = _favours(world, row) if PUSH in world.acting else ()
    ways = []
    for at in np.argsort(-above, kind="stable")[:MOST].tolist():
        names = _names(world, c.members[at])
        # Councils that want it go before: the draw of the year is shared out between the two ways to begin.
        chosen = bool(below[at] <= u[at] < below[at] + above[at])
        what = Phrase(f"start the merger of {names}", f"de herindeling van {names} beginnen")
        terms = (*_worth(world, float(above[at]), favours), *favours)
        ways.append(Way(what, float(above[at]), chosen, terms))
    question = Phrase("to start a merger procedure itself", "zelf een herindelingsprocedure beginnen")
    return (Decision(question, tuple(ways), _recorded(code)),)


def _within(mergers: Mergers, row: int) -> Candidates:
    """Coalitions within a province of municipalities that are free."""
    state = mergers.world.state
    c = free_coalitions(mergers, state.live[state.province[state.live] == row])
    return c.take(np.flatnonzero(~crosses(c.members, state.province)))


def _favours(world: World, row: int) -> tuple[Term, ...]:
    parts = parts_of(world, world.state.year)
    return tuple(Term("", _PARTS[name], float(part[row]), 1.0, "logit") for name, part in parts)


def _worth(world: World, likely: float, favours: tuple[Term, ...]) -> tuple[Term, ...]:
    """What is left of the logit of a chance beside the province's own terms, and the level of such procedures."""
    constant = world.behaviour["merger.province_constant"]
    rest = float(np.log(likely / (1.0 - likely))) - constant - sum(one.value for one in favours)
    return (
        Term("", _WORTH, rest, 1.0, "logit"),
        Term("merger.province_constant", _ABOVE, 1.0, constant),
    )


def _recorded(code: str) -> tuple[Said, ...]:
    """What the record says of a Dutch province; it does not last, and so plays no part."""
    estimate = load_province_estimate()
    if code not in estimate.provinces:
        return ()
    one = estimate.provinces[code]
    told = Phrase(
        f"{one.real} mergers within it, {one.expected:.1f} expected (this plays no part)",
        f"{one.real} herindelingen binnen haar, {_comma(f'{one.expected:.1f}')} verwacht (dit speelt geen rol)",
    )
    return (Said(f"{estimate.first}-{estimate.last}", told),)


def viewing(model: ReformModel, code: str) -> tuple[Decision, ...]:
    """What view it gives on the designs that come to the advice stage this year."""
    world, mergers = model.world, model.mergers
    if VIEWS not in world.acting or not isinstance(mergers, Mergers):
        return ()
    row = world.state.provinces.codes.index(code)
    return tuple(
        _view(mergers, p)
        for p, stages in mergers.due(world.state.year)
        if ADVICE in stages and p.route == "below" and row in world.state.province[list(p.rows)]
    )


def _view(mergers: Mergers, p: Procedure) -> Decision:
    world = mergers.world
    seen = view_on(world, mergers.graph, p.rows, p.started)
    terms = [Term("province.view_criteria", _CRITERIA, seen.over, seen.weight)]
    if seen.own.any():
        terms.append(Term("", _FAVOURS, float(seen.own.mean()), 1.0, "logit"))
    good = seen.value > 0
    ways = (
        Way(Phrase("a view in favour", "een positieve zienswijze"), None, good, tuple(terms)),
        Way(Phrase("a view against", "een negatieve zienswijze"), None, not good),
    )
    share = mergers.break_off(p, ADVICE)
    names = _names(world, np.array(p.rows))
    minister = Phrase(
        f"breaks it off with chance {100 * share:.0f} %", f"breekt het af met kans {100 * share:.0f} %"
    )  # fmt: skip
    marks = "; ".join(f"{name} {mark:.2f}" for name, mark in zip(CRITERIA, seen.marks.tolist(), strict=True))
    question = Phrase(
        f"its view on the design of {names} ({marks})", f"haar zienswijze op het ontwerp van {names} ({_comma(marks)})"
    )
    return Decision(question, ways, (Said("minister", minister),))


def supervising(model: ReformModel, code: str) -> tuple[Decision, ...]:
    """Which municipalities it puts under preventive supervision next year; nothing where a run keeps no books."""
    world = model.world
    books, state = world.state.accounts, world.state
    if books is None:
        return ()
    row = state.provinces.codes.index(code)
    live, strict = state.live, float(strictness(world)[row])
    _, standing = at_hand(world)
    given = answer(standing, means_of(world), books.supervised[live], strict_for(world))
    watched = live[given.supervised & (state.province[live] == row)]
    terms = (Term("province.strictness_spread", _STRICT, strict, 1.0),) if SUPERVISION in world.acting else ()
    ways = [
        Way(Phrase(*(f"{word} {state.names[at]}" for word in ("watch", "onder toezicht:"))), None, True, terms)
        for at in watched.tolist()
    ]
    ways = ways or [Way(Phrase("watch nobody", "niemand onder toezicht"), None, True, terms)]
    question = Phrase("preventive supervision of budgets", "preventief toezicht op begrotingen")
    return (Decision(question, tuple(ways)),)


def caring(model: ReformModel, code: str) -> tuple[Decision, ...]:
    """Where it presses for cooperation."""
    world = model.world
    if CARE not in world.acting:
        return ()
    state = world.state
    row = state.provinces.codes.index(code)
    care, more = float(care_of(world)[row]), lacking(world)
    mine = np.flatnonzero(state.province[state.live] == row)
    names = _regions(world, state.live[mine].astype(np.int64))
    lack = dict(zip(names, more[mine].tolist(), strict=True))
    ways = [
        Way(
            Phrase(f"press in {name}", f"aandringen in {name}"),
            None,
            care * much > 0,
            (Term("province.care", _LACK, much, care),),
        )
        for name, much in sorted(lack.items(), key=lambda one: -one[1])
    ]
    question = Phrase("to press for cooperation that stays out", "aandringen op samenwerking die uitblijft")
    return (Decision(question, tuple(ways[:MOST])),) if ways else ()


def _regions(world: World, rows: Ints) -> list[str]:
    """Names of the regions of cooperation in which municipalities lie; of their provinces where the map has none."""
    division = world.territory.divisions.get(AREAS[0])
    if division is None:
        return [world.state.provinces.names[at] for at in world.state.province[rows].tolist()]
    return [division.region_names[at] for at in division.label[world.state.leader[rows]].tolist()]


def merging(model: ReformModel, code: str) -> tuple[Decision, ...]:
    """Whether it takes the initiative to become one with a neighbour."""
    world = model.world
    if MERGING not in world.acting:
        return ()
    provinces = world.state.provinces
    row, found = provinces.codes.index(code), attempts(world, world.state.year)
    ways, said = [], []
    for at in np.flatnonzero((found.first == row) | (found.second == row)).tolist():
        mine = 0 if found.first[at] == row else 1
        other = provinces.names[int((found.second if mine == 0 else found.first)[at])]
        what = Phrase(f"become one with {other}", f"samengaan met {other}")
        ways.append(Way(what, found.chance, bool(found.begun[at])))
        if found.begun[at]:
            said += [
                Said(provinces.names[row], _agrees(bool(found.agreed[at, mine]))),
                Said(other, _agrees(bool(found.agreed[at, 1 - mine]))),
                Said("Staten-Generaal", _passes(bool(found.passed[at]))),
            ]
    question = Phrase(
        "to take the initiative to merge with a neighbour", "het initiatief nemen om met een buur samen te gaan"
    )
    return (Decision(question, tuple(ways), tuple(said)),) if ways else ()


def _agrees(yes: bool) -> Phrase:
    return (
        Phrase("(council) agrees", "(staten) stemt in") if yes else Phrase("(council) is against", "(staten) is tegen")
    )


def _passes(yes: bool) -> Phrase:
    if yes:
        return Phrase("would pass the Act", "zou de wet aannemen")
    return Phrase("would not pass the Act", "zou de wet niet aannemen")


def _names(world: World, rows: np.ndarray) -> str:
    return ", ".join(world.state.names[row] for row in rows.tolist() if row >= 0)


def _comma(text: str) -> str:
    """A number or several as Dutch has them."""
    return text.replace(".", ",")
