"""The interactive page: one file that shows every world that was simulated, and answers while one moves things."""
