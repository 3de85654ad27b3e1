"""``build``, ``serve``, ``clean``, ``addresses``."""
