"""Proof of what sharing promises."""
