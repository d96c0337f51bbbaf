"""What was recorded and enacted, carried out again and held against published figures and accounts."""

from reformsim.hindcast.replay.compare import Row, validate
from reformsim.hindcast.replay.published import load_published
from reformsim.hindcast.replay.replayed import Held, Miss, load_replayed, miss_of

__all__ = ["Held", "Miss", "Row", "load_published", "load_replayed", "miss_of", "validate"]
