"""Who writes: bylines, profiles, lists of people."""
