"""The faces of a run: agents are made when somebody looks, since no phase needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reformsim.model.faces import actors, agents

if TYPE_CHECKING:
    from reformsim.model.model import ReformModel


class Faces:
    """Agents of a model by row.

    Attributes
    ----------
    municipalities, provinces, water_boards
        A face for every row, also of those that have ceased to exist.
    bodies
        Faces of the cooperation bodies that were looked at, by number.
    """

    def __init__(self) -> None:
        self.municipalities: list[agents.Municipality] = []
        self.provinces: list[agents.Province] = []
        self.water_boards: list[agents.WaterBoard] = []
        self.bodies: dict[int, agents.CooperationBody] = {}
        self._gone: set[agents.Municipality | agents.Province | agents.WaterBoard] = set()

    def meet(self, model: ReformModel) -> None:
        """Give those that are new on the map a face, and take leave of those that ceased to exist."""
        state = model.state
        if not self.municipalities:
            agents.NationalGovernment(model)
            actors.enter(model)
        for row in range(len(self.provinces), len(state.provinces.codes)):
            self.provinces.append(agents.Province(model, row))
        for row in range(len(self.water_boards), len(state.water_boards.codes)):
            self.water_boards.append(agents.WaterBoard(model, row))
        for row in range(len(self.municipalities), state.next_row):
            self.municipalities.append(agents.Municipality(model, row))
        for faces, alive in (
            (self.municipalities, state.alive),
            (self.provinces, state.provinces.alive),
            (self.water_boards, state.water_boards.alive),
        ):
            for face in faces:
                if not alive[face.row] and face not in self._gone:
                    self._gone.add(face)
                    face.remove()
