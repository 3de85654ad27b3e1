"""Stories told in several posts."""
