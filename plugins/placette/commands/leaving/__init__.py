"""Somebody leaves the site: their texts stay without their name, or go."""
