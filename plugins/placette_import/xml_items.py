"""XML of exports, cut at its items before it is parsed: one that is broken is left out and named, the others are read.

A file is read piece by piece, whatever its size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.entities import html5
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from placette import N_
from placette_import.decoding import SourceError, mended, plain, read_chunks
from placette_import.values import ImportFinding

_MARK = re.compile(r"<!\[CDATA\[|<!--|<(/?)(?:item|entry)(?=[\s>])")
_LONGEST = 64 << 20
"""The longest item, in signs."""
_ENTITY = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos);)(?:(\w{2,31};))?")
_PREFIX = re.compile(r"(?:</?|\s(?=[\w.-]+:[\w-]+=))([A-Za-z_][\w.-]*):")
_DECLARATION = re.compile(r"""\sxmlns:[\w.-]+\s*=\s*(?:"[^"]*"|'[^']*')""")


class Item(NamedTuple):
    """An element of an export, by the names that its file writes: ``wp:post_id``. ``line`` is where it begins."""

    element: Element
    file: str = ""
    line: int = 1
    raw: str = ""

    def get(self, name: str) -> str:
        """Return the text of its first child of this name."""
        return self.element.findtext(tag_of(name), "").strip()

    def all(self, name: str) -> Iterator[Item]:
        """Yield its children of this name."""
        return map(Item, self.element.findall(tag_of(name)))

    def attr(self, name: str) -> str:
        """Return an attribute."""
        return self.element.get(name, "").strip()

    @property
    def text(self) -> str:
        """Its own text."""
        return (self.element.text or "").strip()

    def line_of(self, name: str) -> int:
        """Return the line on which a child begins."""
        return self.line + self.raw.count("\n", 0, max(self.raw.find(f"<{name}"), 0))

    def link(self, rel: str = "alternate") -> str:
        """Return its first link of this relation, as Atom or RSS writes it."""
        found = (one.attr("href") or one.text for one in self.all("link") if (one.attr("rel") or "alternate") == rel)
        return next(filter(None, found), "")

    @property
    def author(self) -> Item:
        """Its author, or an empty element."""
        return next(self.all("author"), Item(Element("author")))


def tag_of(name: str) -> str:
    """Return a name as the parser has it: a prefix stands for itself."""
    prefix, _colon, own = name.rpartition(":")
    return f"{{{prefix}}}{own}" if prefix else own


class ItemFile(NamedTuple):
    """An XML export: its files, the element around its items, and where findings go."""

    files: tuple[Path, ...]
    findings: list[ImportFinding]

    def head(self) -> Item:
        """Return what comes before the first item. Raises ``SourceError`` where it declares entities, or is none."""
        text = next(_pieces(read_chunks(self.files[0], [])))[1]
        root = re.search(r"<(rss|feed|rdf:RDF)\b", text)
        if "<!DOCTYPE" in text[: root.start() if root else None] or "<!ENTITY" in text:
            raise SourceError(N_("it declares entities, which no export needs"), self.files[0].name)
        if not root:
            raise SourceError(N_("it is no export that is known here"), self.files[0].name)
        inner = re.sub(
            r"^\s*<channel[^>]*>|</channel>.*", "", text[text.find(">", root.start()) + 1 :], flags=re.DOTALL
        )
        found = _parse(inner)
        if found is None:
            self.findings.append(ImportFinding("import-broken", file=self.files[0].name, line=1))
        return Item(Element("r") if found is None else found)

    def items(self, findings: list[ImportFinding]) -> Iterator[Item]:
        """Yield the items of all files, one at a time."""
        for path in self.files:
            pieces = _pieces(read_chunks(path, findings))
            next(pieces)
            for line, raw in pieces:
                text = mended(raw, findings, path.name, line)
                found = _parse(text)
                if found is None:
                    values = {"name": plain("".join(re.findall(r"<title>(.{0,200}?)</title>", raw, re.DOTALL)[:1]))}
                    findings.append(ImportFinding("import-broken", file=path.name, line=line, values=values))
                else:
                    yield Item(found[0] if len(found) else found, path.name, line, text)
            with path.open("rb") as file:
                file.seek(max(path.stat().st_size - 4096, 0))
                if not re.search(rb"</(?:rss|feed|rdf:RDF)\s*>", file.read()):
                    findings.append(ImportFinding("import-truncated", file=path.name))


def _pieces(chunks: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the text before the first item, then each item, with the line where it begins."""
    text, at, start, line, counted, begun, is_headed = "", 0, -1, 1, 0, 1, False
    for chunk in chain(chunks, [""]):
        text += chunk
        while found := _MARK.search(text, at):
            end = _end_of(text, found)
            if end < 0 and chunk and len(text) - found.start() < _LONGEST:
                break
            at = end if end >= 0 else found.end()
            if found[1] is None:  # CDATA or a comment: what is in it is no mark
                continue
            if not is_headed:
                yield 1, text[: found.start()]
                is_headed = True
            if start >= 0:  # one that was never closed ends where the next begins
                yield begun, text[start : at if found[1] else found.start()]
            start = -1 if found[1] else found.start()
            line, counted = line + text.count("\n", counted, found.start()), found.start()
            begun = line
        else:
            at = max(at, len(text) - 16)  # a mark may be cut there
        cut = (start if start >= 0 else min(at, len(text))) if is_headed else 0
        line, counted = line + text.count("\n", counted, max(cut, counted)), max(counted, cut) - cut
        text, at, start = text[cut:], at - cut, 0 if start >= 0 else -1
        if len(text) > _LONGEST and not is_headed:
            break
    if not is_headed or start >= 0:
        yield begun, text


def _end_of(text: str, mark: re.Match[str]) -> int:
    """Return where a mark ends with all that belongs to it; -1 where the text ends before."""
    closing = ">" if mark[1] is not None else "]]>" if mark[0].endswith("[") else "-->"
    found = text.find(closing, mark.end())
    return found + len(closing) if found >= 0 else -1


def _parse(text: str) -> Element | None:
    """Return the elements of a piece of XML in one around them; None for what can't be read."""
    text = _DECLARATION.sub("", text)
    prefixes = {one for one in _PREFIX.findall(text) if not one.lower().startswith("xml")}
    opening = "<r" + "".join(f' xmlns:{prefix}="{prefix}"' for prefix in sorted(prefixes)) + ">"
    for tried in (text, _ENTITY.sub(_sign, text)):
        try:
            found: Element = fromstring(f"{opening}{tried}</r>", forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, RecursionError):
            continue
        return found
    return None


def _sign(found: re.Match[str]) -> str:
    return html5.get(found[1], f"&amp;{found[1]}") if found[1] else "&amp;"


def content_of(item: Item, *names: str) -> str:
    """Return the HTML of the first of these elements that has any, whichever way Atom writes it."""
    for one in chain.from_iterable(map(item.all, names)):
        if one.attr("type") == "xhtml":
            for inner in one.element.iter():
                inner.tag = inner.tag.rpartition("}")[2]
            return "".join(tostring(inner, encoding="unicode") for inner in one.element)
        if one.text:
            return one.text
    return ""
