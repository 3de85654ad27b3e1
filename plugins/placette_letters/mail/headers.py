"""The headers of a mail, read so that no value can fail: sender, identity, subject, origin, automatic mails."""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from email import header
from email.errors import HeaderParseError
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses
from pathlib import Path

import yaml

from placette import Words, characters, is_good_name
from placette_letters.letter import RECEIPT_NUMBER, free_name

_SAID: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("wording.yml").read_text(encoding="utf-8"))


def wording(name: str) -> str:
    """Return the expression for what people and programs write, by its name in ``wording.yml``."""
    return f"(?:{'|'.join(_SAID[name])})"


def labels_beside(name: str) -> list[str]:
    """Return what people write in the place of the label of a field in our ready mails."""
    return _SAID.get(f"label_{name}", [])


LINE_LIMIT = 10_000
"""Characters of a header's value that are looked at. RFC 5322 allows 998 on a line; long ones list many addresses."""

_CHARSETS = (
    "utf", "ascii", "iso8859", "cp", "koi8", "mac", "gb", "big5", "shift_jis", "euc_", "iso2022", "tis", "hz",
)  # fmt: skip
"""Prefixes of Python's names of charsets. Others are transformations (``zlib``, ``punycode``), some of them slow."""
_LATIN = frozenset({"ascii", "iso8859-1", "iso8859-15", "cp1252"})
"""Charsets that mailers name by habit, often wrongly: UTF-8 is tried before them."""
_FOLD = re.compile(r"[\r\n]+[ \t]*|\t")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u2066-\u2069]")
_BLANKS = re.compile(r" {2,}")


def decode_text(data: bytes, charset: str) -> str:
    """Return the text of a body part: in the charset that it names if that fits, else UTF-8, else Windows-1252."""
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
    """Return the words of a header's value, on one line; as they are where they are badly encoded."""
    line = whole(raw)[:LINE_LIMIT]
    try:
        pieces = header.decode_header(line)
    except (HeaderParseError, ValueError):
        return clean_line(line)
    return clean_line("".join(_words_of(data, charset) for data, charset in pieces))


def _words_of(data: str | bytes, charset: str | None) -> str:
    """Return a part of a header as the library gives it: text, the bytes of text, or of encoded words."""
    if isinstance(data, str):
        return data
    return decode_text(data, charset.partition("*")[0]) if charset else data.decode("raw-unicode-escape")


def whole(raw: str) -> str:
    """Return a header's raw value on one line; bytes above ASCII, which the parser keeps as surrogates, are decoded."""
    line = _FOLD.sub(" ", raw)
    if line.isascii():
        return line
    return decode_text(line.encode("utf-8", "surrogateescape"), "")


def clean_text(text: str) -> str:
    """Return a text in NFC with plain line ends, without characters that deceive a reader or break a page."""
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text.removeprefix("\ufeff")))
    return _DIRECTION.sub("", characters.INVISIBLE.sub("", characters.CONTROLS.sub("", text)))


def clean_line(text: str, limit: int = LINE_LIMIT) -> str:
    """Return the same on one line, with single spaces, in at most ``limit`` characters."""
    return _BLANKS.sub(" ", clean_text(text).replace("\n", " ").replace("\t", " ")).strip()[:limit].strip()


def _known(charset: str) -> str:
    try:
        name = codecs.lookup(charset.strip(" \"'")[:40] or "?").name
    except (LookupError, ValueError, UnicodeError):
        return ""
    return name if name.startswith(_CHARSETS) else ""


HEAD_LIMIT = 256_000
"""Bytes of headers that are read; the largest honest ones, with seals of many servers, have some 30,000."""
_MOST = 1_000  # Headers that are read
_ADDRESS_LIMIT = 254  # Characters of the longest address (RFC 5321, with erratum 1690)
_NAME_LIMIT = 100
_FROM_LIMIT = 2_000  # Characters of `From` that are looked at
_END = re.compile(rb"\r?\n\r?\n|\r\r")
_ADDRESS = re.compile(r"[^\s@<>\"(),:;\\\[\]]{1,64}@[^\s@<>\"(),:;\\\[\]]+\.[^\s@<>\"(),:;\\\[\].]+")
_IDENTIFIER = re.compile(r"<([!-;=?-~]{1,250}@[!-;=?-~]{1,250})>")
_REFERENCES = 50  # Message-IDs of earlier mails that are kept, the newest


@dataclass(frozen=True, slots=True)
class MailHeaders:
    """Headers in their order, topmost first: names in small letters, values on one line but still encoded."""

    items: tuple[tuple[str, str], ...]

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a header."""
        return tuple(value for key, value in self.items if key == name)

    def first(self, name: str) -> str:
        """Return the topmost value of a header; empty where it is missing."""
        return next((value for key, value in self.items if key == name), "")

    def words(self, name: str) -> str:
        """Return the topmost value as people read it."""
        return decode_header(self.first(name))


def split_mail(data: bytes) -> tuple[bytes, bytes]:
    """Return the headers of a mail, cut at ``HEAD_LIMIT``, and all that follows them."""
    match = _END.search(data, 0, HEAD_LIMIT)
    if match:
        return data[: match.start()], data[match.end() :]
    return data[:HEAD_LIMIT], data[HEAD_LIMIT:]


def read_head(head: bytes) -> MailHeaders:
    """Return the headers in the first bytes of a mail."""
    return headers_of(BytesHeaderParser(policy=compat32).parsebytes(head))


def headers_of(message: Message) -> MailHeaders:
    """Return the headers of a parsed mail, or of a part of one."""
    items = list(message.raw_items())[:_MOST]
    return MailHeaders(tuple((name.lower(), whole(str(value)[:LINE_LIMIT]).strip()) for name, value in items))


def address_in(raw: str) -> str:
    """Return the first address of ``From``, in small letters, its domain in ASCII; empty where there is none.

    It is looked for before anything is decoded: a name that decodes to an address is still a name.
    """
    raw = raw if "@" in raw else decode_header(raw)  # some mailers encode the whole header
    address = _first_sender(raw)[1]
    return _normal(address) if _ADDRESS.fullmatch(address) else ""


def name_in(raw: str) -> str:
    """Return the name that ``From`` gives its first address; empty where that is only the address."""
    name = clean_line(decode_header(_first_sender(raw)[0]), _NAME_LIMIT).strip(" \"'<>,;")
    return "" if "@" in name else name


def _first_sender(raw: str) -> tuple[str, str]:
    return next(iter(getaddresses([raw[:_FROM_LIMIT]])), ("", ""))


def identifier_in(raw: str) -> str:
    """Return a Message-ID without its angle brackets; empty for an invalid one."""
    match = _IDENTIFIER.search(raw) or _IDENTIFIER.search(f"<{raw.strip()}>")
    return match[1] if match else ""


def references_in(headers: MailHeaders) -> tuple[str, ...]:
    """Return the Message-IDs that a mail answers, without brackets: the one named first, then the newest ones."""
    first = [match[1] for value in headers.all("in-reply-to")[:1] for match in _IDENTIFIER.finditer(value)]
    older = [match[1] for value in headers.all("references")[:1] for match in _IDENTIFIER.finditer(value)]
    return tuple(dict.fromkeys((*first, *reversed(older))))[:_REFERENCES]


def _normal(address: str) -> str:
    local, _, domain = unicodedata.normalize("NFC", address).lower().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    name = f"{local.strip('.')}@{domain.strip('.')}"
    return name if len(name) <= _ADDRESS_LIMIT and clean_line(name) == name else ""


_DECIDING = (
    "from", "subject", "date", "in-reply-to", "references", "content-type", "content-transfer-encoding",
)  # fmt: skip
"""Headers that decide the content. Those that servers add on the way (``Received`` …) aren't among them."""
_FORM = "x-placette-"
_DIGITS = 32  # Hexadecimal digits of the digest after a Message-ID: 128 bits


def identity_of(data: bytes) -> str:
    """Return the Message-ID, a space and a digest of the content; ``sha256:`` and the digest without Message-ID.

    Anybody who has seen a Message-ID can claim it. With the digest, another mail under the same one is another letter,
    while a second delivery of the same mail, by another way, is the same one.
    """
    head, body = split_mail(data)
    message = BytesHeaderParser(policy=compat32).parsebytes(head)
    headers = headers_of(message)
    remaining = [(name, value) for name, value in headers.items if name in _DECIDING or name.startswith(_FORM)]
    digest = hashlib.sha256()
    for name, value in sorted(remaining, key=lambda item: item[0]):
        digest.update(f"{name}: {' '.join(value.split())}\n".encode("utf-8", "surrogatepass"))
    early = message.get_payload(decode=True)  # lines among the headers that are none: they are read as text
    digest.update(b"\n" + (early if isinstance(early, bytes) else b"") + b"\n" + body.replace(b"\r\n", b"\n").rstrip())
    ident = identifier_in(headers.first("message-id"))
    return f"{ident} {digest.hexdigest()[:_DIGITS]}" if ident else f"sha256:{digest.hexdigest()}"


_DISOWNED = re.compile(r"\bdmarc(?:/\d+)?\s*=\s*fail\b", re.IGNORECASE)
"""What a server says of a sender whose domain disowns the mail (RFC 8601, 2.7; RFC 7489, 11.2)."""


def is_disowned(headers: MailHeaders) -> bool:
    """Return whether any server on the way says that the sender's domain disowns a mail.

    Whoever writes so into their own mail gets no answer, and nobody writes into another's. A long header counts too: it
    may have been cut, and the sender chooses how much is said before the verdict.
    """
    return any(_DISOWNED.search(line) or len(line) > LINE_LIMIT // 2 for line in headers.all("authentication-results"))


_SUPPRESSED = re.compile(r"\b(?:all|oof|autoreply)\b", re.IGNORECASE)
"""Values of ``X-Auto-Response-Suppress`` by which a sender wants no automatic answer ([MS-OXCMAIL] 2.2.3.2.14)."""
_ROBOTS = re.compile(wording("robots"))
_MARKS = frozenset(
    "list-id list-unsubscribe list-post list-help list-owner list-subscribe x-autoreply x-autorespond".split()
)


def is_automatic(headers: MailHeaders, own: str) -> bool:
    """Return whether a mail must never be answered (RFC 3834): a program's, a list's, one of our ``own`` address.

    A mail's own claims are trusted here: a liar gets no answer.
    """
    sender = address_in(headers.first("from"))
    return bool(
        (own and sender == address_in(own))
        or _ROBOTS.fullmatch(sender.partition("@")[0])
        or headers.first("content-type").lower().startswith("multipart/report")
        or headers.first("auto-submitted").partition(";")[0].strip().lower() not in {"", "no"}
        or headers.first("precedence").strip().lower() in {"bulk", "list", "junk", "auto_reply"}
        or _SUPPRESSED.search(headers.first("x-auto-response-suppress"))
        or "".join(headers.first("return-path").split()) == "<>"
        or _MARKS.intersection(name for name, _ in headers.items)
    )


_SUBJECT_LIMIT = 200  # Characters of the longest subject that is kept; titles of posts are shorter
_NUMBER = re.compile(rf"\[({RECEIPT_NUMBER.pattern})\]", re.ASCII)
"""The form in which answers write it: a year and a number in a date or a telephone number is something else."""
_TAG = re.compile(r"\[[^\[\]]{1,60}\]\s*")
_PREFIX = re.compile(
    r"(?:re|ré|rép|réf|rép\.|réf\.|ref|fwd?|tr|trans|transf|aw|wg)\s?(?:[(\[]\d{1,3}[)\]])?\s?[:：]\s*", re.IGNORECASE
)
_FORWARD = re.compile(r"\s*(?:\[[^\[\]]{1,60}\]\s*)?(?:fwd?|tr|trans|transf|wg)\s?[:：]", re.IGNORECASE)


def clean_subject(subject: str) -> str:
    """Return ``Re: [Réponse] TR : Le lavoir`` as ``Le lavoir``."""
    rest = _NUMBER.sub(" ", subject.replace("\u00a0", " ").replace("\u202f", " ")[: 4 * _SUBJECT_LIMIT]).strip()
    while match := _PREFIX.match(rest) or _TAG.match(rest):
        rest = rest[match.end() :].lstrip()
    return clean_line(rest, _SUBJECT_LIMIT)


def number_in(subject: str) -> str:
    """Return the receipt number (``2026-0042``) in square brackets; empty where there is none."""
    match = _NUMBER.search(subject)
    return match[1] if match else ""


def is_forwarded(subject: str) -> bool:
    """Return whether the subject is that of a forwarded mail (``TR : …``, ``Fwd: …``)."""
    return bool(_FORWARD.match(subject.replace("\u00a0", " ").replace("\u202f", " ")))


_STEM = 60  # Characters of the longest stem
_SHOWN = 80  # Characters of a name in a sentence
_SUFFIX = re.compile(r"\.([A-Za-z0-9]{1,5})$")
_SUFFIXES = {
    "image/jpeg": ".jpg", "image/jpg": ".jpg", "image/pjpeg": ".jpg", "image/png": ".png", "image/x-png": ".png",
    "image/gif": ".gif", "image/webp": ".webp", "image/avif": ".avif", "image/heic": ".heic", "image/heif": ".heif",
    "image/tiff": ".tif", "image/bmp": ".bmp", "application/pdf": ".pdf", "text/calendar": ".ics", "text/csv": ".csv",
    "application/gpx+xml": ".gpx", "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods", "text/markdown": ".md", "application/rtf": ".rtf",
    "text/rtf": ".rtf", "application/msword": ".doc", "application/vnd.ms-outlook": ".msg",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip
"""The suffix for a media type, where the name has none."""


def suffix_of(sent: str, media: str) -> str:
    """Return the suffix of a name, in small letters with its dot, else that of its media type; may be empty."""
    match = _SUFFIX.search(sent.strip(" ."))
    return f".{match[1].lower()}" if match else _SUFFIXES.get(media, "")


def safe_name(sent: str, media: str, taken: Collection[str]) -> str:
    """Return a name for a file that was sent as ``sent``: ``C:\\Photos\\Été 1.JPG`` gives ``ete-1.jpg``."""
    suffix = suffix_of(sent, media)
    last = re.split(r"[/\\]", sent.strip(" ."))[-1]
    stem = Words.slugify(_SUFFIX.sub("", last))[:_STEM].strip("-")
    kind = "photo" if media.startswith("image/") else "document"
    stem = stem if stem and is_good_name(stem + suffix) else f"{kind}-{stem}".rstrip("-")
    return free_name(stem, suffix, taken)


def shown_name(sent: str, media: str) -> str:
    """Return a name that is safe in a sentence for its sender."""
    last = re.split(r"[/\\]", sent)[-1]
    return clean_line(re.sub(r"[`*_\[\]<>|#!]", "", last), _SHOWN) or media
