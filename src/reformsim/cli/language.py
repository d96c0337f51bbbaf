"""In which language a command speaks: that of ``--lang``, else that of the environment."""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Annotated, Any

import typer

from reformsim.report.words import LANGUAGES, Words, words

_SPOKEN: ContextVar[Words | None] = ContextVar("spoken", default=None)


def usual() -> Words:
    """Give the words of the language that the environment asks for: Dutch if it is that, otherwise English."""
    asked = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return Words("nl" if asked.lower().startswith("nl") else "en")


def spoken() -> Words:
    """Give the words of the language that the command at work speaks."""
    return _SPOKEN.get() or usual()


def forget() -> None:
    """Speak as the environment asks again, until another command says otherwise."""
    _SPOKEN.set(None)


def listen(arguments: Sequence[str]) -> None:
    """Hear the language that is asked for before the arguments are parsed, so that what is wrong is told in it."""
    for given, after in zip(arguments, [*arguments[1:], ""], strict=True):
        name, _, value = given.partition("=")
        if name in ("--lang", "-l") and (value or after) in LANGUAGES:
            _SPOKEN.set(words(value or after))


def _choose(lang: str | None) -> str | None:
    if lang is not None:
        _SPOKEN.set(words(lang))
    return lang


Lang = Annotated[
    str | None,
    typer.Option("--lang", "-l", help="Language: en or nl [of LANG].", callback=_choose),
]


def speaking(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``--lang``; what it says it says with :func:`spoken`."""
    given = inspect.signature(command, eval_str=True)

    @functools.wraps(command)
    def speaks(*args: Any, lang: str | None = None, **values: Any) -> Any:
        return command(*args, **values)

    option = inspect.Parameter("lang", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Lang)
    speaks.__signature__ = given.replace(parameters=[*given.parameters.values(), option])  # type: ignore[attr-defined]
    return speaks


class Speaking(typer.Typer):
    """Commands that all are :func:`speaking`."""

    def command(self, name: str | None = None, **how: Any) -> Callable[[Any], Any]:
        """As of any Typer."""
        register = super().command(name, **how)
        return lambda command: register(speaking(command))


def with_titles(table: Any) -> Any:
    """Give a data frame of indicators with their titles in the language that is spoken."""
    from reformsim.measures import MEASURES
    from reformsim.report.page.tables import titled

    w = spoken()
    return titled(table, {name: w.pick(one.title_en, one.title_nl) for name, one in MEASURES.items()})
