"""A document is known by its first bytes, else by its name."""

from __future__ import annotations

import pytest

from placette.features.documents.beginnings import suffix_of
from tests.features.documents.fixture_written import make_gpx, make_ics


@pytest.mark.parametrize(
    ("path", "data", "suffix"),
    [
        ("a", b"%PDF-1.7", ".pdf"),
        ("a.txt", make_gpx(), ".gpx"),
        ("a.txt", make_gpx().decode().encode("utf-16"), ".gpx"),
        ("a.txt", b"\xef\xbb\xbf<!-- <x> --><?xml-stylesheet?>\n<!DOCTYPE gpx []><g:gpx>", ".gpx"),
        ("a.kml", b"<kml>", ".gpx"),
        ("a.txt", make_ics(), ".ics"),
        ("a.doc", b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text", ".odt"),
        ("a.odt", b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", ".ods"),
        ("a.txt", b"ID3\x04", ".mp3"),
        ("a.GPX", b"x", ".gpx"),
        ("a.csv", b"a;b", ""),
        ("a.md", b"<!-- gpx", ""),
        ("a.md", b"<p>gpx</p>", ""),
        ("a.md", b"`<gpx>`", ""),
        ("a", b"", ""),
    ],
)
def test_a_document_is_what_its_first_bytes_say(path: str, data: bytes, suffix: str) -> None:
    assert suffix_of(path, data) == suffix


def test_many_comments_before_a_root_cost_little() -> None:
    assert suffix_of("a", b"<!-- a -->\n" * 80_000 + make_gpx()) == ".gpx"
