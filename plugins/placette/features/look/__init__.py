"""Colours from two hues, letters, one style sheet, one script."""
