"""Councils: who is elected into them, and how their members vote on what a municipality could do."""
