"""What provinces decide: what they favour, their view on mergers, cooperation, supervision, and merging themselves."""
