"""Reads what is said elsewhere about posts, for an editor to accept."""
