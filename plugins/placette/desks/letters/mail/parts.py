"""A mail opened into its parts, in order and within bounds: texts, pictures, documents, mails inside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from placette.desks.letters.letter import Remark
from placette.desks.letters.mail.decoding import clean_line, decode_header, decode_text
from placette.desks.letters.mail.headers import headers_of

DEPTH_LIMIT = 20
"""How deep parts may lie in one another; the deepest honest ones, a forwarded signed mail with pictures, reach 7."""
PARTS_LIMIT = 200
"""Parts that are read."""
_NAME_LIMIT = 300
_PARAMETERS = 4_000
"""Characters of a header with parameters that are looked at."""
_BOUNDARY = re.compile(r"^--(\S{1,200})[ \t]*\r?\n(?=Content-)", re.MULTILINE | re.IGNORECASE)
_ENCRYPTED = re.compile(r"^-----BEGIN PGP MESSAGE-----", re.MULTILINE)
_PREFACE = 10_000
"""Characters in which a boundary that the header forgot is looked for."""


@dataclass(frozen=True, slots=True)
class MailPart:
    """One part without parts of its own. ``group`` numbers the alternative that it belongs to; 0 for none."""

    media: str
    name: str = ""
    data: bytes = b""
    text: str = ""
    """The decoded text of a body part; empty for a file."""
    cid: str = ""
    attached: bool = False
    group: int = 0
    inner: Message | None = None
    """The mail that lies inside, for ``message/rfc822``."""


@dataclass(frozen=True, slots=True)
class OpenedMail:
    """The parts of a mail in their order, and what of it was left out."""

    parts: tuple[MailPart, ...]
    remarks: tuple[Remark, ...] = ()


def parse_mail(data: bytes) -> Message:
    """The bytes of a mail as the library reads them; raises ``RecursionError`` for hundreds of nested parts."""
    return BytesParser(policy=compat32).parsebytes(data)


def open_mail(message: Message) -> OpenedMail:
    """The parts of a mail."""
    parts: list[MailPart] = []
    remarks: dict[str, Remark] = {}
    groups = 0
    waiting = [(message, 0, 0)]
    while waiting:
        found, depth, group = waiting.pop()
        if depth > DEPTH_LIMIT:
            remarks["deep"] = Remark("mail-too-deep", (("limit", str(DEPTH_LIMIT)),))
            continue
        if len(parts) >= PARTS_LIMIT:
            remarks["many"] = Remark("mail-too-many", (("limit", str(PARTS_LIMIT)),))
            break
        media = found.get_content_type()
        if media == "multipart/alternative":
            groups += 1
            group = groups
        if media in {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}:
            remarks["encrypted"] = Remark("mail-encrypted")
        elif (children := _children(found, media)) is not None:
            waiting += [(child, depth + 1, group) for child in reversed(children[: PARTS_LIMIT + 1])]
        else:
            leaves = list(_leaves(found, media, group))
            parts += [leaf for leaf in leaves if not _ENCRYPTED.search(leaf.text)]
            if any(_ENCRYPTED.search(leaf.text) for leaf in leaves):
                remarks["encrypted"] = Remark("mail-encrypted")
    return OpenedMail(tuple(parts), tuple(remarks.values()))


def _children(message: Message, media: str) -> list[Message] | None:
    """The parts of a part that holds others; None for one that doesn't."""
    payload = message.get_payload() if message.is_multipart() else None
    if media == "message/rfc822" or not media.startswith("multipart/"):
        return None
    if isinstance(payload, list):
        children = [child for child in payload if isinstance(child, Message)]
        return children[:1] if media in {"multipart/report", "multipart/signed"} else children
    return _recovered(_data_of(message).decode("ascii", "surrogateescape"))


def _recovered(payload: str) -> list[Message] | None:
    """The parts of a mail whose header forgets their boundary, or names another than stands there."""
    found = _BOUNDARY.search(payload[:_PREFACE])
    if not found or '"' in found[1]:
        return None
    head = f'Content-Type: multipart/mixed; boundary="{found[1]}"\n\n'
    again = parse_mail((head + payload).encode("utf-8", "surrogateescape")).get_payload()
    return [child for child in again if isinstance(child, Message)] if isinstance(again, list) else None


def _leaves(message: Message, media: str, group: int) -> Iterator[MailPart]:
    name, attached, charset, flowed, delsp = _described(message)
    payload = message.get_payload() if message.is_multipart() else None
    if media == "message/rfc822" and isinstance(payload, list) and payload and isinstance(payload[0], Message):
        yield MailPart(media, name, attached=attached, inner=payload[0])
        return
    data = _data_of(message)
    text = ""
    if not name and not attached and (media in {"text/plain", "text/html"} or media.startswith("multipart/")):
        text = decode_text(data, charset)
        media = _real_media(media, text)
        text = unflowed(text, delsp=delsp) if flowed and media == "text/plain" else text
        data = b""
    cid = clean_line(headers_of(message).first("content-id")[:_NAME_LIMIT].strip(" <>"))
    yield MailPart(media, name, data, text, cid, attached, group)


def _real_media(media: str, text: str) -> str:
    """What a text is: HTML sent as plain text is HTML all the same."""
    beginning = text[:500].lstrip().lower()
    if beginning.startswith(("<!doctype html", "<html")):
        return "text/html"
    return media if media.startswith("text/") else "text/plain"


def _described(message: Message) -> tuple[str, bool, str, bool, bool]:
    """A part's file name, whether it is attached, its charset, whether its lines flow (RFC 3676), and with DelSp."""
    probe, headers = Message(), headers_of(message)
    for header in ("content-type", "content-disposition"):
        if found := headers.first(header):
            probe[header] = found[:_PARAMETERS]
    try:
        name = decode_header(probe.get_filename() or "")[:_NAME_LIMIT]
        attached = probe.get_content_disposition() == "attachment"
        flowed = str(probe.get_param("format", "")).lower() == "flowed"
        delsp = str(probe.get_param("delsp", "")).lower() == "yes"
        return name, attached, str(probe.get_content_charset() or ""), flowed, delsp
    except (ValueError, TypeError, LookupError, AttributeError):  # what the library makes of odd parameters
        return "", False, "", False, False


def _data_of(message: Message) -> bytes:
    """The bytes of a part. They are asked for decoded: else the library tries the charset, and some charsets raise."""
    try:
        data = message.get_payload(decode=True)
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError):
        data = None
    return data if isinstance(data, bytes) else b""


def unflowed(text: str, *, delsp: bool) -> str:
    """A text whose soft line breaks are undone (RFC 3676, section 4.2); quoted lines stay quoted."""
    done: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:].removeprefix(" ")
        soft = words.endswith(" ") and words != "-- "
        kept = words[:-1] if soft and delsp else words
        if open_depth == depth and words != "-- ":
            done[-1] += kept
        else:
            done.append((">" * depth + " " if depth else "") + kept)
        open_depth = depth if soft else -1
    return "\n".join(done)
