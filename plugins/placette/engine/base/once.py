"""Values that thousands of others share: in memory once, however often they come from another process."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from typing import Any


class Once:
    """A base of small frozen dataclasses: what was sent as an equal value arrives as the same object."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return _once, (type(self), *(getattr(self, field.name) for field in fields(self)))  # type: ignore[arg-type]


@lru_cache(4096)
def _once(kind: type, *values: Any) -> Any:
    return kind(*values)
