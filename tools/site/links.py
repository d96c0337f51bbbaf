"""Links between pages of the site that stand in different folders of the project."""

from __future__ import annotations

import posixpath
import re
from typing import Final

PAGES: Final = {
    "project/contributing.md": "CONTRIBUTING.md",
    "project/changelog.md": "CHANGELOG.md",
    "sources/territories.md": "src/reformsim/territory/data/README.md",
    "sources/netherlands.md": "src/reformsim/territory/data/netherlands/README.md",
    "sources/flanders.md": "src/reformsim/territory/data/flanders/README.md",
    "sources/switzerland.md": "src/reformsim/territory/data/switzerland/README.md",
    "sources/network.md": "src/reformsim/network/data/README.md",
    "sources/tasks.md": "src/reformsim/tasks/README.md",
    "sources/history.md": "src/reformsim/hindcast/README.md",
}
"""Pages of the site that are files of the project outside docs/."""

HOME: Final = {path: page for page, path in PAGES.items()} | {"README.md": "index.md"}

LINK: Final = re.compile(r"(?<!!)\[([^\]\n]*)\]\(([^)\s#]+)(#[^)\s]*)?\)")


def led(text: str, source: str, page: str) -> str:
    """Give a text with its links leading to pages of the site.

    Parameters
    ----------
    text
        Markdown of a file of the project.
    source
        Path of that file in the project, from which its links are meant.
    page
        Path of the page in the site, from which they are to lead.

    A link to a file that is no page of the site (code, a table) becomes its own words: there is nothing to lead to.
    Links within docs/ are left as they are, so that the site finds the dead ones.
    """

    def one(found: re.Match[str]) -> str:
        words, target, anchor = found.groups()
        if re.match(r"[a-z]+:", target):
            return found.group()
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
        if path.startswith("docs/"):
            home = path.removeprefix("docs/")
        elif path in HOME:
            home = HOME[path]
        elif path.startswith(".."):
            # Of a page to results made for the site.
            return found.group()
        else:
            return words
        return f"[{words}]({posixpath.relpath(home, posixpath.dirname(page) or '.')}{anchor or ''})"

    return LINK.sub(one, text)


def section(text: str, title: str) -> str:
    """Give what stands under a heading of second rank, up to the next; empty if there is none."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found.group(1).strip() if found else ""
