"""``ask``, ``answer``: questions and signed answers become files, once nothing in them betrays anybody."""
