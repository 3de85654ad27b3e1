"""The body of a text that is no Markdown: what was typed is what is read, with paragraphs, lines and links.

Signs that Markdown would take for marks stay signs. A link is ``[words](address)`` or an address by itself; the rest of
the road is that of any body: typography, links resolved, the sanitiser last. Where every link leads to another site,
which is nearly always, no tree is needed on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from placette.engine.problems.problems import problem
from placette.engine.texts.body import BodySource, Converted, problem_in
from placette.engine.texts.links import BARE, is_own, rel_outside, resolve_links, says_where
from placette.engine.texts.sanitizer import UnstableError, anchor, clean
from placette.engine.texts.surroundings import Surroundings
from placette.engine.texts.typography import typeset_parts, typeset_tree
from placette.engine.texts.typography_rules import BLOCK, BREAK, INLINE
from placette.engine.texts.values import Body

LINK = re.compile(
    r"\[(?P<words>[^\[\]\n]{1,200})\]\(<?(?P<address>(?:[^()\s<>]|\([^()\s<>]{0,200}\)){0,500})>?\)"
    r"|(?P<bare>(?:https?://|www\.)[^\s<>«»“”]{1,500}?)(?=[.,;:!?…)\]'’\"]*(?:[\s<>«»“”]|$))"
)
"""A link with words of its own, or an address without the signs behind it."""
_PARAGRAPH = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_TAG = re.compile("<[^>]*>")

_Piece = tuple[str, str, str]
"""An escaped text, what stands between it and the next in the eyes of typography, and the tag behind it."""


def convert_plain(source: BodySource, around: Surroundings) -> Converted:
    """Safe HTML of a plain text and every problem in it. Total: a value for any text."""
    try:
        html = _typeset(source, around)
        if html is not None:
            return Converted(Body(clean(html), words=len(_TAG.sub(" ", html).split())))
        tree = LexborHTMLParser(plain_html(source.text), is_fragment=True)
        typeset_tree(tree, source.lang)
        links = resolve_links(tree, source.path, source.lang, around)
        body = Body(clean(tree.html or ""), words=len(tree.text(separator=" ").split()), files=links.files)
    except (UnstableError, SelectolaxError):
        return Converted(Body(), (problem("text-complex", source.path),))
    anchors = tuple(
        (path, anchor(name), problem_in(source, "anchor-missing", written, {"value": written[:120]}))
        for path, name, written in links.anchors
    )
    problems = tuple(problem_in(source, *finding) for finding in links.problems)
    listed = tuple((address, problem_in(source, *finding)) for address, finding in links.listed)
    return Converted(body, problems, anchors=anchors, asked=links.asked, listed=listed)


def _typeset(source: BodySource, around: Surroundings) -> str | None:
    """What a tree would give, without one; None where a link leads elsewhere than to another site."""
    paragraphs = [part for found in _PARAGRAPH.split(source.text.strip()) if (part := found.strip())]
    pieces: list[_Piece] = []
    for paragraph in paragraphs:
        pieces.append(("\n" if pieces else "", BLOCK, "<p>"))
        end = 0
        for found in LINK.finditer(paragraph):
            address = _address(found)
            rel = rel_outside(address)
            if not rel or is_own(address, around):
                return None
            words = found["words"] or found["bare"]
            bare = f' class="{BARE}"' if says_where(words, address) else ""
            pieces += _broken(paragraph[end : found.start()], INLINE, f'<a href="{escape(address)}" rel="{rel}"{bare}>')
            pieces.append((escape(words, quote=False), INLINE, "</a>"))
            end = found.end()
        pieces += _broken(paragraph[end:], BLOCK, "</p>")
    texts = typeset_parts([text for text, _, _ in pieces], [marker for _, marker, _ in pieces], source.lang)
    return "".join([text + tag for text, (_, _, tag) in zip(texts, pieces, strict=True)])


def _broken(words: str, marker: str, tag: str) -> Iterator[_Piece]:
    """The lines of some words; behind the last stand ``marker`` and ``tag``."""
    first, *others = escape(words, quote=False).split("\n")
    for line in others:
        yield first, BREAK, "<br>"
        yield "", BREAK, ""
        first = f"\n{line}"
    yield first, marker, tag


def plain_html(text: str) -> str:
    """Paragraphs and lines of a text as HTML: everything in it is escaped."""
    paragraphs = (part.strip() for part in _PARAGRAPH.split(text.strip()))
    return "\n".join(f"<p>{_inside(part)}</p>" for part in paragraphs if part)


def _inside(paragraph: str) -> str:
    parts, end = [], 0
    for found in LINK.finditer(paragraph):
        parts += [_lines(paragraph[end : found.start()]), _link(found)]
        end = found.end()
    return "".join((*parts, _lines(paragraph[end:])))


def _lines(words: str) -> str:
    return escape(words, quote=False).replace("\n", "<br>\n")


def _link(found: re.Match[str]) -> str:
    return f'<a href="{escape(_address(found))}">{escape(found["words"] or found["bare"], quote=False)}</a>'


def _address(found: re.Match[str]) -> str:
    bare = found["bare"]
    return str(found["address"]) if bare is None else bare if bare.startswith("http") else f"https://{bare}"
