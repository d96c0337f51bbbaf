"""The page that says what may be built on results: what they rest on, what was checked, how uncertain effects are."""
