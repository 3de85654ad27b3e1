"""Word and OpenDocument files as what they are, ZIP archives from strangers: looked at before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST_MEMBERS = 2_000
"""Files in one document; a thesis has some hundred."""
MOST_BYTES = 300_000_000
"""Bytes of all of them unpacked: sixty photos straight from a camera."""
LARGEST_PART = 20_000_000
"""Bytes of one XML part; ten novels in Word take as much."""
MOST_RATIO = 150
"""How many times smaller than their content archives above ``_SMALL`` may be; XML packs to a twentieth."""
_SMALL = 20_000_000
_DEEPEST = 256
"""Elements inside each other; Word writes some twenty, with a table in a table some forty."""
_PIECE = 1 << 20
_ENCRYPTED = 0x1
"""The flag of a member that needs a password (APPNOTE 4.4.4)."""


class UnfitDocumentError(Exception):
    """A document that can't be read; ``code`` is a code of the remarks and says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class DocumentArchive:
    """A document whose list of files has been found harmless."""

    archive: zipfile.ZipFile
    names: frozenset[str]

    def read(self, name: str, most: int = LARGEST_PART) -> bytes:
        """One file, never more of it than ``most`` bytes; raises ``UnfitDocumentError``."""
        try:
            with self.archive.open(name) as member:
                data = b"".join(_pieces(member, most))
        except (KeyError, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
            raise UnfitDocumentError("document-damaged") from error
        except (zipfile.BadZipFile, zlib.error) as error:
            raise UnfitDocumentError("document-damaged") from error
        return data

    def tree(self, name: str) -> Element | None:
        """One XML part, without entities, not too deep; None where there is none. Raises ``UnfitDocumentError``."""
        return parse_part(self.read(name)) if name in self.names else None


def open_archive(data: bytes) -> DocumentArchive:
    """The archive of a document; raises ``UnfitDocumentError`` for a bomb, an encrypted or a damaged one."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
        raise UnfitDocumentError("document-damaged") from error
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_BYTES:
        raise UnfitDocumentError("document-bomb")
    if unpacked > max(_SMALL, MOST_RATIO * len(data)):
        raise UnfitDocumentError("document-bomb")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise UnfitDocumentError("document-encrypted")
    names = [member.filename for member in members]
    if len({name.casefold() for name in names}) != len(names):
        raise UnfitDocumentError("document-damaged")
    return DocumentArchive(archive, frozenset(names))


def _pieces(member: object, most: int) -> Iterator[bytes]:
    """What a member really holds, however little it says it does."""
    left = most
    while piece := member.read(_PIECE):  # type: ignore[attr-defined]
        left -= len(piece)
        if left < 0:
            raise UnfitDocumentError("document-bomb")
        yield piece


def parse_part(content: bytes) -> Element:
    """An XML part as a tree.

    Raises ``UnfitDocumentError`` for what isn't XML, declares entities or nests too deeply.
    """
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise UnfitDocumentError("document-damaged") from error
    level = [root]
    for _ in range(_DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return root
    raise UnfitDocumentError("document-damaged")
