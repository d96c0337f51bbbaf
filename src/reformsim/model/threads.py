"""One thread for linear algebra: sums are then made in the same order on every machine, and small ones sooner."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from threadpoolctl import ThreadpoolController

Given = ParamSpec("Given")
Result = TypeVar("Result")


@lru_cache(maxsize=1)
def _libraries() -> ThreadpoolController:
    """The libraries of this process that have threads of their own; finding them takes some milliseconds."""
    return ThreadpoolController()


def on_one_thread(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """Have a function do its linear algebra on one thread, and leave the number of threads as it was.

    BLAS splits long sums over as many threads as the machine has cores, which rounds them otherwise than one thread
    does. A run is spread over cores by replicate, not within its sums.
    """

    @wraps(function)
    def limited(*args: Given.args, **named: Given.kwargs) -> Result:
        with _libraries().limit(limits=1, user_api="blas"):
            return function(*args, **named)

    return limited
