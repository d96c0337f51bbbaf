"""The faces of a run, as Mesa agents, and what may be asked of them: choices, explanations."""
