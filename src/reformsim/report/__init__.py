"""Figures and tables, drawn from plain arrays and data frames.

Nothing here knows how results come about: functions take numbers and words and give pictures, tables for a
terminal or HTML.
"""
