"""One file from its parts: modules joined into one script, which alone may run, data and words beside it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, Final

from markupsafe import Markup

from reformsim.errors import UnknownNameError
from reformsim.interactive.packing import as_json
from reformsim.report import style
from reformsim.report.page.html import environment, text_of
from reformsim.report.words import LANGUAGES, catalogue

FIRST: Final = "main.js"
"""The module that starts the page as a file."""

SERVED: Final = "served.js"
"""The one that starts the page as :mod:`reformsim.serving` gives it: it alone may ask that server for more."""

STYLES: Final = ("page.css", "atlas.css")
"""Style sheets of the page, after that of the report."""

SPOKEN: Final = ("interactive", "atlas", "units")
"""Files of the catalogue that the page holds whole."""

SPOKEN_SERVED: Final = (*SPOKEN, "serving")
"""Those that a served page holds."""

ALSO: Final = (
    "page.verdict.",
    "page.kicker",
    "maps.missing",
    "maps.schematic",
    "maps.chance.never",
    "page.headline.hangs",
    "page.headline.origin",
    "page.headline.sign",
    "screen.aloud",
    "screen.price.title",
    "screen.marks",
    "common.range",
    "common.shade.",
    "common.median",
)
"""Beginnings of other keys that it holds."""

_IMPORT = re.compile(r'^import \{ ?([\w, ]+?) ?\} from "\./([\w-]+\.js)";\n', re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?function\*? (\w+)|const (\w+)|class (\w+))", re.M)


def page(data: Mapping[str, Any], lang: str = "en") -> str:
    """Put the page together; the same data give the same text.

    Parameters
    ----------
    data
        As :func:`reformsim.interactive.gather.gather` gives it; with ``served``, what the page knows of the server that
        gives it (:meth:`reformsim.serving.site.Site.told`), it may ask that server for more.
    lang
        The language in which it opens; it has both.

    Raises
    ------
    UnknownNameError
        For another language than 'en' and 'nl'.
    """
    if lang not in LANGUAGES:
        raise UnknownNameError("language", lang, LANGUAGES)
    served = "served" in data
    script, texts = joined(modules(), SERVED if served else FIRST), words(SPOKEN_SERVED if served else SPOKEN)
    template = environment().from_string(asset("page.html.j2"))
    text = template.render(
        lang=lang,
        served=served,
        said={key: both[lang] for key, both in texts.items()},
        question=data["meta"]["question"][lang],
        css=Markup("\n".join([text_of("report.css"), themes(text_of("report.css")), *map(asset, STYLES)])),
        script=Markup(script),
        digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        data=Markup(island(data)),
        words=Markup(island(texts)),
    )
    return text.rstrip("\n") + "\n"


def themes(css: str) -> str:
    r"""Give the style sheet by which a switch goes before what the screen asks for.

    Parameters
    ----------
    css
        That of the report: its ``:root`` has the colours of light, and the one for dark screens those of dark.

    Examples
    --------
    >>> print(themes(":root { --a: #fff; }\n@media (prefers-color-scheme: dark) {\n  :root { --a: #000; }\n}"))
    @media screen {
    :root[data-theme=light] { color-scheme: light; --a: #fff; }
    :root[data-theme=dark] { color-scheme: dark; --a: #000; ... }
    }
    @media screen and (prefers-color-scheme: dark) { :root[data-theme=auto] { ... } }
    """
    light = re.search(r"^:root \{([^}]*)\}", css, re.M)
    dark = re.search(r"prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}", css)
    if light is None or dark is None:
        raise ValueError("the style sheet of the report has no colours of light or none of dark")
    figures = style.dark_css()
    return (
        "@media screen {\n"
        f":root[data-theme=light] {{ color-scheme: light; {' '.join(light[1].split())} }}\n"
        f":root[data-theme=dark] {{ color-scheme: dark; {' '.join(dark[1].split())} {figures} }}\n"
        "}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root[data-theme=auto] {{ {figures} }} }}"
    )


def words(spoken: Sequence[str] = SPOKEN) -> dict[str, dict[str, str]]:
    """Give the texts of the page by key, in both languages; those of some files whole."""
    ours = tuple(f"{name}." for name in spoken) + ALSO
    return {key: dict(texts) for key, texts in catalogue().items() if key.startswith(ours)}


def island(content: object) -> str:
    """Give data as JSON that may stand in a page, whatever its texts are."""
    text = as_json(content).replace("<", "\\u003c")
    return text.replace("\N{LINE SEPARATOR}", "\\u2028").replace("\N{PARAGRAPH SEPARATOR}", "\\u2029")


def asset(name: str) -> str:
    """Give the text of a file of the page."""
    return files("reformsim.interactive").joinpath("assets", name).read_text(encoding="utf-8")


def modules() -> dict[str, str]:
    """Give the modules of the page by name."""
    found = files("reformsim.interactive").joinpath("assets").iterdir()
    return {name: asset(name) for name in sorted(one.name for one in found) if name.endswith(".js")}


def joined(found: Mapping[str, str], first: str = FIRST) -> str:
    r"""Join ES modules into one script, for a file from disk may not load others.

    Each becomes a function that runs once and gives what it exports, after those that it imports. They are plain: every
    import a line of its own of named things of a module beside it (``import { a, b as c } from "./other.js";``), every
    export a declaration (``export const``, ``export function``, ``export class``).

    Parameters
    ----------
    found
        Texts by name; those that nobody imports are left out.
    first
        The one to begin with.

    Raises
    ------
    ValueError
        For an import or export of another kind, of a module that is not there, or in a circle.

    Examples
    --------
    >>> print(joined({"main.js": 'import { a } from "./b.js";\nstart(a);', "b.js": "export const a = 1;"}))
    "use strict";
    const $b = (() => {
    const a = 1;
    return { a };
    })();
    const $main = (() => {
    const { a } = $b;
    start(a);
    return {};
    })();
    """
    order: list[str] = []
    _visit(first, found, order, ())
    return "\n".join(['"use strict";', *(_wrapped(name, found[name]) for name in order)])


def _visit(name: str, found: Mapping[str, str], order: list[str], above: tuple[str, ...]) -> None:
    if name in above:
        raise ValueError(f"modules import each other in a circle: {' -> '.join([*above, name])}")
    if name in order:
        return
    if name not in found:
        raise ValueError(f"{above[-1] if above else 'the page'} imports {name}, which is not there")
    for _, other in _IMPORT.findall(found[name]):
        _visit(other, found, order, (*above, name))
    order.append(name)


def _wrapped(name: str, text: str) -> str:
    exported = [next(filter(None, match.groups())) for match in _EXPORT.finditer(text)]
    body = _EXPORT.sub("", _IMPORT.sub(_taken, text))
    if left := re.search(r"^(?:import\b|export\b).*", body, re.M):
        raise ValueError(f"{name} has what cannot be joined: {left[0]}")
    given = f"{{ {', '.join(exported)} }}" if exported else "{}"
    return f"const {_named(name)} = (() => {{\n{body.strip()}\nreturn {given};\n}})();"


def _taken(match: re.Match[str]) -> str:
    return f"const {{ {match[1].replace(' as ', ': ')} }} = {_named(match[2])};\n"


def _named(name: str) -> str:
    return "$" + name.removesuffix(".js").replace("-", "_")
