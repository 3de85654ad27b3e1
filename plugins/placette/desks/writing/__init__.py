"""``new``, ``new-author``, ``check``, ``guide``."""
