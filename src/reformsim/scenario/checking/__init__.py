"""Parts of the check of a scenario: names of the data, the order of reforms, levers with mistakes made whole."""
