"""Committed results of ``reformsim estimate`` and ``estimate-cooperation``: weights estimated on real history."""

from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import Field, ValidationError

from reformsim.arrays import Floats
from reformsim.behaviour.distributions import correlation_matrix
from reformsim.errors import DataError, Problem
from reformsim.marked import Marked, Where, read_marked
from reformsim.validation import FilePart, Number, model_problems


class Estimated(FilePart):
    """One estimated weight: the mode of its posterior and the standard error."""

    value: Number
    error: Annotated[Number, Field(gt=0)]


class Wave(FilePart):
    """How much more likely mergers were in one year than by the rule: logits, and their standard error."""

    value: Number
    error: Annotated[Number, Field(ge=0)]


class Estimates(FilePart):
    """The whole file.

    Attributes
    ----------
    territory
        Whose recorded mergers the estimate rests on.
    first, last
        Years of that record.
    of, command
        What events they are, and the command that writes the file.
    events, controls
        Mergers, and coalitions that did not come about, in the data; or events of bodies, and cases without one.
    level
        Added to the constant, so that a run over these years loses as many municipalities as there really were.
    correlations
        Of each weight with those before it, in the joint posterior; none at all: they are taken as independent.
    waves
        By the year on whose 1 January mergers took effect.
    beside
        Other territories whose records the estimate rests on.
    """

    of: str = "mergers"
    command: str = "reformsim estimate"
    territory: str
    first: int
    last: int
    beside: tuple[str, ...] = ()
    events: int
    controls: int
    level: Number
    parameters: dict[str, Estimated]
    correlations: dict[str, tuple[Number, ...]] = Field(default_factory=dict)
    waves: dict[int, Wave] = Field(default_factory=dict)

    @property
    def covariance(self) -> Floats:
        """Covariance of the joint posterior, (m, m), in the order of the parameters."""
        error = np.array([one.error for one in self.parameters.values()])
        rows = [self.correlations.get(name, (0.0,) * at) for at, name in enumerate(self.parameters)]
        result: Floats = correlation_matrix(rows) * np.outer(error, error)
        return result

    @property
    def source(self) -> str:
        """What the table of parameters says of a value that comes from here."""
        return f"estimated on the {self.events} {self.of} of {self.first}-{self.last}, `{self.command}`"


def load_estimates(path: Path) -> Estimates:
    """Read a file of estimates; raises :class:`DataError` with all mistakes."""
    read = read_marked(path)
    problems = list(read.problems)
    if not problems:
        try:
            found = Estimates.model_validate(read.data)
            problems += _correlation_problems(found, read)
        except ValidationError as error:
            problems += model_problems(error, read, (), _known)
    if problems:
        raise DataError(problems)
    return found


def _correlation_problems(found: Estimates, read: Marked) -> list[Problem]:
    """Tell correlations that are no correlation matrix of the parameters."""
    if not found.correlations:
        return []
    names, told = list(found.parameters), []
    if list(found.correlations) != names:
        told.append(read.problem(("correlations",), f"expected the parameters in their order: {', '.join(names)}"))
    for at, (name, row) in enumerate(found.correlations.items()):
        if len(row) != at:
            told.append(read.problem(("correlations", name), f"expected {at} numbers, not {len(row)}"))
        elif any(abs(one) >= 1.0 for one in row):
            told.append(read.problem(("correlations", name), "expected numbers between -1 and 1"))
    if not told and np.linalg.eigvalsh(found.covariance)[0] <= 0.0:
        told.append(read.problem(("correlations",), "is not positive definite, so no joint posterior"))
    return told


def _known(where: Where) -> list[str]:
    parts = {"parameters": Estimated, "waves": Wave}
    return list(parts.get(str(where[0]) if where else "", Estimates).model_fields)
