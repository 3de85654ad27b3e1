"""Word files and OpenDocument texts made from single constructs, written as XML."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from html import escape
from pathlib import Path
from unicodedata import normalize

from selectolax.lexbor import LexborHTMLParser

from placette.engine.texts.body import BodySource, Converted, convert_body
from placette.engine.texts.links import Surroundings
from placette.engine.texts.values import Claims, PhotoFacts
from placette_letters.letter import Manuscript

HERE = Path(__file__).parent
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def png(width: int = 40, height: int = 30, shade: int = 0) -> bytes:
    """A picture of one colour, different for each shade."""
    rows = b"".join(b"\0" + bytes((shade % 256, shade // 256, 90)) * width for _ in range(height))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


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
