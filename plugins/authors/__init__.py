"""Who writes: a profile, a page and a byline for every author."""
