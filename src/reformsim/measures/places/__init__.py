"""Measures of places: named areas, the Randstad, how compact the map is."""
