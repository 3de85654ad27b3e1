"""The old site online or the new one, never a mixture."""
