"""The body of a text: Markdown to sanitised HTML, with its problems.

The order binds (see ``README.md`` beside this file): Markdown, then one pass over the parsed tree that typesets,
reports, resolves and rebuilds, and the sanitiser last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import escape
from itertools import count
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from placette.engine.base.text import one_line, slugify
from placette.engine.findings.messages import SOUND_INSTEAD, VIDEO_INSTEAD
from placette.engine.findings.problems import Problem, locate, problem
from placette.engine.texts import links as hyperlinks
from placette.engine.texts.characters import is_suspect, referred
from placette.engine.texts.links import Finding, LinkTarget, Surroundings, resolve
from placette.engine.texts.markup import MarkupError, to_html
from placette.engine.texts.sanitizer import ID_PREFIX, UnstableError, anchor, clean, removed_by_cleaning
from placette.engine.texts.typography import typeset_text, typeset_tree
from placette.engine.texts.values import (
    SHOWN,
    Body,
    Claims,
    Heading,
    Photo,
    Place,
    is_decorative,
    photo_of,
    photo_view,
    unclaimed,
)

_INSTEAD = {
    **{f"<{name}>": {"mend_here": VIDEO_INSTEAD} for name in ("iframe", "video", "embed", "object")},
    "<audio>": {"mend_here": SOUND_INSTEAD},
}
"""What to do instead, by element."""
_SUMMARY = 240
"""Characters of a summary made from a text's first words."""
_FEWEST_WORDS = 5
"""Words from which on a paragraph says something alone: «Les deux.» is half an answer."""


def words_of_blocks(html: str, kind: str = "p") -> Iterator[str]:
    """Yield the words of a text's paragraphs, or of another ``kind`` of element, one line each, without its notes."""
    tree = LexborHTMLParser(html, is_fragment=True)
    for note in tree.css(".footnote, a.footnote-ref"):
        note.decompose()
    return filter(None, (one_line(node.text()) for node in tree.css(kind)))


def first_words(html: str) -> str:
    """Return the beginning of a text that has no summary: its first paragraph, and more where this is short."""
    words = ""
    for paragraph in words_of_blocks(html):
        words = f"{words} {paragraph}".strip()
        if len(re.findall(r"\w+", words)) >= _FEWEST_WORDS:
            break
    return words if len(words) <= _SUMMARY else words[:_SUMMARY].rsplit(" ", 1)[0] + "…"


def _rebuild_figures(
    tree: LexborHTMLParser, source: BodySource, around: Surroundings
) -> tuple[list[Photo], list[Finding], set[str]]:
    """Replace images by figures, once links are resolved; return the photos, the problems, the paths looked for."""
    photos: dict[int, Photo] = {}
    problems: list[Finding] = []
    paths: set[str] = set()
    for image in tree.css("img"):
        path = resolve(source.path, unquote(image.attributes.get("src") or ""))
        paths.add(path)
        photo, faults = _read_image(image, path, source, around)
        problems += faults
        if photo:
            photos[image.mem_id] = photo
        else:
            image.decompose()
    figures: list[Photo] = []
    for block in tree.css("p") if photos else ():
        figures += _rebuild_block(block, photos, around)
    for image in tree.css("img"):
        if image.mem_id in photos:
            figures.append(photos.pop(image.mem_id))
            _replace(image, _picture(figures[-1], around))
    return figures, problems, paths


def _read_image(
    image: LexborNode, wanted: str, text: BodySource, around: Surroundings
) -> tuple[Photo | None, list[Finding]]:
    """Return the photo of an image whose file is ``wanted``, and its problems."""
    source = image.attributes.get("src") or ""
    alt, title = (image.attributes.get("alt") or "").strip(), (image.attributes.get("title") or "").strip()
    if wanted not in around.photos:
        code = "photo-remote" if "//" in source or ":" in source else missing_code(wanted, around)
        return None, [(code, source, {"value": source[:120], "file": wanted})]
    photo = photo_of(wanted, alt, title)
    decorative, lacking = is_decorative(photo.caption), text.claims.lacking(alt, photo.caption)
    missing = [f"photo-{lacking}"] if lacking else []
    faults = [(code, source, {"value": source[:120]}) for code in (*missing, *unclaimed(photo.credit, text.claims))]
    photo = replace(photo, alt="", caption="") if decorative else replace(photo, alt="" if lacking else alt)
    alt, caption, credit = (typeset_text(words, text.lang) for words in (photo.alt, photo.caption, photo.credit))
    return Photo(wanted, alt, caption, credit), faults


def missing_code(wanted: str, around: Surroundings) -> str:
    """Return the problem's code for a picture that can't be shown: it isn't there, or it is refused."""
    return "photo-refused" if wanted in around.unshown else "photo-missing"


def _rebuild_block(block: LexborNode, photos: dict[int, Photo], around: Surroundings) -> list[Photo]:
    """Turn a paragraph of images alone into a figure, or a gallery of figures; return their photos."""
    images = [node for node in block.iter() if node.tag == "img"]
    if not images or block.text().strip() or any(node.tag not in {"img", "br"} for node in block.iter()):
        return []
    place = Place.FIGURE if len(images) == 1 else Place.GALLERY
    pictures = [replace(photos.pop(image.mem_id), place=place) for image in images]
    makers = {photo.credit for photo in pictures}
    once = next(iter(makers)) if len(images) > 1 and len(makers) == 1 else ""  # below the pictures that all have it
    figures = "".join(_figure(replace(photo, credit="") if once else photo, around) for photo in pictures)
    figures += f"<p>{escape(once)}</p>" if once else ""
    _replace(block, figures if len(images) == 1 else f'<div class="gallery">{figures}</div>')
    return pictures


def _replace(node: LexborNode, html: str) -> None:
    new = LexborHTMLParser(html, is_fragment=True).root
    if new:
        node.replace_with(new)


def _figure(photo: Photo, around: Surroundings) -> str:
    credit = f"<small>{escape(photo.credit)}</small>" if photo.credit else ""
    caption, picture = " · ".join(filter(None, (escape(photo.caption), credit))), _picture(photo, around)
    if photo.alt:  # a decorative picture has no words: it leads nowhere
        name = escape(around.labels.enlarge % {"what": photo.alt})
        picture = f'<a href="{photo_view(photo, around.photos, around.base).large}" aria-label="{name}">{picture}</a>'
    if not caption:
        return f'<figure class="figure">{picture}</figure>'
    name = escape(photo.caption or photo.credit)  # RGAA 1.9: the caption is tied to its picture
    legend = f"<figcaption>{caption}</figcaption>"
    return f'<figure class="figure" role="figure" aria-label="{name}">{picture}{legend}</figure>'


def _picture(photo: Photo, around: Surroundings) -> str:
    view = photo_view(photo, around.photos, around.base)
    sizes = view.sizes(SHOWN[photo.place])
    sources = "".join(f'<source type="{s.type}" srcset="{s.srcset}" sizes="{sizes}">' for s in view.sources)
    widths = f' srcset="{view.srcset}" sizes="{sizes}"' if view.srcset else ""
    shape = "upright" if view.height > view.width else ""
    names = " ".join(filter(None, (shape, view.classes)))
    classes = f' class="{names}"' if names else ""
    return (
        f'<picture>{sources}<img{classes} src="{view.src}"{widths} alt="{escape(photo.alt)}" width="{view.width}"'
        f' height="{view.height}" loading="lazy" decoding="async"></picture>'
    )


_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class BodySource:
    """A Markdown text, its language, its file, the line it starts at, and its claims about all its pictures."""

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
    """Addresses of other pages, each with the problem if the build has no such page."""


def convert_body(source: BodySource, around: Surroundings) -> Converted:
    """Return safe HTML of ``source`` and every problem in it. Total: a value for any text."""
    try:
        html = to_html(source.text, around.labels.alerts)
        converted = _finish(source, html, around)
        if any(fault.code == "html-removed" for fault in converted.problems):
            # Parsers disagree on such HTML: its excerpt is made from what the sanitiser leaves.
            return replace(converted, body=_finish(source, clean(html), around).body)
        return converted
    except MarkupError as error:
        excerpt, line = source.text.split("\n")[error.line], source.first_line + error.line
        code, values = ("text-dense", {"sign": error.sign, "count": error.count, "limit": error.limit})
        code, values = (code, values) if error.sign else ("text-complex", {})
        return Converted(Body(), (problem(code, source.path, line, 1, excerpt, **values),))
    except (UnstableError, SelectolaxError):
        return Converted(Body(), (problem("text-complex", source.path),))


_TOO_DEEP = " > ".join(["*"] * 201)
"""Two hundred elements inside each other: what looks at each with all in it takes time by the square of that."""
_MARKING = re.compile("[<*_~]")
"""What elements inside each other are made of; the line that has most of it is where to look."""
_PER_CODE = 200
"""Findings of one kind that are told of one text, each with its place: nobody mends more at a time."""
_SEARCHES = 100
"""Findings of one text that are looked for as a writer may have typed them, which costs a hundred quick looks."""


def _finish(source: BodySource, html: str, around: Surroundings) -> Converted:
    tree = LexborHTMLParser(html, is_fragment=True)
    if tree.css_first(_TOO_DEEP):
        lines = [len(_MARKING.findall(line)) for line in source.text.split("\n")]
        raise MarkupError(lines.index(max(lines)))
    typeset_tree(tree, source.lang)
    findings = [*hyperlinks.spaced_links(source.text, html)]
    markup = tree.html or ""
    if is_suspect(markup) or ("\ufffd" in markup and "\ufffd" not in source.text):  # only spelt there: ``&#8238;``
        spelt = referred(source.text)
        findings += [
            (code, source.text[at : source.text.find(";", at) + 1], {"name": name}) for code, at, name in spelt
        ]
    removed = removed_by_cleaning(tree)
    findings += [(code, needle, {"what": label, **_INSTEAD.get(label, {})}) for code, label, needle in removed]
    headings, heading_problems = _name_headings(tree)
    _prefix_ids(tree)
    targets = hyperlinks.resolve_links(tree, source.path, source.lang, around)
    pictures, wrong, paths = _rebuild_figures(tree, source, around)
    _dress_tables(tree, around.labels.table)
    _dress_notes(tree, around.labels.note_back)
    findings += [*heading_problems, *wrong]
    photos = (*pictures, *(Photo(target.photo, "") for target in targets if target.photo))
    ids = frozenset(node.attributes["id"] or "" for node in tree.css("[id]"))  # a picture that is rebuilt loses its own
    body = Body(
        clean(tree.html or ""), headings, photos, len(tree.text(separator=" ").split()), hyperlinks.files_of(targets)
    )
    return _converted(source, body, findings, targets, ids, frozenset(paths))


def _converted(
    source: BodySource,
    body: Body,
    found: Iterable[Finding],
    targets: list[LinkTarget],
    ids: frozenset[str] = frozenset(),
    asked: frozenset[str] = frozenset(),
) -> Converted:
    """Return the facts of a converted text, each finding as a problem with its place."""
    counts, searches = Counter[str](), count()

    def placed(code: str, needle: str, values: dict[str, str]) -> Problem:
        far = needle not in source.text and next(searches) >= _SEARCHES
        return problem_in(source, code, "" if far else needle, values)

    anchors = tuple(
        (path, anchor(name), placed("anchor-missing", target_name, {"value": target_name[:120]}))
        for path, name, target_name in (target.anchor for target in targets if target.anchor)
        if path != source.path or anchor(name) not in ids
    )
    problems = []
    for finding in (*found, *(target.problem for target in targets if target.problem)):
        counts[finding[0]] += 1
        problems += [placed(*finding)] if counts[finding[0]] <= _PER_CODE else []
    listed = tuple((address, placed(*finding)) for address, finding in (t.listed for t in targets if t.listed))
    asked |= {target.asked for target in targets if target.asked}
    return Converted(body, tuple(problems), ids, anchors, asked, listed)


def problem_in(source: BodySource, code: str, needle: str, values: dict[str, str]) -> Problem:
    """Return a problem at the place of ``needle`` in a text."""
    line, column, excerpt = locate(source.text, needle, source.first_line)
    return problem(code, source.path, line, column, excerpt, **values)


def _name_headings(tree: LexborHTMLParser) -> tuple[tuple[Heading, ...], list[tuple[str, str, dict[str, str]]]]:
    """Give every heading a level from 2 and an anchor of its own; report levels that jump."""
    headings: list[Heading] = []
    problems: list[tuple[str, str, dict[str, str]]] = []
    names = {anchor(node.attributes.get("id") or "") for node in tree.css("[id]") if node.tag not in _HEADINGS}
    numbers = Counter[str]()
    previous = 1
    for node in tree.css(", ".join(_HEADINGS)):
        level, text = int((node.tag or "h2")[1]), one_line(node.text())
        if level == 1:
            problems.append(("heading-level", text[:20], {}))
        elif level > previous + 1 and headings:
            problems.append(("heading-jump", text[:20], {}))
        previous = level
        name = _free(anchor(node.attributes.get("id") or slugify(text) or "titre"), names, numbers)
        node.attrs["id"] = name.removeprefix(ID_PREFIX)
        headings.append(Heading(name, text, max(2, level)))
    for node in reversed(tree.css("h1")):  # one inside another first; parsed anew, it would lose its words
        lowered = tree.create_node("h2")
        lowered.attrs["id"] = node.attributes["id"]
        for part in [*node.iter(include_text=True)]:
            lowered.insert_child(part)
        node.replace_with(lowered)
    return tuple(headings), problems


_NAME_LENGTH = 170
"""Characters of a name before its number: ``anchor`` keeps both."""


def _free(name: str, taken: set[str], numbers: Counter[str]) -> str:
    """Return a free name; ``numbers`` has the last that was tried for each, since all before it are taken."""
    candidate = name
    while candidate in taken:
        numbers[name] += 1
        candidate = f"{name[:_NAME_LENGTH]}-{numbers[name] + 1}"
    taken.add(candidate)
    return candidate


def _prefix_ids(tree: LexborHTMLParser) -> None:
    """Make every ``id`` an anchor of the page, each once."""
    names: set[str] = set()
    for node in tree.css("[id]"):
        name = node.attributes.get("id")
        if not name or anchor(name) in names:
            del node.attrs["id"]
        else:
            node.attrs["id"] = anchor(name)
            names.add(anchor(name))


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
        title = one_line(caption.text()) if caption else ""
        name = escape(title or (f"{label} {number}" if len(tables) > 1 else label))
        frame = f'<div class="table-scroll" tabindex="0" role="region" aria-label="{name}">{table.html}</div>'
        if new := LexborHTMLParser(frame, is_fragment=True).root:
            table.replace_with(new)


def _holding(tables: Iterable[LexborNode]) -> set[int]:
    """Return the tables around others: they lay out a page, and have no rows to head. Each node is looked at once."""
    visited, holding = set[int](), set[int]()
    for table in tables:
        node = table.parent
        while node and node.mem_id not in visited:
            visited.add(node.mem_id)
            if node.tag == "table":
                holding.add(node.mem_id)
                break
            node = node.parent
    return holding


def _head_rows(table: LexborNode) -> None:
    """Make headers of the first cells where each is in bold: Markdown has no other notation for row headers."""
    firsts = [cell for row in table.css("tbody tr") if (cell := row.css_first("td, th"))]
    if not firsts or not all(map(_is_bold, firsts)):
        return
    for cell in firsts:
        cell.attrs["scope"] = "row"
        html = f"<table><tr>{(cell.html or '')[:-5].replace('<td', '<th', 1)}</th></tr></table>"
        if header := LexborHTMLParser(html).css_first("th"):
            cell.replace_with(header)


def _is_bold(cell: LexborNode) -> bool:
    """Return whether a data cell contains one thing, in bold."""
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


LINK = re.compile(
    r"\[(?P<words>[^\[\]\n]{1,200})\]\(<?(?P<address>(?:[^()\s<>]|\([^()\s<>]{0,200}\)){0,500})>?\)"
    r"|(?P<bare>(?:https?://|www\.)[^\s<>«»“”]{1,500}?)(?=[.,;:!?…)\]'’\"]*(?:[\s<>«»“”]|$))"
)
"""A link with words of its own, or an address without the signs behind it."""
_PARAGRAPH = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def convert_plain(source: BodySource, around: Surroundings) -> Converted:
    """Return safe HTML of a plain text and every problem in it. Total: a value for any text."""
    try:
        tree = LexborHTMLParser(plain_html(source.text), is_fragment=True)
        typeset_tree(tree, source.lang)
        targets = hyperlinks.resolve_links(tree, source.path, source.lang, around)
        body = Body(
            clean(tree.html or ""), words=len(tree.text(separator=" ").split()), files=hyperlinks.files_of(targets)
        )
        return _converted(source, body, (), targets)
    except (UnstableError, SelectolaxError):
        return Converted(Body(), (problem("text-complex", source.path),))


def plain_html(text: str) -> str:
    """Return paragraphs and lines of a text as HTML: everything in it is escaped."""
    paragraphs = (part.strip() for part in _PARAGRAPH.split(text.strip()))
    return "\n".join(f"<p>{_inside(part)}</p>" for part in paragraphs if part)


def _inside(paragraph: str) -> str:
    parts, end = [], 0
    for link in LINK.finditer(paragraph):
        bare = link["bare"]
        address = link["address"] if bare is None else bare if bare.startswith("http") else f"https://{bare}"
        words = escape(link["words"] or bare, quote=False)
        parts += [_lines(paragraph[end : link.start()]), f'<a href="{escape(address)}">{words}</a>']
        end = link.end()
    return "".join((*parts, _lines(paragraph[end:])))


def _lines(words: str) -> str:
    return escape(words, quote=False).replace("\n", "<br>\n")
