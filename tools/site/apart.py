"""Extension of mkdocstrings: parameters that a docstring puts in one entry, each with its own type on the page.

Left together they would all be shown with the type of the first.
"""

from __future__ import annotations

from typing import Any

import griffe

from tools.site.entries import apart


class Apart(griffe.Extension):
    """Takes the entries of every docstring apart."""

    def on_instance(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        """Rewrite the docstring of an object that was read."""
        if obj.docstring is not None:
            obj.docstring.value = apart(obj.docstring.value)
