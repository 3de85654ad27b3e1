"""The tasks of ``invoke``: a module or a folder a command."""
