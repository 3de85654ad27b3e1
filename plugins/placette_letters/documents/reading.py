"""Any document that came with a letter becomes a manuscript, or a remark on what to send instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from placette import Limits, characters, run_bounded
from placette_letters.documents.manuscript import (
    DocumentArchive,
    bound,
    open_archive,
    read_html,
    refused,
    without_words,
)
from placette_letters.documents.open_document import read_open_text
from placette_letters.documents.word import read_word
from placette_letters.letter import Manuscript, Remark
from placette_richtext import blocks as richtext
from placette_richtext import hypertext, structure

_MATTER = re.compile(
    r"\A\s*(?P<mark>---|\+\+\+)[ \t]*\n(?P<lines>.*?)^(?P=mark)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_TITLE = re.compile(r"^(?:title|titre)[ \t]*[:=][ \t]*(.+)$", re.IGNORECASE | re.MULTILINE)
_KEY = re.compile(r"^[\w-]+[ \t]*[:=]", re.MULTILINE)
_HEADING = re.compile(r"\A\s*#[ \t]+(.+?)[ \t#]*(?:\n|\Z)")
_OTHER_HEADING = re.compile(r"^#[ \t]", re.MULTILINE)
_FENCES = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
_LONGEST_TITLE = 200


def read_markdown(text: str) -> Manuscript:
    """Return a Markdown text without its front matter; its title is the front matter's, or its only first heading."""
    body = richtext.clean_characters(text)
    if len(body) > hypertext.MOST_CHARACTERS:
        return refused("text-characters", "", limit=str(hypertext.MOST_CHARACTERS))
    title, remarks = "", tuple[Remark, ...]()
    if match := _MATTER.match(body):
        body = body[match.end() :]
        named = _TITLE.search(match["lines"])
        title = named[1].strip().strip("\"'“”").strip() if named else ""
        remarks = (Remark("matter-ignored"),) if len(_KEY.findall(match["lines"])) > bool(named) else ()
    heading = _HEADING.match(body)
    if heading and not title and not _OTHER_HEADING.search(_FENCES.sub("", body[heading.end() :])):
        title, body = heading[1].strip(), body[heading.end() :]
    if not characters.has_visible(title + body):
        return without_words("", *remarks)
    return Manuscript(body.strip("\n").rstrip(), title[:_LONGEST_TITLE], remarks=remarks)


_NARROW, _WIDE = 50, 100
"""Columns between which a program broke lines: 72 to 78 in mails. Shorter ones were broken by hand (verses)."""
_QUOTED = re.compile(r"[ \t]*>[ \t]?")
_RULE = re.compile(r"[ \t]*([-_*=~#·•.])(?:[ \t]*\1){2,}[ \t]*")
_LABEL = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’ -]{1,30}[ \u00a0\u202f]?:(?!//)")
"""A labelled line («Commune : Ambert») is a paragraph, for any length of the one before."""
_DEPTH = 8  # Lists and quotations inside each other; deeper ones stay where they are


@dataclass(slots=True)
class _TypedItem:
    """One typed item while its lines are gathered."""

    marker: structure.ListMarker
    lines: list[str] = field(default_factory=list)


def read_plain(text: str) -> Manuscript:
    """A plain text: lines that a program broke are joined again, typed lists are lists, nothing else is markup."""
    lines = [line.rstrip(" \t\u00a0") for line in richtext.clean_characters(text).split("\n")]
    if sum(map(len, lines)) > hypertext.MOST_CHARACTERS:
        return refused("text-characters", "", limit=str(hypertext.MOST_CHARACTERS))
    if sum(map(bool, lines)) > _MOST_LINES:
        return refused("text-lines", "", limit=str(_MOST_LINES))
    markdown = _blocks(lines, _width(lines), 0)
    if len(markdown) > 2 * hypertext.MOST_CHARACTERS:  # a sign that could be markup has one before it
        return refused("text-characters", "", limit=str(hypertext.MOST_CHARACTERS))
    return Manuscript(markdown) if markdown else without_words()


def _width(lines: list[str]) -> int:
    """Return the column at which a program broke the lines; 0 when only the writer did."""
    lengths = [len(line) for line in lines if " " in line and "://" not in line]
    longest = max(lengths, default=0)
    return longest if _NARROW <= longest <= _WIDE else 0


def _blocks(lines: list[str], width: int, depth: int) -> str:
    blocks: list[str] = []
    at, listed = 0, ""
    lines = [line for line, before in zip(lines, ["", *lines], strict=False) if line.strip() or before.strip()]
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        if depth < _DEPTH and _QUOTED.match(lines[at]):
            end = _while_quoted(lines, at)
            listed = ""
            inside = _blocks([_QUOTED.sub("", line, count=1) for line in lines[at:end]], width, depth + 1)
            blocks += [_prefixed(inside, "> ", "> ").replace("> \n", ">\n")] if inside else []
        elif items := _items_at(lines, at):
            end = at + sum(len(item.lines) for item in items)
            # The sign of a list, which isn't that of the list right before it: they would be one
            usual, other = (".", ")") if items[0].marker.numbered else ("-", "*")
            listed = other if listed == usual else usual
            blocks.append(_list(items, width, listed))
        else:
            # The end of the paragraph that begins at ``at``: an empty line, a list, a quotation or a drawn rule
            end = at + 1
            while end < len(lines) and lines[end].strip() and not _QUOTED.match(lines[end]):
                if _items_at(lines, end) or _RULE.fullmatch(lines[end]) or _RULE.fullmatch(lines[end - 1]):
                    break
                end += 1
            listed = ""
            blocks.append(_paragraph(lines[at:end], width))
        at = end
    return "\n\n".join(block for block in blocks if block)


def _while_quoted(lines: list[str], at: int) -> int:
    while at < len(lines) and _QUOTED.match(lines[at]):
        at += 1
    return at


def _paragraph(lines: list[str], width: int) -> str:
    if len(lines) == 1 and _RULE.fullmatch(lines[0]):
        return "***"
    return _joined([line.strip() for line in lines], width)


def _joined(lines: list[str], width: int) -> str:
    """Return lines as one paragraph: a break stays where the next word would still have fitted, and before a label."""
    parts = [richtext.escape_start(richtext.escape_inline(lines[0]))]
    for before, line in pairwise(lines):
        wrapped = width and len(before) + 1 + len(line.split(" ", 1)[0]) > width and not _LABEL.match(line)
        parts.append(
            f" {richtext.escape_inline(line)}"
            if wrapped
            else f"\\\n{richtext.escape_start(richtext.escape_inline(line))}"
        )
    return "".join(parts)


def _items_at(lines: list[str], at: int) -> list[_TypedItem]:
    """The items of the typed list that begins at this line, each with all its lines; none where there is no list.

    One item alone is no list: «- 12 degrés» and «1986. Un hiver» are sentences.
    """
    first = structure.marker_of(lines[at])
    if first is None or (first.numbered and first.number > 1):
        return []
    items: list[_TypedItem] = []
    last: dict[int, structure.ListMarker] = {}
    while at < len(lines):
        line, marker = lines[at], structure.marker_of(lines[at])
        if marker and (not items or _goes_on(marker, items, last)):
            last = {indent: one for indent, one in last.items() if indent < marker.indent} | {marker.indent: marker}
            items.append(_TypedItem(marker, [line]))
        elif _is_continued(lines, at, items, last) and (len(items) > 1 or len(items[0].lines) < _LONGEST_ITEM):
            items[-1].lines.append(line)
        else:
            break
        at += 1
    return items if len(items) > 1 else []


def _goes_on(marker: structure.ListMarker, items: list[_TypedItem], last: dict[int, structure.ListMarker]) -> bool:
    """Return whether a marker is the next item of its level, or the first one of a deeper level."""
    if before := last.get(marker.indent):
        return structure.follows(marker, before)
    deeper = marker.indent > items[-1].marker.indent + 1
    return deeper and (not marker.numbered or marker.number == 1)


def _is_continued(lines: list[str], at: int, items: list[_TypedItem], last: dict[int, structure.ListMarker]) -> bool:
    """Return whether a line continues the last item: the same paragraph, or an empty line before the next item."""
    if lines[at].strip():
        return bool(items[-1].lines[-1].strip()) and not _QUOTED.match(lines[at])
    after = next((number for number in range(at, len(lines)) if lines[number].strip()), -1)
    marker = structure.marker_of(lines[after]) if after >= 0 else None
    return marker is not None and _goes_on(marker, items, last)


def _list(items: list[_TypedItem], width: int, first_sign: str) -> str:
    """Return a list with its deeper lists, each indented by the width of the marker above it."""
    written: list[str] = []
    above: list[tuple[int, int]] = []
    for item in items:
        while above and (above[-1][0] >= item.marker.indent or len(above) >= _DEPTH):
            above.pop()
        usual = first_sign if not above else "." if item.marker.numbered else "-"
        sign = f"{item.marker.number}{usual} " if item.marker.numbered else f"{usual} "
        indent = " " * sum(length for _, length in above)
        lines = [line.strip() for line in item.lines if line.strip()]
        first = item.lines[0][item.marker.length :].strip()
        text = _joined([first, *lines[1:]], max(0, width - item.marker.length) if width else 0)
        written.append(_prefixed(text, indent + sign, indent + " " * len(sign)))
        above.append((item.marker.indent, len(sign)))
    return "\n".join(written)


def _prefixed(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join([first + lines[0], *(others + line if line else others.rstrip() for line in lines[1:])])


READING = Limits(cpu=30.0, wall=60.0, memory=1_500_000_000)
"""What reading one document may use: far above what its counts let through, five seconds (``Made``)."""
_LARGEST_TEXT = 1_000_000  # Bytes of a plain or HTML text: what a post may have, and the tags around it
_MOST_LINES = 20_000  # Of a plain text
_LONGEST_ITEM = 40  # Lines of the first item of a typed list: each line of another may begin one
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The beginning of a compound file ([MS-CFB] 2.2): old Word files, mails of Outlook, encrypted new Word files."""
_BEGINNINGS = ((b"%PDF", "document-pdf"), (b"{\\rtf", "document-rtf"))
_SUFFIXES = {
    **dict.fromkeys((".doc", ".dot"), "document-doc"),
    **dict.fromkeys((".docx", ".dotx", ".odt", ".ott"), "document-damaged"),
    **dict.fromkeys((".docm", ".dotm"), "document-macros"),
    ".msg": "document-msg",
    ".pages": "document-pages",
    ".pdf": "document-pdf",
    ".rtf": "document-rtf",
}
"""The types of files by their names, where the content isn't readable."""
_HTML = re.compile(rb"\s*(?:<!doctype html|<html|<head|<body)", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{3,20})", re.IGNORECASE)
_MARKDOWN, _PAGES = frozenset({".md", ".markdown"}), frozenset({".html", ".htm", ".xhtml"})
_OPEN_TEXT = (b"application/vnd.oasis.opendocument.text",)
_START = 2_000


def read_document(name: str, data: bytes) -> Manuscript:
    """Read a document as a manuscript, judged by its content and its name.

    An unusable one has no ``markdown`` and a remark that blocks.
    """
    try:
        suffix = _suffix(name)
        if data.startswith(b"PK\x03\x04"):
            return _read_archive(name, suffix, data)
        if code := _refusal(suffix, data):
            return refused(code, name)
        if suffix in _PAGES or (_HTML.match(data) and suffix not in _MARKDOWN):
            page = read_html(decoded(data), {})
        else:
            page = read_markdown(decoded(data)) if suffix in _MARKDOWN else read_plain(decoded(data))
        return replace(page, remarks=tuple(_called(remark, name) for remark in page.remarks))
    except hypertext.UnfitDocumentError as error:
        return refused(error.code, name, **error.values)
    except RecursionError:
        return refused("document-damaged", name)


def read_bounded(jobs: Sequence[tuple[str, bytes]]) -> list[Manuscript]:
    """``read_document`` of each name and its bytes, in workers that are killed when they pass ``READING``."""
    results = run_bounded(_read_job, jobs, None, READING)
    return [one or refused("document-limits", name) for one, (name, _) in zip(results, jobs, strict=True)]


def _read_job(job: tuple[str, bytes], _shared: None) -> Manuscript:
    """``read_document`` for a worker, which may have to find it by name."""
    return read_document(*job)


def _called(remark: Remark, name: str) -> Remark:
    """Return a remark about the whole document, with its name."""
    if remark.code == "text-empty":
        return Remark("document-empty", (("name", name),))
    return Remark(remark.code, (("name", name), *remark.values[1:])) if ("name", "") in remark.values else remark


def _suffix(name: str) -> str:
    match = re.search(r"\.[A-Za-z0-9]{1,10}$", name.strip())
    return match[0].lower() if match else ""


def _refusal(suffix: str, data: bytes) -> str:
    """Return why a file that isn't an archive can't be read, as a code of the remarks; empty for a text."""
    if not data.strip(b"\0 \t\r\n"):
        return "document-empty"
    if data.startswith(_OLE):
        return _code_of_compound(suffix, data)
    for beginning, code in _BEGINNINGS:
        if data.startswith(beginning):
            return code
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    if b"\0" in data[:_START] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "document-other"
    return "document-long" if len(data) > _LARGEST_TEXT else ""


def _code_of_compound(suffix: str, data: bytes) -> str:
    """Return the type of a compound file, by the names of its streams, which are written in UTF-16."""
    names = {name for name in ("EncryptedPackage", "__properties_version1.0", "WordDocument") if _stream(name) in data}
    if "EncryptedPackage" in names:
        return "document-encrypted"
    if suffix == ".msg" or "__properties_version1.0" in names:
        return "document-msg"
    return "document-doc" if suffix in {".doc", ".dot", ".docx"} or "WordDocument" in names else "document-other"


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")


def _read_archive(name: str, suffix: str, data: bytes) -> Manuscript:
    archive = open_archive(data)
    if code := _code_of_archive(suffix, archive):
        return refused(code, name)
    tree, pictures = read_open_text(archive) if "mimetype" in archive.names else read_word(archive)
    return bound(tree, pictures, name)


def _code_of_archive(suffix: str, archive: DocumentArchive) -> str:
    """Return why an archive isn't read, as a code of the remarks; empty for a Word file or an OpenDocument text."""
    names = archive.names
    if suffix == ".pages" or "Index/Document.iwa" in names or "index.xml" in names:
        return "document-pages"
    if "mimetype" in names:
        if not archive.read("mimetype", 200).startswith(_OPEN_TEXT):
            return "document-other"
        manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.names else b""
        if b"encryption-data" in manifest or "encrypted-package" in archive.names:
            return "document-encrypted"
        programs = any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in archive.names)
        return "document-macros" if programs else ""
    types = archive.read("[Content_Types].xml").lower() if "[Content_Types].xml" in names else b""
    if b"wordprocessingml" not in types and b"ms-word" not in types:
        return "document-damaged" if suffix in _SUFFIXES else "document-other"
    macros = any(part.lower().rpartition("/")[2].startswith("vbaproject") for part in names)
    return "document-macros" if macros or b"macroenabled" in types or suffix in {".docm", ".dotm"} else ""


def decoded(data: bytes) -> str:
    """Return the words of a text file: UTF-8 or UTF-16 if marked, else the charset of its HTML, or Windows'."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    match = _CHARSET.search(data[:_START])
    for charset in ("utf-8-sig", match[1].decode() if match else "cp1252", "cp1252"):
        try:
            return data.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1")
