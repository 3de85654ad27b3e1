"""``manual``."""
