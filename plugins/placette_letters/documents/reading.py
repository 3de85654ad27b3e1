"""Any document that came with a letter becomes a manuscript, or a remark on what to send instead."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import PurePosixPath

from placette import characters
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
_LONGEST_TITLE = 200


def read_markdown(text: str) -> Manuscript:
    """Return a Markdown text without its front matter, of which the title alone is taken."""
    body = richtext.clean_characters(text)
    if len(body) > hypertext.MOST_CHARACTERS:
        return refused("text-long", "")
    title, remarks = "", tuple[Remark, ...]()
    if match := _MATTER.match(body):
        body = body[match.end() :]
        title_line = _TITLE.search(match["lines"])
        title = title_line[1].strip().strip("\"'“”").strip() if title_line else ""
        remarks = (Remark("matter-ignored"),) if len(_KEY.findall(match["lines"])) > bool(title_line) else ()
    if not characters.has_visible(title + body):
        return without_words("", *remarks)
    return Manuscript(body.strip("\n").rstrip(), title[:_LONGEST_TITLE], remarks=remarks)


_NARROW, _WIDE = 50, 100
"""Columns between which a program broke lines: 72 to 78 in mails. Shorter ones were broken by hand (verses)."""
_QUOTED = re.compile(r"[ \t]*>[ \t]?")
_RULE = re.compile(r"[ \t]*([-_*=~#·•.])(?:[ \t]*\1){2,}[ \t]*")
_LABEL = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’ -]{1,30}[ \u00a0\u202f]?:(?!//)")
"""A labelled line («Commune : Ambert») is a paragraph, for any length of the one before."""
_DEPTH = 8  # Quotations inside each other; deeper ones stay where they are


def read_plain(text: str) -> Manuscript:
    """Return a plain text: lines that a program broke are joined, typed items are lists, nothing else is markup."""
    lines = [line.rstrip(" \t\u00a0") for line in richtext.clean_characters(text).split("\n")]
    if sum(map(len, lines)) > hypertext.MOST_CHARACTERS:
        return refused("text-long", "")
    if sum(map(bool, lines)) > _MOST_LINES:
        return refused("text-long", "")
    markdown = _blocks(lines, _width(lines), 0)
    if len(markdown) > 2 * hypertext.MOST_CHARACTERS:  # a sign that could be markup has one before it
        return refused("text-long", "")
    return Manuscript(markdown) if markdown else without_words()


def _width(lines: list[str]) -> int:
    """Return the column at which a program broke the lines; 0 when only the writer did."""
    lengths = [len(line) for line in lines if " " in line and "://" not in line]
    longest = max(lengths, default=0)
    return longest if _NARROW <= longest <= _WIDE else 0


def _blocks(lines: list[str], width: int, depth: int) -> str:
    """Return lines as Markdown: quotations, paragraphs, items of lists, drawn rules."""
    blocks: list[str] = []
    number = 0
    for quoted, group in groupby(lines, key=lambda line: depth < _DEPTH and bool(_QUOTED.match(line))):
        if quoted:
            inside = _blocks([_QUOTED.sub("", line, count=1) for line in group], width, depth + 1)
            blocks += [_indented(inside, "> ", "> ").replace("> \n", ">\n")] if inside else []
            continue
        pieces: list[list[str]] = [[]]
        for line in group:
            if not line.strip() or structure.marker_of(line) or any(map(_RULE.fullmatch, (line, *pieces[-1][-1:]))):
                pieces.append([])
            pieces[-1] += [line] if line.strip() else []
        was_item = False
        for piece in filter(None, pieces):
            marker = structure.marker_of(piece[0])
            is_item = marker is not None and (not marker.numbered or marker.number in {1, number + 1})
            if marker and is_item:
                number = marker.number if marker.numbered else number
                sign = f"{number}{')' if ')' in marker.kind else '.'} " if marker.numbered else "- "
                text = _joined([piece[0][marker.length :], *piece[1:]], max(0, width - marker.length))
                block = _indented(text, sign, " " * len(sign))
            else:
                block = "***" if _RULE.fullmatch(piece[0]) else _joined(piece, width)
            if was_item and is_item:
                blocks[-1] += f"\n{block}"
            else:
                blocks.append(block)
            was_item = is_item
    return "\n\n".join(blocks)


def _joined(lines: list[str], width: int) -> str:
    """Return lines as one paragraph: a break stays where the next word would still have fitted, and before a label."""
    lines = [line.strip() for line in lines]
    parts = [richtext.escape_start(richtext.escape_inline(lines[0]))]
    for before, line in pairwise(lines):
        wrapped = width and len(before) + 1 + len(line.split(" ", 1)[0]) > width and not _LABEL.match(line)
        text = richtext.escape_inline(line)
        parts.append(f" {text}" if wrapped else f"\\\n{richtext.escape_start(text)}")
    return "".join(parts)


def _indented(text: str, first: str, others: str) -> str:
    return first + text.replace("\n", f"\n{others}")


_LARGEST_TEXT = 1_000_000  # Bytes of a plain or HTML text: what a post may have, and the tags around it
_MOST_LINES = 20_000  # Of a plain text
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The beginning of a compound file ([MS-CFB] 2.2): old Word files, mails of Outlook, encrypted new Word files."""
_WORDS = frozenset({".docx", ".dotx", ".odt", ".ott"})  # Files of these names are archives, or damaged
_UNREAD = frozenset({".doc", ".dot", ".docm", ".dotm", ".msg", ".pages", ".pdf", ".rtf"})
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
        suffix = PurePosixPath(name.strip()).suffix.lower()
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
        return refused(error.code, name)
    except RecursionError:
        return refused("document-damaged", name)


def _called(remark: Remark, name: str) -> Remark:
    """Return a remark about the whole document, with its name."""
    if remark.code == "text-empty":
        return Remark("document-empty", (("name", name),))
    return Remark(remark.code, (("name", name), *remark.values[1:])) if ("name", "") in remark.values else remark


def _refusal(suffix: str, data: bytes) -> str:
    """Return why a file that isn't an archive can't be read, as a code of the remarks; empty for a text."""
    if not data.strip(b"\0 \t\r\n"):
        return "document-empty"
    if data.startswith(_OLE):
        return "document-encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "document-other"
    is_binary = b"\0" in data[:_START] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if suffix in _UNREAD or is_binary or data.startswith((b"%PDF", b"{\\rtf")):
        return "document-other"
    if suffix in _WORDS:
        return "document-damaged"
    return "text-long" if len(data) > _LARGEST_TEXT else ""


def _read_archive(name: str, suffix: str, data: bytes) -> Manuscript:
    archive = open_archive(data)
    if code := _code_of_archive(suffix, archive):
        return refused(code, name)
    tree, pictures = read_open_text(archive) if "mimetype" in archive.names else read_word(archive)
    return bound(tree, pictures, name)


def _code_of_archive(suffix: str, archive: DocumentArchive) -> str:
    """Return why an archive isn't read, as a code of the remarks; empty for a Word file or an OpenDocument text."""
    names = archive.names
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
        return "document-damaged" if suffix in _WORDS else "document-other"
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
