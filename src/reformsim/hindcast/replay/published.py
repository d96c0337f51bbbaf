"""The published figures of ``published.yaml``, read and checked."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, ValidationError

from reformsim.errors import DataError
from reformsim.marked import Where, read_marked
from reformsim.validation import FilePart, Words, in_order, model_problems

Year = Annotated[int, Field(ge=1850, le=2200)]


class Replay(FilePart):
    """A period that is replayed: of a shipped scenario, or of a territory with nothing but its recorded mergers."""

    name: Words
    title: Words
    territory: str = ""
    scenario: str = ""
    start: Year
    end: Year


class Series(FilePart):
    """Published values by year of one measure: an indicator, or municipalities above or below a size."""

    measure: Words
    inhabitants: int = 0
    replay: Words
    role: Literal["outcome", "input"]
    source: Words
    status: Literal["observed", "secondary", "derived", "unverified"]
    values: dict[Year, Annotated[float, Field(ge=0)]]
    why: dict[Year, Words] = Field(default_factory=dict)


class Published(FilePart):
    """The whole file."""

    replays: tuple[Replay, ...]
    series: tuple[Series, ...]


@lru_cache(maxsize=1)
def load_published() -> Published:
    """Give the published figures shipped with the project.

    Raises
    ------
    DataError
        The file is wrong; carries all mistakes.
    """
    with as_file(files("reformsim.hindcast.replay") / "published.yaml") as path:
        return read_published(path)


def read_published(path: Path) -> Published:
    """Read a file of published figures; raises :class:`DataError` with all mistakes."""
    read = read_marked(path)
    problems = list(read.problems)
    if not problems:
        try:
            published = Published.model_validate(read.data)
        except ValidationError as error:
            problems += model_problems(error, read, (), _known)
        else:
            known = {replay.name: replay for replay in published.replays}
            for at, series in enumerate(published.series):
                where: Where = ("series", at)
                replay = known.get(series.replay)
                if replay is None:
                    problems.append(read.problem((*where, "replay"), f"there is no replay '{series.replay}'"))
                    continue
                for year in sorted({*series.values, *series.why}):
                    if not replay.start <= year <= replay.end:
                        said = f"{year} lies outside the replay '{replay.name}', {replay.start}-{replay.end}"
                        problems.append(read.problem((*where, "values"), said))
            if not problems:
                return published
    raise DataError(in_order(problems))


def _known(where: Where) -> list[str]:
    parts: dict[str, type[BaseModel]] = {"replays": Replay, "series": Series}
    part = parts.get(str(where[0]), Published) if where else Published
    return list(part.model_fields)
