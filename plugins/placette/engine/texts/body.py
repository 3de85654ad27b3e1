"""The body of a text: Markdown to sanitised HTML, with what is wrong in it.

The order binds (see ``README.md`` beside this file): Markdown, then one pass over the parsed tree that
typesets, reports, resolves and rebuilds, and the sanitiser last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from placette.engine.base.text import slugify
from placette.engine.problems.problems import Problem, locate, problem
from placette.engine.texts.characters import is_suspect, referred
from placette.engine.texts.claims import Claims
from placette.engine.texts.figures import rebuild_figures
from placette.engine.texts.links import resolve_links
from placette.engine.texts.markup import MarkupError, to_html
from placette.engine.texts.sanitizer import ID_PREFIX, UnstableError, anchor, clean, removed_by_cleaning
from placette.engine.texts.spaced_links import spaced_links
from placette.engine.texts.surroundings import Surroundings
from placette.engine.texts.typography import typeset_tree
from placette.engine.texts.values import Body, Heading, Photo

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class BodySource:
    """A Markdown text, its language, its file, the line it starts at, and what it says for all its pictures."""

    path: str
    text: str
    lang: str
    first_line: int = 1
    claims: Claims = field(default_factory=Claims)


@dataclass(frozen=True, slots=True)
class Converted:
    """The body and its problems.

    ``ids`` are the anchors it offers; ``anchors`` those it links to and does not offer itself, to be verified
    once every text is converted: the text's path, the anchor, and the problem if it isn't there. ``asked`` are
    the paths whose place in the site decided anything: with the source, all that a conversion depends on.
    """

    body: Body
    problems: tuple[Problem, ...] = ()
    ids: frozenset[str] = frozenset()
    anchors: tuple[tuple[str, str, Problem], ...] = ()
    asked: frozenset[str] = frozenset()
    listed: tuple[tuple[str, Problem], ...] = ()
    """Addresses of pages that are no text's, each with the problem if the build has no such page."""


def convert_body(source: BodySource, around: Surroundings) -> Converted:
    """Safe HTML of ``source`` and every problem in it. Total: a value for any text."""
    try:
        html = to_html(source.text, around.labels.alerts)
        converted = _finish(source, html, around)
        if any(found.code == "html-removed" for found in converted.problems):
            # Parsers disagree on such HTML: what is shown of it is made from what the sanitiser leaves.
            return replace(converted, body=_finish(source, clean(html), around).body)
        return converted
    except MarkupError as error:
        excerpt, line = source.text.split("\n")[error.line], source.first_line + error.line
        return Converted(Body(), (problem("text-complex", source.path, line, 1, excerpt),))
    except (UnstableError, SelectolaxError):
        return Converted(Body(), (problem("text-complex", source.path),))


def _finish(source: BodySource, html: str, around: Surroundings) -> Converted:
    tree = LexborHTMLParser(html, is_fragment=True)
    typeset_tree(tree, source.lang)
    found = [*spaced_links(source.text, html), *_spelt_characters(source.text, tree)]
    found += [(code, needle, {"what": label}) for code, label, needle in removed_by_cleaning(tree)]
    headings, heading_problems = _name_headings(tree)
    ids = _prefix_ids(tree)
    links = resolve_links(tree, source.path, source.lang, around)
    figures = rebuild_figures(tree, source.path, source.lang, around, source.claims)
    _dress_tables(tree, around.labels.table)
    _dress_notes(tree, around.labels.note_back)
    found += [*heading_problems, *figures.problems, *links.problems]
    photos = (*figures.photos, *(Photo(path, "") for path in links.photos))
    body = Body(clean(tree.html or ""), headings, photos, _count_words(tree), links.files)
    anchors = tuple(
        (path, anchor(name), problem_in(source, "anchor-missing", written, {"value": written[:120]}))
        for path, name, written in links.anchors
        if path != source.path or anchor(name) not in ids
    )
    problems = tuple(problem_in(source, *finding) for finding in found)
    listed = tuple((address, problem_in(source, *finding)) for address, finding in links.listed)
    return Converted(body, problems, ids, anchors, figures.asked | links.asked, listed)


def _spelt_characters(text: str, tree: LexborHTMLParser) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Characters that the source only spells (``&#8238;``), wherever they came out: texts and attributes."""
    shown = tree.html or ""
    if is_suspect(shown) or ("\ufffd" in shown and "\ufffd" not in text):
        for code, at, name in referred(text):
            yield code, text[at : text.find(";", at) + 1], {"name": name}


def problem_in(source: BodySource, code: str, needle: str, values: dict[str, str]) -> Problem:
    """A problem where ``needle`` stands in a text."""
    line, column, excerpt = locate(source.text, needle, source.first_line)
    return problem(code, source.path, line, column, excerpt, **values)


def _name_headings(tree: LexborHTMLParser) -> tuple[tuple[Heading, ...], list[tuple[str, str, dict[str, str]]]]:
    """Give every heading a level from 2 and an anchor of its own; report levels that jump."""
    headings: list[Heading] = []
    problems: list[tuple[str, str, dict[str, str]]] = []
    taken = {node.attributes.get("id") or "" for node in tree.css("[id]") if node.tag not in _HEADINGS}
    previous = 1
    for node in tree.css(", ".join(_HEADINGS)):
        level, text = int((node.tag or "h2")[1]), " ".join(node.text().split())
        if level == 1:
            problems.append(("heading-level", text[:20], {}))
        elif level > previous + 1 and headings:
            problems.append(("heading-jump", text[:20], {}))
        previous = level
        name = _free(node.attributes.get("id") or slugify(text) or "titre", taken)
        node.attrs["id"] = name
        headings.append(Heading(ID_PREFIX + name, text, max(2, level)))
    for node in tree.css("h1"):
        lowered = LexborHTMLParser(f'<h2 id="{node.attributes["id"]}">{node.inner_html or ""}</h2>', is_fragment=True)
        if new := lowered.css_first("h2"):
            node.replace_with(new)
    return tuple(headings), problems


def _free(name: str, taken: set[str]) -> str:
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{name}-{number}"
    taken.add(candidate)
    return candidate


def _prefix_ids(tree: LexborHTMLParser) -> frozenset[str]:
    """Make every ``id`` an anchor of the page, each once; give them."""
    taken: set[str] = set()
    for node in tree.css("[id]"):
        name = node.attributes.get("id")
        if not name or anchor(name) in taken:
            del node.attrs["id"]
        else:
            node.attrs["id"] = anchor(name)
            taken.add(anchor(name))
    return frozenset(taken)


def _dress_tables(tree: LexborHTMLParser, label: str) -> None:
    """Let wide tables scroll by keyboard, name their column headers, align without style attributes."""
    for cell in tree.css("th, td"):
        align = cell.attributes.get("align")
        if align in {"left", "right", "center"}:
            cell.attrs["class"] = f"align-{align}"
        if cell.tag == "th" and "scope" not in cell.attributes:
            cell.attrs["scope"] = "col"
    tables = tree.css("table")
    holding = _holding(tables)
    for table in tables:
        if table.mem_id not in holding:
            _head_rows(table)
    for number, table in enumerate(tables, 1):
        caption = table.css_first("caption")
        own = " ".join(caption.text().split()) if caption else ""
        name = escape(own or (f"{label} {number}" if len(tables) > 1 else label))
        frame = f'<div class="table-scroll" tabindex="0" role="region" aria-label="{name}">{table.html}</div>'
        if new := LexborHTMLParser(frame, is_fragment=True).root:
            table.replace_with(new)


def _holding(tables: Iterable[LexborNode]) -> set[int]:
    """Those that hold another: they give a page its form, and have no rows to head. Each node is looked at once."""
    seen, holding = set[int](), set[int]()
    for table in tables:
        node = table.parent
        while node and node.mem_id not in seen:
            seen.add(node.mem_id)
            if node.tag == "table":
                holding.add(node.mem_id)
                break
            node = node.parent
    return holding


def _head_rows(table: LexborNode) -> None:
    """Make headers of the first cells where each is in bold: Markdown can't say otherwise what heads its row."""
    firsts = [cell for row in table.css("tbody tr") if (cell := row.css_first("td, th"))]
    if not firsts or not all(_is_bold(cell) for cell in firsts):
        return
    for cell in firsts:
        cell.attrs["scope"] = "row"
        html = f"<table><tr>{(cell.html or '')[:-5].replace('<td', '<th', 1)}</th></tr></table>"
        if header := LexborHTMLParser(html).css_first("th"):
            cell.replace_with(header)


def _is_bold(cell: LexborNode) -> bool:
    """Whether a data cell holds one thing, in bold."""
    bold = cell.css_first("strong, b")
    return cell.tag == "td" and bold is not None and bold.text().strip() == cell.text().strip() != ""


def _dress_notes(tree: LexborHTMLParser, label: str) -> None:
    for note in tree.css(".footnote > ol > li"):
        parts = list(note.iter())
        if len(parts) == 1 and parts[0].tag == "p":  # one paragraph needs no box of its own
            parts[0].unwrap()
    for back in tree.css("a.footnote-backref"):
        if "title" in back.attributes:
            del back.attrs["title"]
        number = (back.attributes.get("href") or "").rsplit(":", 1)[-1]
        back.attrs["aria-label"] = f"{label} ({number})"


def _count_words(tree: LexborHTMLParser) -> int:
    return len(tree.text(separator=" ").split())
