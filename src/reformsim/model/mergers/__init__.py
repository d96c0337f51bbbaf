"""Phase 6: coalitions, their worth, procedures, and 1 January, when they take effect."""
