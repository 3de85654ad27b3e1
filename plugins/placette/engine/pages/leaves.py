"""The pages of a long list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from placette.engine.pages.views import PaginationView


class Leaf(NamedTuple):
    """One page of a long list: its file, its address, where it stands."""

    save_as: str
    url: str
    pagination: PaginationView

    @property
    def number(self) -> int:
        """Which page of the list it is, from 1."""
        return self.pagination.number


def leaves(places: Sequence[tuple[str, str]], base: str) -> list[Leaf]:
    """The pages of a list from the file and address of each."""
    urls = ["", *(base + url for _, url in places), ""]
    return [
        Leaf(save_as, url, PaginationView(number, len(places), urls[number - 1], urls[number + 1]))
        for number, (save_as, url) in enumerate(places, 1)
    ]
