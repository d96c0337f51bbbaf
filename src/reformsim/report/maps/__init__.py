"""Maps, drawn of shapes and values."""
