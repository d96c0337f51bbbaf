"""The note of 2011 item by item: what each of its 137 items has become in the simulator, or why it is left out."""
