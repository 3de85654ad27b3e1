"""What became of the texts of a build, in numbers; apart, because a build that finds nothing changed loads this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What became of every text found, in numbers; by kind for those that nothing keeps out.

    ``texts`` are all found, ``refused`` those that a problem keeps out: ``accounted`` is the same as ``texts``, or a
    text was lost. Silent ones are among the ``published``: nothing keeps them out but that there is nothing to show.
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
