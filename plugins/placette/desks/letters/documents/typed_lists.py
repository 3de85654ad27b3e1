"""Lists that somebody typed by hand (``-``, ``•``, ``1)``, ``1°``), found among plain lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from placette.engine.base.text import BULLETS

_MARKER = re.compile(
    rf"(?P<indent>[ \t\u00a0]*)(?:(?P<bullet>[-*{BULLETS}]|o(?=[ \u00a0]{{2}})|§(?=[ \u00a0]{{2}}))"
    r"|(?P<number>\d{1,3})(?P<stop>[.)°]|°\)))[ \t\u00a0\u202f]+(?=\S)"
)


@dataclass(frozen=True, slots=True)
class ListMarker:
    """What stands before the words of a typed item: its indent in columns, its kind and number, and their length."""

    indent: int
    kind: str
    """The bullet itself, or the sign after a number (``.``, ``)``, ``°``)."""
    number: int
    """0 for a bullet."""
    length: int

    @property
    def numbered(self) -> bool:
        """Whether the item has a number."""
        return self.number >= 0 and self.kind in {".", ")", "°", "°)"}


def marker_of(line: str) -> ListMarker | None:
    """The marker that a line begins with, if it does."""
    found = _MARKER.match(line)
    if found is None:
        return None
    indent = len(found["indent"].expandtabs(4))
    return ListMarker(indent, found["bullet"] or found["stop"], int(found["number"] or 0), found.end())


def follows(marker: ListMarker, before: ListMarker) -> bool:
    """Whether ``marker`` can be the next item of the list that ``before`` is in."""
    if marker.kind != before.kind:
        return False
    return not marker.numbered or marker.number == before.number + 1
