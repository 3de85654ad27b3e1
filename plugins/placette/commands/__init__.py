"""What ``invoke`` offers: a module or a folder a command."""
