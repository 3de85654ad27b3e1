"""The headers of a mail, read so that no value can fail: names, addresses, Message-IDs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32

from placette.desks.letters.mail.decoding import LINE_LIMIT, clean_line, decode_header, whole

HEAD_LIMIT = 256_000
"""Bytes of headers that are read; the largest honest ones, with seals of many servers, have some 30,000."""
_MOST = 1_000
"""Headers that are read."""
_ADDRESS_LIMIT = 254
"""Characters of the longest address (RFC 5321, with erratum 1690)."""
_NAME_LIMIT = 100
_FROM_LIMIT = 2_000
"""Characters of ``From`` that are looked at."""
_END = re.compile(rb"\r?\n\r?\n|\r\r")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_COMMENT = re.compile(r"\([^()]*\)")
_ANGLED = re.compile(r"<([^<>]*)>")
_ADDRESS = re.compile(r"[^\s@<>\"(),:;\\\[\]]{1,64}@[^\s@<>\"(),:;\\\[\]]+\.[^\s@<>\"(),:;\\\[\].]+")
_IDENTIFIER = re.compile(r"<([!-;=?-~]{1,250}@[!-;=?-~]{1,250})>")
_REFERENCES = 50
"""Message-IDs of earlier mails that are kept, the newest."""


@dataclass(frozen=True, slots=True)
class MailHeaders:
    """Headers in their order, topmost first: names in small letters, values on one line but still encoded."""

    items: tuple[tuple[str, str], ...]

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a header."""
        return tuple(value for found, value in self.items if found == name)

    def first(self, name: str) -> str:
        """The topmost value of a header; empty where it is missing."""
        return next((value for found, value in self.items if found == name), "")

    def words(self, name: str) -> str:
        """The topmost value as people read it."""
        return decode_header(self.first(name))


def split_mail(data: bytes) -> tuple[bytes, bytes]:
    """The headers of a mail, cut at ``HEAD_LIMIT``, and all that follows them."""
    found = _END.search(data, 0, HEAD_LIMIT)
    if found:
        return data[: found.start()], data[found.end() :]
    return data[:HEAD_LIMIT], data[HEAD_LIMIT:]


def read_head(head: bytes) -> MailHeaders:
    """The headers in the first bytes of a mail."""
    return headers_of(BytesHeaderParser(policy=compat32).parsebytes(head))


def headers_of(message: Message) -> MailHeaders:
    """The headers of a parsed mail, or of a part of one."""
    items = list(message.raw_items())[:_MOST]
    return MailHeaders(tuple((name.lower(), whole(str(value)[:LINE_LIMIT]).strip()) for name, value in items))


def address_in(raw: str) -> str:
    """The first address of ``From``, in small letters, its domain in ASCII; empty where there is none.

    It is looked for before anything is decoded: a name that decodes to an address is still a name.
    """
    raw = raw[:_FROM_LIMIT]
    bare = _COMMENT.sub(" ", _QUOTED.sub(" ", raw))
    angled = _ANGLED.search(bare)
    found = _ADDRESS.search(angled[1] if angled else bare)
    if not found and "@" not in raw and "=?" in raw:  # some mailers encode the whole header
        return address_in(decode_header(raw)) if "@" in decode_header(raw) else ""
    return _normal(found[0]) if found else ""


def name_in(raw: str) -> str:
    """The name that ``From`` gives its first address; empty where that is only the address."""
    raw = raw[:_FROM_LIMIT]
    before = raw.partition("<")[0] if "<" in _QUOTED.sub("", raw) else "".join(_COMMENT.findall(raw)).strip("()")
    quoted = _QUOTED.search(raw)
    if quoted and raw.lstrip().startswith('"'):
        before = re.sub(r"\\(.)", r"\1", quoted[1])
    name = clean_line(decode_header(before), _NAME_LIMIT).strip(" \"'<>,;")
    return "" if "@" in name else name


def identifier_in(raw: str) -> str:
    """A Message-ID without its angle brackets; empty for what isn't one."""
    found = _IDENTIFIER.search(raw) or _IDENTIFIER.search(f"<{raw.strip()}>")
    return found[1] if found else ""


def references_in(headers: MailHeaders) -> tuple[str, ...]:
    """The Message-IDs that a mail answers: first the one it answers, then the newest of its references."""
    named = [found[1] for value in headers.all("in-reply-to")[:1] for found in _IDENTIFIER.finditer(value)]
    older = [found[1] for value in headers.all("references")[:1] for found in _IDENTIFIER.finditer(value)]
    return tuple(dict.fromkeys((*named, *reversed(older))))[:_REFERENCES]


def _normal(address: str) -> str:
    local, _, domain = unicodedata.normalize("NFC", address).lower().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    found = f"{local.strip('.')}@{domain.strip('.')}"
    return found if len(found) <= _ADDRESS_LIMIT and clean_line(found) == found else ""
