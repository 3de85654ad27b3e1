"""The names of WordprocessingML (ECMA-376, part 1) that a text is made of."""

from __future__ import annotations

from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R),
    (b"http://purl.oclc.org/ooxml/drawingml/main", A),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", WP),
    (b"http://purl.oclc.org/ooxml/drawingml/picture", PIC),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATHS),
)
"""The names of the strict form, which Word writes on demand."""


def as_transitional(content: bytes) -> bytes:
    """A part of the strict form with the names that Word usually writes."""
    for strict, usual in _STRICT if b"http://purl.oclc.org/ooxml/" in content else ():
        content = content.replace(strict, usual[1:-1].encode())
    return content


def value_of(element: Element | None, path: str, name: str = f"{W}val") -> str:
    """An attribute of what lies at ``path`` below an element (names of W only); empty where there is none."""
    found = element.find("/".join(f"{W}{step}" for step in path.split("/"))) if element is not None else None
    return (found.get(name) or "") if found is not None else ""


def is_on(properties: Element | None, name: str) -> bool:
    """Whether a property that is on or off is on."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return found is not None and (found.get(f"{W}val") or "1") not in {"0", "false", "off", "none"}


def numeral(value: str, otherwise: int = 0) -> int:
    """A small number as XML writes it."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else otherwise
