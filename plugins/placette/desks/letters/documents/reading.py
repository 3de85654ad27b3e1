"""Any document that came with a letter becomes a manuscript, or a sentence that says what to send instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from placette.desks.letters.documents.archives import DocumentArchive, UnfitDocumentError, open_archive
from placette.desks.letters.documents.binding import bound
from placette.desks.letters.documents.hypertext import read_html
from placette.desks.letters.documents.markdown_files import read_markdown
from placette.desks.letters.documents.open_text import read_open_text
from placette.desks.letters.documents.plain import read_plain
from placette.desks.letters.documents.remarks import refused
from placette.desks.letters.documents.word import read_word
from placette.desks.letters.letter import Manuscript, Remark
from placette.engine.base.processes import Limits, run_bounded

READING = Limits(cpu=30.0, wall=60.0, memory=1_500_000_000)
"""What reading one document may use."""
_LARGEST_TEXT = 1_000_000
"""Bytes of a plain or HTML text: five times what a post may have."""
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
"""What a file is that has such a name, and isn't read because of its content."""
_HTML = re.compile(rb"\s*(?:<!doctype html|<html|<head|<body)", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{3,20})", re.IGNORECASE)
_MARKDOWN, _PAGES = frozenset({".md", ".markdown"}), frozenset({".html", ".htm", ".xhtml"})
_OPEN_TEXT = (b"application/vnd.oasis.opendocument.text",)
_START = 2_000


def read_document(name: str, data: bytes) -> Manuscript:
    """A document as a manuscript, judged by its content and its name.

    What can't be used has no ``markdown`` and a remark that blocks.
    """
    try:
        return _read(name, data)
    except UnfitDocumentError as error:
        return refused(error.code, name)
    except RecursionError:
        return refused("document-damaged", name)


def read_bounded(jobs: Sequence[tuple[str, bytes]]) -> list[Manuscript]:
    """``read_document`` of each name and its bytes, in workers that are killed when they pass ``READING``."""
    found = run_bounded(_read_job, jobs, None, READING)
    return [one or refused("document-limits", name) for one, (name, _) in zip(found, jobs, strict=True)]


def _read_job(job: tuple[str, bytes], _shared: None) -> Manuscript:
    return read_document(*job)


def _read(name: str, data: bytes) -> Manuscript:
    suffix = _suffix(name)
    if data.startswith(b"PK\x03\x04"):
        return _read_archive(name, suffix, data)
    if code := _refusal(suffix, data):
        return refused(code, name)
    if suffix in _PAGES or (_HTML.match(data) and suffix not in _MARKDOWN):
        found = read_html(decoded(data), {})
    else:
        found = read_markdown(decoded(data)) if suffix in _MARKDOWN else read_plain(decoded(data))
    return replace(found, remarks=tuple(_called(remark, name) for remark in found.remarks))


def _called(remark: Remark, name: str) -> Remark:
    """A remark about the whole document, with its name."""
    if remark.code == "text-empty":
        return Remark("document-empty", (("name", name),))
    return Remark(remark.code, (("name", name), *remark.values[1:])) if ("name", "") in remark.values else remark


def _suffix(name: str) -> str:
    """The suffix of a file's name in small letters, with its stop; empty where there is none."""
    found = re.search(r"\.[A-Za-z0-9]{1,10}$", name.strip())
    return found[0].lower() if found else ""


def _refusal(suffix: str, data: bytes) -> str:
    """Why what isn't an archive can't be read, as a code of the remarks; empty for a text."""
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
    """What a compound file is, by the names of its streams, which are written in UTF-16."""
    held = {name for name in ("EncryptedPackage", "__properties_version1.0", "WordDocument") if _stream(name) in data}
    if "EncryptedPackage" in held:
        return "document-encrypted"
    if suffix == ".msg" or "__properties_version1.0" in held:
        return "document-msg"
    return "document-doc" if suffix in {".doc", ".dot", ".docx"} or "WordDocument" in held else "document-other"


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")


def _read_archive(name: str, suffix: str, data: bytes) -> Manuscript:
    archive = open_archive(data)
    if code := _code_of_archive(suffix, archive):
        return refused(code, name)
    tree, pictures = read_open_text(archive) if "mimetype" in archive.names else read_word(archive)
    return bound(tree, pictures, name)


def _code_of_archive(suffix: str, archive: DocumentArchive) -> str:
    """Why an archive isn't read, as a code of the remarks; empty for a Word file or an OpenDocument text."""
    names = archive.names
    if suffix == ".pages" or "Index/Document.iwa" in names or "index.xml" in names:
        return "document-pages"
    if "mimetype" in names:
        return _code_of_open_document(archive)
    types = archive.read("[Content_Types].xml").lower() if "[Content_Types].xml" in names else b""
    if b"wordprocessingml" not in types and b"ms-word" not in types:
        return "document-damaged" if suffix in _SUFFIXES else "document-other"
    macros = any(part.lower().rpartition("/")[2].startswith("vbaproject") for part in names)
    return "document-macros" if macros or b"macroenabled" in types or suffix in {".docm", ".dotm"} else ""


def _code_of_open_document(archive: DocumentArchive) -> str:
    if not archive.read("mimetype", 200).startswith(_OPEN_TEXT):
        return "document-other"
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.names else b""
    if b"encryption-data" in manifest or "encrypted-package" in archive.names:
        return "document-encrypted"
    programs = any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in archive.names)
    return "document-macros" if programs else ""


def decoded(data: bytes) -> str:
    """The words of a text file: UTF-8 or UTF-16 where it says so, else what its HTML names or Windows wrote."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    named = _CHARSET.search(data[:_START])
    for charset in ("utf-8-sig", named[1].decode() if named else "cp1252", "cp1252"):
        try:
            return data.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1")
