"""Phases 1 to 3: inhabitants, law and reforms, elections."""
