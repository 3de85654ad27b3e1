"""What the reviewer finds in a text, before it becomes a problem with line and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """The code of a problem, its offset in the body, and the values of its message."""

    at: int
    code: str
    values: Mapping[str, object] = field(default_factory=dict, compare=False)
