"""The figures and maps of a report: what is drawn, of which values, in which words."""
