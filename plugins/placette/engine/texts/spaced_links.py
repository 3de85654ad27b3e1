"""Finds links and pictures whose address holds a space: Markdown takes none there, and readers would see its signs.

The source says where such a link stands; the page made of it says that the signs are shown, and not in code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.message import N_
from placette.engine.base.text import slugify
from placette.engine.texts.links import Finding

_LINK = re.compile(r"(?:!?\[[^\[\]\n]{0,200})?(?<!\\)\]\((?P<inside>(?:[^()\n]|\([^()\n]{0,200}\)){1,500}+)\)")
_TITLE = re.compile(r"""[ \t]+(?:"[^"]*"|'[^']*')[ \t]*$""")
_FILES = (
    "md html? jpe?g png webp avif gif heic tiff? bmp svg pdf od[tsp] docx? xlsx? pptx? csv txt rtf gpx ics mp3 mp4 zip"
)
_FILE = re.compile(rf"\.(?:{'|'.join(_FILES.split())})(?:#\S*)?$", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?:https?|mailto|tel):|www\.|/", re.IGNORECASE)
"""How an address begins that names no file beside the text."""
_SPACE = re.compile(r"[ \t]")
_CODE = "code, pre, kbd, samp, script, style"
_SHOWN = 120

RENAMED = N_(
    "File names have no spaces here: rename the file, and write {better} in this link. If the file lies beside this"
    " text, invoke check --fix does both."
)
ENCODED = N_("Write %20 in place of each space: {better}.")
"""The proposals for such a link: to a file, and to anything else."""


def spaced_links(text: str, html: str) -> Iterator[Finding]:
    """Each link of the Markdown ``text`` whose signs ``html``, which it became, shows because of a space."""
    found = [(link, address) for link in _LINK.finditer(text) if (address := _spaced_address(link["inside"]))]
    shown = _shown_text(html) if found else ""
    for link, address in found:
        if f"]({address}" in shown:
            yield "link-space", link[0], {"value": address[:_SHOWN], **_proposal(address)}


def _spaced_address(inside: str) -> str:
    """The address between the brackets of a link, if it holds a space; empty for words that are no address."""
    address = _TITLE.sub("", inside).strip(" \t")
    is_address = _FILE.search(address) or _ELSEWHERE.match(address)
    return address if is_address and _SPACE.search(address) and not address.startswith("<") else ""


def _shown_text(html: str) -> str:
    """What readers see of a page, but for code."""
    tree = LexborHTMLParser(html, is_fragment=True)
    for code in tree.css(_CODE):
        code.decompose()
    return tree.text()


def _proposal(address: str) -> dict[str, str]:
    if _ELSEWHERE.match(address):
        return {"proposal": ENCODED, "better": _SPACE.sub("%20", address)[:_SHOWN]}
    path, mark, anchor = address.partition("#")
    better = "/".join(_better_part(part) for part in path.split("/"))
    return {"proposal": RENAMED, "better": f"{better}{mark}{anchor}"[:_SHOWN]}


def _better_part(name: str) -> str:
    """A file's or folder's name as the site wants it; dots and names without spaces stay."""
    if not _SPACE.search(name):
        return name
    stem, dot, suffix = name.rpartition(".")
    return f"{slugify(stem)}{dot}{suffix.lower()}" if stem else slugify(name)
