"""Photos made ready for a post."""
