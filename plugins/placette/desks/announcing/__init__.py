"""A post is out: texts for networks, posters, a look at its cards."""
