"""Settings and keys of texts that have another name since some version: an upgrade writes the new one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Where(StrEnum):
    """Where a name is written."""

    SETTINGS = "*.py"
    TEXTS = "content/**/*.md"


@dataclass(frozen=True, slots=True)
class NameChange:
    """A name that has another one since ``version``."""

    version: str
    where: Where
    old: str
    new: str


RENAMES: tuple[NameChange, ...] = ()
"""None so far: 1.0 is the first version that sites were begun with."""


def renamed(text: str, where: Where, renames: Iterable[NameChange]) -> str:
    """A file with new names in the place of old ones: settings anywhere, keys where a line of front matter begins."""
    for rename in renames:
        if rename.where is where:
            text = _renamed(text, rename)
    return text


def _renamed(text: str, rename: NameChange) -> str:
    if rename.where is Where.SETTINGS:
        return re.sub(rf"\b{re.escape(rename.old)}\b", rename.new, text)
    head, mark, body = text.partition("\n---")
    return re.sub(rf"(?m)^{re.escape(rename.old)}(?=\s*:)", rename.new, head) + mark + body
