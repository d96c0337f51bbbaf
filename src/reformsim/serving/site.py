"""What a request is answered: a page, a check, a run. A pure matter of what was asked; sockets are another module's."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reformsim.errors import Problem, ReformsimError, bounded
from reformsim.interactive.assembling import page
from reformsim.report.told import told
from reformsim.report.words import LANGUAGES, catalogue, words
from reformsim.serving.limits import Limits
from reformsim.serving.reading import FILE, Reader
from reformsim.serving.running import RUNNING

if TYPE_CHECKING:
    from reformsim.scenario import Scenario
    from reformsim.serving.guarding import Guard
    from reformsim.serving.reading import Read
    from reformsim.serving.running import Runner, State

HTML, JSON, TEXT = "text/html; charset=utf-8", "application/json", "text/plain; charset=utf-8"

ALWAYS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Headers of every answer: nobody frames it, guesses what it is, keeps it, or is told where one came from."""

_OWN = re.compile(r"own-([1-9][0-9]{0,5})", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """A request: its method, target and headers as they came (names in lower case), and the body."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    """Status, kind and content."""

    status: int
    kind: str = TEXT
    content: bytes = b""

    @property
    def headers(self) -> dict[str, str]:
        """All headers of it."""
        return {"Content-Type": self.kind, "Content-Length": str(len(self.content)), **ALWAYS}


class _Text(BaseModel):
    """What the page sends of a scenario."""

    model_config = ConfigDict(strict=True, extra="forbid")

    text: str
    replicates: Annotated[int, Field(ge=1)]
    until: Annotated[int, Field(ge=1, le=9999)]


class Site:
    """A page of results with its check and its runs.

    Parameters
    ----------
    data
        What the page shows (:func:`reformsim.interactive.gather.gather`).
    """

    def __init__(
        self, guard: Guard, reader: Reader, runner: Runner, data: Mapping[str, Any], limits: Limits | None = None
    ) -> None:
        self.guard, self.runner, self.limits = guard, runner, limits or Limits()
        self._reader, self._reading = reader, Lock()
        self._page = page({**data, "served": self.told()}, runner.lang).encode()

    def told(self, text: str = "") -> dict[str, Any]:
        """Give what a page knows of the server: how much one may ask, and the text that a result was made of."""
        start, end = self._reader.first.horizon.start, self._reader.first.horizon.end
        last = min(end, start + self.limits.years - 1)
        return {
            "text": text,
            "replicates": {"most": self.limits.replicates, "usual": self.limits.usual},
            "until": {"first": start, "last": last},
            "bytes": self.limits.body,
        }

    def answer(self, asked: Asked) -> Answer:
        """Answer a request; whatever it is, there is an answer."""
        try:
            return self._refusal(asked) or self._answer(asked)
        except Exception as error:
            # Told where the server was started, for it is ours to mend; who asks learns nothing from it.
            print(bounded(f"{type(error).__name__}: {error}"), file=sys.stderr)
            return plain(500, "broke")

    def _refusal(self, asked: Asked) -> Answer | None:
        if not self.guard.is_ours(asked.headers.get("host")):
            return plain(403, "host")
        if not self.guard.knows(_parts(asked.target)[0]):
            return plain(403, "token")
        if asked.method not in ("GET", "HEAD", "POST"):
            return plain(405, "method")
        about = (asked.headers.get(name) for name in ("origin", "host", "sec-fetch-site"))
        if asked.method == "POST" and not self.guard.is_from_here(*about):
            return plain(403, "origin")
        return None

    def _answer(self, asked: Asked) -> Answer:
        name = _parts(asked.target)[1]
        reading = asked.method in ("GET", "HEAD")
        if name == "" or (own := _OWN.fullmatch(name)):
            if not reading:
                return plain(405, "method")
            found = self._page if name == "" else self.runner.page(int(own[1]))  # type: ignore[index]
            return plain(404, "nothing") if found is None else Answer(200, HTML, found)
        if name == "state" and reading:
            return self._state()
        if name == "stop" and not reading:
            self.runner.stop()
            return self._state()
        if name in ("check", "run") and not reading:
            return self._read(asked, begin=name == "run")
        return plain(405, "method") if name in ("state", "stop", "check", "run") else plain(404, "nothing")

    def _read(self, asked: Asked, *, begin: bool) -> Answer:
        if asked.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
            return plain(415, "form")
        if len(asked.body) > self.limits.body:
            return plain(413, "large")
        try:
            given = _Text.model_validate_json(asked.body)
        except ValidationError:
            return plain(400, "form")
        if given.replicates > self.limits.replicates:
            return plain(400, "form")
        with self._reading:
            found = self._reader.read(given.text, given.replicates, given.until)
        if found.scenario is None or not begin:
            return as_json(422 if begin else 200, _found(found))
        return self._begin(found.scenario, given)

    def _begin(self, scenario: Scenario, given: _Text) -> Answer:
        pair = self._reader.pair(scenario, given.replicates, given.until)
        try:
            number = self.runner.begin(pair, self.told(given.text))
        except ReformsimError as error:
            return as_json(422, {"problems": [_problem(Problem(FILE, str(error)))], "notes": []})
        return self._state(409 if number is None else 202)

    def _state(self, status: int = 200) -> Answer:
        return as_json(status, _stands(self.runner.state))


def _parts(target: str) -> tuple[str, str]:
    """Give token and name of a target; nothing in it is decoded, so that nothing but what we wrote fits."""
    parts = target.partition("?")[0].split("/")
    return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == "" else ("", "")


def plain(status: int, word: str) -> Answer:
    """Refuse in a sentence of each language."""
    said = catalogue()[f"serving.refused.{word}"]
    return Answer(status, TEXT, "".join(f"{said[lang]}\n" for lang in LANGUAGES).encode())


def as_json(status: int, content: object) -> Answer:
    """Answer with data."""
    return Answer(status, JSON, json.dumps(content).encode())


def _both(message: str) -> dict[str, str]:
    return {lang: bounded(told(message, words(lang))) for lang in LANGUAGES}


def _problem(one: Problem) -> dict[str, Any]:
    file = "" if one.file == FILE else one.file
    return {"file": file, "line": one.line, "column": one.column, "path": one.path, "said": _both(one.message)}


def _found(found: Read) -> dict[str, Any]:
    return {"problems": list(map(_problem, found.problems)), "notes": list(map(_problem, found.notes))}


def _stands(state: State) -> dict[str, Any]:
    return {
        "state": state.state,
        "done": state.done,
        "planned": state.planned,
        "why": _both(state.why) if state.why else None,
        "page": f"own-{state.number}" if state.number and state.state != RUNNING else "",
    }
