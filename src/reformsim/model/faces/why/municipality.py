"""Why a municipality begins, joins or leaves a body, or merges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reformsim.model.faces.choices import choices
from reformsim.model.faces.explain import explain
from reformsim.model.faces.options import Option, cooperation_options
from reformsim.model.faces.why.decision import Decision, Phrase, Said, Term, Way
from reformsim.model.mergers.phase import Mergers

if TYPE_CHECKING:
    from reformsim.model.faces.explain import Explained
    from reformsim.model.model import ReformModel

MOST = 4
"""Ways of a kind that are told."""

_KINDS = {
    "found": Phrase("begin a body", "een verband beginnen"),
    "joint_service": Phrase("begin a joint civil service", "een ambtelijke fusie beginnen"),
    "join": Phrase("join", "toetreden tot"),
    "leave": Phrase("leave", "treden uit"),
}
_DUTCH = {
    "merger.constant": "uitgangspunt: in één jaar gaan weinig buren samen",
    "merger.size": "deelnemers boven de twee, die het alle eens moeten zijn",
    "merger.small": "hoe klein de kleinste is naast de mediaan van het land",
    "merger.enclosed": "grenzen die tussen hen lopen",
    "merger.unequal": "aandeel van de grootste boven een gelijk deel",
    "merger.extent": "grootste afstand tussen twee gemeentehuizen",
    "merger.large": "inwoners samen boven tweemaal de mediaan van het land",
    "merger.province_border": "over een provinciegrens",
    "merger.finance": "herindelingsbijdrage min tien jaar verloren vaste bedragen",
    "merger.recent": "een deelnemer ging enkele jaren terug samen",
    "merger.cycle": "zou ingaan twee jaar na raadsverkiezingen",
    "merger.wave": "de golf van het jaar waarin het zou ingaan",
    "merger.shared_bodies": "vrijwillige verbanden die zij delen, boven wat buren doorgaans delen",
    "merger.joint_service": "paren met één ambtelijke organisatie",
    "merger.wealth_difference": "eigen belastingen van de rijkste ten opzichte van de armste, boven het gebruikelijke",
    "merger.weak_finance": "deelnemers met zwakke solvabiliteit, boven het gebruikelijke",
    "merger.served": "budget dat andere vrijwillige verbanden voor haar uitvoeren, boven het gebruikelijke",
}
"""The titles of :data:`reformsim.model.faces.explain.TITLES` in Dutch."""
_LUCK = Phrase("what the year brings (drawn)", "wat het jaar brengt (getrokken)")
_TASTE = Phrase("how open they are to merging (drawn once)", "hoezeer zij ervoor openstaan (eenmaal getrokken)")
_POLICY = Phrase("what reforms and provinces add", "wat hervormingen en provincies toevoegen")


def cooperating(model: ReformModel, code: str) -> tuple[Decision, ...]:
    """What it could do about cooperation: nothing is decided in the first year, which is data."""
    if not model.years_done:
        return ()
    ways = tuple(_way(one) for one in cooperation_options(model, code, MOST))
    question = Phrase(
        "to begin, join or leave a cooperation body", "een samenwerkingsverband beginnen, betreden of verlaten"
    )
    return (Decision(question, ways),) if ways else ()


def _way(one: Option) -> Way:
    kind = _KINDS[one.kind]
    return Way(Phrase(f"{kind.en}: {one.what}", f"{kind.nl}: {one.what}"), one.chance)


def merging(model: ReformModel, code: str) -> tuple[Decision, ...]:
    """Whether it begins a merger procedure, and with whom; nothing where history is replayed, or one is under way."""
    mergers, state = model.mergers, model.state
    if not isinstance(mergers, Mergers):
        return ()
    row = state.row_of(code)
    if row in mergers.busy:
        return ()
    mergers.update_estimates()
    found = choices(model, code, MOST)
    looked = [explain(model, one.codes) for one in found]
    ways, said = [], []
    for one, taken in zip(found, looked, strict=True):
        names = ", ".join(name for name, its in zip(one.names, one.codes, strict=True) if its != code)
        what = Phrase(f"merge with {names}", f"herindelen met {names}")
        ways.append(Way(what, one.chance, one.starts, _terms(taken, code)))
    if looked:
        for member in looked[0].members:
            if member.code != code:
                said.append(Said(member.name, _opinion(member.consents, member.gains)))
    question = Phrase("to begin a merger procedure", "een herindelingsprocedure beginnen")
    return (Decision(question, tuple(ways), tuple(said)),) if ways else ()


def _terms(taken: Explained, code: str) -> tuple[Term, ...]:
    mine = next(member for member in taken.members if member.code == code)
    parts = [
        Term(part.name, Phrase(part.title, _DUTCH[part.name]), part.amount, part.weight, part.unit)
        for part in (*taken.shared, *mine.parts)
    ]
    drawn = ((_TASTE, taken.taste), (_POLICY, taken.policy), (_LUCK, taken.luck))
    return (*parts, *(Term("", title, value, 1.0, "logit") for title, value in drawn if value))


def _opinion(consents: bool, gains: float) -> Phrase:
    """What another council says of the likeliest merger."""
    if consents:
        return Phrase(f"would gain from the first ({gains:+.1f})", f"zou bij de eerste winnen ({gains:+.1f})")
    return Phrase(f"would not gain from the first ({gains:+.1f})", f"zou bij de eerste niet winnen ({gains:+.1f})")
