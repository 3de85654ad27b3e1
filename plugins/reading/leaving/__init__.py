"""Somebody leaves: their texts go or stay under another name, and nothing of theirs remains."""
