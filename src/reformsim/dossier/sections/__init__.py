"""The sections of a report, one by one."""
