"""The addresses of parts of the page of the map."""

from __future__ import annotations


def chosen_id(code: str) -> str:
    """Of a commune with its newest post."""
    return f"place-{code}"


def cluster_id(code: str, size: int) -> str:
    """Of the communes that share the pill of one of them on the sheet of that size."""
    return f"around-{code}-{size}"


def list_id(code: str) -> str:
    """Of the list of a département's communes."""
    return f"list-{code}"
