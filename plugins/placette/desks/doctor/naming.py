"""Many paths in a line: how many there are, and the first of them."""

from __future__ import annotations

from collections.abc import Sequence

_NAMED = 3


def some(paths: Sequence[str]) -> dict[str, str | int]:
    """The values ``count`` and ``paths`` of a finding, from paths in the order in which they matter."""
    return {"count": len(paths), "paths": ", ".join(paths[:_NAMED]) + (", …" if len(paths) > _NAMED else "")}
