"""What the reviewer finds in a text, before it becomes a problem with a line and a column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A code at an offset of the body, and the values of its message."""

    at: int
    code: str
    values: Mapping[str, object] = field(default_factory=dict, compare=False)
