"""Results kept: pieces in files, checked when read, resumed, exported."""
