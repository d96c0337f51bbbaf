"""Replicates computed: here, by processes, by a cluster."""
