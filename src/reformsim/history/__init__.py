"""What a run leaves behind: snapshots by year and events, from which everything is measured afterwards."""

from reformsim.history.history import BodyNames, History
from reformsim.history.outcome import Event, Local, Record, Reform, Spell, map_from_events
from reformsim.history.snapshot import Asked, CouncilSeats, Network, Snapshot

__all__ = [
    "Asked",
    "BodyNames",
    "CouncilSeats",
    "Event",
    "History",
    "Local",
    "Network",
    "Record",
    "Reform",
    "Snapshot",
    "Spell",
    "map_from_events",
]
