"""Which document a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_BINARY = {
    ".pdf": re.compile(rb"\s*%PDF-"),
    ".odt": re.compile(rb"PK\x03\x04.{0,80}?application/vnd\.oasis\.opendocument\.text", re.DOTALL),
    ".ods": re.compile(rb"PK\x03\x04.{0,80}?application/vnd\.oasis\.opendocument\.spreadsheet", re.DOTALL),
    ".mp3": re.compile(rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]"),
}
"""An archive says in its first entry what it is."""
_REVEALING = frozenset({*_BINARY, ".gpx", ".ics"})
_CALENDAR = "begin:vcalendar"
_TRACKS = frozenset({"gpx", "kml", "trainingcenterdatabase"})
"""Roots of files that say where somebody was, and when: no reader here knows but the first."""
_LETTERS = 1_000_000
"""Characters in which the root of such a file is looked for."""
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_ASIDE = {"<!--": "-->", "<?": "?>"}
_BLANK = re.compile(r"\s+")
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_DECLARED = re.compile(r"<!doctype\s+(?:[\w.-]+:)?([\w.-]+)")


def suffix_of(path: str, data: bytes) -> str:
    """The suffix of the document that a file is: by its first bytes, else by its name.

    Empty for what is none, and for tables: they hold nothing but what one sees.
    """
    found = next((suffix for suffix, beginning in _BINARY.items() if beginning.match(data)), "")
    own = PurePosixPath(path).suffix.lower()
    return found or _suffix_of_text(_beginning(data)) or (own if own in _REVEALING else "")


def _beginning(data: bytes) -> str:
    """The first letters of a text, in small ones."""
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    return data[: 2 * _LETTERS].decode(encoding, "replace").lstrip("\ufeff \t\r\n").lower()


def _suffix_of_text(text: str) -> str:
    if text.startswith(_CALENDAR):
        return ".ics"
    return ".gpx" if text.startswith("<") and _root_of(text) in _TRACKS else ""


def _root_of(text: str) -> str:
    """The name of the outermost element of a text that begins as XML; empty where none is found."""
    place = 0
    while end := next((last for first, last in _ASIDE.items() if text.startswith(first, place)), ""):
        behind = text.find(end, place)
        if behind < 0:
            return ""
        place = behind + len(end)
        place = blank.end() if (blank := _BLANK.match(text, place)) else place
    found = _DECLARED.match(text, place) or _ROOT.match(text, place)
    return found[1] if found else ""
