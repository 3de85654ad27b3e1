"""An issue, a series or a year as a book for e-readers: EPUB 3, with what people who can't see it need to know.

A ZIP file with templates of ours: EbookLib writes the clock and numbers of chance into every book, its bytes differ
at each build, and it turns nobody's HTML into XHTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from markupsafe import Markup
from PIL import Image, ImageDraw, ImageFont, ImageOps
from selectolax.lexbor import LexborHTMLParser, LexborNode

from placette import Face, IdentitySettings, Ports, Words, announcing, appearance, articles, standalone_environment
from placette_gazette.contents import Edition, Plate
from placette_gazette.issue import Portion
from placette_gazette.press import jpeg_of

if TYPE_CHECKING:
    from gettext import NullTranslations

    from placette import Site

_TEMPLATES = Path(__file__).parent / "templates" / "book"
_SIDE, _QUALITY = 1200, 80
"""Pixels of the longest side of a photo: e-readers have no more, and each turns it in memory."""
_VOID = frozenset({"br", "hr"})
_LEFT_OUT = frozenset({"source", "picture"})
_KEPT = frozenset(
    "id lang dir translate href title aria-label role alt start reversed type value colspan rowspan scope".split()
)
_NOTES = {
    "footnote": ' epub:type="footnotes" role="doc-endnotes"',
    "footnote-ref": ' epub:type="noteref" role="doc-noteref"',
    "footnote-backref": ' epub:type="backlink" role="doc-backlink"',
}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IDS = re.compile(r'\sid="([^"]*)"')


class _Chapter(NamedTuple):
    """A file of the book: its name, its title and language in the table of contents, its XHTML."""

    name: str
    title: str
    lang: str
    text: str


@dataclass(slots=True)
class _Book:
    """A book in the making: where each text of it stands, the names of its pictures in the book."""

    edition: Edition
    given: Mapping[str, bytes]
    places: dict[str, str]
    names: dict[str, str] = field(default_factory=dict)

    def picture(self, key: str) -> str:
        """Return the name in the book of a picture of the edition; empty for one that isn't there."""
        if key in self.given and key not in self.names:
            form = "svg" if self.given[key].lstrip().startswith(b"<") else "jpg"
            self.names[key] = f"p{len(self.names) + 1:03}.{form}"
        return self.names.get(key, "")


def make_book(edition: Edition, pictures: Mapping[str, bytes], cover: bytes, words: NullTranslations) -> bytes:
    """Return an edition as an EPUB: the same input gives the same bytes.

    ``pictures`` are JPEG or SVG by ``Plate.path``, landscapes by ``Story.path``; ``cover`` is a JPEG.
    """
    stories = (*edition.stories, *edition.opposition)
    places = {story.url: f"t{number:03}.xhtml" for number, story in enumerate(stories, 1)}
    book, chapters = _Book(edition, pictures, places), list[_Chapter]()
    environment = standalone_environment(_TEMPLATES, words)

    def printed(template: str, **values: object) -> str:
        context = {
            "edition": edition,
            "date": Words.long_date(edition.day, edition.lang),
            "lang": edition.lang,
            **values,
        }
        return environment.get_template(template).render(context).lstrip()

    def add(name: str, title: str, lang: str, template: str, **values: object) -> None:
        chapters.append(_Chapter(name, title, lang, printed(template, title=title, lang=lang, **values)))

    if edition.editorial_html:
        body = _markup(edition.editorial_html, edition.origin, book, ())
        add("editorial.xhtml", words.gettext("Editorial"), edition.lang, "text.xml", body=body, story=None)
    for story in stories:
        values = {"body": _markup(story.html, story.url, book, story.plates), "story": story}
        values["lead"] = book.picture(story.plate.path or story.path) if story.plate else ""
        values |= {"is_line": story.portion is not Portion.WHOLE, "day": Words.long_date(story.day, edition.lang)}
        add(places[story.url], story.title, story.lang, "text.xml", **values)
    if edition.events or edition.calls or edition.exchanges:
        answers = [(exchange, _markup(exchange.answer_html, exchange.url, book, ())) for exchange in edition.exchanges]
        title = words.gettext("What comes, what is asked")
        add("lines.xhtml", title, edition.lang, "lines.xml", answers=answers)
    photos = [
        (exchange, [plate for plate in (exchange.plate, *exchange.plates) if plate and plate.credit])
        for exchange in stories
    ]
    add("imprint.xhtml", words.gettext("About this book"), edition.lang, "imprint.xml", credits=photos)
    package_values = {
        "chapters": chapters,
        "pictures": sorted(book.names.values()),
        "identifier": identifier_of(edition),
    }
    package = printed("package.xml", **package_values, modified=f"{edition.day.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
    files: dict[str, bytes | str] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": printed("container.xml"),
        "EPUB/package.opf": package,
        "EPUB/nav.xhtml": printed("nav.xml", chapters=chapters),
        "EPUB/cover.xhtml": printed("cover.xml"),
        "EPUB/style.css": printed("style.css"),
        "EPUB/cover.jpg": cover,
        **{f"EPUB/{chapter.name}": chapter.text for chapter in chapters},
        **{f"EPUB/{name}": pictures[key] for key, name in book.names.items()},
    }
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, data in files.items():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_STORED if name == "mimetype" or name.endswith(".jpg") else ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return target.getvalue()


def book_of(edition: Edition, site: Site) -> bytes:
    """Return an edition as an EPUB, under a landscape of the first of its texts that one is drawn for."""
    colours = appearance.derive_scheme(site.options("IDENTITY", IdentitySettings)).light
    by_path, drawing, paint = articles(site), site.ask(Ports.DRAWING), site.ask(Ports.PAINTED)
    texts = (by_path[story.path] for story in edition.stories)
    word = next(filter(None, map(drawing, texts)), "")
    landscape = paint(edition.slug, word, _COVER[0], _PANEL) if paint and word else None
    return make_book(edition, _pictures(edition, site), draw_cover(edition, landscape, colours), site.words)


def _pictures(edition: Edition, site: Site) -> dict[str, bytes]:
    """Return the photos of an edition as JPEG that passed the gate, and its landscapes as SVG."""
    index, draw, files = articles(site), site.ask(Ports.DRAWN), dict[str, bytes]()
    photo = announcing.published_site(site).photo
    for story in (*edition.stories, *edition.opposition):
        article = index[story.path]
        by_path = {picture.path: picture for picture in (article.photo, *article.body.photos) if picture}
        for plate in filter(None, (story.plate, *story.plates)):
            if not plate.path and draw:
                files[story.path] = draw(article)
            elif plate.path and plate.path not in files:
                facts = site.build.photos[plate.path]
                scale = min(1.0, _SIDE / max(facts.width, facts.height))
                width, height = (max(1, round(side * scale)) for side in (facts.width, facts.height))
                image = photo(by_path[plate.path], width, height)
                files |= {plate.path: jpeg_of(image, _QUALITY)} if image is not None else {}
    return files


def identifier_of(edition: Edition) -> str:
    """Return the name of a book among all, the same at each build, so that a new one takes the place of the old one."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{edition.origin}{edition.slug}.epub')}"


def _markup(html: str, url: str, book: _Book, plates: tuple[Plate, ...]) -> Markup:
    """Return a body as XHTML, its pictures in the book, links between texts of it inside."""
    root = LexborHTMLParser(_NOT_XML.sub("", html), is_fragment=True).root
    writer = _Xhtml(url, book, iter(plates), set(_IDS.findall(html)))
    return Markup("".join(writer.inside(root)) if root else "")  # noqa: S704 - what the gate let pass, escaped again


@dataclass(slots=True)
class _Xhtml:
    """Writes HTML that was cleaned as XHTML for a book."""

    url: str
    book: _Book
    plates: Iterator[Plate]
    ids: set[str]
    used: set[str] = field(default_factory=set)

    def inside(self, node: LexborNode) -> Iterator[str]:
        """Yield what an element holds."""
        for child in node.iter(include_text=True):
            if child.tag == "-text":
                yield escape(child.text_content or "", quote=False)
            elif child.tag == "img":
                plate = next(self.plates, None)
                if plate and (name := self.book.picture(plate.path)):
                    yield f'<img src="{name}" alt="{escape(child.attributes.get("alt", plate.alt) or "")}"/>'
            else:
                yield from self._element(child, child.tag or "")

    def _element(self, node: LexborNode, tag: str) -> Iterator[str]:
        """Yield an element, or what is inside one that books don't have."""
        attributes = {name: value or "" for name, value in node.attributes.items()}
        classes = attributes.get("class", "").split()
        if tag == "a":
            attributes["href"] = self._address(attributes.get("href", ""))
        if tag in _LEFT_OUT or (tag == "a" and not attributes["href"]):  # what a picture leads to, or nothing
            yield from self.inside(node)
            return
        note = next((_NOTES[name] for name in classes if name in _NOTES), "")
        if tag == "li" and attributes.get("id", "").startswith("texte-fn:"):
            note = ' epub:type="footnote"'
        element = "section" if tag == "div" and "footnote" in classes else tag
        begin = f"<{element}{self._attributes(attributes, classes)}{note}"
        yield from (f"{begin}/>",) if tag in _VOID else (f"{begin}>", *self.inside(node), f"</{element}>")

    def _attributes(self, given: Mapping[str, str], classes: list[str]) -> str:
        attributes = {name: value for name, value in given.items() if name in _KEPT}
        anchor = attributes.pop("id", "")
        if anchor and anchor not in self.used:  # XML takes no name twice
            self.used.add(anchor)
            attributes["id"] = _name(anchor)
        if "lang" in attributes:
            attributes["xml:lang"] = attributes["lang"]
        if styles := [name for name in classes if not name.startswith(("language-", "tint"))]:
            attributes["class"] = " ".join(styles)
        return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())

    def _address(self, href: str) -> str:
        """Return where a link leads in the book or outside; empty for the large file of a picture."""
        page, mark, fragment = href.partition("#")
        if mark and page in {"", self.url} and fragment in self.ids:
            return f"#{_name(fragment)}"
        if page in self.book.places:
            return self.book.places[page]
        if href.startswith(f"{self.book.edition.origin}photos/"):
            return ""
        try:
            parts = urlsplit(href)
            host = parts.netloc.encode("idna").decode() if parts.netloc else ""
        except ValueError:
            return ""
        rest = (quote(part, safe=_SAFE) for part in (parts.path, parts.query, parts.fragment))
        return urlunsplit((parts.scheme, host, *rest))


_SAFE = "/:@!$&'()*+,;=~%?"


def _name(anchor: str) -> str:
    """Return an anchor as XML has names: no colon, none of the letters of an address."""
    return re.sub(r"[^\w.-]", lambda sign: f"_{ord(sign[0]):x}", anchor)


_COVER = (1200, 1800)
_MARGIN, _PANEL = 90, 1060
_SIZES = (132, 120, 108, 96, 86, 76, 66, 58)


def draw_cover(edition: Edition, landscape: Image.Image | None, colours: Mapping[str, str]) -> bytes:
    """Return the cover as a JPEG: a landscape above, the site's name, the title and the number below."""
    width, height = _COVER
    cover = Image.new("RGB", _COVER, colours["paper"])
    if landscape:
        cover.paste(ImageOps.fit(landscape.convert("RGB"), (width, _PANEL), Image.Resampling.LANCZOS))
    else:
        cover.paste(colours["band"], (0, 0, width, _PANEL))
    cover.paste(colours["accent"], (0, _PANEL, width, _PANEL + 12))
    draw, top = ImageDraw.Draw(cover), _PANEL + 100

    def write(y: float, words: str, role: str, face: Face, size: int) -> None:
        draw.text((_MARGIN, y), words, colours[role], _font(face, size), anchor="ls")

    write(top, Face.LABEL.drawable(edition.site), "primary", Face.LABEL, 44)
    words = Face.TITLE.drawable(edition.title).split(" ")
    for size in _SIZES:
        lines = _lines(words, width - 2 * _MARGIN, _font(Face.TITLE, size))
        if len(lines) * size * 1.15 <= height - top - 200:
            break
    for number, line in enumerate(lines, 1):
        write(top + number * size * 1.15 + 10, line, "ink", Face.TITLE, size)
    below = " · ".join(filter(None, (edition.number, edition.when)))
    write(height - 80, Face.TEXT.drawable(below), "ink-soft", Face.TEXT, 44)
    return jpeg_of(cover, _QUALITY)


def _lines(words: list[str], width: float, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = words[:1]
    for word in words[1:]:
        joined = f"{lines[-1]} {word}"
        lines = [*lines[:-1], joined] if font.getlength(joined) <= width else [*lines, word]
    return lines


def _font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face.path, size)
