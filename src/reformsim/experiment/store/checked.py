"""Manifest and journal: which files of a folder are finished, each with its checksum."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from reformsim.errors import OutputError, formula
from reformsim.experiment.store.output import MANIFEST, PROGRAM, SEAL, content_of, manifest_text, seal, sync
from reformsim.scenario.schema import LARGEST_SEED, MOST_REPLICATES, ScenarioName

if TYPE_CHECKING:
    from typing import Self

JOURNAL = "journal.jsonl"
LOG = "log.jsonl"
"""When and how long; the one file that differs between two equal runs."""

ANEW = "the command that made it makes it anew"
RESTART = "the same command with --restart makes it anew"


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name or str(path) != name:
        raise ValueError("expected a path inside the folder")
    return name


class _Read(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class _Entry(_Read):
    """A file of the folder."""

    name: Annotated[str, AfterValidator(_inside)]
    sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")
    bytes: int | None = Field(default=None, ge=0)
    failures: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _has_checksum(self) -> Self:
        if self.name != LOG and (self.sha256 is None or self.bytes is None):
            raise ValueError(f"'{self.name}' has no checksum")
        return self


class _Named(_Read):
    name: str
    hash: str


class _ScenarioNamed(_Read):
    name: ScenarioName
    hash: str


class _Years(_Read):
    start: int
    end: int


def _plain(text: str) -> str:
    if wrong := formula(text):
        raise ValueError(wrong)
    return text


_Text = Annotated[str, AfterValidator(_plain)]


class _OwnMeasure(_Read):
    """What is said of a user's own measure, so that it can be read without its code."""

    name: _Text
    unit: _Text
    title_en: _Text
    title_nl: _Text
    definition: _Text
    direction: Literal["lower", "higher", "none"]
    source: _Text
    together: str
    headline: bool
    origin: str = Field(min_length=1)
    local: bool


class _Assumed(_Read):
    mode: Literal["fixed", "estimated", "all"]
    design: Any


class _Identity(_Read):
    """What the numbers follow from; see :meth:`reformsim.experiment.plan.Plan.identity`."""

    reformsim: str
    pieces: int
    model: str
    code_and_data: str
    python: str
    libraries: dict[str, str | None]
    scenarios: list[_ScenarioNamed] = Field(min_length=1)
    territory: _Named
    measures: list[str]
    own_measures: list[_OwnMeasure]
    own_code: dict[str, str | None]
    assumptions: _Assumed
    seed: int = Field(ge=0, le=LARGEST_SEED)
    horizon: _Years


class _Manifest(_Read):
    finished: bool
    replicates: int = Field(ge=1, le=MOST_REPLICATES)
    identity: _Identity
    files: list[_Entry]

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        scenarios = [one.name for one in self.identity.scenarios]
        names = [one.name for one in self.files]
        if len(set(scenarios)) < len(scenarios) or len(set(names)) < len(names):
            raise ValueError("a scenario or file is listed twice")
        if self.finished:
            missing = [name for name in map(scenario_file, scenarios) if name not in set(names)]
            if missing:
                raise ValueError(f"'{missing[0]}' is not listed")
        return self


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Give the manifest of a folder of pieces; ``None`` if it has none of ours.

    Raises
    ------
    OutputError
        If it cannot be read, or is not as it was written.
    """
    path = folder / MANIFEST
    found = content_of(path)
    if found is None or "identity" not in found:
        return None
    if found.get(SEAL) != seal(found):
        raise OutputError(f"{path} was changed after it was written (or by an earlier version); {RESTART}")
    try:
        _Manifest.model_validate(found)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise OutputError(f"{path} is damaged: {where + ': ' if where else ''}{first['msg']}; {RESTART}") from None
    return found


def entries(folder: Path, manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the entries of the finished files of a folder, of finished results or of work under way."""
    files: list[dict[str, Any]] = manifest["files"]
    return files if manifest["finished"] else [*files, *journal(folder / JOURNAL)]


def pieces_of(found: Iterable[dict[str, Any]], scenarios: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Give the entries of each scenario's finished pieces, none where it has none."""
    pieces: dict[str, list[dict[str, Any]]] = {name: [] for name in scenarios}
    for one in found:
        room, _, rest = one["name"].partition("/")
        scenario, _, file = rest.partition("/")
        if room == "pieces" and scenario in pieces and file.endswith(".npz"):
            pieces[scenario].append(one)
    return pieces


def verify(folder: Path, found: Iterable[dict[str, Any]]) -> None:
    """Hold files against their entries.

    Raises
    ------
    OutputError
        If some are missing or not as they were written; it names the first.
    """
    wrong = [entry["name"] for entry in found if not sound(folder, entry)]
    if wrong:
        more = f" and {len(wrong) - 1} more are" if len(wrong) > 1 else " is"
        raise OutputError(f"{folder / wrong[0]}{more} missing or damaged; {ANEW}")


def journal(path: Path) -> list[dict[str, Any]]:
    """The entries of a journal, the last of each name; a line that was cut off is no entry."""
    found: dict[str, dict[str, Any]] = {}
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return []
    for line in lines:
        with suppress(ValueError, RecursionError):
            entry = json.loads(line)
            found[_Entry.model_validate(entry).name] = entry
    return list(found.values())


def read_sound(folder: Path, entry: Mapping[str, Any]) -> bytes:
    """Give the bytes of a file; :class:`OutputError` if they are not those that its entry tells of."""
    path = folder / entry["name"]
    raw = b""
    with suppress(OSError), path.open("rb") as stream:
        if os.fstat(stream.fileno()).st_size == entry["bytes"]:
            raw = stream.read()
    if hashlib.sha256(raw).hexdigest() != entry["sha256"]:
        raise OutputError(f"{path} is missing or damaged; {ANEW}")
    return raw


def sound(folder: Path, entry: Mapping[str, Any]) -> bool:
    """Say whether a file is as its entry says; one without a checksum always is."""
    if "sha256" not in entry:
        return True
    path = folder / entry["name"]
    try:
        if path.stat().st_size != entry["bytes"]:
            return False
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == str(entry["sha256"])
    except OSError:
        return False


def write_manifest(folder: Path, identity: dict[str, Any], said: dict[str, Any], files: list[dict[str, Any]]) -> None:
    """Write a folder's manifest: what the numbers follow from, and the files with their checksums."""
    content = {"program": PROGRAM, **said, "identity": identity, "files": files}
    replace_text(folder / MANIFEST, manifest_text(content))


def replace_text(path: Path, text: str) -> None:
    """Put a text in place of a file, whole or not at all."""
    half = path.with_name(path.name + ".half")
    half.write_text(text, encoding="utf-8", newline="\n")
    sync(half)
    os.replace(half, path)
    sync(path.parent)


def scenario_file(name: str) -> str:
    """Name of a scenario's file inside the folder of results."""
    return f"scenarios/{name}.yaml"
