"""Cooperation bodies that decide: who votes in them with how many votes, and what their members vote on."""
