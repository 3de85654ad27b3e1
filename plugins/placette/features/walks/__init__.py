"""Walks: places in order, the way between them, files for devices."""
