"""A site with nothing behind it: no socket, no process, the toy province."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from reformsim.scenario import Scenario, dump
from reformsim.serving.guarding import Guard
from reformsim.serving.limits import Limits
from reformsim.serving.reading import Reader
from reformsim.serving.running import State
from reformsim.serving.site import Answer, Asked, Site
from tests.model.worlds import TOY

TOKEN = "a-token"
HOST = "127.0.0.1:8000"
FIRST = Scenario(name="base", title="The base", territory=str(TOY), horizon={"start": 2011, "end": 2013}, replicates=2)
OWN = "extends: scenarios/base.yaml\nname: own\n"


def reader() -> Reader:
    """Reads texts beside a scenario of the toy province, which they may extend."""
    return Reader(FIRST, {"scenarios/base.yaml": dump(FIRST)}, most_years=40)


@dataclass
class Noting:
    """In the place of a runner: writes down what is asked of it."""

    lang: str = "en"
    begun: list[tuple[Scenario, Scenario]] = field(default_factory=list)
    stops: int = 0
    busy: bool = False
    state: State = field(default_factory=State)

    def begin(self, pair: tuple[Scenario, Scenario], told: dict[str, Any]) -> int | None:
        """Note the pair, unless it is busy."""
        if self.busy:
            return None
        self.begun.append(pair)
        return len(self.begun)

    def stop(self) -> None:
        """Count."""
        self.stops += 1

    def page(self, number: int) -> bytes | None:
        """Have one page."""
        return b"<p>own</p>" if number == 1 else None


@lru_cache(maxsize=1)
def _site() -> Site:
    data = {"meta": {"question": {"en": "What?", "nl": "Wat?"}}}
    return Site(Guard("127.0.0.1", 8000, TOKEN), reader(), Noting(), data)  # type: ignore[arg-type]


def site(runner: Noting | None = None, limits: Limits | None = None) -> Site:
    """A site whose page has a question alone; put together once, for all ask the same page."""
    found = _site()
    found.runner, found.limits = runner or Noting(), limits or Limits()  # type: ignore[assignment]
    return found


def asked(name: str, content: object = None, *, token: str = TOKEN, method: str | None = None, **headers: str) -> Asked:
    """A request as the page sends it; headers by names with underscores."""
    named = {"host": HOST, **{one.replace("_", "-"): value for one, value in headers.items()}}
    target = f"/{token}/{name}"
    if content is None:
        return Asked(method or "GET", target, named)
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Asked(method or "POST", target, {"content-type": "application/json", **named}, body)


def text(own: str = OWN, replicates: int = 2, until: int = 2012) -> dict[str, Any]:
    """What the page sends of a scenario."""
    return {"text": own, "replicates": replicates, "until": until}


def told(answer: Answer) -> Any:
    """What an answer says, as data."""
    return json.loads(answer.content)
