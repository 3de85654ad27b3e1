"""Somebody leaves: their texts without their name, or none of them."""
