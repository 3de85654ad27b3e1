"""``test``, ``bench``, ``words``, ``requirements``."""
