"""What a lever does to the world, as data: a small closed vocabulary of changes.

A lever never touches the state of a run. It states *changes*; the model's second phase (law and tasks)
carries out those whose date has come. The vocabulary is closed on purpose: a change that cannot be said
in it is a new kind of reform and gets a new word here, with one place in the model that carries it out.

Words that name single municipalities and bodies stand in ``levers/changes_by_name.py``.

Each word says where what it does comes from: from *law*, or from the scenario's own *figures*, inputs that set or scale
what is reported. Of ``AmendLaw`` the table says it (a sum of money is a figure, all else law), of ``SetRule`` the rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from reformsim.law.tables import Entry
from reformsim.levers.changes_by_name import (
    AddTask,
    AssignTask,
    LeaveBody,
    MergeBodies,
    MergeMunicipalities,
    MoveBorder,
    RefuseMerger,
    SplitMunicipality,
)
from reformsim.levers.word import Values, Word


@dataclass(frozen=True, slots=True)
class AmendLaw(Word):
    """Add a later entry to a statutory table (its validity begins on the lever's date).

    ``entry.scope`` limits it to some units; ``None`` is the whole territory.
    """

    table: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class MoveTask(Word):
    """Give a task to another layer.

    Parameters
    ----------
    carrier
        The layer that carries it from now on: 'rijk', 'provincie', 'gemeente', 'waterschap'; ``None`` leaves it where
        it is.
    involved
        The layers with a formal say from now on (the carrier included); ``None`` keeps them, with the
        carrier added.
    budget_factor
        What part of the budget comes along (1 - discount).
    efficient_scale
        New efficient scale in inhabitants, ``None`` keeps it.
    budget
        What the task asks from now on: euro a year per inhabitant, or of the whole country if ``whole``; ``None``
        keeps it.
    whole
        ``budget`` is a sum for the whole country.
    earmarked
        Paid by a specific grant from now on or not; ``None`` keeps it.
    frames
        'state' keeps the formal say of the Rijk; with 'eu_only' it sets no frames of its own and has none.
    """

    figures: ClassVar[Values | None] = {
        "involved": None,
        "budget_factor": 1.0,
        "efficient_scale": None,
        "budget": None,
        "whole": False,
        "frames": "state",
    }
    law: ClassVar[Values | None] = {"carrier": None, "earmarked": None}

    task: str
    carrier: str | None
    involved: tuple[str, ...] | None = None
    budget_factor: float = 1.0
    efficient_scale: float | None = None
    budget: float | None = None
    whole: bool = False
    earmarked: bool | None = None
    frames: str = "state"


@dataclass(frozen=True, slots=True)
class AbolishBodies(Word):
    """Dissolve cooperation bodies of one kind; their tasks fall to the layers named.

    Parameters
    ----------
    kind
        Kind of body ('plusregio', 'police_region', ...), as in the territory's ``territory.yaml``.
    tasks_to
        (task id, layer) pairs: who carries the task in the body's area afterwards.
    regions
        Only bodies of these region codes; ``None`` is all of the kind, an empty tuple none.
    successors
        (new name, region codes merged into it) pairs: public bodies that take the place of some.
    keeps
        (name of a successor, task ids) pairs: what it carries in its own right although ``tasks_to`` names a layer
        elsewhere.
    enlarged
        (name of a successor, unit codes) pairs: municipalities that join it beside those of its regions.
    """

    kind: str
    tasks_to: tuple[tuple[str, str], ...] = ()
    regions: tuple[str, ...] | None = None
    successors: tuple[tuple[str, tuple[str, ...]], ...] = ()
    keeps: tuple[tuple[str, tuple[str, ...]], ...] = ()
    enlarged: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class RequireCoverage(Word):
    """Ask municipalities to carry tasks together in the regions of a division, nation-wide.

    Voluntary until ``grace_years`` have passed; what is missing then is imposed if ``fallback`` says so.

    Parameters
    ----------
    grace_years
        Years in which regions form by themselves; 0 obliges at once.
    fallback
        'imposed' (obligation ladder of Wgr chapter X) or 'none' (what did not form stays out).
    regions
        Only these region codes; ``None`` is all, an empty tuple none.
    carried_out
        The regional bodies carry the tasks out; otherwise they only have a say in them.
    """

    tasks: tuple[str, ...]
    division: str
    grace_years: int
    fallback: str = "imposed"
    form: str = "openbaar_lichaam"
    regions: tuple[str, ...] | None = None
    carried_out: bool = True


@dataclass(frozen=True, slots=True)
class MergeProvinces(Word):
    """Make one province of several (Wet arhi art. 13-19: by Act)."""

    members: tuple[str, ...]
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class FoundBody(Word):
    """Found a body of municipalities, with or without provinces, by Act or agreement.

    Parameters
    ----------
    name, kind
        Its name and kind ('infrastructure_authority', 'metropolitan_region', 'binding_cooperation').
    units
        Units of the start map whose municipalities are its members; ``None`` is all.
    tasks
        Tasks it carries: in its own right if ``carries``, otherwise those that are municipal, for its members.
    say
        Further tasks on which it has a say.
    carries
        It carries its tasks in its own right; bodies that lie wholly within it and did so hand them over.
    binding
        Members cannot leave it, and it does not end by itself.
    cedes
        Layers that bring their say in the tasks into it, and have none beside it.
    provinces
        Codes of the provinces that take part; those that have merged meanwhile by their successor.
    joint
        Whether these act as one in it, or only look on.
    """

    name: str
    kind: str
    units: tuple[str, ...] | None
    tasks: tuple[str, ...] = ()
    say: tuple[str, ...] = ()
    carries: bool = False
    binding: bool = True
    cedes: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    joint: bool = True


@dataclass(frozen=True, slots=True)
class JoinProvinces(Word):
    """Let provinces act together on some tasks, without a body; ``tasks`` is ``None`` for all of them."""

    name: str
    kind: str
    provinces: tuple[str, ...]
    tasks: tuple[str, ...] | None = None
    binding: bool = True


@dataclass(frozen=True, slots=True)
class MergeWaterBoards(Word):
    """Make one water board of several (Waterschapswet art. 2-9); ``seats`` ``None`` are those of the largest."""

    members: tuple[str, ...]
    name: str
    code: str
    seats: int | None = None


@dataclass(frozen=True, slots=True)
class AbolishSubMunicipal(Word):
    """End the sub-municipal councils (deelgemeenten) of the units named, all if ``units`` is ``None``.

    ``replacement_seats`` is the share of former offices that returns in commissions, which residents elect if
    ``elected`` says so.
    """

    figures: ClassVar[Values | None] = {"replacement_seats": 0.0}

    units: tuple[str, ...] | None = None
    replacement: str = "none"
    replacement_seats: float = 0.0
    elected: bool = False


@dataclass(frozen=True, slots=True)
class ScaleMoney(Word):
    """Let the money of a layer take a path over the years.

    Parameters
    ----------
    layer
        The layer: 'rijk', 'provincie', 'gemeente', 'waterschap'.
    factors
        Cumulative factors on its money, the first from this year on; the last stays.
    through_funds
        The money comes by the municipal or provincial fund, which pays a part of what a layer spends.
    """

    figures: ClassVar[Values | None] = None

    layer: str
    factors: tuple[float, ...]
    through_funds: bool = False


@dataclass(frozen=True, slots=True)
class CutStaff(Word):
    """Take a share of the officials of a layer away."""

    figures: ClassVar[Values | None] = None

    layer: str
    share: float


@dataclass(frozen=True, slots=True)
class AlignTasks(Word):
    """Give each task that a profile lists (rules ``profiles.*``) to the layer whose profile it is."""


@dataclass(frozen=True, slots=True)
class PlaceTasksLow(Word):
    """Give every task of the Rijk or of provinces to the lowest layer whose scale reaches what the task asks.

    ``reach`` is the share of inhabitants that must live under a government of that layer that reaches it.
    """

    reach: float


@dataclass(frozen=True, slots=True)
class SetRule(Word):
    """Set a rule of the world that is a switch or a number, not a statutory table.

    Rules and their first values stand in ``model/rules.yaml``; e.g. ``merger.initiators``,
    ``water_boards.election``, ``cooperation.private_allowed``.
    """

    rule: str
    value: object


@dataclass(frozen=True, slots=True)
class LocalNorm:
    """A norm in inhabitants that holds in a part of the territory: for the municipalities led by these units."""

    inhabitants: int
    units: frozenset[str]

    def __str__(self) -> str:
        return f"{self.inhabitants} in {len(self.units)} municipalities of the start map"


Change = (
    AmendLaw
    | MoveTask
    | AbolishBodies
    | RequireCoverage
    | MergeProvinces
    | MergeWaterBoards
    | AbolishSubMunicipal
    | SetRule
    | ScaleMoney
    | CutStaff
    | AlignTasks
    | PlaceTasksLow
    | FoundBody
    | JoinProvinces
    | MergeMunicipalities
    | RefuseMerger
    | SplitMunicipality
    | MoveBorder
    | LeaveBody
    | MergeBodies
    | AssignTask
    | AddTask
)
