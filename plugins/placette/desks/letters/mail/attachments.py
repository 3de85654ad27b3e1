"""What came with a mail's text: pictures, documents with the text itself, documents to lie beside it, and the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from placette.desks.letters.letter import Enclosure, Picture, Remark
from placette.desks.letters.mail.names import safe_name, shown_name, suffix_of
from placette.desks.letters.mail.parts import MailPart

DOCUMENTS = frozenset({".docx", ".docm", ".doc", ".odt", ".rtf", ".txt", ".md", ".pages", ".html", ".htm", ".dotx"})
"""Files that hold a text: the room for documents reads them, or says what to send instead."""
ENCLOSURES = frozenset({".pdf", ".gpx", ".ics", ".ods", ".csv"})
"""Files that may lie beside a post."""

_PICTURES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".webp", ".avif", ".heic", ".heif", ".tif", ".tiff", ".bmp"}
)
_ARCHIVES = frozenset({".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".cab", ".iso", ".img", ".dmg"})
_PROGRAMS = frozenset(
    {".exe", ".com", ".bat", ".cmd", ".scr", ".pif", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".hta", ".lnk", ".msi"}
    | {".jar", ".ps1", ".apk", ".sh", ".dll", ".cpl", ".reg", ".url", ".chm", ".one", ".py"}
)
_MEDIA = frozenset({".mp3", ".m4a", ".wav", ".ogg", ".opus", ".aac", ".mp4", ".mov", ".avi", ".mkv", ".3gp", ".webm"})
_SILENT = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
"""Parts that no reader misses."""
_REFUSED = {
    "mail-encrypted": frozenset({".p7m", ".pgp", ".gpg"}),
    "mail-program": _PROGRAMS,
    "mail-archive": _ARCHIVES,
    "mail-media": _MEDIA,
}


@dataclass(frozen=True, slots=True)
class SortedFiles:
    """The files of a mail by what they are for. Pictures by the part that they came in."""

    pictures: tuple[tuple[MailPart, Picture], ...] = ()
    documents: tuple[MailPart, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    remarks: tuple[Remark, ...] = ()


def sort_files(parts: Iterable[MailPart], taken: Iterable[str] = ()) -> SortedFiles:
    """Each file where it belongs; what can't be used as a remark. ``taken``: names that pictures can't have."""
    pictures: list[tuple[MailPart, Picture]] = []
    documents: list[MailPart] = []
    enclosures: list[Enclosure] = []
    remarks: list[Remark] = []
    names = set(taken)
    for part in parts:
        suffix = suffix_of(part.name, part.media)
        if refusal := _refusal(part, suffix):
            remarks.append(Remark(refusal, (("name", shown_name(part.name, part.media)),)))
        elif is_picture(part):
            name = safe_name(part.name, _picture_media(part), names)
            names.add(name)
            pictures.append((part, Picture(name, part.data)))
        elif suffix in DOCUMENTS:
            documents.append(part)
        elif suffix in ENCLOSURES:
            name = safe_name(part.name, part.media, names)
            names.add(name)
            enclosures.append(Enclosure(name, part.data))
    return SortedFiles(tuple(pictures), tuple(documents), tuple(enclosures), tuple(remarks))


def is_picture(part: MailPart) -> bool:
    """Whether a part is a picture, by its name; by its media type where the name has no suffix that says another."""
    suffix = suffix_of(part.name, part.media)
    known = suffix in DOCUMENTS | ENCLOSURES | _ARCHIVES | _PROGRAMS | _MEDIA
    return suffix in _PICTURES or (part.media.startswith("image/") and part.media != "image/svg+xml" and not known)


def _picture_media(part: MailPart) -> str:
    return part.media if part.media.startswith("image/") else "image/"


def _refusal(part: MailPart, suffix: str) -> str:
    """The code that says why a file can't be used; empty where it can, or where nobody misses it."""
    if part.media in _SILENT or suffix in {".asc", ".p7s"}:
        return ""
    if part.media == "application/ms-tnef" or suffix in {".msg", ".tnef"} or part.name.lower() == "winmail.dat":
        return "mail-outlook"
    if code := next((code for code, suffixes in _REFUSED.items() if suffix in suffixes), ""):
        return code
    if part.media.startswith(("video/", "audio/")):
        return "mail-media"
    if not is_picture(part) and suffix not in DOCUMENTS | ENCLOSURES:
        return "mail-other"
    return "" if part.data else "mail-empty"
