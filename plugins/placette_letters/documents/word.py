"""Word files (``.docx``) become blocks: mammoth reads a copy that has only text, notes and names of pictures.

The copy is our own: no style map of the file, no macro, no address that could be fetched, no picture that
must be decoded.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement, tostring

import mammoth

from placette import Words
from placette_letters.documents.manuscript import (
    LARGEST_PICTURE,
    DocumentArchive,
    heading_role,
    role_of_style,
    style_chain,
)
from placette_richtext import blocks as richtext
from placette_richtext import hypertext

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def value_of(element: Element | None, path: str, name: str = f"{W}val") -> str:
    """Return an attribute of the element at ``path`` below another (names of W only); empty without one."""
    child = element.find("/".join(f"{W}{step}" for step in path.split("/"))) if element is not None else None
    return (child.get(name) or "") if child is not None else ""


def is_on(properties: Element | None, name: str) -> bool:
    """Return whether a property that is on or off is on."""
    child = properties.find(f"{W}{name}") if properties is not None else None
    return child is not None and (child.get(f"{W}val") or "1") not in {"0", "false", "off", "none"}


def numeral(value: str, otherwise: int = 0) -> int:
    """Return a small number as XML writes it."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else otherwise


_LEVELS = 9  # Levels of a list (ECMA-376, part 1, 17.9.6).


@dataclass(frozen=True, slots=True)
class _ListLook:
    """One level of a kind of list: its format (``bullet``, ``decimal`` …) and its first number."""

    form: str
    start: int


@dataclass(slots=True)
class WordLists:
    """The looks of the levels of each list of a document, by its ``numId``; they count their items as they come."""

    looks: Mapping[str, Mapping[int, _ListLook]] = field(default_factory=dict)
    reached: dict[tuple[str, int], int] = field(default_factory=dict)

    def next_number(self, number: str, level: int) -> int | None:
        """Return the number of the next item of a list; -1 for a bullet, None for one that shows neither."""
        if number == "0":
            return None
        looks, level = self.looks.get(number, {}), min(level, _LEVELS - 1)
        look = looks.get(level) or looks.get(0) or _ListLook("bullet", 1)
        if look.form in {"bullet", "none"}:
            return -1 if look.form == "bullet" else None
        reached = self.reached.get((number, level), look.start - 1) + 1
        self.reached[number, level] = reached
        for deeper in range(level + 1, _LEVELS):
            self.reached.pop((number, deeper), None)
        return reached


def read_lists(root: Element | None) -> WordLists:
    """Return the lists that ``numbering.xml`` declares."""
    if root is None:
        return WordLists()
    kinds = {element.get(f"{W}abstractNumId") or "": element for element in root.iter(f"{W}abstractNum")}
    by_style = {link: element for element in kinds.values() if (link := value_of(element, "styleLink"))}
    look = cache(_looks)
    looks = {name: look(by_style.get(value_of(element, "numStyleLink"), element)) for name, element in kinds.items()}
    lists: dict[str, dict[int, _ListLook]] = {}
    for element in root.iter(f"{W}num"):
        levels = lists[element.get(f"{W}numId") or ""] = {**looks.get(value_of(element, "abstractNumId"), {})}
        levels |= _looks(element)
        for change in element.iter(f"{W}lvlOverride"):
            level, start = numeral(change.get(f"{W}ilvl") or "0"), value_of(change, "startOverride")
            if start and level in levels:
                levels[level] = _ListLook(levels[level].form, numeral(start))
    return WordLists(lists)


def _looks(element: Element) -> dict[int, _ListLook]:
    """Return the looks of the levels inside an element: those of a kind, or those that one list changes."""
    return {
        numeral(level.get(f"{W}ilvl") or "0"): _ListLook(
            value_of(level, "numFmt") or "decimal", numeral(value_of(level, "start"), 1)
        )
        for level in element.iter(f"{W}lvl")
        if numeral(level.get(f"{W}ilvl") or "0") < _LEVELS
    }


_CONTENTS = re.compile(r"(?:toc|tm|contents|table des matieres) ?\d")
_LISTED = re.compile(r"(?:list (?:bullet|number)|liste (?:a puces|a numeros)) ([2-5])")
_EMPHASIS = {"emphasis": "i", "subtle emphasis": "i", "intense emphasis": "i", "accentuation": "i", "strong": "b"}
"""Character styles of Word that are italic or bold."""


@dataclass(frozen=True, slots=True)
class WordStyles:
    """The roles of each style for its paragraphs or words, by its identifier."""

    roles: Mapping[str, str] = field(default_factory=dict)  # As ``role_of_style`` says
    lists: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """The list (``numId``) and the level that a style puts its paragraphs into."""
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)  # `b` and `i` for character styles


def read_styles(root: Element | None) -> WordStyles:
    """Return the styles of a document."""
    styles = {style.get(f"{W}styleId") or "": style for style in root.iter(f"{W}style")} if root is not None else {}
    roles, lists, marks = {}, {}, {}
    role_of, list_of, marks_of = cache(_role), cache(_list), cache(_marks)  # a style may be the base of thousands
    base_of = cache(partial(value_of, path="basedOn"))
    for name, style in styles.items():
        chain = list(style_chain(style, styles, base_of))
        if style.get(f"{W}type") == "character":
            marks[name] = frozenset().union(*map(marks_of, chain))
        else:
            roles[name] = next((role for element in chain if (role := role_of(element))), "")
            lists[name] = next((place for element in chain if (place := list_of(element))), ("", 0))
    return WordStyles(roles, lists, marks)


def _named(style: Element) -> str:
    return Words.fold(value_of(style, "name")).strip()


def _role(style: Element) -> str:
    name, level = _named(style), value_of(style, "pPr/outlineLvl")
    outlined = heading_role(int(level) + 1) if level in set("012345678") - {""} else ""
    return "contents" if _CONTENTS.fullmatch(name) else role_of_style(name) or outlined


def _list(style: Element) -> tuple[str, int] | None:
    number = value_of(style, "pPr/numPr/numId")
    if not number:
        return None
    match = _LISTED.fullmatch(_named(style))
    return number, numeral(value_of(style, "pPr/numPr/ilvl")) or (int(match[1]) - 1 if match else 0)


def _marks(style: Element) -> frozenset[str]:
    properties = style.find(f"{W}rPr")
    emphasis = _EMPHASIS.get(_named(style), "")
    return frozenset(mark for mark in ("b", "i") if mark == emphasis or is_on(properties, mark))


_UNFOLDED = frozenset(
    f"{W}{name}" for name in ("fldSimple", "bdo", "dir", "ruby", "rubyBase", "smartTag", "customXml", "ins", "moveTo")
)
"""Elements that only wrap words."""
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
    f"{W}altChunk": "picture-drawing",
    f"{W}subDoc": "picture-drawing",
}
_PLACEHOLDER = "placette-item-"
_PIECES = {
    **{f"{W}{name}": 1 for name in "p r t tc br cr tab sym hyperlink footnoteReference drawing pict".split()},
    f"{W}fldChar": 5,
}
"""Elements that mammoth makes something of, each in some 0.1 ms; with each field it looks at all that are open."""


@dataclass(slots=True)
class WordCleaning:
    """The facts of a document while its parts are cleaned, and the parts that were left out."""

    styles: WordStyles
    lists: WordLists
    known: Mapping[str, int] = field(default_factory=dict)
    """The relations of the part that lead somewhere, and how long what they say is."""
    notes: frozenset[str] = frozenset()  # The notes that there are (`footnoteReference 2`)
    comments: Mapping[str, str] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    made: hypertext.Made = field(default_factory=hypertext.Made)


def _clean_inside(parent: Element, cleaning: WordCleaning) -> None:
    items: list[Element] = []
    for child in parent:
        for part in _unfolded(child, cleaning):
            _clean_inside(part, cleaning)
            items += _cleaned(part, cleaning)
    parent[:] = items


def _unfolded(element: Element, cleaning: WordCleaning) -> Iterator[Element]:
    """Yield the replacement of an element before its inside is cleaned."""
    if element.tag == f"{W}del" and not len(element):
        yield element  # in properties: the paragraph's end, or the row, is deleted
        return
    if code := _COUNTED.get(element.tag):
        words = _words(element) or cleaning.comments.get(f"{element.tag} {element.get(f'{W}id')}", "")
        cleaning.left_out[f"{code}\n{words}"] += bool(words) or code in {"document-comments", "picture-drawing"}
    if element.tag in _LEFT_OUT or (element.tag == f"{W}r" and is_on(element.find(f"{W}rPr"), "vanish")):
        return
    if element.tag in _UNFOLDED:
        for child in element:
            yield from _unfolded(child, cleaning)
    elif element.tag == f"{MC}AlternateContent":
        # The better one of two forms: the newer one, unless only the older one has words or a picture
        choices = [list(choice) for choice in element.findall(f"{MC}Choice")]
        choices += [list(choice) for choice in element.findall(f"{MC}Fallback")]
        content = {f"{W}t", f"{A}blip", f"{V}imagedata"}
        for child in next((c for c in choices if any(one.tag in content for part in c for one in part.iter())), []):
            yield from _unfolded(child, cleaning)
    elif element.tag == f"{W}sdt":
        yield from _content_of_control(element, cleaning)
    elif element.tag in {f"{MATHS}oMath", f"{MATHS}oMathPara"}:
        run = Element(f"{W}r")
        SubElement(run, f"{W}t").text = "".join(text.text or "" for text in element.iter(f"{MATHS}t"))
        yield run
    else:
        yield element


def _words(element: Element) -> str:
    return "".join(text.text or "" for text in element.iter() if text.tag in {f"{W}delText", f"{W}t"}).strip()


def _content_of_control(element: Element, cleaning: WordCleaning) -> Iterator[Element]:
    """Yield the content of a content control; a table of contents is left out, since the site makes its own."""
    gallery = value_of(element, "sdtPr/docPartObj/docPartGallery")
    if gallery in {"Table of Contents", "Table of Figures"} or element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
        return  # or «Click here to enter text»: a placeholder
    for child in element.findall(f"{W}sdtContent/*"):
        yield from _unfolded(child, cleaning)


def _cleaned(element: Element, cleaning: WordCleaning) -> list[Element]:
    """Return the replacement of an element whose inside is clean."""
    cleaning.made.count("pieces", _PIECES.get(element.tag, 0))
    cleaning.made.count("characters", len(element.text or "") + cleaning.known.get(element.get(f"{R}id") or "", 0))
    cleaning.made.count("paragraphs", element.tag == f"{W}p" and bool(_words(element)))
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
    """Return whether an element's target exists; mammoth fails without it."""
    if element.tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
        return f"{element.tag.removeprefix(W)} {element.get(f'{W}id')}" in cleaning.notes
    if element.tag == f"{V}imagedata":
        return element.get(f"{R}id") in cleaning.known
    if element.tag == f"{W}br":
        return element.get(f"{W}type") in {None, "textWrapping"}
    return element.tag != f"{W}sym" or bool(re.fullmatch("[0-9a-fA-F]{1,6}", element.get(f"{W}char") or ""))


def _clean_run(run: Element, styles: WordStyles) -> None:
    """Write the look of a run's style onto the run: bold, italic, struck out twice."""
    properties = run.find(f"{W}rPr")
    if properties is None:
        return
    for mark in sorted(styles.marks.get(value_of(run, "rPr/rStyle"), ())):
        if properties.find(f"{W}{mark}") is None:
            SubElement(properties, f"{W}{mark}")
    if is_on(properties, "dstrike"):
        SubElement(properties, f"{W}strike")
    large = numeral(value_of(run, "rPr/sz")) >= 28  # half-points: larger than the words of most letters
    for child in list(properties):
        if child.tag in {f"{W}rStyle", f"{W}sz", f"{W}highlight"} or (child.get(f"{W}val") in {"off", "none"}):
            properties.remove(child)
    properties.extend([Element(f"{W}rStyle", {f"{W}val": "PlacetteLarge"})] * large)


def _clean_paragraph(paragraph: Element, cleaning: WordCleaning) -> list[Element]:
    """Return a paragraph with its style written out, and its place in a list as a mark that survives."""
    properties = paragraph.find(f"{W}pPr")
    style = value_of(paragraph, "pPr/pStyle")
    outline = value_of(paragraph, "pPr/outlineLvl")
    role = cleaning.styles.roles.get(style, "")
    if not role and outline in set("012345678"):
        role = heading_role(int(outline) + 1)
    if role == "contents":
        return []
    number, level = _place(paragraph, style, cleaning)
    counted = cleaning.lists.next_number(number, level) if number and _has_content(paragraph) else None
    run_properties = properties.find(f"{W}rPr") if properties is not None else None
    if properties is not None:
        paragraph.remove(properties)
    replacement = Element(f"{W}pPr")
    replacement.extend(
        [
            Element(f"{W}pStyle", {f"{W}val": f"Placette{role}"}),
            *([run_properties] if run_properties is not None else []),
        ]
    )
    paragraph.insert(0, replacement)
    if counted is not None and not role.startswith(("h", "title", "caption")):
        name = f"{_PLACEHOLDER}{min(level, 8)}-{counted if counted >= 0 else ''}"
        paragraph.insert(1, Element(f"{W}bookmarkStart", {f"{W}name": name, f"{W}id": "0"}))
    return [paragraph]


def _place(paragraph: Element, style: str, cleaning: WordCleaning) -> tuple[str, int]:
    number, level = cleaning.styles.lists.get(style, ("", 0))
    list_number = value_of(paragraph, "pPr/numPr/numId")
    list_level = value_of(paragraph, "pPr/numPr/ilvl")
    return list_number or number, numeral(list_level) if list_level else level


def _has_content(paragraph: Element) -> bool:
    content = {f"{A}blip", f"{V}imagedata", f"{W}sym"}
    return any(part.tag in content or (part.tag == f"{W}t" and (part.text or "").strip()) for part in paragraph.iter())


def _drawn(drawing: Element, cleaning: WordCleaning) -> Iterator[Element]:
    """Yield the pictures of a drawing, each on its own, and its boxes of text as mammoth knows them."""
    description = next(drawing.iter(f"{WP}docPr"), None)
    pictures = list(drawing.iter(f"{PIC}pic"))
    boxes = list(drawing.iter(f"{W}txbxContent"))
    inside: set[int] = set()
    outer = []
    for box in boxes:  # in the order of the document: one that lies in another comes after it
        if id(box) not in inside:
            outer.append(box)
            inside.update(map(id, box.iter()))
    for picture in pictures:
        if id(picture) not in inside:
            yield from _picture(picture, description if len(pictures) == 1 else None, cleaning)
    for box in outer:
        frame = Element(f"{W}pict")
        SubElement(SubElement(frame, f"{V}shape"), f"{V}textbox").append(box)
        yield frame
    if not pictures and not boxes and drawing.find(f".//{A}graphicData") is not None:
        cleaning.left_out["picture-drawing"] += 1 if _is_more_than_a_line(drawing) else 0


def _is_more_than_a_line(drawing: Element) -> bool:
    """Return whether a drawing without words is a chart or a diagram, rather than a shape that decorates."""
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
    description = next(picture.iter(f"{PIC}cNvPr"), None)
    described = said if said is not None and (said.get("descr") or said.get("title")) else description
    drawing = Element(f"{W}drawing")
    inline = SubElement(drawing, f"{WP}inline")
    SubElement(inline, f"{WP}docPr", {"descr": (described.get("descr") or "") if described is not None else ""})
    SubElement(SubElement(inline, f"{A}graphic"), f"{A}graphicData").append(picture)
    blip.attrib = {f"{R}embed": blip.get(f"{R}embed") or blip.get(f"{R}link") or ""}
    yield drawing


_STYLE_MAP = "\n".join(
    (
        "p.Placettetitle => p.placette-title:fresh",
        *(f"p.Placetteh{level} => h{level}:fresh" for level in range(1, 7)),
        "p.Placettequote => blockquote > p:fresh",
        "p.Placettecaption => p.placette-caption:fresh",
        "p => p:fresh",
        "r.PlacetteLarge => span.placette-large",
        "u =>",
        "strike => s",
    )
)
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_ODD_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


@dataclass(frozen=True, slots=True)
class _Relation:
    """The target of a part's reference: a member of the archive, or an address."""

    kind: str
    target: str
    outside: bool


def read_word(archive: DocumentArchive) -> tuple[richtext.DocumentTree, dict[str, bytes]]:
    """Return the blocks of a Word file, and its pictures by the keys that they name; raises ``UnfitDocumentError``."""
    items = [r.target for r in _relations(archive, "").values() if r.kind.endswith("/officeDocument")]
    main = next((name for name in (*items, "word/document.xml") if name in archive.names), "")
    folder = posixpath.dirname(main)
    styles, lists, comment_part = (archive.tree(f"{folder}/{name}.xml") for name in ("styles", "numbering", "comments"))
    comments = {
        f"{W}commentReference {comment.get(f'{W}id')}": _words(comment)
        for comment in (() if comment_part is None else comment_part)
    }
    cleaning = WordCleaning(read_styles(styles), read_lists(lists), comments=comments, made=archive.made)
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
        raise hypertext.UnfitDocumentError("document-damaged") from error
    page = hypertext.read_page(html)
    left_out = Counter(cleaning.left_out) + Counter(page.left_out)
    return richtext.DocumentTree(page.blocks, page.notes, dict(left_out)), pictures


def _source(image: object) -> dict[str, str]:
    """Return a picture's key, which is the only content of its file in the copy."""
    with image.open() as file:  # type: ignore[attr-defined]
        return {"src": file.read().decode()}


def _relations(archive: DocumentArchive, part: str) -> dict[str, _Relation]:
    """Return the references of a part, by the names that it uses."""
    folder, name = posixpath.split(part)
    root = archive.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
    items = {}
    for element in root.iter(f"{RELATIONS}Relationship") if root is not None else ():
        target, outside = element.get("Target") or "", element.get("TargetMode") == "External"
        if not outside:
            target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
        items[element.get("Id") or ""] = _Relation(element.get("Type") or "", target, outside)
    return items


def _copied(archive: DocumentArchive, main: str, cleaning: WordCleaning, pictures: dict[str, bytes]) -> bytes:
    """Return a Word file with another's text, notes and links, cleaned; its pictures are their own keys."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        roots = {kind: _notes_root(archive, main, kind) for kind in _NOTES}
        cleaning.notes = frozenset(
            f"{_NOTES[kind]}Reference {note.get(f'{W}id')}"
            for kind, (_, root) in roots.items()
            for note in (root if root is not None else ())
            if note.get(f"{W}type") not in _ODD_NOTES
        )
        text = archive.tree(main)
        if text is None:
            raise hypertext.UnfitDocumentError("document-damaged")
        for name, (part, root) in {"document": (main, text), **roots}.items():
            if root is not None:
                _copy_part(copy, name, root, _relations(archive, part), archive, cleaning, pictures)
        copy.writestr("_rels/.rels", "<Relationships xmlns='" + RELATIONS[1:-1] + "'/>")
    return target.getvalue()


def _notes_root(archive: DocumentArchive, main: str, kind: str) -> tuple[str, Element | None]:
    relations = _relations(archive, main).values()
    name = next((r.target for r in relations if r.kind.endswith(f"/{kind}")), f"{posixpath.dirname(main)}/{kind}.xml")
    return name, archive.tree(name)


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
        if relation.kind == f"{_KIND}image":
            cleaning.made.count("pieces")
            file = f"media/{name}-{number}"
            copy.writestr(f"word/{file}", _key(relation, archive, pictures))
            SubElement(links, f"{RELATIONS}Relationship", {"Id": key, "Target": file, "Type": f"{_KIND}image"})
        elif relation.kind.endswith("/hyperlink"):
            about = {"Id": key, "Target": relation.target, "Type": f"{_KIND}hyperlink", "TargetMode": "External"}
            SubElement(links, f"{RELATIONS}Relationship", about)
    cleaning.known = {element.get("Id") or "": len(element.get("Target") or "") for element in links}
    _clean_inside(root, cleaning)
    copy.writestr(f"word/{name}.xml", tostring(root, encoding="utf-8"))
    copy.writestr(f"word/_rels/{name}.xml.rels", tostring(links, encoding="utf-8"))


def _key(relation: _Relation, archive: DocumentArchive, pictures: dict[str, bytes]) -> str:
    """Return the key of a picture, whose data are kept; an address for one outside the file."""
    if relation.outside:
        return relation.target if ":" in relation.target else f"file:{relation.target}"
    if relation.target not in archive.names:
        return "absent"
    if relation.target not in pictures:
        pictures[relation.target] = archive.read(relation.target, LARGEST_PICTURE)
    return relation.target
