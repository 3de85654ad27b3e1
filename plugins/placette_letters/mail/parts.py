"""A mail opened into its parts, in order and within bounds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from html import escape

from placette_letters.documents.manuscript import read_html
from placette_letters.documents.reading import read_plain
from placette_letters.letter import Enclosure, Manuscript, Picture, Remark, free_name
from placette_letters.mail.headers import (
    clean_line,
    decode_header,
    decode_text,
    headers_of,
    safe_name,
    shown_name,
    suffix_of,
)
from placette_letters.mail.quoting import (
    missing_lines,
    without_closing,
    without_greeting,
    without_quotation,
    without_rule,
    word_count,
)
from placette_richtext import blocks as richtext
from placette_richtext import hypertext


def join_manuscripts(manuscripts: Iterable[Manuscript]) -> Manuscript:
    """Return the texts one below the other, with the title of the first that has one."""
    whole = Manuscript("")
    for part in manuscripts:
        added = renamed(part, {picture.name for picture in whole.pictures})
        whole = Manuscript(
            "\n\n".join(text for text in (whole.markdown, added.markdown) if text),
            whole.title or added.title,
            (*whole.pictures, *added.pictures),
            (*whole.enclosures, *added.enclosures),
            tuple(dict.fromkeys((*whole.remarks, *added.remarks))),
        )
    return whole


def renamed(manuscript: Manuscript, taken: Collection[str]) -> Manuscript:
    """Return a manuscript whose pictures have other names than the ``taken`` ones."""
    names = {name.casefold() for name in taken} | {picture.name.casefold() for picture in manuscript.pictures}
    pictures: list[Picture] = []
    markdown = manuscript.markdown
    clashing = {name.casefold() for name in taken}
    for picture in manuscript.pictures:
        if picture.name.casefold() in clashing:
            stem, dot, suffix = picture.name.rpartition(".")
            free = free_name(stem or suffix, f"{dot}{suffix}" if stem else "", names)
            names.add(free)
            markdown = markdown.replace(f"]({picture.name})", f"]({free})")
            picture = replace(picture, name=free)  # noqa: PLW2901 - the same picture from here on
        pictures.append(picture)
    return replace(manuscript, markdown=markdown, pictures=tuple(pictures))


def without_unseen(before: str, manuscript: Manuscript) -> Manuscript:
    """Return a manuscript whose text was cut, without the pictures of the cut part: logos, a quoted mail's photos."""
    unseen = {item.name for item in manuscript.pictures if f"]({item.name})" in before}
    unseen = {name for name in unseen if f"]({name})" not in manuscript.markdown}
    return replace(manuscript, pictures=tuple(item for item in manuscript.pictures if item.name not in unseen))


DEPTH_LIMIT = 20
"""How deep parts may be nested; the deepest honest ones, a forwarded signed mail with pictures, reach 7."""
PARTS_LIMIT = 200  # Parts that are read
_NAME_LIMIT = 300
_PARAMETERS = 4_000  # Characters of a header with parameters that are looked at
_ENCRYPTED = re.compile(r"^-----BEGIN PGP MESSAGE-----", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MailPart:
    """One part without parts of its own. ``group`` numbers the alternative that it belongs to; 0 for none."""

    media: str
    name: str = ""
    data: bytes = b""
    text: str = ""  # The decoded text of a body part; empty for a file
    cid: str = ""
    attached: bool = False
    group: int = 0
    inner: Message | None = None  # The mail inside, for `message/rfc822`


def parse_mail(data: bytes) -> Message:
    """Return the bytes of a mail as the library reads them; raises ``RecursionError`` for hundreds of nested parts."""
    return BytesParser(policy=compat32).parsebytes(data)


def open_mail(message: Message) -> tuple[list[MailPart], tuple[Remark, ...]]:
    """Return the parts of a mail in their order, and those that were left out."""
    parts: list[MailPart] = []
    remarks: dict[str, Remark] = {}
    groups = 0
    waiting = [(message, 0, 0)]
    while waiting:
        part, depth, group = waiting.pop()
        if depth > DEPTH_LIMIT:
            remarks["deep"] = Remark("mail-too-deep", (("limit", str(DEPTH_LIMIT)),))
            continue
        if len(parts) >= PARTS_LIMIT:
            remarks["many"] = Remark("mail-too-many", (("limit", str(PARTS_LIMIT)),))
            break
        media = part.get_content_type()
        if media == "multipart/alternative":
            groups += 1
            group = groups
        if media in {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}:
            remarks["encrypted"] = Remark("mail-encrypted")
        elif (children := _children(part, media)) is not None:
            waiting += [(child, depth + 1, group) for child in reversed(children[: PARTS_LIMIT + 1])]
        else:
            leaves = list(_leaves(part, media, group))
            parts += [leaf for leaf in leaves if not _ENCRYPTED.search(leaf.text)]
            if any(_ENCRYPTED.search(leaf.text) for leaf in leaves):
                remarks["encrypted"] = Remark("mail-encrypted")
    return parts, tuple(remarks.values())


def _children(message: Message, media: str) -> list[Message] | None:
    payload = message.get_payload() if message.is_multipart() else None
    if media == "message/rfc822" or not media.startswith("multipart/") or not isinstance(payload, list):
        return None
    children = [child for child in payload if isinstance(child, Message)]
    return children[:1] if media in {"multipart/report", "multipart/signed"} else children


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
    """Return the real type of a text: HTML sent as plain text is HTML all the same."""
    beginning = text[:500].lstrip().lower()
    if beginning.startswith(("<!doctype html", "<html")):
        return "text/html"
    return media if media.startswith("text/") else "text/plain"


def _described(message: Message) -> tuple[str, bool, str, bool, bool]:
    """Return a part's file name, whether it is attached, its charset, whether lines flow (RFC 3676), with DelSp."""
    probe, headers = Message(), headers_of(message)
    for header in ("content-type", "content-disposition"):
        if value := headers.first(header):
            probe[header] = value[:_PARAMETERS]
    try:
        name = decode_header(probe.get_filename() or "")[:_NAME_LIMIT]
        attached = probe.get_content_disposition() == "attachment"
        flowed = str(probe.get_param("format", "")).lower() == "flowed"
        delsp = str(probe.get_param("delsp", "")).lower() == "yes"
        return name, attached, str(probe.get_content_charset() or ""), flowed, delsp
    except (ValueError, TypeError, LookupError, AttributeError):  # the library's values for odd parameters
        return "", False, "", False, False


def _data_of(message: Message) -> bytes:
    """Return the bytes of a part. They are asked for decoded: else the library tries charsets, and some raise."""
    try:
        data = message.get_payload(decode=True)
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError):
        data = None
    return data if isinstance(data, bytes) else b""


def unflowed(text: str, *, delsp: bool) -> str:
    """Return a text whose soft line breaks are undone (RFC 3676, section 4.2); quoted lines stay quoted."""
    lines: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:].removeprefix(" ")
        soft = words.endswith(" ") and words != "-- "
        text_part = words[:-1] if soft and delsp else words
        if open_depth == depth and words != "-- ":
            lines[-1] += text_part
        else:
            lines.append((">" * depth + " " if depth else "") + text_part)
        open_depth = depth if soft else -1
    return "\n".join(lines)


DOCUMENTS = frozenset({".docx", ".docm", ".doc", ".odt", ".rtf", ".txt", ".md", ".pages", ".html", ".htm", ".dotx"})
"""Files with a text: the room for documents reads them, or advises what to send instead."""
ENCLOSURES = frozenset({".pdf", ".gpx", ".ics", ".ods", ".csv"})  # Files that may be beside a post

_PICTURES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".webp", ".avif", ".heic", ".heif", ".tif", ".tiff", ".bmp"}
)
_SILENT = frozenset(
    f"application/{kind}" for kind in ("pgp-signature", "pgp-keys", "pkcs7-signature", "x-pkcs7-signature")
)
"""Parts that no reader misses."""


@dataclass(frozen=True, slots=True)
class SortedFiles:
    """The files of a mail by purpose. Pictures by the part that they came in."""

    pictures: tuple[tuple[MailPart, Picture], ...] = ()
    documents: tuple[MailPart, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    remarks: tuple[Remark, ...] = ()


def sort_files(parts: Iterable[MailPart], taken: Iterable[str] = ()) -> SortedFiles:
    """Sort files by purpose; unusable ones become remarks. ``taken``: names that pictures can't have."""
    pictures: list[tuple[MailPart, Picture]] = []
    documents: list[MailPart] = []
    enclosures: list[Enclosure] = []
    remarks: list[Remark] = []
    names = set(taken)
    for part in parts:
        suffix = suffix_of(part.name, part.media)
        if part.media in _SILENT:
            continue
        if part.data and suffix in DOCUMENTS:
            documents.append(part)
        elif part.data and (suffix in _PICTURES | ENCLOSURES):
            is_picture = suffix in _PICTURES
            name = safe_name(
                part.name, part.media if part.media.startswith("image/") == is_picture else "image/", names
            )
            names.add(name)
            if is_picture:
                pictures.append((part, Picture(name, part.data)))
            else:
                enclosures.append(Enclosure(name, part.data))
        else:
            remarks.append(Remark("mail-other", (("name", shown_name(part.name, part.media)),)))
    return SortedFiles(tuple(pictures), tuple(documents), tuple(enclosures), tuple(remarks))


TEXT_LIMIT = hypertext.MOST_CHARACTERS  # Characters of a body that are read

_HTML_LIMIT = 20 * TEXT_LIMIT  # The same of HTML, which may hold its pictures itself
_EMPTY = frozenset({"text-empty", "document-empty"})
_LOGO = 40_000  # Bytes of the largest picture below a signature that goes with it
_SOURCE = re.compile(r"""cid:([^"'\s>)]{1,300})""", re.IGNORECASE)
_SHOWN = re.compile(r"""(?:src|background)\s*=\s*["']?cid:([^"'\s>]{1,300})""", re.IGNORECASE)
HTML_DEPTH = 1_000  # Elements inside one another; a long conversation in Outlook has some 200
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)")
_SHALLOW = frozenset(
    "area base br col hr img input link meta source wbr p li tr td th dt dd option o:p html body".split()
)
"""Elements that are empty, or that the next one ends."""


@dataclass(frozen=True, slots=True)
class BodyRules:
    """How a body is read: whether it answers one of our mails, or any mail; whether its quotations stay.

    ``own``: all that its writer wrote stays.
    """

    answering: bool = False
    replying: bool = False
    whole: bool = False
    own: bool = False


@dataclass(slots=True)
class _Unit:
    """One text of a mail, in one form or two; pictures between its pieces."""

    plain: list[MailPart] = field(default_factory=list)
    html: list[MailPart] = field(default_factory=list)


def is_text(part: MailPart) -> bool:
    """Return whether a part is the mail's own text rather than a file."""
    return part.media in {"text/plain", "text/html"} and not part.data and not part.attached and not part.name


def read_body(
    parts: Sequence[MailPart], pictures: Mapping[MailPart, Picture], rules: BodyRules
) -> tuple[Manuscript, set[MailPart]]:
    """Return the words of a mail, and the parts that they show or that the quotation showed.

    ``pictures``: the parts that are pictures, with the names that they have in the letter.
    """
    texts: list[Manuscript] = []
    used: set[MailPart] = set()
    counts = hypertext.Made()  # of all its texts
    for unit in _units(parts, pictures):
        if counts.is_full or sum(len(manuscript.markdown) for manuscript in texts) > TEXT_LIMIT:
            texts.append(Manuscript("", remarks=(Remark("mail-long", (("limit", f"{TEXT_LIMIT}"),)),)))
            break
        if isinstance(unit, MailPart):
            texts.append(Manuscript(f"![]({pictures[unit].name})", pictures=(pictures[unit],)))
            used.add(unit)
            continue
        html = _page(unit.html, pictures)[:_HTML_LIMIT]
        if is_deep(html):
            texts.append(Manuscript("", remarks=(Remark("mail-too-deep", (("limit", str(HTML_DEPTH)),)),)))
            html = ""
        if hypertext.is_crowded(html):
            texts.append(Manuscript("", remarks=(Remark("text-complex"),)))
            html = ""
        if max(len(html) // 20, *(len(part.text) for part in unit.plain), 0) >= TEXT_LIMIT:
            texts.append(Manuscript("", remarks=(Remark("mail-long", (("limit", f"{TEXT_LIMIT}"),)),)))
        ids = content_ids(html)
        inline = {part for part, picture in pictures.items() if picture.name in ids}
        texts.append(_read_unit(unit, html, {pictures[part].name: part.data for part in inline}, rules, counts))
        used |= inline
    body = join_manuscripts(texts)
    if body.title and (rules.answering or rules.replying):  # an answer has no title: its first line may be “Yes”
        text = f"**{richtext.escape_inline(body.title)}**\n\n{body.markdown}".strip()
        body = replace(body, title="", markdown=text)
    return body, used


def _units(parts: Sequence[MailPart], pictures: Mapping[MailPart, Picture]) -> list[_Unit | MailPart]:
    """Return texts in order; a picture between two is one too. Forms of one text are one unit."""
    units: list[_Unit | MailPart] = []
    grouped: dict[int, _Unit] = {}
    last = max((at for at, part in enumerate(parts) if is_text(part)), default=-1)
    text = {cid for part in parts if part.media == "text/html" for cid in content_ids(part.text)}
    for at, part in enumerate(parts):
        if is_text(part):
            unit = grouped.get(part.group) if part.group else None
            if unit is None:
                unit = _Unit()
                units.append(unit)
                if part.group:
                    grouped[part.group] = unit
            (unit.html if part.media == "text/html" else unit.plain).append(part)
        elif part in pictures and at < last and not part.attached and part.cid not in text:
            if part.group in grouped and grouped[part.group].html:
                grouped[part.group].html.append(part)
            elif not part.group and units:
                units.append(part)
    return units


def _page(pieces: Iterable[MailPart], pictures: Mapping[MailPart, Picture]) -> str:
    """Return HTML in one piece, with the letter's names of pictures instead of Content-IDs."""
    names = {part.cid: picture.name for part, picture in pictures.items() if part.cid}
    html = "\n".join(
        part.text if is_text(part) else f'<img src="cid:{escape(pictures[part].name)}">' for part in pieces
    )
    return _SOURCE.sub(lambda found: f"cid:{names.get(found[1], found[1])}", html)


def is_deep(html: str) -> bool:
    """Return whether elements are nested deeper than by any mailer: reading such a tree takes hours."""
    depth = 0
    for match in _TAG.finditer(html):
        if match[2].lower() not in _SHALLOW:
            depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > HTML_DEPTH:
            return True
    return False


def content_ids(html: str) -> frozenset[str]:
    """Return the Content-IDs of pictures that a mail's HTML shows."""
    return frozenset(_SHOWN.findall(html))


def _read_unit(
    unit: _Unit, html: str, pictures: Mapping[str, bytes], rules: BodyRules, made: hypertext.Made
) -> Manuscript:
    """Return a text, of its HTML where there is any: but an answer's plain lines say which ones are quoted."""
    plain = "\n\n".join(part.text for part in unit.plain)
    text = _spoken(read_html(html, pictures, made)) if html and not (rules.answering and plain.strip()) else None
    if text is None or (plain.strip() and not word_count(text.markdown)):
        body, lost = _cut(plain[:TEXT_LIMIT], rules)
        text = _spoken(read_plain(body))
        inline = tuple(Picture(name, data) for name, data in pictures.items())
        return replace(text, pictures=inline, remarks=(*text.remarks, *lost))
    logos = {picture.name for picture in text.pictures if len(picture.data) < _LOGO}
    remaining, lost = _cut(text.markdown[:TEXT_LIMIT], rules, logos)
    markdown = _without_break(without_rule(remaining)) if remaining != text.markdown else text.markdown
    return without_unseen(text.markdown, replace(text, markdown=markdown, remarks=(*text.remarks, *lost)))


def _cut(text: str, rules: BodyRules, logos: Collection[str] = ()) -> tuple[str, tuple[Remark, ...]]:
    """Return what is left of a text, and what was cut from it."""
    above = text if rules.whole else without_quotation(text, replying=rules.replying or rules.answering)
    above = above if above == text else without_rule(above)
    closed = without_closing(above, logos=logos, own=rules.own)
    rest = closed if rules.own or rules.whole or rules.answering else without_greeting(closed)
    return rest, (
        *cut_remark("mail-quoted", missing_lines(text, above)),
        *cut_remark("mail-signature", missing_lines(above, rest)),
    )


def cut_remark(code: str, text: str) -> tuple[Remark, ...]:
    """Return the remark about lines that were cut; none where there are no words in them."""
    lines = [line for line in text.split("\n") if line.strip()]
    return (Remark(code, (("lines", str(len(lines))), ("text", "\n".join(lines)))),) if word_count(text) else ()


def _spoken(read: Manuscript) -> Manuscript:
    """Return the text of a body; one without words is no fault while photos come with it."""
    return replace(read, remarks=tuple(remark for remark in read.remarks if remark.code not in _EMPTY))


def _without_break(markdown: str) -> str:
    """Return Markdown without the line break at its end that led to the cut part."""
    end = len(markdown) - len(markdown.rstrip("\\"))
    return markdown[:-1] if end % 2 else markdown
