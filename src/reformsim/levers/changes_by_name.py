"""Words of the vocabulary that name single municipalities, as they are on the day of the reform.

A municipality is named by code or name and looked up when the day has come, so that one which the run itself has formed
can be named too. Where one is not there, nothing is done, and the event ``reform_impossible`` says why.
"""

from __future__ import annotations

from dataclasses import dataclass

from reformsim.levers.word import Word


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
