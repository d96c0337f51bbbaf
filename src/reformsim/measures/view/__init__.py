"""What measures see: the snapshots of histories, one behind the other."""
