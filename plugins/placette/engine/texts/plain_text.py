"""The body of a text that is no Markdown: what was typed is what is read, with paragraphs, lines and links.

Signs that Markdown would take for marks stay signs. A link is ``[words](address)`` or an address by itself; the rest of
the road is that of any body: typography, links resolved, the sanitiser last.
"""

from __future__ import annotations

import re
from html import escape

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from placette.engine.problems.problems import problem
from placette.engine.texts.body import BodySource, Converted, problem_in
from placette.engine.texts.links import resolve_links
from placette.engine.texts.sanitizer import UnstableError, anchor, clean
from placette.engine.texts.surroundings import Surroundings
from placette.engine.texts.typography import typeset_tree
from placette.engine.texts.values import Body

LINK = re.compile(
    r"\[(?P<words>[^\[\]\n]{1,200})\]\(<?(?P<address>(?:[^()\s<>]|\([^()\s<>]{0,200}\)){0,500})>?\)"
    r"|(?P<bare>(?:https?://|www\.)[^\s<>«»“”]{1,500}?)(?=[.,;:!?…)\]'’\"]*(?:[\s<>«»“”]|$))"
)
"""A link with words of its own, or an address without the signs behind it."""
_PARAGRAPH = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def convert_plain(source: BodySource, around: Surroundings) -> Converted:
    """Safe HTML of a plain text and every problem in it. Total: a value for any text."""
    try:
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
    return Converted(body, problems, anchors=anchors, asked=links.asked)


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
    bare = found["bare"]
    address = found["address"] if bare is None else bare if bare.startswith("http") else f"https://{bare}"
    return f'<a href="{escape(address)}">{escape(found["words"] or bare, quote=False)}</a>'
