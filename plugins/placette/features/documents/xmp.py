"""The XMP of a cleaned PDF: its title, and which of the forms for archives and for everybody it claims to have."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_CLAIM = re.compile(rb"(pdfaid|pdfuaid):(part|conformance|rev)(?:>|=\")\s*([0-9]{1,4}|[A-Z])\s*(?:</|\")")
_NAMESPACES = {"pdfaid": "http://www.aiim.org/pdfa/ns/id/", "pdfuaid": "http://www.aiim.org/pdfua/ns/id/"}
"""Of PDF/A (ISO 19005-1, 6.7.11) and PDF/UA (ISO 14289-1, 5)."""
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">{title}</rdf:Description>
{claims}</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def render_xmp(title: str, before: bytes) -> bytes:
    """The packet for a title, with what the packet ``before`` claims of the document's form."""
    claims = {(prefix.decode(), name.decode()): value.decode() for prefix, name, value in _CLAIM.findall(before)}
    own = f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>'
    return _PACKET.format(title=own if title else "", claims="".join(map(_claim, sorted(claims.items())))).encode()


def _claim(claim: tuple[tuple[str, str], str]) -> str:
    (prefix, name), value = claim
    space = f'xmlns:{prefix}="{_NAMESPACES[prefix]}"'
    return f'<rdf:Description rdf:about="" {space}><{prefix}:{name}>{value}</{prefix}:{name}></rdf:Description>\n'
