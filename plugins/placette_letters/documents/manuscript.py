"""Blocks and pictures become a manuscript: names of pictures, limits for unpacking, parts that are left out."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from placette import Words, characters
from placette_letters.letter import Manuscript, Picture, Remark, free_name, picture_form
from placette_richtext import blocks as richtext
from placette_richtext import hypertext, structure

MOST_PICTURES = 60  # Pictures of the largest document that is read; more are an album, not a text
LARGEST_PICTURE = 40_000_000
"""Bytes of the largest picture that is taken out of a document: a camera's best JPEG has 25 million."""
_SPECK = 3  # Pixels of an invisible side: spacers and counters of openings
_NAME_LENGTH = 60


def is_speck(data: bytes) -> bool:
    """Return whether a PNG or GIF is too small to be seen."""
    if data.startswith(b"\x89PNG") and len(data) >= 24:
        size: tuple[int, int] = struct.unpack(">II", data[16:24])
    elif data.startswith(b"GIF8") and len(data) >= 10:
        size = struct.unpack("<HH", data[6:10])
    else:
        return False
    return min(size) <= _SPECK


ROLES = {
    **dict.fromkeys(("title", "titre", "titre principal", "titre du document", "document title"), "title"),
    **dict.fromkeys(("quote", "intense quote", "citation", "citation intense", "quotations", "citations"), "quote"),
    **dict.fromkeys(("block text", "block quotation", "bloc de citation"), "quote"),
    **dict.fromkeys(("caption", "legende", "illustration", "figure", "image caption", "drawing", "text"), "caption"),
    **dict.fromkeys(("figurewithcaption", "tablecaption", "figurecaption"), "caption"),
    **dict.fromkeys(("toc heading", "en-tete de table des matieres", "contents heading"), "contents"),
}
"""Roles by the names of styles, folded; most programs keep the English names in all languages, some don't."""
_HEADING = re.compile(r"(?:heading|titre) ?([1-9])")
_FURTHEST = 20  # Styles that one may be based on, one after the other


def role_of_style(name: str) -> str:
    """Return the role of a style by its name (``h1``, a value of ``ROLES``); empty for another."""
    folded = Words.fold(name).strip()
    match = _HEADING.fullmatch(folded)
    return heading_role(int(match[1])) if match else ROLES.get(folded, "")


def heading_role(level: int) -> str:
    """Return the role of a heading of some level from 1; deeper ones than HTML has are of the last."""
    return f"h{min(level, 6)}"


def style_chain(style: Element, styles: Mapping[str, Element], base_of: Callable[[Element], str]) -> Iterator[Element]:
    """Yield a style and those that it is based on."""
    link: Element | None = style
    for _ in range(_FURTHEST):
        if link is None:
            return
        yield link
        link = styles.get(base_of(link))


def without_words(name: str = "", *remarks: Remark) -> Manuscript:
    """Return the manuscript of a text without words; a document has a name."""
    empty = Remark("document-empty", (("name", name),)) if name else Remark("text-empty")
    return Manuscript("", remarks=(*remarks, empty))


def refused(code: str, name: str, **values: str) -> Manuscript:
    """Return the manuscript of a document that can't be used, and why."""
    return Manuscript("", remarks=(Remark(code, (("name", name), *values.items())),))


def counted(left_out: Mapping[str, int]) -> tuple[Remark, ...]:
    """Return the remarks about parts that were left out, each with how often, by code, and the words below that."""
    counts, texts = Counter[str](), dict[str, list[str]]()
    for key, count in left_out.items():
        code, _break, words = key.partition("\n")
        counts[code] += count
        texts.setdefault(code, []).extend([words] if words else [])
    sentences = {code: [("text", "\n".join(words))] for code, words in texts.items() if words}
    return tuple(Remark(code, (("count", f"{n}"), *sentences.get(code, ()))) for code, n in sorted(counts.items()) if n)


MOST_MEMBERS = 2_000  # Files in one document; a thesis has some hundred
MOST_BYTES = 300_000_000  # Bytes of all of them unpacked: sixty photos straight from a camera
LARGEST_PART = 20_000_000  # Bytes of one XML part; ten novels in Word take as much
MOST_RATIO = 150  # How many times smaller than their content archives above `_SMALL` may be; XML packs to a twentieth
_SMALL = 20_000_000
_DEEPEST = 128  # Elements inside each other; Word writes some twenty, with a table in a table some forty
_PIECE = 1 << 20
_ENCRYPTED = 0x1  # The flag of a member that needs a password (APPNOTE 4.4.4).


@dataclass(frozen=True, slots=True)
class DocumentArchive:
    """A document whose list of files has been found harmless."""

    archive: zipfile.ZipFile
    names: frozenset[str]
    made: hypertext.Made = field(default_factory=hypertext.Made)

    def read(self, name: str, most: int = LARGEST_PART) -> bytes:
        """Return one file, never more of it than ``most`` bytes; raises ``UnfitDocumentError``."""
        try:
            with self.archive.open(name) as member:
                data = b"".join(_pieces(member, most))
        except (KeyError, OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
            raise hypertext.UnfitDocumentError("document-damaged") from error
        return data

    def tree(self, name: str) -> Element | None:
        """Return an XML part, without entities, not too deep; None for none. Raises ``UnfitDocumentError``."""
        return self.parse(self.read(name)) if name in self.names else None

    def parse(self, content: bytes) -> Element:
        """Return an XML part as a tree, as ``parse_part`` gives it, once its tags are counted."""
        self.made.count("layout", content.count(b"<") // 2)
        return parse_part(content)


def open_archive(data: bytes) -> DocumentArchive:
    """Return the archive of a document; raises ``UnfitDocumentError`` for a bomb, an encrypted or a damaged one."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
        raise hypertext.UnfitDocumentError("document-damaged") from error
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > min(MOST_BYTES, max(_SMALL, MOST_RATIO * len(data))):
        raise hypertext.UnfitDocumentError("document-bomb")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise hypertext.UnfitDocumentError("document-encrypted")
    names = [member.filename for member in members]
    if len({name.casefold() for name in names}) != len(names):
        raise hypertext.UnfitDocumentError("document-damaged")
    return DocumentArchive(archive, frozenset(names))


def _pieces(member: object, most: int) -> Iterator[bytes]:
    """Yield the real content of a member, even if its declared size is small."""
    remaining = most
    while piece := member.read(_PIECE):  # type: ignore[attr-defined]
        remaining -= len(piece)
        if remaining < 0:
            raise hypertext.UnfitDocumentError("document-bomb")
        yield piece


def parse_part(content: bytes) -> Element:
    """Parse an XML part as a tree.

    Raises ``UnfitDocumentError`` for a part that isn't XML, declares entities or nests too deeply.
    """
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise hypertext.UnfitDocumentError("document-damaged") from error
    level = [root]
    for _ in range(_DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return root
    raise hypertext.UnfitDocumentError("document-damaged")


_MOST_REMARKS = 5  # Pictures from outside that are listed one by one


@dataclass(slots=True)
class _Album:
    """The pictures of a document while they get their names."""

    given: Mapping[str, bytes]
    names: dict[bytes, str] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    specks: set[bytes] = field(default_factory=set)
    remarks: dict[Remark, None] = field(default_factory=dict)


def bound(tree: richtext.DocumentTree, given: Mapping[str, bytes], name: str = "") -> Manuscript:
    """Return the manuscript of a document called ``name``; blocked when it has no words, or too many pictures."""
    album = _Album({key.removeprefix("cid:").strip("<>"): data for key, data in given.items()})
    blocks = richtext.mapped(tree.blocks, lambda sequence: tuple(_named_block(block, album) for block in sequence))
    notes = {label: _unpictured(note) for label, note in tree.notes.items()}
    for key, data in album.given.items():
        _take(album, key, data, "")
    if len(album.pictures) > MOST_PICTURES:
        return refused("document-pictures", name, count=str(len(album.pictures)), most=str(MOST_PICTURES))
    shaped, title, captions = structure.shape(blocks)
    codes = {remark.code for remark in album.remarks}
    remarks = (*album.remarks, *(remark for remark in counted(tree.left_out) if remark.code not in codes))
    pictures = tuple(replace(picture, caption=captions.get(picture.name, "")) for picture in album.pictures.values())
    if not characters.has_visible(title) and not any(
        characters.has_visible(paragraph.words) for paragraph in richtext.paragraphs(blocks)
    ):
        return replace(without_words(name, *remarks), pictures=pictures)
    markdown = richtext.to_markdown(shaped, notes)
    if len(markdown) > hypertext.MOST_CHARACTERS:
        return refused("text-long", name)
    return Manuscript(markdown, title, pictures, (), remarks)


def _named_block(block: richtext.DocumentBlock, album: _Album) -> richtext.DocumentBlock:
    if not isinstance(block, richtext.Paragraph):
        return block
    runs = (_named_run(run, album) if run.kind is richtext.RunKind.PICTURE else run for run in block.runs)
    return replace(block, runs=tuple(run for run in runs if run is not None))


def _named_run(run: richtext.WordRun, album: _Album) -> richtext.WordRun | None:
    """Return a picture with the name that its file has from now on; None for one that isn't shown."""
    key = run.text.removeprefix("cid:").strip("<>")
    data = album.given.get(key) or album.given.get(run.text) or hypertext.embedded(run.text)
    alt = hypertext.described(run.alt)
    if data is None:
        outside = run.text.lower().startswith(("http:", "https:", "//", "file:", "ftp:"))
        listed = sum(remark.code == "picture-outside" for remark in album.remarks)
        if not outside:
            album.remarks[Remark("picture-absent")] = None
        elif listed < _MOST_REMARKS:
            album.remarks[Remark("picture-outside", (("address", run.text[:120]),))] = None
        return None
    name = _take(album, run.text, data, alt)
    return replace(run, text=name, alt=alt, href="", marks=frozenset()) if name else None


def _take(album: _Album, source: str, data: bytes, alt: str) -> str:
    """Return the name of a picture, which is kept once even if shown often; empty for a file that is no photo."""
    if data in album.specks or is_speck(data):
        album.specks.add(data)
        return ""
    if name := album.names.get(data):
        if alt and not album.pictures[name].alt:
            album.pictures[name] = replace(album.pictures[name], alt=alt)
        return name
    suffix = picture_form(data)[0]
    if not suffix or len(data) > LARGEST_PICTURE:
        album.remarks[Remark("picture-drawing" if not suffix else "picture-large")] = None
        return ""
    # A picture of a mail keeps its name; those of documents are called ``image1`` by programs
    base = "" if "/" in source else source.removeprefix("cid:").partition("@")[0]
    stem = Words.slugify((base.rpartition(".")[0] or base)[: 4 * _NAME_LENGTH])[:_NAME_LENGTH].strip("-")
    is_name = stem and not re.fullmatch(Words.DEVICES, stem)
    name = free_name(stem if is_name else f"photo-{len(album.pictures) + 1}", suffix, album.pictures)
    album.names[data] = name
    album.pictures[name] = Picture(name, data, alt)
    return name


def _unpictured(blocks: richtext.Blocks) -> richtext.Blocks:
    """Return a note without pictures: there is no place for them at the end of a text."""

    def change(sequence: richtext.Blocks) -> richtext.Blocks:
        return tuple(
            replace(b, runs=tuple(r for r in b.runs if r.kind is not richtext.RunKind.PICTURE))
            if isinstance(b, richtext.Paragraph)
            else b
            for b in sequence
        )

    return richtext.mapped(blocks, change)


def read_html(html: str, pictures: Mapping[str, bytes], made: hypertext.Made | None = None) -> Manuscript:
    """Return a page or the HTML of a mail. ``pictures`` came with it, by the ``cid`` or ``src`` that it names.

    Of two keys for one picture either may be named. One that the page doesn't name comes after the text. No file from
    outside is ever fetched: such a picture becomes a remark. What readers of the mail didn't see is left out.
    ``made`` counts what several pages of one mail become together.
    """
    if hypertext.is_too_complex(html):
        return refused("text-complex", "")
    try:
        tree = hypertext.read_page(html, made)
        return bound(replace(tree, left_out={}), pictures)  # most tables of mails only lay them out
    except hypertext.UnfitDocumentError as error:
        return refused(error.code, "")
