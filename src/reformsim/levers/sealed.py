"""The base of scenarios, levers and their parts: whatever way such a model is made, it was validated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from reformsim.levers.fields import Location


class Sealed(BaseModel):
    """A frozen model that cannot be made without validation, and so never holds what a file may not say.

    Pydantic validates neither ``model_copy(update=...)`` nor ``model_construct``; here both do. What is unpickled was
    valid when it was pickled and is taken as it is, so that workers get it fast.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Give the same with some values replaced.

        Raises
        ------
        ValidationError
            If a replaced value is wrong, or does not go together with the others.
        """
        if not update:
            return super().model_copy(deep=deep)
        kept = {name: getattr(self, name) for name in self.model_fields_set}
        return type(self).model_validate({**kept, **update})

    @classmethod
    def model_construct(  # type: ignore[override]  # the plugin of mypy gives every model its own
        cls, _fields_set: set[str] | None = None, **values: Any
    ) -> Self:
        """Make one of its values; raises ``ValidationError`` as the class itself does."""
        return cls.model_validate(values)

    def copy(self, **how: Any) -> Self:
        """As :meth:`model_copy`, under the name of the first version of pydantic."""
        return self.model_copy(**how)


def refused(title: str, mistakes: Iterable[tuple[Location, PydanticCustomError, Any]]) -> None:
    """Raise one ``ValidationError`` with all mistakes, each at its location below the value in hand; if any."""
    found = [InitErrorDetails(type=wrong, loc=at, input=given) for at, wrong, given in mistakes]
    if found:
        raise ValidationError.from_exception_data(title, found)
