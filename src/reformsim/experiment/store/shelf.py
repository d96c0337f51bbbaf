"""Finished pieces kept on disk as they come in, so that whatever stops the work, the next command goes on.

While the work goes on a folder ``NAME.part`` grows beside ``NAME``: pieces, each written whole and then entered with
its checksum in a journal, and a manifest that says what the numbers follow from. What stood in ``NAME`` stays
as it is until everything is there; then the two are exchanged.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from reformsim.errors import OutputError, reason_of
from reformsim.experiment.plan import Place, Plan, differences, effective
from reformsim.experiment.store import piecefiles
from reformsim.experiment.store.checked import (
    JOURNAL,
    LOG,
    entries,
    read_manifest,
    replace_text,
    scenario_file,
    sound,
    write_manifest,
)
from reformsim.experiment.store.lock import alone
from reformsim.experiment.store.output import (
    MANIFEST,
    Writer,
    check_target,
    content_of,
    listed,
    put_in_place,
    recover,
    refuse_links,
    sync,
    told,
    write_one,
)
from reformsim.experiment.store.piecefiles import Shelf, Stored
from reformsim.experiment.store.pieces import Piece

SWEPT = frozenset((".half", ".begun", ".npz", ".csv", ".png", ".svg", ".yaml", ".html"))
"""Endings of what is written anew."""


class Store:
    """The pieces of a plan in a folder; made by :func:`opened`."""

    def __init__(self, folder: Path, plan: Plan, identity: dict[str, Any]):
        self.folder, self.plan, self.identity = folder, plan, identity
        self.part = part_of(folder)
        self.shelf = Shelf(self.part)
        self._entries: dict[str, dict[str, Any]] = {}
        self._begun: dict[str, dict[str, Any]] = {}
        self._scenarios: list[dict[str, Any]] = []
        self.whole = False
        """Whether the results in place are whole and just these; then nothing is left to do."""

    def __contains__(self, place: Place) -> bool:
        return self.plan.name(place) in self._entries

    @property
    def entries(self) -> list[dict[str, Any]]:
        """The manifest's line of each piece, in the order of the plan."""
        return [self._entries[name] for name in map(self.plan.name, self.plan) if name in self._entries]

    def put(self, place: Place, piece: Piece) -> None:
        """Keep a finished piece: first the file whole, then its line in the journal."""
        name = self.plan.name(place)
        entry = self._write(name, piece)
        entry["failures"] = len(piece.failures)
        self._enter(entry)
        self._entries[name] = entry
        with suppress(OSError):
            os.unlink(self.part / _begun(name))

    def put_begun(self, place: Place, piece: Piece) -> None:
        """Keep the replicates of a piece that were finished when the work was stopped."""
        self._enter(self._write(_begun(self.plan.name(place)), piece))

    def begun(self, place: Place) -> Piece | None:
        """Give what :meth:`put_begun` kept of a piece."""
        entry = self._begun.get(_begun(self.plan.name(place)))
        try:
            return None if entry is None else piecefiles.read(self.part, entry)
        except OutputError:
            return None

    def pieces(self, scenario: int) -> Stored:
        """Finished pieces of one scenario."""
        return Stored(self.shelf, [self._entries[self.plan.name(place)] for place in self.plan.places(scenario)])

    def finish(self, contents: Mapping[str, Writer]) -> None:
        """Write the other files and the manifest, and put the folder in place of what stood there."""
        files = [write_one(self.part, name, write) for name, write in contents.items()]
        said = {"finished": True, "replicates": self.plan.replicates}
        write_manifest(self.part, self.identity, said, [*self.entries, *self._scenarios, *files, {"name": LOG}])
        with suppress(FileNotFoundError):
            os.unlink(self.part / JOURNAL)
        put_in_place(self.part, self.folder)
        self.shelf.folder = self.folder

    def log(self, what: str, **details: object) -> None:
        """Add a line to the log."""
        with (self.part / LOG).open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(json.dumps({"what": what, **details}, ensure_ascii=False) + "\n")

    def _enter(self, entry: dict[str, Any]) -> None:
        with (self.part / JOURNAL).open("a", encoding="utf-8", newline="\n") as lines:
            lines.write(json.dumps(entry) + "\n")
            lines.flush()
            os.fsync(lines.fileno())

    def _write(self, name: str, piece: Piece) -> dict[str, Any]:
        path, content = self.part / name, piecefiles.to_bytes(piece)
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half")
        with half.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(half, path)
        return {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}

    def begin(self, restart: bool) -> None:
        """Make the folder in which the work goes on, or go on in the one that is there."""
        self._refuse_foreign(restart)
        if restart:
            shutil.rmtree(self.part, ignore_errors=True)
        before = read_manifest(self.part)
        if before is not None:
            self._refuse_other(before)
        kept = [] if before is None else entries(self.part, before)
        self.part.mkdir(parents=True, exist_ok=True)
        said = {"finished": False, "replicates": self.plan.replicates}
        write_manifest(self.part, self.identity, said, [])
        # Results that are whole are seeds too: of the same numbers, but fewer or more replicates.
        finished = None if restart else self._in_place()
        if finished is not None and not differences(self.identity, finished["identity"]):
            self._take_over(self.folder, finished["files"])
        self._take_over(self.part, kept)
        wanted = {_begun(self.plan.name(place)) for place in self.plan if place not in self}
        self._begun = {entry["name"]: entry for entry in kept if entry["name"] in wanted}
        self._sweep()
        text = "".join(json.dumps(entry) + "\n" for entry in (*self.entries, *self._begun.values()))
        replace_text(self.part / JOURNAL, text)
        self._scenarios = [
            write_one(self.part, scenario_file(one.name), partial(_write_text, effective(one)))
            for one in self.plan.scenarios
        ]
        write_manifest(self.part, self.identity, said, self._scenarios)

    def _sweep(self) -> None:
        """Remove what a stop left half done, but for the replicates of pieces that were begun."""
        kept = (*self.entries, *self._begun.values())
        keep = {self.part / entry["name"] for entry in kept} | {self.part / name for name in (LOG, MANIFEST)}
        for path in sorted(self.part.rglob("*")):
            if path.is_file() and path not in keep and path.suffix in SWEPT:
                path.unlink()

    def look_in_place(self) -> None:
        """Take the pieces of the results in place, if these are whole and just what is planned."""
        found = self._in_place()
        if found is None or not found["finished"] or differences(self.identity, found["identity"]):
            return
        names = {self.plan.name(place) for place in self.plan}
        entries = {entry["name"]: entry for entry in found["files"]}
        if {name for name in entries if name.startswith("pieces/")} != names:
            return
        # A run that failed is tried again by the same command.
        if all(sound(self.folder, entry) and not entry.get("failures") for entry in entries.values()):
            self.whole, self._entries, self.shelf.folder = True, entries, self.folder

    def _in_place(self) -> dict[str, Any] | None:
        """Give the manifest of the results in place; one that was changed is made anew with the rest."""
        with suppress(OutputError):
            return read_manifest(self.folder)
        return None

    def _refuse_foreign(self, restart: bool) -> None:
        """Refuse to work in, or to throw away, what is not unfinished work of ours."""
        refuse_links(self.part, *(self.part.rglob("*") if self.part.is_dir() else ()))
        left = {path.name for path in self.part.iterdir()} if self.part.exists() else set()
        if not left - {MANIFEST + ".half"}:
            return
        if listed(self.part / MANIFEST) is None:
            raise OutputError(
                f"{self.part} exists and was not written by reformsim; move it away or name another --out"
            )
        # Work that goes on has a journal; without one what is there is finished, under this name or another.
        if restart and JOURNAL not in left and (content_of(self.part / MANIFEST) or {}).get("finished", True):
            raise OutputError(
                f"{self.part} holds finished results, which --restart does not delete; "
                f"move them away or name another --out"
            )

    def _refuse_other(self, before: dict[str, Any]) -> None:
        other = differences(self.identity, before["identity"])
        if other:
            raise OutputError(
                f"{self.part} holds the unfinished work of another run; different: {other}. "
                f"Finish that one first, name another --out, or give --restart to throw it away"
            )

    def _take_over(self, source: Path, entries: list[dict[str, Any]]) -> None:
        wanted = {self.plan.name(place) for place in self.plan}
        for entry in entries:
            name = entry["name"]
            if name not in wanted or entry.get("failures") or not sound(source, entry):
                continue
            target = self.part / name
            if source != self.part:
                target.parent.mkdir(parents=True, exist_ok=True)
                with suppress(FileNotFoundError):
                    os.unlink(target)
                shutil.copyfile(source / name, target)
                sync(target)
            self._entries[name] = entry


@contextmanager
def opened(
    folder: Path,
    plan: Plan,
    *,
    restart: bool = False,
    keep: bool = True,
    identity: Mapping[str, Any] | None = None,
) -> Iterator[Store]:
    """Open the store of a folder; one process at a time.

    Parameters
    ----------
    folder
        Where the results are to be.
    plan
        What is to be simulated.
    restart
        Throw away the unfinished work of another run, and what is finished too.
    keep
        After a failure keep what is finished, so that the next command goes on.
    identity
        What the numbers follow from, where that is not what would simulate them now; see :meth:`Plan.identity`.

    Raises
    ------
    OutputError
        If the folder is not ours, if another process writes to it, if it holds the unfinished work of
        another run, or if the disk refuses; what is finished is kept.
    """
    check_target(folder)
    said = plan.identity() if identity is None else dict(identity)
    try:
        with alone(folder):
            store = Store(folder, plan, said)
            recover(folder)
            if not restart:
                store.look_in_place()
            try:
                if not store.whole:
                    store.begin(restart)
                yield store
            except BaseException:
                if not keep:
                    shutil.rmtree(store.part, ignore_errors=True)
                raise
    except OSError as error:
        raise _kept(folder, error) from error


def part_of(folder: Path) -> Path:
    """Folder in which the work for ``folder`` goes on."""
    return folder.parent / f"{folder.name}.part"


def _begun(name: str) -> str:
    return name.removesuffix(".npz") + ".begun"


def _write_text(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _kept(folder: Path, error: OSError) -> OutputError:
    """Say what the disk refused, and that nothing finished is lost."""
    if not part_of(folder).is_dir():
        return told(folder, error)
    hint = " (make room, and the same command goes on)" if error.errno == errno.ENOSPC else ""
    kept = f"what is finished is kept in {part_of(folder)}{hint}"
    return OutputError(f"cannot write results to {folder}: {reason_of(error)}; {kept}")
