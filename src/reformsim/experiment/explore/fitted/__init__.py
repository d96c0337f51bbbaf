"""Polynomials fitted to the draws of an exploration: for its analyses, and as sliders for a page."""
