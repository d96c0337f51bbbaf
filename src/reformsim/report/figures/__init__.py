"""Figures, drawn of plain numbers and words."""
