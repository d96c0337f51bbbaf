"""Where one looks a place up."""

from __future__ import annotations

from collections.abc import Iterator

from reformsim.dossier.sections.shared import Matter
from reformsim.report.page.html import Away, Block


def places(matter: Matter) -> Iterator[Block]:
    """Lead to the page of all places, where there is one beside the report."""
    if matter.beside:
        yield Away(matter.w("place.section.all"), matter.beside, matter.w("place.section.link"))
