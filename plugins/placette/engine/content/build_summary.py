"""How many texts of a build have each status; apart, because a build that finds nothing changed loads this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """The number of texts by status, and by kind for those that can be published.

    ``texts`` are all found, ``refused`` those with a blocking problem: ``accounted`` is the same as ``texts``, or a
    text was lost. Unlisted ones are among the ``published``: they are only left out because they have nothing to show.
    """

    texts: int
    refused: int
    gone: int
    published: Mapping[str, int]
    scheduled: Mapping[str, int]
    drafts: Mapping[str, int]

    @property
    def accounted(self) -> int:
        """The texts whose fate is known."""
        counts = (count for fate in (self.published, self.scheduled, self.drafts) for count in fate.values())
        return sum(counts) + self.gone + self.refused
