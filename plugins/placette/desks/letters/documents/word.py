"""Word files (``.docx``) become blocks: mammoth reads a copy that holds nothing but text, notes and names of pictures.

The copy is our own: no style map that the file brings, no macro, no address that could be fetched, no picture that
must be decoded.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement, tostring

import mammoth

from placette.desks.letters.documents.archives import DocumentArchive, UnfitDocumentError, parse_part
from placette.desks.letters.documents.blocks import DocumentTree
from placette.desks.letters.documents.page_blocks import read_page
from placette.desks.letters.documents.picture_files import LARGEST_PICTURE
from placette.desks.letters.documents.word_cleaning import WordCleaning, clean_part
from placette.desks.letters.documents.word_lists import read_lists
from placette.desks.letters.documents.word_names import RELATIONS, W, as_transitional
from placette.desks.letters.documents.word_styles import HEADING_LEVELS, read_styles

_STYLE_MAP = "\n".join(
    (
        "p.PlacetteTitle => p.placette-title:fresh",
        *(f"p.PlacetteHeading{level} => h{level}:fresh" for level in range(1, HEADING_LEVELS + 1)),
        "p.PlacetteQuote => blockquote > p:fresh",
        "p.PlacetteCaption => p.placette-caption:fresh",
        "p => p:fresh",
        "u =>",
        "strike => s",
    )
)
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_ODD_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PICTURE_KINDS = (f"{_KIND}image", "http://purl.oclc.org/ooxml/officeDocument/relationships/image")


@dataclass(frozen=True, slots=True)
class _Relation:
    """Where something outside of a part lies: a member of the archive, or an address."""

    kind: str
    target: str
    outside: bool


def read_word(archive: DocumentArchive) -> tuple[DocumentTree, dict[str, bytes]]:
    """The blocks of a Word file, and its pictures by the keys that the blocks name; raises ``UnfitDocumentError``."""
    main = _main_part(archive)
    folder = posixpath.dirname(main)
    cleaning = WordCleaning(
        read_styles(_tree(archive, f"{folder}/styles.xml")), read_lists(_tree(archive, f"{folder}/numbering.xml"))
    )
    pictures: dict[str, bytes] = {}
    copy = _copied(archive, main, cleaning, pictures)
    try:
        html = mammoth.convert_to_html(
            io.BytesIO(copy),
            style_map=_STYLE_MAP,
            include_default_style_map=False,
            include_embedded_style_map=False,
            external_file_access=False,
            ignore_empty_paragraphs=True,
            convert_image=mammoth.images.img_element(_source),
        ).value
    except MemoryError:
        raise
    except Exception as error:
        raise UnfitDocumentError("document-damaged") from error
    page = read_page(html)
    left_out = Counter(cleaning.left_out) + Counter(page.left_out)
    return DocumentTree(page.blocks, page.notes, dict(left_out)), pictures


def _source(image: object) -> dict[str, str]:
    """A picture's key, which is all that its file in the copy holds."""
    with image.open() as file:  # type: ignore[attr-defined]
        return {"src": file.read().decode()}


def _tree(archive: DocumentArchive, name: str) -> Element | None:
    return parse_part(as_transitional(archive.read(name))) if name in archive.names else None


def _main_part(archive: DocumentArchive) -> str:
    """The name of the part that holds the text."""
    found = [r.target for r in _relations(archive, "").values() if r.kind.endswith("/officeDocument")]
    return next((name for name in (*found, "word/document.xml") if name in archive.names), "")


def _relations(archive: DocumentArchive, part: str) -> dict[str, _Relation]:
    """What a part relates to, by the names that it uses."""
    folder, name = posixpath.split(part)
    root = _tree(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    found = {}
    for one in root.iter(f"{RELATIONS}Relationship") if root is not None else ():
        target, outside = one.get("Target") or "", one.get("TargetMode") == "External"
        if not outside:
            target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
        found[one.get("Id") or ""] = _Relation(one.get("Type") or "", target, outside)
    return found


def _copied(archive: DocumentArchive, main: str, cleaning: WordCleaning, pictures: dict[str, bytes]) -> bytes:
    """A Word file with the text, the notes and the links of another, cleaned; its pictures hold their own keys."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        roots = {kind: _notes_root(archive, main, kind) for kind in _NOTES}
        cleaning.notes = frozenset(
            f"{_NOTES[kind]}Reference {note.get(f'{W}id')}"
            for kind, (_, root) in roots.items()
            for note in (root if root is not None else ())
            if note.get(f"{W}type") not in _ODD_NOTES
        )
        text = _tree(archive, main)
        if text is None:
            raise UnfitDocumentError("document-damaged")
        for name, (part, root) in {"document": (main, text), **roots}.items():
            if root is not None:
                _copy_part(copy, name, root, _relations(archive, part), archive, cleaning, pictures)
        copy.writestr("_rels/.rels", "<Relationships xmlns='" + RELATIONS[1:-1] + "'/>")
    return target.getvalue()


def _notes_root(archive: DocumentArchive, main: str, kind: str) -> tuple[str, Element | None]:
    relations = _relations(archive, main).values()
    name = next((r.target for r in relations if r.kind.endswith(f"/{kind}")), f"{posixpath.dirname(main)}/{kind}.xml")
    return name, _tree(archive, name)


def _copy_part(
    copy: zipfile.ZipFile,
    name: str,
    root: Element,
    relations: dict[str, _Relation],
    archive: DocumentArchive,
    cleaning: WordCleaning,
    pictures: dict[str, bytes],
) -> None:
    links = Element(f"{RELATIONS}Relationships")
    for number, (key, relation) in enumerate(relations.items()):
        if relation.kind in _PICTURE_KINDS:
            file = f"media/{name}-{number}"
            copy.writestr(f"word/{file}", _key(relation, archive, pictures))
            SubElement(links, f"{RELATIONS}Relationship", {"Id": key, "Target": file, "Type": f"{_KIND}image"})
        elif relation.kind.endswith("/hyperlink"):
            about = {"Id": key, "Target": relation.target, "Type": f"{_KIND}hyperlink", "TargetMode": "External"}
            SubElement(links, f"{RELATIONS}Relationship", about)
    cleaning.known = frozenset(one.get("Id") or "" for one in links)
    clean_part(root, cleaning)
    copy.writestr(f"word/{name}.xml", tostring(root, encoding="utf-8"))
    copy.writestr(f"word/_rels/{name}.xml.rels", tostring(links, encoding="utf-8"))


def _key(relation: _Relation, archive: DocumentArchive, pictures: dict[str, bytes]) -> str:
    """The key of a picture, whose data are kept; an address for one that lies outside."""
    if relation.outside:
        return relation.target if ":" in relation.target else f"file:{relation.target}"
    if relation.target not in archive.names:
        return "absent"
    if relation.target not in pictures:
        pictures[relation.target] = archive.read(relation.target, LARGEST_PICTURE)
    return relation.target
