"""What the code says of mistakes and failures, in the language that is spoken.

Errors are raised in English, far upstream of any catalogue: a script that catches them reads the same everywhere. What
a person is shown of them is looked up here: ``words/errors.yaml`` holds each text as the code says it, with
placeholders, and in Dutch. So it is with scores and estimates, whose sentences stand in the project's own pages as they
stand on the screen: ``words/scores.yaml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reformsim.report.words import Words, catalogue

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_KINDS = ("kind", "what", "side")
"""Placeholders that stand for a kind of thing."""

_LAST = "errors.last."
"""How texts are put together: tried when no other text fits."""

_WORD, _ANY, _PART = r"[\w']+", r".*?", r"(?:(?!, not ).)*?"
"""What a placeholder may hold: a word, anything, anything that another text does not end."""


_SENTENCE = re.compile(r"(?<=\.) (?=[A-Z\d])")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?![\w.]*[a-z])")


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of the catalogue as a pattern, and which of its placeholders stand in quotes (names, left as they are).

    ``piece`` is the longest part of it that is not put in: what lacks it is not this text.
    """

    key: str
    pattern: re.Pattern[str]
    names: frozenset[str]
    piece: str


@lru_cache(maxsize=2)
def _texts(file: str) -> tuple[_Text, ...]:
    """All texts of a file, those with most words of their own first: they fit least by accident.

    ``errors.last.`` are at the end.
    """
    english = {
        key: text["en"]
        for key, text in catalogue().items()
        if key.startswith(f"{file}.") and not key.startswith("errors.kind.")
    }
    made = []
    for key, text in english.items():
        parts = _PLACEHOLDER.split(text)
        fixed, places = parts[::2], parts[1::2]
        pattern = re.escape(fixed[0])
        for name, after in zip(places, fixed[1:], strict=True):
            open_ended = name == "message" or key.startswith(_LAST)
            own = _WORD if key == "errors.last.and" else _ANY if open_ended else _PART
            pattern += f"(?P<{name}>{own}){re.escape(after)}"
        quoted = {
            name for before, name, after in zip(fixed, places, fixed[1:], strict=False)
            if before.endswith("'") and after.startswith("'")
        }  # fmt: skip
        weight = -1 if key.startswith(_LAST) else len("".join(fixed))
        made.append((weight, _Text(key, re.compile(pattern, re.DOTALL), frozenset(quoted), max(fixed, key=len))))
    return tuple(text for _, text in sorted(made, key=lambda one: -one[0]))


def told(message: str, w: Words) -> str:
    """Give a message of one or more lines in a language; a line that the catalogue does not know stays in English.

    Examples
    --------
    >>> told("expected a list, not 'twelve'; did you mean 'two'?", Words("nl"))
    "verwacht een lijst, niet 'twelve'; bedoeld: 'two'?"
    """
    return message if w.lang == "en" else "\n".join(_told(line, w, "errors") for line in message.split("\n"))


def scored(text: str, w: Words) -> str:
    """Give what is said of scores and estimates in a language, sentence by sentence; numbers as the language has them.

    Examples
    --------
    >>> scored("Beside them 1,179 mergers of 1993-2022 (Switzerland). 0.12 [0.10, 0.15]", Words("nl"))
    'Daarnaast 1.179 herindelingen van 1993-2022 (Switzerland). 0,12 [0,10; 0,15]'
    """
    return text if w.lang == "en" else " ".join(_told(one, w, "scores") for one in _SENTENCE.split(text))


def _told(text: str, w: Words, file: str) -> str:
    for one in _texts(file):
        found = one.pattern.fullmatch(text) if one.piece in text else None
        if found is None:
            continue
        given = found.groupdict()
        values = {name: _value(name, given, one, w, file) for name in given}
        # A frame around a message that nobody knows is no help: another text may know the whole.
        if "message" not in given or values["message"] != given["message"]:
            return w(one.key, **values)
    if file == "scores":
        return _NUMBER.sub(lambda number: w.local(number[0]), text.replace(", ", "; ") if "[" in text else text)
    return text


def _value(name: str, given: dict[str, str], text: _Text, w: Words, file: str) -> str:
    """Give what stands for a placeholder: a name as it is, a kind of thing or a parameter by its words."""
    value = given[name]
    if name in text.names:
        return value
    words = f"levers.parameter.{given.get('key')}" if name == "meaning" else f"errors.kind.{value}"
    if name in ("meaning", *_KINDS) and words in catalogue():
        return w(words)
    return _told(value, w, file)
