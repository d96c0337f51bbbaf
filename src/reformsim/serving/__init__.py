"""The interactive page served on this machine, with scenarios of one's own run from it."""
