"""Commands on what the model foretells: of years that are known, of those to come, and how far off it was."""
