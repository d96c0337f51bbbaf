"""Changes of the map that a reform names: mergers, municipalities taken apart, borders moved."""
