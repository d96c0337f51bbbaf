"""What alters a folder of results, or leaves one half made."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.store.output import manifest_text
from reformsim.scenario import Scenario, load_scenario
from tests.experiment import fake_model


def scenario(name: str = "note-2011", **change: Any) -> Scenario:
    found = adjusted(load_scenario("note-2011"), replicates=3, until=2013, **change)
    return found.model_copy(update={"name": name})


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def as_fake(simulate: Any) -> Any:
    """Make a model be known by the fake model's name, so that it goes on with its folders."""

    def known(what: object, replicate: int) -> object:
        return simulate(what, replicate)

    known.__module__, known.__qualname__ = fake_model.__name__, "simulate"
    return known


def stopping(at: int) -> Any:
    """Make a model that is interrupted in a replicate."""

    def simulate(what: object, replicate: int) -> fake_model.FakeRecord:
        if replicate == at:
            raise KeyboardInterrupt
        return fake_model.simulate(what, replicate)

    return as_fake(simulate)


def resealed(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Alter a manifest as somebody would who knows how its checksum is made."""
    content = json.loads((folder / "manifest.json").read_text("utf-8"))
    change(content)
    content.pop("sha256", None)
    (folder / "manifest.json").write_text(manifest_text(content), encoding="utf-8")


def in_place_of(folder: Path, name: str, content: bytes) -> None:
    """Put other content in place of a file, and its checksum in the manifest."""
    (folder / name).write_bytes(content)
    told = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    resealed(folder, lambda m: next(one for one in m["files"] if one["name"] == name).update(told))


def npz(**arrays: Any) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def npy(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()
