"""Slides: what python-pptx draws, in the one look of all figures."""
