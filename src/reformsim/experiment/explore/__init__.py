"""An exploration: what an answer hangs on, when which package is better, and what it would be worth to know."""
