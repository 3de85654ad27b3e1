"""Word files (``.docx``) become blocks: mammoth reads a copy that holds nothing but text, notes and names of pictures.

The copy is our own: no style map that the file brings, no macro, no address that could be fetched, no picture that
must be decoded.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement, tostring

import mammoth

from placette_letters.documents.blocks import DocumentTree
from placette_letters.documents.html import read_page
from placette_letters.documents.manuscript import LARGEST_PICTURE, DocumentArchive, UnfitDocumentError, parse_part
from placette_letters.documents.word_styles import (
    HEADING_LEVELS,
    MATHS,
    MC,
    PIC,
    RELATIONS,
    WP,
    A,
    R,
    V,
    W,
    WordLists,
    WordStyles,
    as_transitional,
    heading_role,
    is_on,
    numeral,
    read_lists,
    read_styles,
    value_of,
)

_UNFOLDED = frozenset(
    f"{W}{name}" for name in ("fldSimple", "bdo", "dir", "ruby", "rubyBase", "smartTag", "customXml", "ins", "moveTo")
)
"""Elements that only stand around words."""
_LEFT_OUT = frozenset(
    {f"{W}{name}" for name in ("commentReference", "del", "moveFrom", "rt", "rubyPr", "subDoc", "pgNum", "ptab")}
    | {
        f"{W}{name}"
        for name in ("commentRangeStart", "commentRangeEnd", "bookmarkStart", "bookmarkEnd", "annotationRef")
    }
)
_COUNTED = {
    f"{W}commentReference": "document-comments",
    f"{W}del": "document-deleted",
    f"{W}moveFrom": "document-moved",
    f"{W}altChunk": "picture-drawing",
    f"{W}subDoc": "picture-drawing",
}
_PLACEHOLDER = "placette-item-"


@dataclass(slots=True)
class WordCleaning:
    """What is known of a document while its parts are cleaned, and what was left out of them."""

    styles: WordStyles
    lists: WordLists
    known: frozenset[str] = frozenset()
    """The relations of the part that lead somewhere."""
    notes: frozenset[str] = frozenset()
    """The notes that there are (``footnoteReference 2``)."""
    left_out: Counter[str] = field(default_factory=Counter)


def clean_part(root: Element, cleaning: WordCleaning) -> None:
    """Rewrite one part in place."""
    _clean_inside(root, cleaning)


def _clean_inside(parent: Element, cleaning: WordCleaning) -> None:
    """Rewrite what an element holds, from the inside out."""
    found: list[Element] = []
    for child in parent:
        for one in _unfolded(child, cleaning):
            _clean_inside(one, cleaning)
            found += _cleaned(one, cleaning)
    parent[:] = found


def _unfolded(element: Element, cleaning: WordCleaning) -> Iterator[Element]:
    """What stands for an element before it is looked into."""
    if element.tag == f"{W}del" and not len(element):
        yield element  # in properties: the paragraph's end, or the row, is deleted
        return
    if code := _COUNTED.get(element.tag):
        cleaning.left_out[code] += 1 if _holds_words(element) or code in {"document-comments", "picture-drawing"} else 0
    if element.tag in _LEFT_OUT or (element.tag == f"{W}r" and _is_hidden(element)):
        return
    if element.tag in _UNFOLDED:
        for child in element:
            yield from _unfolded(child, cleaning)
    elif element.tag == f"{MC}AlternateContent":
        for child in _alternative(element):
            yield from _unfolded(child, cleaning)
    elif element.tag == f"{W}sdt":
        yield from _content_of_control(element, cleaning)
    elif element.tag in {f"{MATHS}oMath", f"{MATHS}oMathPara"}:
        yield _run("".join(text.text or "" for text in element.iter(f"{MATHS}t")))
    else:
        yield element


def _holds_words(element: Element) -> bool:
    return any(one.tag in {f"{W}delText", f"{W}t"} and (one.text or "").strip() for one in element.iter())


def _is_hidden(run: Element) -> bool:
    return is_on(run.find(f"{W}rPr"), "vanish")


def _alternative(element: Element) -> list[Element]:
    """The one of two forms that says more: the newer one, unless only the older one holds words or a picture."""
    choices = [list(choice) for choice in element.findall(f"{MC}Choice")]
    choices += [list(choice) for choice in element.findall(f"{MC}Fallback")]
    telling = {f"{W}t", f"{A}blip", f"{V}imagedata"}
    return next((c for c in choices if any(one.tag in telling for part in c for one in part.iter())), [])


def _content_of_control(element: Element, cleaning: WordCleaning) -> Iterator[Element]:
    """What a content control holds; a table of contents is left out, since the site makes its own."""
    gallery = value_of(element, "sdtPr/docPartObj/docPartGallery")
    if gallery in {"Table of Contents", "Table of Figures"}:
        cleaning.left_out["document-contents"] = 1
        return
    if element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
        return  # «Click here to enter text»: nobody wrote it
    for child in element.findall(f"{W}sdtContent/*"):
        yield from _unfolded(child, cleaning)


def _run(text: str) -> Element:
    run = Element(f"{W}r")
    SubElement(run, f"{W}t").text = text
    return run


def _cleaned(element: Element, cleaning: WordCleaning) -> list[Element]:
    """What stands for an element whose inside is clean."""
    if element.tag == f"{W}p":
        return _clean_paragraph(element, cleaning)
    if element.tag == f"{W}drawing":
        return list(_drawn(element, cleaning))
    if element.tag == f"{W}hyperlink" and element.get(f"{R}id") not in cleaning.known:
        return list(element)
    if element.tag == f"{W}r":
        _clean_run(element, cleaning.styles)
    elif element.tag == f"{W}cr":
        element.tag = f"{W}br"
    return [element] if _leads_somewhere(element, cleaning) else []


def _leads_somewhere(element: Element, cleaning: WordCleaning) -> bool:
    """Whether what an element names is there; mammoth stops at what isn't."""
    if element.tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
        return f"{element.tag.removeprefix(W)} {element.get(f'{W}id')}" in cleaning.notes
    if element.tag == f"{V}imagedata":
        return element.get(f"{R}id") in cleaning.known
    if element.tag == f"{W}br":
        return element.get(f"{W}type") in {None, "textWrapping"}
    return element.tag != f"{W}sym" or _is_hexadecimal(element.get(f"{W}char") or "")


def _is_hexadecimal(value: str) -> bool:
    return 0 < len(value) <= 6 and all(c in "0123456789abcdefABCDEF" for c in value)


def _clean_run(run: Element, styles: WordStyles) -> None:
    """Say directly what the style of a run says: bold, italic, struck out twice."""
    properties = run.find(f"{W}rPr")
    if properties is None:
        return
    for mark in sorted(styles.marks.get(value_of(run, "rPr/rStyle"), ())):
        if properties.find(f"{W}{mark}") is None:
            SubElement(properties, f"{W}{mark}")
    if is_on(properties, "dstrike"):
        SubElement(properties, f"{W}strike")
    for child in list(properties):
        if child.tag in {f"{W}rStyle", f"{W}sz", f"{W}highlight"} or (child.get(f"{W}val") in {"off", "none"}):
            properties.remove(child)


def _clean_paragraph(paragraph: Element, cleaning: WordCleaning) -> list[Element]:
    """A paragraph with what it is in its style, and its place in a list as a mark that survives."""
    properties = paragraph.find(f"{W}pPr")
    style = value_of(paragraph, "pPr/pStyle")
    outline = value_of(paragraph, "pPr/outlineLvl")
    role = cleaning.styles.roles.get(style, "")
    if not role and outline in set("012345678"):
        role = heading_role(int(outline) + 1)
    if role == "Contents":
        cleaning.left_out["document-contents"] = 1
        return []
    number, level = _place(paragraph, style, cleaning)
    counted = cleaning.lists.next_number(number, level) if number and _says_anything(paragraph) else None
    kept = properties.find(f"{W}rPr") if properties is not None else None
    if properties is not None:
        paragraph.remove(properties)
    own = Element(f"{W}pPr")
    own.extend([Element(f"{W}pStyle", {f"{W}val": f"Placette{role}"}), *([kept] if kept is not None else [])])
    paragraph.insert(0, own)
    if counted is not None and not role.startswith(("Heading", "Title", "Caption")):
        name = f"{_PLACEHOLDER}{min(level, 8)}-{counted if counted >= 0 else ''}"
        paragraph.insert(1, Element(f"{W}bookmarkStart", {f"{W}name": name, f"{W}id": "0"}))
    return [paragraph]


def _place(paragraph: Element, style: str, cleaning: WordCleaning) -> tuple[str, int]:
    """The list and the level that a paragraph is in, by itself or by its style."""
    number, level = cleaning.styles.lists.get(style, ("", 0))
    own = value_of(paragraph, "pPr/numPr/numId")
    written = value_of(paragraph, "pPr/numPr/ilvl")
    return own or number, numeral(written) if written else level


def _says_anything(paragraph: Element) -> bool:
    telling = {f"{A}blip", f"{V}imagedata", f"{W}sym"}
    return any(one.tag in telling or (one.tag == f"{W}t" and (one.text or "").strip()) for one in paragraph.iter())


def _drawn(drawing: Element, cleaning: WordCleaning) -> Iterator[Element]:
    """The pictures of a drawing, each on its own, and its boxes of text as mammoth knows them."""
    said = next(drawing.iter(f"{WP}docPr"), None)
    pictures = list(drawing.iter(f"{PIC}pic"))
    boxes = list(drawing.iter(f"{W}txbxContent"))
    inside = {id(one) for box in boxes for one in box.iter()}
    for picture in pictures:
        if id(picture) not in inside:
            yield from _picture(picture, said if len(pictures) == 1 else None, cleaning)
    for box in boxes:
        if id(box) not in {id(one) for other in boxes if other is not box for one in other.iter()}:
            frame = Element(f"{W}pict")
            SubElement(SubElement(frame, f"{V}shape"), f"{V}textbox").append(box)
            yield frame
    if not pictures and not boxes and drawing.find(f".//{A}graphicData") is not None:
        cleaning.left_out["picture-drawing"] += 1 if _is_more_than_a_line(drawing) else 0


def _is_more_than_a_line(drawing: Element) -> bool:
    """Whether a drawing without words is a chart or a diagram, rather than a shape that decorates."""
    data = drawing.find(f".//{A}graphicData")
    return data is not None and (data.get("uri") or "").endswith(("/chart", "/diagram", "/chartex"))


def _picture(picture: Element, said: Element | None, cleaning: WordCleaning) -> Iterator[Element]:
    blip = next(picture.iter(f"{A}blip"), None)
    if blip is None:
        return
    for name in (f"{R}embed", f"{R}link"):
        if blip.get(name) not in cleaning.known:
            blip.attrib.pop(name, None)
    if not blip.attrib.keys() & {f"{R}embed", f"{R}link"}:
        return
    own = next(picture.iter(f"{PIC}cNvPr"), None)
    described = said if said is not None and (said.get("descr") or said.get("title")) else own
    drawing = Element(f"{W}drawing")
    inline = SubElement(drawing, f"{WP}inline")
    SubElement(inline, f"{WP}docPr", {"descr": (described.get("descr") or "") if described is not None else ""})
    SubElement(SubElement(inline, f"{A}graphic"), f"{A}graphicData").append(picture)
    blip.attrib = {f"{R}embed": blip.get(f"{R}embed") or blip.get(f"{R}link") or ""}
    yield drawing


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
