"""Bytes and headers of mails become words, whatever charset they claim: French letters come out right.

Header values are decoded here rather than by the library's newer policy, whose parser needs quadratic time for long
headers and overflows the stack for a thousand opening brackets.
"""

from __future__ import annotations

import binascii
import codecs
import quopri
import re
import unicodedata

from placette.engine.texts.characters import CONTROLS, INVISIBLE

LINE_LIMIT = 10_000
"""Characters of a header's value that are looked at. RFC 5322 allows 998 on a line; long ones list many addresses."""

_CHARSETS = (
    "utf", "ascii", "iso8859", "cp", "koi8", "mac", "gb", "big5", "shift_jis", "euc_", "iso2022", "tis", "hz",
)  # fmt: skip
"""How Python's names of charsets begin. Others are transformations (``zlib``, ``punycode``), some of them slow."""
_LATIN = frozenset({"ascii", "iso8859-1", "iso8859-15", "cp1252"})
"""Charsets that mailers name by habit, whatever they send: UTF-8 is tried before them."""
_WORD = re.compile(r"=\?([^?*\s]{1,60})(?:\*[^?\s]{0,40})?\?([bBqQ])\?([^?]*)\?=")
"""An encoded word (RFC 2047, section 2; with the language of RFC 2231)."""
_BETWEEN = re.compile(r"(\?=)\s+(?==\?)")
_FOLD = re.compile(r"[\r\n]+[ \t]*|\t")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u2066-\u2069]")
_BLANKS = re.compile(r" {2,}")


def decode_text(data: bytes, charset: str) -> str:
    """The text of a body part: in the charset that it names if that fits, else UTF-8, else Windows' Latin letters."""
    name = _known(charset)
    if name.startswith("utf-16") and len(data) % 2:
        data = data[:-1]
    names = ("utf-8", name, "cp1252") if name in _LATIN or not name else (name, "utf-8", "cp1252")
    for candidate in names:
        try:
            return clean_text(data.decode("cp1252" if candidate == "iso8859-1" else candidate or "utf-8"))
        except UnicodeError:
            continue
    return clean_text(data.decode("cp1252", "replace"))


def decode_header(raw: str) -> str:
    """The words of a header's value, on one line."""
    unfolded = _BETWEEN.sub(r"\1", whole(raw)[:LINE_LIMIT])
    words: list[str] = []
    pending, charset, end = b"", "", 0
    for found in _WORD.finditer(unfolded):
        data = _bytes_of(found[2], found[3])
        if found.start() == end and charset == found[1].lower() and pending:
            pending += data  # a letter may be cut in two by the end of an encoded word
        else:
            words += [decode_text(pending, charset), unfolded[end : found.start()]]
            pending, charset = data, found[1].lower()
        end = found.end()
    return clean_line("".join((*words, decode_text(pending, charset), unfolded[end:])))


def whole(raw: str) -> str:
    """A header's raw value on one line; bytes above ASCII, which the parser keeps as surrogates, are decoded."""
    line = _FOLD.sub(" ", raw)
    if line.isascii():
        return line
    return decode_text(line.encode("utf-8", "surrogateescape"), "")


def clean_text(text: str) -> str:
    """A text in NFC with plain line ends, without characters that deceive a reader or break a page."""
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text.removeprefix("\ufeff")))
    return _DIRECTION.sub("", INVISIBLE.sub("", CONTROLS.sub("", text)))


def clean_line(text: str, limit: int = LINE_LIMIT) -> str:
    """The same on one line, with single spaces, in at most ``limit`` characters."""
    return _BLANKS.sub(" ", clean_text(text).replace("\n", " ").replace("\t", " ")).strip()[:limit].strip()


def _known(charset: str) -> str:
    """Python's name of a charset; empty for what isn't one."""
    try:
        name = codecs.lookup(charset.strip(" \"'")[:40] or "?").name
    except (LookupError, ValueError, UnicodeError):
        return ""
    return name if name.startswith(_CHARSETS) else ""


def _bytes_of(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return quopri.decodestring(data, header=True)
    try:
        return binascii.a2b_base64(data.rstrip(b"=") + b"===")
    except binascii.Error:
        return binascii.a2b_base64(data.rstrip(b"=")[: len(data.rstrip(b"=")) // 4 * 4] + b"==") if data else b""
