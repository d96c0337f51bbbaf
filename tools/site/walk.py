"""Walks through the pages that show what commands say: runs every command, and holds what it says against the page.

``python -m tools.site.walk`` does so for all of :data:`PAGES`; what the commands made is in build/walk, from where the
site takes figures and pages. On a page, a block ``console`` holds commands (after ``$ ``) and what they say; a line
``…`` stands for any lines, ``…`` within a line for anything. A block of another kind with ``title="NAME"`` is a file
that the reader writes.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
WALKED: Final = ROOT / "build" / "walk"
PAGES: Final = {
    "en": ("start/tutorial.md", "howto/scenario.md", "howto/hindcast.md", "howto/estimate.md", "start/gallery.md"),
    "nl": ("nl/tutorial.md",),
}
"""Pages by the folder that their commands run in, one after the other."""

BLOCK: Final = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN: Final = (".html", ".svg", ".png")


class Step(NamedTuple):
    """Something the reader does: write a file, or give a command that says something."""

    file: str
    text: str
    command: str
    says: list[str]


def steps(page: str) -> Iterator[Step]:
    """Give what a page has its reader do, in order."""
    for kind, title, text in BLOCK.findall(page):
        if title:
            yield Step(title, text, "", [])
        if kind != "console":
            continue
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            command, *says = part.rstrip("\n").split("\n")
            yield Step("", "", command, says)


def agrees(says: list[str], said: list[str]) -> bool:
    """Whether what a page shows is what was said: ``…`` as a line stands for any lines, within one for anything."""
    lines = [r"(?:.*\n)*" if line.strip() == "…" else _pattern(line) + r"\n" for line in says]
    return re.fullmatch("".join(lines), "".join(f"{line.rstrip()}\n" for line in said)) is not None


def _pattern(line: str) -> str:
    return ".*".join(re.escape(part) for part in line.rstrip().split("…"))


def run(command: str, folder: Path) -> list[str]:
    """Give a command as the reader would, and return the lines it says."""
    program, *rest = shlex.split(command)
    if program != "reformsim":
        raise SystemExit(f"not a command of reformsim: {command}")
    env = {k: v for k, v in os.environ.items() if k not in ("LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE")}
    env |= {"COLUMNS": "88", "NO_COLOR": "1", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT / "src")}
    call = [sys.executable, "-c", "from reformsim.cli import main; main()", *rest]
    done = subprocess.run(call, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout.rstrip("\n").split("\n") if done.stdout.strip() else []


def made() -> dict[str, Path]:
    """Return what the commands made and the site shows: path in the site to file."""
    found = sorted(p for p in WALKED.rglob("*") if p.suffix in SHOWN and p.is_file())
    return {f"made/{path.relative_to(WALKED).as_posix()}": path for path in found}


def walk(folder: Path, pages: tuple[str, ...]) -> int:
    """Do in a folder what pages have their reader do; tell and count what was otherwise than they say."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    wrong = 0
    for page in pages:
        print(f"docs/{page}", flush=True)
        for step in steps((ROOT / "docs" / page).read_text("utf-8")):
            if step.file:
                (folder / step.file).write_text(step.text, "utf-8")
                continue
            print(f"  {step.command}", flush=True)
            said = run(step.command, folder)
            if not agrees(step.says, said):
                wrong += 1
                print("\n".join([f"docs/{page}: {step.command}", "says now:", *said]), file=sys.stderr, flush=True)
    return wrong


def main() -> None:
    """Walk through all pages; end with 1 if a command says something else than its page."""
    sys.exit(bool(sum([walk(WALKED / name, pages) for name, pages in PAGES.items()])))


if __name__ == "__main__":
    main()
