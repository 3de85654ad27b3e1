"""The pages of the last build in parts: their sizes in the state, their bytes in the output."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from secrets import token_hex
from sqlite3 import Connection

from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.files import digest
from placette.engine.base.rows import checksum
from placette.engine.build.inspection import MARK, Facts, Fault, Look, look_at, look_at_page
from placette.engine.rendering.ledger import PageParts, Written

_SIZED = "SELECT path, digest, sizes FROM files WHERE sizes != ''"

PartSizes = Mapping[str, tuple[str, str]]
"""For each page its digest, and the sizes of its parts in bytes after a checksum."""


def sizes_of(path: str, written: Written) -> str:
    """Return the sizes of a page's parts for the state; empty for a page without parts."""
    sizes = " ".join(map(str, written.page_parts))
    return f"{checksum(path, written.digest, sizes)} {sizes}" if sizes else ""


def read_sizes(base: Connection) -> PartSizes:
    """Return the part sizes of all pages in a state."""
    return {path: (made, sizes) for path, made, sizes in base.execute(_SIZED)}


def parts_in(output: Path, sized: Callable[[], PartSizes], path: str) -> PageParts:
    """A page as the last build left it in ``output``; nothing unless that is certain, byte for byte."""
    made, kept = sized().get(path, ("", ""))
    total, _, sizes = kept.partition(" ")
    if not sizes or total != str(checksum(path, made, sizes)):
        return ()
    try:
        data = (output / path).read_bytes()
    except OSError:
        return ()
    ends = [0, *accumulate(map(int, sizes.split(" ")))]
    return tuple(data[start:end] for start, end in pairwise(ends)) if digest(data) == made else ()


_TAG = f"x-{token_hex(8)}"
"""The tag of a mark: no writer of a page can know its name."""
_CUT = f"<{_TAG}></{_TAG}>".encode()
_TEXTS = ".prose, .e-content"
"""Texts, where fewer elements are allowed: a page frame can't have them around a block."""
_ENDS = (b">", b"\n", b" ", b"\t")
_BEGINNINGS = (b"<", b"\n", b" ", b"\t")
"""How a page frame ends before a block, and begins behind one, so that no tag or sign can be made of both."""

_Places = tuple[tuple[str, ...], ...]
"""For each mark the tag after it (an open table lets it pass), then the elements around it."""


@dataclass(frozen=True, slots=True)
class PageInspector:
    """Looks at the files of a site that will be published at ``origin``, before they are written."""

    origin: str

    def __call__(self, path: str, data: bytes) -> Look:
        """Inspect a file."""
        return look_at(path, data, self.origin)

    def inspect_parts(self, path: str, page_parts: PageParts) -> tuple[Look, bool]:
        """Inspect a page; return the look, and whether its blocks may be reused in another page frame."""
        page_frame = _seen(page_parts[::2], self.origin) if path.endswith(".html") else _NOTHING
        if page_frame.places:
            marked = b"".join(piece + _CUT * (at % 2) for at, piece in enumerate(page_parts))
            tree = LexborHTMLParser(marked)
            if _places(tree) == page_frame.places:
                facts, faults = look_at_page(path, tree, marked, self.origin)
                return Look(path, tuple(faults), facts), True
        return self(path, b"".join(page_parts)), False

    def inspect_frame(self, path: str, before: PageParts, now: PageParts) -> tuple[Look, bool]:
        """Inspect a page whose page frame alone changed: its blocks are known if the new one leads as before."""
        was, page_frame = _seen(before[::2], self.origin), _seen(now[::2], self.origin)
        is_alike = page_frame.places and was.places == page_frame.places and was.facts == page_frame.facts
        if not is_alike or any(MARK.encode() in piece for piece in now):
            return self.inspect_parts(path, now)
        return Look(path, tuple(Fault(path, fault.what) for fault in page_frame.faults)), True


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was seen in a page frame; no places if blocks can't be separated from it."""

    facts: Facts
    faults: tuple[Fault, ...]
    places: _Places = ()


_NOTHING = _Seen(Facts((), ()), ())


@lru_cache(256)
def _seen(page_frame: PageParts, origin: str) -> _Seen:
    """Inspect a page frame with a mark for each block."""
    marked = _CUT.join(page_frame)
    tree = LexborHTMLParser(marked)
    facts, faults = look_at_page("", tree, marked, origin)
    first, *between, last = page_frame
    is_closed = all(piece.endswith(_ENDS) for piece in (first or b" ", *between))
    is_open = all(piece.startswith(_BEGINNINGS) for piece in (*between, last or b" "))
    places = _places(tree)
    is_apart = len(places) == len(page_frame) - 1 and tree.css_first(_TEXTS) is None
    return _Seen(facts, tuple(faults), places if is_closed and is_open and is_apart else ())


def _places(tree: LexborHTMLParser) -> _Places:
    found = []
    for node in tree.css(_TAG):
        around, at = [node.next.tag or "" if node.next else ""], node.parent
        while at is not None:
            around.append(at.tag or "")
            at = at.parent
        found.append(tuple(around))
    return tuple(found)
