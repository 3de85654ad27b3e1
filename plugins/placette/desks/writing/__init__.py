"""``new``, ``new-author``."""
