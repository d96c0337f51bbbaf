"""Measures of means: money, officials, and what Europe asks."""
