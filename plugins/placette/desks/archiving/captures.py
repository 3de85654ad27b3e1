"""The site as a web archive (WARC): each page at its public address, as a server would have sent it.

Departmental archives and libraries keep websites in this format (WARC 1.1: ISO 28500:2017). The records are made from
the files of the build, not crawled from a server, and the first record says so. The same files give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from placette.engine.base.media_types import media_type

_FORM = {
    "software": "Placette, warcio",
    "format": "WARC File Format 1.1",
    "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    "description": "Made from the files of a static site's build, with the answers that its server is told to give.",
}
OK, GONE, MOVED = "200 OK", "410 Gone", "301 Moved Permanently"


@dataclass(frozen=True, slots=True)
class Capture:
    """What a server answers at a public address: a status (``200 OK``), headers and a body."""

    url: str
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


def capture_file(url: str, path: str, data: bytes, status: str = OK) -> Capture:
    """The answer at the address of a file: its content."""
    return Capture(url, status, (("Content-Type", media_type(path)), ("Content-Length", str(len(data)))), data)


def capture_moved(url: str, target: str) -> Capture:
    """The answer at an address that moved: a permanent redirect to ``target``."""
    return Capture(url, MOVED, (("Location", target), ("Content-Length", "0")))


def write_captures(target: BinaryIO, name: str, site: str, captures: Iterable[Capture], moment: datetime) -> None:
    """Write a compressed WARC file called ``name``. ``moment`` is in UTC."""
    writer = WARCWriter(target, gzip=True, warc_version="1.1")
    date = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    about = writer.create_warcinfo_record(name, {**_FORM, "isPartOf": site})
    information = _identifier(name, date, b"")
    about.rec_headers.replace_header("WARC-Record-ID", information)
    about.rec_headers.replace_header("WARC-Date", date)
    writer.write_record(about)
    for capture in captures:
        own = _identifier(capture.url, date, capture.body)
        headers = {"WARC-Record-ID": own, "WARC-Date": date, "WARC-Warcinfo-ID": information}
        http_headers = StatusAndHeaders(capture.status, list(capture.headers), protocol="HTTP/1.1")
        body = BytesIO(capture.body)
        writer.write_record(
            writer.create_warc_record(
                capture.url, "response", body, len(capture.body), warc_headers_dict=headers, http_headers=http_headers
            )
        )


def _identifier(name: str, date: str, data: bytes) -> str:
    """The identifier of a record: the same content always gets the same one."""
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{name} {date} {sha256(data).hexdigest()}')}>"
