"""The one object that the page shows, made from results.

Its keys are the parts of the page. A part that the results do not tell of is not there, and the page leaves it out.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from reformsim.interactive.about import meta
from reformsim.interactive.atlas import atlas
from reformsim.interactive.both import Both
from reformsim.interactive.choosing import packages
from reformsim.interactive.emulating import sliders
from reformsim.interactive.hanging import Hangings
from reformsim.interactive.outcomes import COURSE, EFFECT, bands, effects, measures
from reformsim.interactive.packing import packed_json
from reformsim.interactive.said import said
from reformsim.interactive.worlds import Worlds

if TYPE_CHECKING:
    from reformsim.experiment.explore import Exploration
    from reformsim.interactive.worlds import Results


def gather(
    results: str | Path | Results | Worlds,
    explored: str | Path | Exploration | None = None,
    *,
    allow_code: bool = False,
) -> dict[str, Any]:
    """Gather all that the page shows.

    Parameters
    ----------
    results
        A comparison, an exploration or combinations, or the folder that they are in.
    explored
        Of combinations an exploration of the whole package (:meth:`Worlds.of`).
    allow_code
        As for :func:`reformsim.load_results`.

    Returns
    -------
    dict
        Of what JSON holds, with numbers packed (:mod:`reformsim.interactive.packing`); the same for the same results.

    Raises
    ------
    OutputError
        If there are no results.
    RunError
        If the folder holds something else.
    """
    both = Both(results if isinstance(results, Worlds) else Worlds.of(results, explored, allow_code=allow_code))
    told = packed_json(said(both))
    data: dict[str, Any] = {
        "meta": meta(both),
        "measures": measures(both),
        "packages": packages(both),
        "course": list(COURSE),
        "bands": bands(both),
        "effect": list(EFFECT),
        "effects": effects(both),
        "said": told,
        **atlas(both),
    }
    hangings = Hangings(both.studied)
    data |= {"studied": list(both.worlds.studied), **hangings.told()}
    if (found := sliders(both.studied, hangings)) is not None:
        data["emulator"] = found
    # The last, for the others refer to them.
    return {**data, "texts": packed_json(both.texts.all)}
