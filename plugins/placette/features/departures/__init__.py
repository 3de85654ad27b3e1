"""Addresses that moved or are gone: a page at each."""
