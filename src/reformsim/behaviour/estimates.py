"""The committed result of ``reformsim estimate``: values and standard errors of weights estimated on real history."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from reformsim.errors import DataError
from reformsim.marked import Where, read_marked
from reformsim.validation import FilePart, Number, model_problems


class Estimated(FilePart):
    """One estimated weight: the mode of its posterior and the standard error."""

    value: Number
    error: Annotated[Number, Field(gt=0)]


class Estimates(FilePart):
    """The whole file.

    Attributes
    ----------
    territory
        Whose recorded mergers the estimate rests on.
    events, controls
        Mergers, and coalitions that did not come about, in the data.
    level
        Added to the constant, so that a run over these years loses as many municipalities as there really were.
    """

    territory: str
    first: int
    last: int
    events: int
    controls: int
    level: Number
    parameters: dict[str, Estimated]

    @property
    def source(self) -> str:
        """What the table of parameters says of a value that comes from here."""
        return f"estimated on the {self.events} mergers of {self.first}-{self.last}, `reformsim estimate`"


def load_estimates(path: Path) -> Estimates:
    """Read a file of estimates; raises :class:`DataError` with all mistakes."""
    read = read_marked(path)
    problems = list(read.problems)
    if not problems:
        try:
            return Estimates.model_validate(read.data)
        except ValidationError as error:
            problems += model_problems(error, read, (), _known)
    raise DataError(problems)


def _known(where: Where) -> list[str]:
    return list((Estimated if where and where[0] == "parameters" else Estimates).model_fields)
