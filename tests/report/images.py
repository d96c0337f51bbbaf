"""Pictures that figures are held against: ``python -m tests.report.images [NAME...]`` draws them anew.

A figure is added by a function in the ``FIGURES`` of a module ``samples_*.py`` of this folder. The pictures are small;
a figure may differ from its picture by what another release of Matplotlib rounds otherwise, and by no more.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib.image
import numpy as np
from matplotlib import rc_context
from numpy.typing import NDArray

from reformsim.report.page.saving import look

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HERE = Path(__file__).parent
FOLDER = HERE / "images"
DPI = 50
TOLERANCE = 0.012
"""Mean difference of all pixels, of 1."""


def figures() -> dict[str, Callable[[], Figure]]:
    """What draws each picture, by its name."""
    found: dict[str, Callable[[], Figure]] = {}
    for path in sorted(HERE.glob("samples_*.py")):
        found |= import_module(f"tests.report.{path.stem}").FIGURES
    return found


def picture(name: str) -> Path:
    """File of a picture."""
    return FOLDER / f"{name}.png"


def draw(name: str, path: Path) -> None:
    """Draw a figure small."""
    with rc_context(look()):
        figures()[name]().savefig(path, dpi=DPI, format="png", metadata={"Software": None})


def difference(one: Path, other: Path) -> float:
    """Mean difference of two pictures, 1 if they differ in size."""
    first, second = (_pixels(path) for path in (one, other))
    return 1.0 if first.shape != second.shape else float(np.abs(first - second).mean())


def _pixels(path: Path) -> NDArray[np.float64]:
    return np.asarray(matplotlib.image.imread(path)[:, :, :3], dtype=np.float64)


def main() -> None:
    """Draw all pictures, or those named."""
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[1:] or sorted(figures()):
        before = picture(name).read_bytes() if picture(name).exists() else b""
        draw(name, picture(name))
        now = picture(name).read_bytes()
        print(f"{name}: {'as it was' if now == before else 'changed' if before else 'new'}, {len(now):,} bytes")


if __name__ == "__main__":
    main()
