"""Words of the vocabulary that name single municipalities, bodies and tasks, as they are on the day of the reform.

A municipality is named by code or name and looked up when the day has come, so that one which the run itself has formed
can be named too. Where one is not there, nothing is done, and the event ``reform_impossible`` says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from reformsim.levers.word import Values, Word


@dataclass(frozen=True, slots=True)
class MergeMunicipalities(Word):
    """Make one municipality of several on 1 January (Wet arhi).

    Parameters
    ----------
    members
        Codes or names of the municipalities.
    name
        Name of the new municipality; empty for that which the model gives, or of the member it goes on as.
    into
        Member that goes on and takes the others in (a light merger); ``None`` makes a new one.
    asked
        The councils are asked and may refuse; otherwise it is by Act, whatever they think.
    """

    members: tuple[str, ...]
    name: str = ""
    into: str | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class RefuseMerger(Word):
    """Let no Act pass from now on that merges these municipalities with one another.

    Parameters
    ----------
    members
        Codes or names of the municipalities, as they are on the day.
    """

    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeaveBody(Word):
    """Let municipalities leave a body; what it carried out for them they do themselves.

    Parameters
    ----------
    body
        Name of the body.
    members
        Codes or names of the municipalities.
    kind
        Its kind, where several bodies have that name; empty for any.
    """

    body: str
    members: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class MergeBodies(Word):
    """Make one body of several: with the members of all, what they carry out and what they have a say in.

    Parameters
    ----------
    bodies
        Names of the bodies.
    name
        Name of the new one.
    form
        Its legal form; empty for that of the one with most members.
    kind
        Their kind, where several bodies have one of the names; empty for any.
    """

    bodies: tuple[str, ...]
    name: str
    form: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class AssignTask(Word):
    """Let a body carry out a municipal task for its members, or for some of them.

    Parameters
    ----------
    task
        Id of the task.
    body
        Name of the body.
    members
        Codes or names of the municipalities for which it does; those that are not in it join it. Empty for all members.
    form
        Legal form of a new body of that name; empty where the body is there.
    kind
        Its kind, where several bodies have that name; empty for any.
    """

    task: str
    body: str
    members: tuple[str, ...] = ()
    form: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a municipality that becomes one of its own.

    Parameters
    ----------
    name
        Its name; empty for that of the former municipality which it was.
    share, inhabitants
        Part of the inhabitants on the day, or their number; ``None`` where ``former`` says it.
    former
        Codes or names of former municipalities (or units of the start map) that it consists of.
    """

    name: str = ""
    share: float | None = None
    inhabitants: int | None = None
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SplitMunicipality(Word):
    """Take a municipality apart on 1 January (Wet arhi).

    Parameters
    ----------
    municipality
        Its code or name; empty where ``merged_in`` says which.
    parts
        What becomes of its own; the rest goes on, if anything is left.
    back
        It goes back wholly into what its last merger in this run took together.
    merged_in
        All municipalities formed by a merger on 1 January of this year of the run go back.
    asked
        The council is asked and may refuse; otherwise it is by Act, whatever it thinks.
    """

    municipality: str = ""
    parts: tuple[Part, ...] = ()
    back: bool = False
    merged_in: int | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class MoveBorder(Word):
    """Move inhabitants and their land from a municipality to a neighbour on 1 January.

    Parameters
    ----------
    giver, receiver
        Codes or names.
    share, inhabitants
        Part of the giver's inhabitants on the day, or their number.
    """

    giver: str
    receiver: str
    share: float | None = None
    inhabitants: int | None = None


@dataclass(frozen=True, slots=True)
class AddTask(Word):
    """Give government a task that it did not have.

    Its budget and staff are the scenario's own figures; that it exists and who carries it is law.

    Parameters
    ----------
    task, name_en, name_nl, domain
        Id, names and domain, as in the catalogue of tasks.
    carrier, involved
        The layer that carries it, and all layers with a formal say.
    budget
        Euro a year per inhabitant, or of the whole country if ``whole``.
    staff
        Full-time people per 1,000 inhabitants.
    efficient_scale, complexity, depth, half_life, optimum, rise
        As of the tasks of the catalogue; ``optimum`` ``None`` where there is none.
    forms
        Legal forms in which it may be shared.
    earmarked
        Paid by a specific grant.
    source
        Where its figures come from.
    """

    figures: ClassVar[Values | None] = {"budget": 0.0, "staff": 0.0}

    task: str
    name_en: str
    name_nl: str
    domain: str
    carrier: str
    involved: tuple[str, ...]
    budget: float
    staff: float
    efficient_scale: float
    complexity: float
    depth: float
    half_life: float
    optimum: float | None
    rise: float
    forms: tuple[str, ...]
    whole: bool = False
    earmarked: bool = False
    source: str = ""
