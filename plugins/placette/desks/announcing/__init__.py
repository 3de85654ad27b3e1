"""Announces new posts: texts for networks, posters, previews of cards."""
