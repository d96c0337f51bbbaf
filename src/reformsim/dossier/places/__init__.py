"""Sheets: what results say of one municipality, province, task, water board or cooperation body."""
