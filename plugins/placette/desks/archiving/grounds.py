"""Where the addresses on the pages of a built site lead: to a file of its archive, or out of it."""

from __future__ import annotations

import posixpath
from collections.abc import Set
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Grounds:
    """The files of an archive and the public address of the site.

    ``origin`` has no slash at its end, ``base`` is the path below it with slashes at both ends.
    """

    files: Set[str]
    origin: str
    base: str

    def led_to(self, url: str, page: str) -> str:
        """What ``url``, written on ``page`` (a file), has to be in the archive: a relative path, or the public address.

        Addresses of other sites, and anchors of the same page, stay as they are.
        """
        path = self.path_of(url, page)
        if path is None:
            return url
        parts = urlsplit(url)
        rest = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
        name = self.file_of(path)
        if name is None:
            return f"{self.origin}{quote(path)}{rest}"
        return quote(posixpath.relpath(name, posixpath.dirname(page) or ".")) + rest

    def file_of(self, path: str) -> str | None:
        """The file of the archive at a path on the server; None when it has none."""
        if not path.startswith(self.base):
            return None
        name = path.removeprefix(self.base)
        return next((found for found in (name, posixpath.join(name, "index.html")) if found in self.files), None)

    def path_of(self, url: str, page: str) -> str | None:
        """The path on the server that ``url`` names, as text; None for other sites and for anchors alone."""
        if url.startswith(f"{self.origin}/"):
            url = url.removeprefix(self.origin)
        parts = urlsplit(url)
        if parts.scheme or parts.netloc or not parts.path:
            return None
        path = unquote(parts.path)
        end = "/" if path.endswith("/") else ""
        here = self.base + posixpath.dirname(page)
        return posixpath.normpath(posixpath.join(here, path)).rstrip("/") + (end or "/" * (path in {".", ".."}))
