"""A text as it lies on disk: named and marked, opened only when it must be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from plugins.core.files import digest
from plugins.reading.tree import SourceKind


@dataclass(frozen=True, slots=True)
class Source:
    """A text's path, kind and the digest of its bytes; the bytes themselves, or the file that holds them."""

    path: str
    kind: SourceKind
    mark: str
    data: bytes | None = None
    file: str = ""

    def opened(self) -> Source:
        """The same with its bytes; raises ``OSError``."""
        return self if self.data is not None else source_of(self.path, self.kind, Path(self.file).read_bytes())

    def content(self) -> bytes:
        """The bytes of the text."""
        return self.opened().data or b""


def source_of(path: str, kind: SourceKind, data: bytes) -> Source:
    """A text from its bytes."""
    return Source(path, kind, digest(data), data)
