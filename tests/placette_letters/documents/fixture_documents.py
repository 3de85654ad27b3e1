"""Word files and OpenDocument texts made from data: the letters of ``letters.yml``, and single constructs as XML."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

import yaml
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph
from selectolax.lexbor import LexborHTMLParser

from placette.engine.texts.body import BodySource, Converted, convert_body
from placette.engine.texts.links import Surroundings
from placette.engine.texts.values import Claims, PhotoFacts
from placette_letters.letter import Manuscript

HERE = Path(__file__).parent
LETTERS: list[dict[str, Any]] = yaml.safe_load((HERE / "letters.yml").read_text(encoding="utf-8"))
MANNERS = ("styled", "bare", "messy", "split")
"""With styles; with bold lines and typed lists; with line breaks, blanks and empty lines; each word on its own."""
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_INLINE = re.compile(
    r"\*\*(?P<strong>.+?)\*\*|\*(?P<em>.+?)\*|\[(?P<label>[^\]]+)\]\((?P<href>[^)]+)\)|(?P<words>[^*\[]+|.)"
)


class Piece(NamedTuple):
    """Words of a letter that look the same."""

    words: str
    strong: bool = False
    em: bool = False
    href: str = ""


def pieces(text: str, *, strong: bool = False, em: bool = False) -> Iterator[Piece]:
    """A text of ``letters.yml`` as pieces; ``colle * collant`` has no mark."""
    for match in _INLINE.finditer(text):
        if match["strong"] and not match["strong"].startswith(" "):
            yield from pieces(match["strong"], strong=True, em=em)
        elif match["em"] and not match["em"].startswith(" "):
            yield from pieces(match["em"], strong=strong, em=True)
        elif match["label"]:
            yield Piece(match["label"], strong, em, match["href"])
        else:
            yield Piece(match[0], strong, em)


def png(width: int = 40, height: int = 30, shade: int = 0) -> bytes:
    """A picture of one colour, different for each shade."""
    rows = b"".join(b"\0" + bytes((shade % 256, shade // 256, 90)) * width for _ in range(height))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@cache
def _template() -> bytes:
    """python-docx's own beginning of a file, without its hundred looks of tables, which take longer than a letter."""
    document = Document()
    for style in [
        style for style in document.styles if style.type == WD_STYLE_TYPE.TABLE and style.name != "Normal Table"
    ]:
        style.delete()
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def word_letter(letter: Mapping[str, Any], manner: str) -> bytes:
    """A letter as a Word file."""
    document = Document(io.BytesIO(_template()))
    if manner == "styled":
        document.add_heading(letter["title"], 0)
    else:
        document.add_paragraph().add_run(letter["title"]).bold = True
    for number, block in enumerate(letter["blocks"]):
        ((kind, value),) = block.items()
        if manner == "messy" and number % 2:
            document.add_paragraph("  ")
        _word_block(document, kind, value, manner, number)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _word_block(document: WordDocument, kind: str, value: Any, manner: str, number: int) -> None:
    styled = manner in {"styled", "split"}
    if kind == "p":
        _write(document.add_paragraph(), value, manner)
    elif kind == "h":
        _write(
            document.add_heading("", 1) if styled else document.add_paragraph(),
            value if styled else f"**{value}**",
            manner,
        )
    elif kind == "quote":
        _write(document.add_paragraph(style="Quote" if styled else None), value if styled else f"« {value} »", manner)
    elif kind in {"ul", "ol"}:
        _word_list(document, kind, value, manner)
    elif kind == "table":
        _word_table(document, value, manner)
    elif kind == "photo":
        document.add_picture(io.BytesIO(png(shade=number)))
        document.inline_shapes[-1]._inline.docPr.set("descr", value[0])
        if value[1]:
            document.add_paragraph(value[1], style="Caption" if styled else None)
    else:
        _write(document.add_paragraph(), f"{value[0]} ({value[1]})", manner)


def _write(paragraph: Paragraph, text: str, manner: str) -> None:
    for piece in pieces(text):
        words = re.findall(r"\S+\s*|\s+", piece.words) if manner == "split" else [piece.words]
        for word in words:
            run = paragraph.add_run(word)
            run.bold, run.italic = piece.strong or None, piece.em or None
            if piece.href and manner == "styled":
                relation = paragraph.part.relate_to(piece.href, f"{_R}/hyperlink", is_external=True)
                link = parse_xml(f'<w:hyperlink xmlns:w="{_W}" xmlns:r="{_R}" r:id="{relation}"/>')
                run._r.addprevious(link)
                link.append(run._r)


_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _word_list(document: WordDocument, kind: str, items: Sequence[str], manner: str) -> None:
    marks = ["•\t" if kind == "ul" else f"{number}. " for number in range(1, len(items) + 1)]
    if manner in {"styled", "split"}:
        for item in items:
            _write(document.add_paragraph(style="List Bullet" if kind == "ul" else "List Number"), item, manner)
    elif manner == "messy":
        run = document.add_paragraph().add_run()
        for mark, item in zip(marks, items, strict=True):
            run.add_text(mark.replace("•\t", "- ").replace(". ", ") ") + item)
            run.add_break()
    else:
        for mark, item in zip(marks, items, strict=True):
            _write(document.add_paragraph(), mark + item, manner)


def _word_table(document: WordDocument, rows: Sequence[Sequence[str]], manner: str) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            _write(cell.paragraphs[0], text, manner)


_PREFIXES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_STYLES = {
    "Titre": ("Title", ""), "Titre1": ("heading 1", ""), "Titre2": ("heading 2", ""), "Titre4": ("heading 4", ""),
    "Citation": ("Quote", ""), "Citationintense": ("Intense Quote", ""), "Lgende": ("caption", ""),
    "MonTitre": ("Chapitre maison", "Titre1"), "TM1": ("toc 1", ""), "Notedebasdepage": ("footnote text", ""),
}  # fmt: skip
_NUMBERING = """<w:numbering {0}>
<w:abstractNum w:abstractNumId="1">{1}</w:abstractNum><w:abstractNum w:abstractNumId="2">{2}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>
</w:num>
</w:numbering>"""


def _levels(form: str) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/></w:lvl>' for level in range(9)
    )


def word_file(body: str, parts: Mapping[str, str | bytes] | None = None, relations: str = "") -> bytes:
    """A Word file with this XML as its body. ``p{style}[list.level]: words`` is short for a paragraph.

    ``parts`` are further files of it, ``relations`` further ones of its text; ``rId1`` is a picture, ``rId2`` a link.
    """
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
        f"{f'<w:basedOn w:val={chr(34)}{base}{chr(34)}/>' if base else ''}</w:style>"
        for key, (name, base) in _STYLES.items()
    )
    kinds = {
        "rId1": ("image", "media/image1.png", "Internal"),
        "rId2": ("hyperlink", "https://mairie.example/", "External"),
    }
    own = "".join(
        f'<Relationship Id="{key}" Type="{_R}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        for key, (kind, target, mode) in kinds.items()
    )
    content = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{content}"/></Types>',
        "_rels/.rels": _relationships(f'<Relationship Id="r" Type="{_R}/officeDocument" Target="word/document.xml"/>'),
        "word/document.xml": f"<w:document {_PREFIXES}><w:body>{_long(body)}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relationships(own + relations),
        "word/styles.xml": f"<w:styles {_PREFIXES}>{styles}</w:styles>",
        "word/numbering.xml": _NUMBERING.format(_PREFIXES, _levels("bullet"), _levels("decimal")),
        "word/media/image1.png": png(),
    }
    for name, part in (parts or {}).items():
        files[name] = part.replace("PREFIXES", _PREFIXES) if isinstance(part, str) else part
    return packed(files)


def _relationships(inner: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """Files as a ZIP archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return target.getvalue()


_SHORT = re.compile(r"^\s*p(?:\{(?P<style>\w+)\})?(?:\[(?P<list>\d)\.(?P<level>\d)\])?: ?(?P<words>.*)$", re.MULTILINE)


def _long(body: str) -> str:
    return _SHORT.sub(_paragraph, body)


def _paragraph(found: re.Match[str]) -> str:
    style = f'<w:pStyle w:val="{found["style"]}"/>' if found["style"] else ""
    level = f'<w:numPr><w:ilvl w:val="{found["level"]}"/><w:numId w:val="{found["list"]}"/></w:numPr>'
    properties = f"<w:pPr>{style}{level if found['list'] else ''}</w:pPr>"
    words = found["words"]
    if not words.startswith("<"):
        words = f'<w:r><w:t xml:space="preserve">{escape(words, quote=False)}</w:t></w:r>'
    return f"<w:p>{properties}{words}</w:p>"


_OPEN = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)
_OPEN_STYLES = (
    '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="I" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>'
    '<style:style style:name="S" style:family="text">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="E" style:family="text">'
    '<style:text-properties style:text-position="super 58%"/></style:style>'
    '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1"/>'
    '<text:list-level-style-number text:level="2" style:num-format="a"/></text:list-style>'
    '<text:list-style style:name="U"><text:list-level-style-bullet text:level="1"/></text:list-style>'
)


def open_file(body: str, parts: Mapping[str, str | bytes] | None = None, styles: str = "") -> bytes:
    """An OpenDocument text with this XML as its text, and further styles of its own."""
    content = (
        f"<office:document-content {_OPEN}><office:automatic-styles>{_OPEN_STYLES}{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    text = "application/vnd.oasis.opendocument.text"
    named = f"<office:document-styles {_OPEN}/>"
    further: dict[str, str | bytes] = {"styles.xml": named, "Pictures/1.png": png(), **(parts or {})}
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in {"/": text, "content.xml": "text/xml", **dict.fromkeys(further, "image/png")}.items()
    )
    space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    manifest = f"<manifest:manifest {space}>{entries}</manifest:manifest>"
    files: dict[str, str | bytes] = {"mimetype": text, "META-INF/manifest.xml": manifest, "content.xml": content}
    return packed({**files, **further})


def open_letter(letter: Mapping[str, Any]) -> bytes:
    """A letter as an OpenDocument text."""
    body = [f'<text:p text:style-name="Title">{escape(letter["title"])}</text:p>']
    parts: dict[str, str | bytes] = {}
    for number, block in enumerate(letter["blocks"]):
        ((kind, value),) = block.items()
        if kind == "photo":
            parts[f"Pictures/{number}.png"] = png(shade=number)
        body.append(_open_block(kind, value, number))
    return open_file("".join(body), parts)


def _open_block(kind: str, value: Any, number: int) -> str:
    if kind == "h":
        return f'<text:h text:style-name="Heading_20_1" text:outline-level="1">{_open_words(value)}</text:h>'
    if kind in {"ul", "ol"}:
        items = "".join(f"<text:list-item><text:p>{_open_words(item)}</text:p></text:list-item>" for item in value)
        return f'<text:list text:style-name="{"U" if kind == "ul" else "N"}">{items}</text:list>'
    if kind == "table":
        cells = (
            "".join(f"<table:table-cell><text:p>{_open_words(c)}</text:p></table:table-cell>" for c in row)
            for row in value
        )
        return f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in cells)}</table:table>"
    if kind == "photo":
        image = f'<draw:image xlink:href="Pictures/{number}.png"/><svg:desc>{escape(value[0])}</svg:desc>'
        caption = f'<text:p text:style-name="Illustration">{escape(value[1])}</text:p>' if value[1] else ""
        return f"<text:p><draw:frame>{image}</draw:frame></text:p>{caption}"
    if kind == "note":
        body = f"<text:note-body><text:p>{escape(value[1])}</text:p></text:note-body>"
        note = f"<text:note><text:note-citation>1</text:note-citation>{body}</text:note>"
        return f"<text:p>{escape(value[0])}{note}</text:p>"
    style = ' text:style-name="Quotations"' if kind == "quote" else ""
    return f"<text:p{style}>{_open_words(value)}</text:p>"


def _open_words(text: str) -> str:
    parts = []
    for piece in pieces(text):
        words = re.sub("  +", lambda f: f' <text:s text:c="{len(f[0]) - 1}"/>', escape(piece.words, quote=False))
        for style, on in (("B", piece.strong), ("I", piece.em)):
            words = f'<text:span text:style-name="{style}">{words}</text:span>' if on else words
        parts.append(f'<text:a xlink:href="{escape(piece.href)}">{words}</text:a>' if piece.href else words)
    return "".join(parts)


def words_of(text: str) -> Counter[str]:
    """The words and numbers of a text, however they are set."""
    return Counter(re.findall(r"[^\W_]+", normalize("NFKC", text)))


def words_in(data: bytes) -> Counter[str]:
    """Return the visible words in the XML of a document: all of ``w:t``, or of an OpenDocument text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "word/document.xml" in archive.namelist():
            names = [n for n in ("document", "footnotes", "endnotes") if f"word/{n}.xml" in archive.namelist()]
            xml = "\n".join(archive.read(f"word/{name}.xml").decode() for name in names)
            xml = re.sub(
                r"<w:del\b(?!Text)[^>]*[^/]>.*?</w:del>|<mc:Fallback>.*?</mc:Fallback>", "", xml, flags=re.DOTALL
            )
            xml = re.sub(r"<w:(?:tab|br|cr)\b[^>]*/>|</w:p>|</w:txbxContent>", " <w:t> </w:t> ", xml)
            return words_of(_text("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml))))
        xml = archive.read("content.xml").decode().split("<office:text", 1)[1].partition(">")[2]
    out = (
        r"<(text:tracked-changes|office:annotation|text:note-citation|svg:desc|svg:title|text:sequence-decls)\b.*?</\1>"
    )
    xml = re.sub(
        r"</text:(?:p|h)>|<text:note-body>|<text:(?:s|tab|line-break)\b[^>]*/>",
        " ",
        re.sub(out, "", xml, flags=re.DOTALL),
    )
    return words_of(_text(re.sub(r"<[^>]+>", "", xml)))


def _text(escaped: str) -> str:
    return LexborHTMLParser(f"<p>{escaped}").text()


def shown(manuscript: Manuscript) -> Converted:
    """Return a manuscript as our converter shows it."""
    folder = "articles/2026/lettre/"
    photos = {f"{folder}{p.name}": PhotoFacts(f"{folder}{p.name}", p.name, 400, 300) for p in manuscript.pictures}
    source = BodySource(f"{folder}index.md", manuscript.markdown, "fr", 1, Claims(credit=True, licence=True))
    return convert_body(source, Surroundings(photos=photos))


def words_shown(manuscript: Manuscript) -> Counter[str]:
    """The words that a visitor meets: the title, the text, the captions."""
    captions = " ".join(picture.caption for picture in manuscript.pictures)
    html = shown(manuscript).body.html.replace("<sup id=", " <sup id=")
    return words_of(f"{manuscript.title} {LexborHTMLParser(html).text(separator='')} {captions}")
