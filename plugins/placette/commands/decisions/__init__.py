"""``decide``: a decision goes into the register without a name, and the person concerned is told why."""
