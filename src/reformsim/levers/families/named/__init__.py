"""Reforms by name: these municipalities, this body, that table of the law, a task that did not exist."""
