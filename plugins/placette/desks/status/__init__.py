"""How the site stands, for its editors."""
