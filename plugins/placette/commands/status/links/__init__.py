"""Checks whether the outside pages that texts link to still exist."""
