"""What the events of all replicates say of bodies, water boards and tasks of the first day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

    from reformsim.dossier.places.first import Body
    from reformsim.experiment.store.pieces import EventRow, Piece

ENDED = ("body_dissolved", "bodies_abolished")
MERGED, BOARDS, MOVED = "bodies_merged", "water_boards_merged", "task_moved"


@dataclass(frozen=True, slots=True)
class Move:
    """A task that goes to another layer.

    Parameters
    ----------
    year, layer
        When, and which.
    share
        Of the replicates in which it does.
    """

    year: int
    layer: str
    share: float


@dataclass(frozen=True, eq=False)
class Happened:
    """What became of bodies, water boards and tasks, over the replicates of a scenario.

    Parameters
    ----------
    body_there
        By number the share of the replicates in which a body of the first day has not ended by the last year; no
        number where events cannot tell it from another of its name.
    board_there
        By code the share in which a water board has not merged.
    moves
        By task where it goes, by year.
    """

    body_there: Mapping[int, float]
    board_there: Mapping[str, float]
    moves: Mapping[str, Sequence[Move]]

    @classmethod
    def of(cls, pieces: Iterable[Piece], bodies: Sequence[Body]) -> Self:
        """Go through the events of a scenario, of which bodies known on the first day are looked for."""
        tally = _Tally(bodies)
        for piece in pieces:
            tally.replicates += len(piece.numbers)
            for event in piece.events:
                tally.see(event)
        return cls(*tally.told())


@dataclass
class _Tally:
    bodies: Sequence[Body]
    replicates: int = 0
    ended: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    unclear: set[int] = field(default_factory=set)
    merged: Counter[str] = field(default_factory=Counter)
    moved: dict[tuple[str, int, str], set[int]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self.named: dict[str, list[Body]] = defaultdict(list)
        for one in self.bodies:
            self.named[one.name].append(one)

    def see(self, event: EventRow) -> None:
        replicate, year, kind, subject, members, detail = event
        if kind in ENDED and subject in self.named:
            self._end(replicate, self.named[subject], detail)
        elif kind == MERGED:
            names = f", {detail.rpartition(' (')[0]}, "
            for name in (name for name in self.named if f", {name}, " in names):
                self._end(replicate, self.named[name], detail)
        elif kind == BOARDS:
            self.merged.update(members.split(";"))
        elif kind == MOVED:
            # Two reforms of one year may move a task to the same layer.
            self.moved[subject, year, detail.removeprefix("to ").partition(" ")[0]].add(replicate)

    def _end(self, replicate: int, alike: list[Body], detail: str) -> None:
        """Write down that a body ended; of several of one name that whose kind the event tells."""
        meant = (
            [one for one in alike if detail.startswith(f"{one.kind.replace('_', ' ')}, ")] if len(alike) > 1 else alike
        )
        if len(meant) == 1:
            self.ended[meant[0].number].add(replicate)
        else:
            self.unclear.update(one.number for one in alike)

    def told(self) -> tuple[dict[int, float], dict[str, float], dict[str, list[Move]]]:
        """Give shares in place of numbers."""
        every = max(self.replicates, 1)
        there = {one.number: 1 - len(self.ended[one.number]) / every for one in self.bodies}
        moves: dict[str, list[Move]] = defaultdict(list)
        for (task, year, layer), replicates in sorted(self.moved.items()):
            moves[task].append(Move(year, layer, len(replicates) / every))
        kept = {number: share for number, share in there.items() if number not in self.unclear}
        return kept, {code: 1 - times / every for code, times in self.merged.items()}, moves
