"""The state of the simulated world: arrays of municipalities, provinces and bodies, and keyed randomness."""
