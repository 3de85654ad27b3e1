"""``test``, ``fuzz``, ``bench``, ``words``, ``requirements``."""
