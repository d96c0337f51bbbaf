"""Why a cooperation body admits, ends, merges, takes on a task, or changes what its members pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reformsim.model.cooperation.boards.admitting import ADMITTING, ADMITTING_AT, admission, asking
from reformsim.model.cooperation.boards.contributing import burden, contribution, paid_bodies
from reformsim.model.cooperation.boards.ending import end_of, end_proposed
from reformsim.model.cooperation.boards.extending import Extensions, extension, open_to_extension
from reformsim.model.cooperation.boards.governance import governance_of
from reformsim.model.cooperation.boards.merging import Mergeable, asking_to_merge, mergeable, merger_of
from reformsim.model.cooperation.joining import joining_chance, open_to
from reformsim.model.cooperation.terms import ties, voluntary
from reformsim.model.faces.why.decision import Decision, Phrase, Said, Term, Way

if TYPE_CHECKING:
    from reformsim.model.cooperation.boards.ballots import Ballot
    from reformsim.model.model import ReformModel
    from reformsim.model.world import World

MOST = 8
"""Ways that are told of one question, the likeliest."""
_YES, _NO = Phrase("is for", "is voor"), Phrase("is against", "is tegen")
_TITLES = {
    "bodies.admission_habit": Phrase(
        "bodies that members have in common with it, beyond a tenth (mean)",
        "verbanden die deelnemers met haar delen, boven een tiende (gemiddeld)",
    ),
    "bodies.end_support": Phrase("chance that a member agrees", "kans dat een deelnemer instemt"),
    "bodies.merging_overlap": Phrase(
        "share of its members that sit in both, less 1", "aandeel van zijn deelnemers dat in beide zit, min 1"
    ),
    "bodies.extension_gain": Phrase(
        "adequacy that members gain on it (mean)", "geschiktheid die deelnemers erbij winnen (gemiddeld)"
    ),
    "bodies.contribution_burden": Phrase(
        "what members pay to bodies above the mean (mean)", "wat deelnemers meer dan gemiddeld aan verbanden betalen"
    ),
}


def deciding(model: ReformModel, code: str) -> tuple[Decision, ...]:
    """What a body decides in this year's cooperation, by the mechanisms that work.

    As it stands before the phase: who leaves or ends in it first may change who votes.
    """
    world, body = model.world, int(code)
    asked = (
        ("bodies_end", _end), ("bodies_merge", _merge), ("bodies_extend", _extend),
        ("bodies_contribute", _contribute), ("bodies_admit", _admit),
    )  # fmt: skip
    found = (one(model, world, body) for name, one in asked if name in world.acting)
    return tuple(one for one in found if one is not None)


def _question(world: World, body: int, en: str, nl: str) -> Phrase:
    rule = governance_of(world.state.bodies.forms[body])
    return Phrase(f"{en} ({rule.organ}; {rule.article})", f"{nl} ({rule.organ_nl}; {rule.article})")


def _votes(world: World, ballot: Ballot, purpose: str, about: Phrase, at: int = 0) -> tuple[Said, ...]:
    """What each member would vote on one of the questions of a ballot, ``about`` being the proposal."""
    mine, yes = ballot.boards.of == at, ballot.cast(world, purpose)
    members = zip(ballot.boards.row[mine].tolist(), yes[mine].tolist(), strict=True)
    pro, con = (Phrase(f"{word.en}: {about.en}", f"{word.nl}: {about.nl}") for word in (_YES, _NO))
    return tuple(Said(world.state.names[row], pro if one else con) for row, one in members)


def _free(world: World, body: int) -> bool:
    return bool(voluntary(world.state.bodies)[body])


def _term(name: str, amount: float, weight: float) -> Term:
    return Term(name, _TITLES[name], amount, weight)


def _end(model: ReformModel, world: World, body: int) -> Decision | None:
    if not _free(world, body):
        return None
    asked = np.array([body])
    ballot, proposed = end_of(world, asked), float(end_proposed(world, asked)[0])
    drawn = world.streams.uniform("cooperation.end", world.state.year, world.state.bodies.key[asked])[0]
    if "bodies_merge" in world.acting:
        drawn /= 1.0 - world.behaviour["bodies.merged_ends"]
    passed = bool(ballot.boards.passes(ballot.cast(world, "bodies.end"))[0])
    support = _term("bodies.end_support", 1.0, world.behaviour["bodies.end_support"])
    way = Way(Phrase("end", "opheffen"), proposed * float(ballot.chance[0]), drawn < proposed and passed, (support,))
    question = _question(world, body, "to end, to which all must agree", "opheffing, waarmee allen moeten instemmen")
    return Decision(question, (way,), _votes(world, ballot, "bodies.end", way.what))


def _merge(model: ReformModel, world: World, body: int) -> Decision | None:
    every = mergeable(world)
    mine = np.flatnonzero((every.body == body) | (every.into == body))
    if not len(mine):
        return None
    pairs = Mergeable(every.body[mine], every.into[mine], every.overlap[mine])
    one, other = merger_of(world, pairs, pairs.body, pairs.into), merger_of(world, pairs, pairs.into, pairs.body)
    chance, drawn = asking_to_merge(world, pairs)
    agreed = [ballot.boards.passes(ballot.cast(world, "bodies.merger")) for ballot in (one, other)]
    ways = []
    for at in np.argsort(-chance, kind="stable")[:MOST].tolist():
        names = world.state.bodies.names
        to = names[int(pairs.into[at])], names[int(pairs.body[at])]
        what = (
            Phrase(f"go up in {to[0]}", f"opgaan in {to[0]}")
            if pairs.body[at] == body
            else Phrase(f"take {to[1]} in", f"{to[1]} opnemen")
        )
        weight = world.behaviour["bodies.merging_overlap"]
        term = _term("bodies.merging_overlap", float(pairs.overlap[at] - 1.0), weight)
        both = float(chance[at] * one.chance[at] * other.chance[at])
        ways.append(Way(what, both, bool(drawn[at] and agreed[0][at] and agreed[1][at]), (term,)))
    question = _question(
        world, body, "to merge, to which both boards must agree", "fusie, als beide besturen instemmen"
    )
    return Decision(question, tuple(ways))


def _extend(model: ReformModel, world: World, body: int) -> Decision | None:
    more = open_to_extension(world, body)
    if not more:
        return None
    some = Extensions(np.array([body]), np.array(more[:1]))
    ballot, behaviour = extension(world, some), world.behaviour
    drawn = world.streams.uniform("bodies.extension", world.state.year, world.state.bodies.key[some.body])[0]
    passed = bool(ballot.boards.passes(ballot.cast(world, "bodies.extension_vote"))[0])
    task = world.tasks.ids[more[0]]
    term = _term("bodies.extension_gain", float(ballot.terms.mean()), behaviour["bodies.extension_gain"])
    chance, asked = behaviour["bodies.extension"] * float(ballot.chance[0]), drawn < behaviour["bodies.extension"]
    way = Way(
        Phrase(f"carry out {task} too", f"ook {task} uitvoeren"),
        chance,
        bool(asked and passed),
        (term,),
    )
    question = _question(world, body, "to take a task on for all members", "een taak erbij voor alle deelnemers")
    return Decision(question, (way,), _votes(world, ballot, "bodies.extension_vote", way.what))


def _contribute(model: ReformModel, world: World, body: int) -> Decision | None:
    if body not in paid_bodies(world):
        return None
    behaviour, asked, pays = world.behaviour, np.array([body]), burden(world)
    ways, said = [], tuple[Said, ...]()
    for up, purpose, en, nl in (
        (True, "bodies.raise", "raise contributions", "bijdragen verhogen"),
        (False, "bodies.lower", "lower contributions", "bijdragen verlagen"),
    ):
        ballot = contribution(world, pays, asked, up=up)
        drawn = world.streams.uniform(purpose, world.state.year, world.state.bodies.key[asked])[0]
        proposed = behaviour["bodies.contribution_proposals"]
        passed = bool(ballot.boards.passes(ballot.cast(world, f"{purpose}_vote"))[0])
        weight = behaviour["bodies.contribution_burden"]
        term = _term("bodies.contribution_burden", float(ballot.terms.mean()), -weight if up else weight)
        way = Way(Phrase(en, nl), proposed * float(ballot.chance[0]), bool(drawn < proposed and passed), (term,))
        ways.append(way)
        said = said or _votes(world, ballot, f"{purpose}_vote", way.what)
    return Decision(_question(world, body, "what members pay", "wat deelnemers betalen"), tuple(ways), said)


def _admit(model: ReformModel, world: World, body: int) -> Decision | None:
    tied = ties(world)
    every = open_to(world, model.graph, tied)
    mine = every.body == body
    if not mine.any():
        return None
    pairs = every.take(mine)
    ballot, asks = admission(world, tied, pairs), asking(world, joining_chance(world, pairs))
    keys = world.state.key[pairs.row] + world.state.bodies.key[pairs.body]
    drawn = world.streams.uniform("cooperation.join", world.state.year, keys) < asks
    passed = ballot.boards.passes(ballot.cast(world, "bodies.admission"))
    means = ballot.boards.total(ballot.terms[:, 0]) / ballot.boards.sizes - ADMITTING_AT[0]
    order = np.lexsort((-asks, ~drawn))[:MOST].tolist()
    ways = []
    for at in order:
        name = world.state.names[int(pairs.row[at])]
        term = _term(ADMITTING[0], float(means[at]), world.behaviour[ADMITTING[0]])
        what = Phrase(f"let {name} in, if it asks", f"{name} toelaten, als die het vraagt")
        ways.append(Way(what, float(asks[at] * ballot.chance[at]), bool(drawn[at] and passed[at]), (term,)))
    question = _question(world, body, "whom to let in", "wie mag toetreden")
    return Decision(question, tuple(ways), _votes(world, ballot, "bodies.admission", ways[0].what, order[0]))
