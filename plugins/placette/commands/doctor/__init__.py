"""A site's problems and gaps, on one page."""
