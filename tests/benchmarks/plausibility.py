"""Whether a build did what it was asked to do: the time of one that didn't means nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class ImplausibleError(Exception):
    """A build changed fewer or more files than its scenario can explain: its time means nothing."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Files that a build put in place, removed, and found right already."""

    put: int
    removed: int
    same: int


def refuse_implausible(scenario: str, counts: Counts, posts: int, total: int) -> None:
    """Raise ``ImplausibleError`` unless a build of ``total`` files may have put and removed so many.

    For a build from nothing, ``total`` is the number of files that it put.
    """
    least, most = {
        "cold": (posts, total),
        "pictures": (2 * posts, total),  # its page and something drawn for it
        "unchanged": (0, 0),
        "edit": (1, posts // 2 + 20),  # its page, what quotes or dates it, parts of the index; not the site
        "new": (2, total - 1),  # its page and the home page at least; not every other page
        "template": (posts, total),
        "component": (posts, total),
    }[scenario]
    if not least <= counts.put <= most or counts.removed:
        raise ImplausibleError(
            f"{scenario}: {counts.put} files written, {counts.removed} removed, {counts.same} unchanged; "
            f"expected {least} to {most} written and none removed"
        )


def refuse_missing(output: Path, posts: int) -> None:
    """Every post has a page, in all sites at the same address; raises ``ImplausibleError``."""
    made = sum(1 for _page in output.glob("*/billet-*/index.html"))
    if made != posts:
        raise ImplausibleError(f"cold: {posts} posts, but {made} pages of posts in {output.parent.name}")
