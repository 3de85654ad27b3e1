"""Shared and pure: what two plugins need. Imports neither Pelican nor Invoke."""
