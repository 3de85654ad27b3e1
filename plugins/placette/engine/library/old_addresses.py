"""Addresses of a site's former system, as editors write them: ``2019/été/``, ``2019/%C3%A9t%C3%A9/``, ``?p=123``.

Each has one form, which declarations are compared by: a path of plain letters (decoded, NFC) and, after «?», the query
just as browsers send it. Servers obey the files they stand in, so no character passes that one of them may take for
something else.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote_to_bytes

from placette.engine.problems.address_messages import AS_SENT, NO_CHARACTER, NO_ENCODING, NO_MOVE, NO_SPACE, TOO_LONG

IN_PATHS = r"\w.~+,()@ \-"
IN_QUERIES = r"A-Za-z0-9_.~+,()@/:=&%\[\]\-"
"""What the parts of a path may hold, and a query, for the class of a regular expression."""
_PART = rf"(?! )[{IN_PATHS}]+(?<! )"
_PATH = re.compile(rf"(?:{_PART}/)*(?:{_PART})?")
_NOT_IN_PATHS = re.compile(rf"[^{IN_PATHS}/]")
_NOT_IN_QUERIES = re.compile(rf"[^{IN_QUERIES}]|%(?![0-9A-Fa-f]{{2}})")
_SEPARATOR = re.compile(r"%(?:2f|5c)", re.IGNORECASE)
_LONGEST_PART, _LONGEST = 240, 1000
"""Bytes of a file's name, which has 255 on every system, and of an address; nginx reads 4,096 for one word."""


class OldAddressError(ValueError):
    """An address that can't be declared: what to do about it (a msgid), and the character it is about."""

    def __init__(self, proposal: str, character: str = "") -> None:
        self.proposal, self.character = proposal, character
        super().__init__(proposal)


def read_old_address(written: str) -> str:
    """The one form of an address; empty for the home page. Raises ``OldAddressError``."""
    path, _mark, query = written.removeprefix("/").partition("?")
    path = _read_path(path, bool(query))
    address = f"{path}?{_read_query(query)}" if query else path
    if len(address.encode()) > _LONGEST or any(len(part.encode()) > _LONGEST_PART for part in path.split("/")):
        raise OldAddressError(TOO_LONG)
    return address


def write_old_address(address: str) -> str:
    """An address as it stands in a line: its spaces would end it."""
    return address.replace(" ", "%20")


def encode_path(path: str) -> str:
    """A path as browsers send it."""
    return quote(path, safe="/~+,()@")


def has_query(address: str) -> bool:
    """Whether only a server can tell this address from another: no file stands at it."""
    return "?" in address


def _read_path(written: str, asked: bool) -> str:
    if "//" in written:
        raise OldAddressError(NO_MOVE)
    if " " in written:  # more likely a word too many than a part of the address
        raise OldAddressError(NO_SPACE)
    path = _as_built(_decoded(written), asked)
    _refuse(_NOT_IN_PATHS, path)
    if not _PATH.fullmatch(path) or {".", ".."} & set(path.split("/")):
        raise OldAddressError(NO_MOVE)
    return path


def _read_query(written: str) -> str:
    if " " in written or not written.isascii():
        raise OldAddressError(AS_SENT)
    _refuse(_NOT_IN_QUERIES, written)
    return written


def _decoded(path: str) -> str:
    if found := _SEPARATOR.search(path):
        raise OldAddressError(NO_CHARACTER, found[0])
    try:
        return unicodedata.normalize("NFC", unquote_to_bytes(path).decode())
    except UnicodeError as error:
        raise OldAddressError(NO_ENCODING) from error


def _as_built(path: str, asked: bool) -> str:
    """A path as the build writes it: a page ends with «/», the home page is empty. With a query it stays as it is."""
    if path == "index.html" or path.endswith("/index.html"):
        return path.removesuffix("index.html")
    return path if asked or not path or path.endswith("/") or "." in path.rpartition("/")[2] else f"{path}/"


def _refuse(odd: re.Pattern[str], text: str) -> None:
    if found := odd.search(text):
        raise OldAddressError(NO_CHARACTER, found[0])
