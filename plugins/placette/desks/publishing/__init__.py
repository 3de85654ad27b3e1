"""Publishes the site: visitors see the old one or the new one, never a mixture."""
