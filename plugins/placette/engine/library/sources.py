"""A text as it lies on disk: named and marked, opened only when it must be read."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.base.files import digest


class Source(NamedTuple):
    """A text's path, its kind's name and the digest of its bytes; the bytes themselves, or the file that holds them."""

    path: str
    kind: str
    mark: str
    data: bytes | None = None
    file: str = ""

    def opened(self) -> Source:
        """The same with its bytes; raises ``OSError``."""
        if self.data is not None:
            return self
        return source_of(self.path, self.kind, read_whole(self.file))._replace(file=self.file)

    def closed(self) -> Source:
        """The same without its bytes, if there is a file to find them in."""
        return self._replace(data=None) if self.file else self

    def content(self) -> bytes:
        """The bytes of the text."""
        return self.opened().data or b""


def read_whole(file: str) -> bytes:
    """The bytes of a file; raises ``OSError``. Many are read, most of them small, so that a ``Path`` would count."""
    with open(file, "rb") as data:  # noqa: PTH123
        return data.read()


def source_of(path: str, kind: str, data: bytes) -> Source:
    """A text from its bytes."""
    return Source(path, kind, digest(data), data)
