"""One mail as it came becomes a letter: its sender, subject, text and pictures."""
