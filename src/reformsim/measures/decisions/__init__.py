"""Deciding: how an issue is decided, what that comes to, provinces that act together, and what became of reforms."""
