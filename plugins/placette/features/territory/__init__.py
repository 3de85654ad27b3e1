"""Communes and what they are part of: their pages, the map, what lies around."""
