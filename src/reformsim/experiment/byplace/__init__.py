"""Results by place: tables of local indicators, statistics of all of them at once, and who merges with whom."""
