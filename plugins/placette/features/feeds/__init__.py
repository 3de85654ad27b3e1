"""Feeds in Atom and JSON, for those who subscribe."""
