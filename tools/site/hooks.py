"""What the documentation site shows beside the pages of docs/: files of the project, commands, results made for it."""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tools.site import commands, links, walk  # noqa: E402  (mkdocs loads this file by its path)

log = logging.getLogger("mkdocs.hooks.reformsim")

SECTION = re.compile(r"^<!-- section of (\S+): (.+?) -->$", re.MULTILINE)
"""Stands in a page where a section of another file is shown, its heading left out."""

LOADED = re.compile(
    r"<(?:script|img|iframe|source)\b[^>]*?\bsrc=[\"']?(?:https?:|//)"
    r"|<link\b(?![^>]*rel=\"canonical\")[^>]*?\bhref=[\"']?(?:https?:|//)"
)
"""What a browser would fetch from a network as soon as it shows a page."""


def on_files(files: Files, config: Any) -> Files:
    """Add the files of the project that are pages of the site, the commands, and what the pages' own commands made."""
    for page, path in links.PAGES.items():
        files.append(File.generated(config, page, content=(ROOT / path).read_text("utf-8")))
    files.append(File.generated(config, "reference/commands.md", content=commands.page()))
    made = walk.made()
    if not made:
        log.warning("nothing was made for the gallery: `make docs` runs `python -m tools.site.walk` first")
    for name, path in made.items():
        files.append(File.generated(config, name, abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Lead links to where the site has what they name, and put in the sections of other files."""
    name = page.file.src_uri
    source = links.PAGES.get(name, f"docs/{name}")
    text = links.led(markdown, source, name)

    def section(found: re.Match[str]) -> str:
        path, title = found.groups()
        body = links.section((ROOT / path).read_text("utf-8"), title)
        if not body:
            log.warning("%s: %s has no section '%s'", name, path, title)
        return links.led(body, path, name)

    return SECTION.sub(section, text)


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Say in which language a page is, and complain of what it would load from a network."""
    if LOADED.search(output):
        log.warning("%s loads something from a network", page.file.src_uri)
    if page.file.src_uri.startswith("nl/"):
        return output.replace('<html lang="en"', '<html lang="nl"', 1)
    return output
