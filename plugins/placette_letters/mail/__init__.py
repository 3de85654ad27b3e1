"""One mail as it came becomes a letter: who, what about, which text, which pictures."""
