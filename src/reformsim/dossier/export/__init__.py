"""Results for other programs: a workbook, a deck of slides, and the tables as files."""
