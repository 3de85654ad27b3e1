"""Which file an address on a page leads to: one of the archive, or none."""

from __future__ import annotations

import posixpath
from collections.abc import Set
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """The files of a site (or of its archive) and its public address.

    ``origin`` has no slash at the end; ``base`` is the path below it, with a slash at both ends.
    """

    files: Set[str]
    origin: str
    base: str

    def new_address(self, url: str, page: str) -> str:
        """What to write in the archive instead of ``url``, found on ``page`` (a file).

        A relative path if the archive has the file, else the public address. Addresses of other sites and anchors
        within the page stay as they are.
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
        """The file at a path on the server; None if there is none."""
        if not path.startswith(self.base):
            return None
        name = path.removeprefix(self.base)
        return next((found for found in (name, posixpath.join(name, "index.html")) if found in self.files), None)

    def path_of(self, url: str, page: str) -> str | None:
        """The path on the server that ``url`` points to, decoded; None for other sites and for a mere anchor."""
        if url.startswith(f"{self.origin}/"):
            url = url.removeprefix(self.origin)
        parts = urlsplit(url)
        if parts.scheme or parts.netloc or not parts.path:
            return None
        path = unquote(parts.path)
        end = "/" if path.endswith("/") else ""
        here = self.base + posixpath.dirname(page)
        return posixpath.normpath(posixpath.join(here, path)).rstrip("/") + (end or "/" * (path in {".", ".."}))
