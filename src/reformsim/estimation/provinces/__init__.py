"""How much provinces differ in the level of their mergers, and whether that lasts."""
