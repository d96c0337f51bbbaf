"""What a lever does to the world, as data: a small closed vocabulary of changes.

A lever never touches the state of a run. It states *changes*; the model's second phase (law and tasks)
carries out those whose date has come. The vocabulary is closed on purpose: a change that cannot be said
in it is a new kind of reform and gets a new word here, with one place in the model that carries it out.
"""

from __future__ import annotations

from dataclasses import dataclass

from reformsim.law.tables import Entry


@dataclass(frozen=True, slots=True)
class AmendLaw:
    """Add a later entry to a statutory table (its validity begins on the lever's date).

    ``entry.scope`` limits it to some units; ``None`` is the whole territory.
    """

    table: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class MoveTask:
    """Give a task to another layer.

    Parameters
    ----------
    task
        Id in the task catalogue.
    carrier
        The layer that carries it from now on: 'rijk', 'provincie', 'gemeente', 'waterschap'.
    involved
        The layers with a formal say from now on (the carrier included); ``None`` keeps them, with the
        carrier added.
    budget_factor
        What part of the budget comes along (1 - discount).
    efficient_scale
        New efficient scale in inhabitants, ``None`` keeps it.
    """

    task: str
    carrier: str
    involved: tuple[str, ...] | None = None
    budget_factor: float = 1.0
    efficient_scale: float | None = None


@dataclass(frozen=True, slots=True)
class AbolishBodies:
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
    """

    kind: str
    tasks_to: tuple[tuple[str, str], ...] = ()
    regions: tuple[str, ...] | None = None
    successors: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class RequireCoverage:
    """Ask municipalities to carry tasks together in the regions of a division, nation-wide.

    Voluntary until ``grace_years`` have passed; what is missing then is imposed if ``fallback`` says so.

    Parameters
    ----------
    tasks
        Task ids carried by the regional body.
    division
        Division of the territory whose regions are the bodies' areas.
    grace_years
        Years in which regions form by themselves; 0 obliges at once.
    fallback
        'imposed' (obligation ladder of Wgr chapter X) or 'none' (what did not form stays out).
    form
        Legal form of the regional bodies.
    regions
        Only these region codes; ``None`` is all, an empty tuple none.
    """

    tasks: tuple[str, ...]
    division: str
    grace_years: int
    fallback: str = "imposed"
    form: str = "openbaar_lichaam"
    regions: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class MergeProvinces:
    """Make one province of several (Wet arhi art. 13-19: by Act)."""

    members: tuple[str, ...]
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class AbolishSubMunicipal:
    """End the sub-municipal councils (deelgemeenten) of the units named, all if ``units`` is ``None``.

    ``replacement_seats`` is the share of former offices that returns in appointed or elected commissions.
    """

    units: tuple[str, ...] | None = None
    replacement: str = "none"
    replacement_seats: float = 0.0


@dataclass(frozen=True, slots=True)
class SetRule:
    """Set a rule of the world that is a switch or a number, not a statutory table.

    Rules and their first values stand in ``model/rules.yaml``; e.g. ``merger.initiators``,
    ``water_boards.election``, ``cooperation.private_allowed``.
    """

    rule: str
    value: object


Change = AmendLaw | MoveTask | AbolishBodies | RequireCoverage | MergeProvinces | AbolishSubMunicipal | SetRule
