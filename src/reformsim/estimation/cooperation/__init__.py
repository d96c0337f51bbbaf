"""The rules of cooperation estimated on the recorded network."""
