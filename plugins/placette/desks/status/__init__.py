"""The state of the site, for its editors."""
