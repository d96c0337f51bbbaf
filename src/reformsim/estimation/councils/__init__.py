"""What the local parties of councils do to mergers and to joining bodies, and how their seats last: estimated."""
