"""``test``, ``fuzz``, ``bench``, ``words``, ``fonts``, ``requirements``."""
