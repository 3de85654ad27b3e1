"""How the site looks: the territory's colours, its letters, one style sheet and one script."""
