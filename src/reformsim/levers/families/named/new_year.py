"""The base of levers that change the municipal map: by law they take effect on 1 January."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from reformsim.levers.base import Lever, forbidden


class OnNewYear(Lever):
    """A change of the municipal map (Wet arhi art. 1(1)h: on 1 January)."""

    @model_validator(mode="after")
    def _on_new_year(self) -> Self:
        if (self.date.month, self.date.day) != (1, 1):
            raise forbidden(
                "date", "expected a 1 January, on which the municipal map changes (Wet arhi art. 1(1)h), not {day}",
                day=self.date.isoformat(),
            )  # fmt: skip
        return self
