"""What each kind of file of a site is, for servers and for archives."""

from __future__ import annotations

from pathlib import PurePosixPath

TYPES = {
    "avif": "image/avif",
    "css": "text/css",
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "gpx": "application/gpx+xml",
    "html": "text/html",
    "ico": "image/vnd.microsoft.icon",
    "ics": "text/calendar",
    "jpg": "image/jpeg",
    "js": "text/javascript",
    "json": "application/json",
    "mp3": "audio/mpeg",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "xml": "application/xml",
}
"""Every kind of file of a site, by the end of its name: servers of some years ago don't know them all.

Feeds are XML: as ``application/atom+xml`` a browser shows them as plain text, without their style sheets.
"""

DOWNLOADS = (".csv", ".mp3", ".ods", ".odt", ".pdf")
"""The ends of files that came from strangers and are offered as they are: browsers save them and show none."""


def media_type(path: str) -> str:
    """What a file is, as a server declares it."""
    kind = TYPES.get(PurePosixPath(path).suffix[1:], "application/octet-stream")
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
