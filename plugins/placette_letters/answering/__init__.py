"""Mails to writers, and the reading of their answers."""
