"""A page of another program made ready for ``richtext``: its figures, galleries, code, notes and embedded things."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import chain, count
from pathlib import PurePosixPath
from urllib.parse import parse_qs, quote, unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from placette import N_, Translate, Words, characters, posts
from placette_import.decoding import joined, split
from placette_import.markups import OF_SOURCE, Markup, embed, is_picture
from placette_import.values import Form, ImportSource, SourceUpload, Used
from placette_richtext import blocks as richtext
from placette_richtext import hypertext

Link = Callable[[str], str]
"""What an old address is in the new site, as the text links to it; empty where it is none of ours."""
SIZED = re.compile(r"-\d{2,5}x\d{2,5}(?=\.\w+$)|(?<=/images)/size/w\d+(?=/)|(?<=/)[sw]\d{2,4}(?:-[\w-]+)?/(?=[^/]+$)")
"""What WordPress, Ghost and Blogger put into the address of a smaller copy of a picture."""
_NAME_LENGTH = 60
_PROXIED = re.compile(r"^/(?=[\w-]+(?:\.[\w-]+)+/)")


def path_of(address: str) -> str:
    """Return the path of an address: one file has several protocols, names of a server and parameters."""
    path = unquote(split(address).path)
    return _PROXIED.sub("", path) if ".wp.com/" in address else path


def file_name(address: str, taken: Container[str], page: str = "") -> str:
    """Return a free name for a picture or file: small letters, digits, hyphens, its format; behind its page's."""
    values = PurePosixPath("" if address.startswith("data:") else unquote(split(address).path).replace("\\", "/"))
    stem, suffix = (
        Words.slugify(values.stem[: 4 * _NAME_LENGTH]).strip("-"),
        values.suffix.lower().replace("jpeg", "jpg"),
    )
    stem = stem if any(map(str.isalpha, stem)) and not re.fullmatch(Words.DEVICES, stem) else f"photo-{stem}"
    stem = f"{page}-{stem}".strip("-")[:_NAME_LENGTH].strip("-")
    suffix = suffix if suffix in {*_SHOWN, *DOCUMENTS} else ".jpg"
    names = (f"{stem}{end}{suffix}" for end in chain([""], map("-{}".format, count(2))))
    return next(name for name in names if name not in taken)


_SHOWN = (".jpg", ".png", ".webp")
DOCUMENTS = (".pdf", ".odt", ".ods", ".csv", ".gpx", ".ics", ".mp3")


@dataclass(slots=True)
class Conversion:
    """What is the same for all bodies of a source."""

    source: ImportSource
    credit: str = ""
    """What stands below each picture."""
    videos: Container[str] = ()
    """Hosts whose films posts may show: the first one of a post is its own, and no link."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """The titles of texts by their names in the source, for links without words."""
    absent: dict[str, str] = field(default_factory=dict)
    """Addresses of pictures and files that can't be had, each with why: they become links."""
    files: dict[str, SourceUpload] = field(init=False, default_factory=dict)
    """The files of the source by all that a text may call them: their addresses' paths, where they lie."""

    def __post_init__(self) -> None:
        """Look through the uploads once."""
        for upload in self.source.uploads.values():
            for name in filter(None, (path_of(upload.url), upload.path, SIZED.sub("", path_of(upload.url)))):
                self.files.setdefault(name, upload)


@dataclass(slots=True)
class Reading:
    """A body while it is read: what it shows, what is written as it is, what is to say."""

    markup: Markup
    shared: Conversion
    link: Link
    base: str
    say: Translate
    mark: str
    page: str = ""
    """The name of its file, where it is a page: pages share a folder, and have no film."""
    embedded: list[str] = field(default_factory=list)
    """Pictures that stood in the text itself, as ``data:`` addresses."""
    film: tuple[str, str] = ("", "")
    """The address and the title of the film of the post, once there is one."""
    used: dict[str, Used] = field(default_factory=dict)
    """By the key that stands for each picture, or by the address of another file."""
    kept: list[str] = field(default_factory=list)

    def name_for(self, address: str) -> str:
        """Return the name of the file at an address: one that is shown twice has one."""
        names = next((file.name for file in self.used.values() if file.address == address), "")
        return names or file_name(address, {file.name for file in self.used.values()}, self.page)

    def keep(self, written: str) -> str:
        """Keep Markdown that is done; return what stands for it until the end."""
        self.kept.append(written)
        return f"{self.mark}{len(self.kept) - 1}x"


def _replace(node: LexborNode, html: str) -> None:
    new = LexborHTMLParser(html, is_fragment=True).root
    if new:
        node.replace_with(new)


_LAZY = ("data-orig-file", "data-lazy-src", "data-src", "data-original", "data-large-file")


_WRAPPED = (
    ("dt, summary", "<p><strong>{}</strong></p>"),
    ("q", "<span>«\u00a0{}\u00a0»</span>"),
    ("span.docutils.literal", "<code>{}</code>"),
    ("button, textarea, label", "<span>{}</span>"),
)
"""Elements that a text hasn't, and what has their words."""


def _tidy(tree: LexborHTMLParser, _reading: Reading) -> None:
    """Make faces characters, late pictures pictures, words of forms words, formulas code."""
    for image in tree.css("img.emoji, img.wp-smiley, img[src*='s.w.org/images/core/emoji']"):
        image.replace_with(image.attributes.get("alt") or "")
    for late in tree.css("noscript"):
        before = late.prev
        if before is not None and before.tag == "img" and late.css_first("img"):
            before.replace_with("")
        late.unwrap()
    for image in tree.css("img"):
        _show_now(image)
    for names, html in _WRAPPED:
        for node in tree.css(names):
            _replace(node, html.format(_inner(node)))
    for hidden in tree.css("[style*='opacity'], [style*='visibility']"):  # until a script shows them
        del hidden.attrs["style"]
    for formula in tree.css("math"):
        tex = formula.css_first("annotation")
        _replace(formula, f"<code>{escape(' '.join((tex or formula).text().split()))}</code>")


def _show_now(image: LexborNode) -> None:
    """Give a picture that a script shows later its address; its size only where it is one pixel, as counters have."""
    source = image.attributes
    late = next((value for name in _LAZY if (value := source.get(name))), "")
    if late and (not source.get("src") or "data-orig-file" in source or (source["src"] or "").startswith("data:")):
        image.attrs["src"] = late
    for name in ("width", "height", "style"):
        if name in source and source[name] not in {"0", "1"}:
            del image.attrs[name]


def _inner(node: LexborNode) -> str:
    return "".join(child.html or "" for child in node.iter(include_text=True))


_LISTED = frozenset("form select svg canvas applet marquee frameset".split())


def _list_unknown(tree: LexborHTMLParser, reading: Reading) -> None:
    """List elements that have no place in a text, with their lines: their words stay."""
    places: dict[str, int] = {}
    body = reading.markup.entry.body
    for node in tree.css("*"):
        tag = node.tag or ""
        if tag in _LISTED or "-" in tag.strip("-"):
            places[tag] = body.find(f"<{tag}", places.get(tag, -1) + 1)
            reading.markup.left("import-tag", f"<{tag}>", body, max(places[tag], 0))


_FOREIGN = re.compile(characters.FOREIGN_MARKS, re.VERBOSE)
_CODE = frozenset({"code", "pre", "kbd", "samp"})
_SILENT = frozenset({"Obsidian", "Typora", "kramdown"})
"""Programs whose marks did nothing that is missed: a colour, a table of contents."""


def _take_out_foreign(tree: LexborHTMLParser, reading: Reading) -> None:
    """Take out what readers would see as it is, after the list that the check has: the words inside marks stay."""
    markup, body = reading.markup, reading.markup.entry.body

    def inside(mark: re.Match[str]) -> str:
        if mark.lastgroup not in _SILENT and mark[0].strip(": \t"):
            markup.left("import-shortcode", mark[0], body, max(body.find(mark[0]), 0))
        return mark[0].strip("=") if mark.lastgroup == "Obsidian" else ""

    for paragraph in tree.css("p"):
        if (mark := characters.FOREIGN_LINES.match(paragraph.text().strip())) and mark.lastgroup == "Typora":
            paragraph.replace_with("")  # [[_TOC_]] has an emphasis inside
    for node in [*_words_in(tree.body)] if tree.body else []:
        before, words = "", node.text_content or ""
        while words != before:  # what is around a mark may have been one
            before, lines = words, words.split("\n")
            begins = [characters.FOREIGN_LINES.match(line.lstrip()) for line in lines]
            begins[0] = begins[0] if _begins_line(node) else None
            pairs = zip(begins, lines, strict=True)
            rest = (inside(mark) + line.lstrip()[mark.end() :].strip("[] \t") if mark else line for mark, line in pairs)
            words = _FOREIGN.sub(inside, "\n".join(rest))
        if words != node.text_content:
            node.replace_with(words)


def _begins_line(node: LexborNode) -> bool:
    before = node.prev
    while before is not None and before.tag != "br" and not (before.text_content or before.text()).strip():
        before = before.prev
    return before is None or before.tag == "br"


def _words_in(node: LexborNode) -> Iterator[LexborNode]:
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield child
        elif child.tag not in _CODE:
            yield from _words_in(child)


_LANGUAGE = re.compile(
    r"(?:language-|lang-|brush:\s*|sourceCode\s+|highlight\s+|\bcode\s+(?=[\w+#-]+\s+literal-block))([\w+#-]{1,30})"
)


def _keep_code(tree: LexborHTMLParser, reading: Reading) -> None:
    """Keep code as it is, between fences; verses and the like stay lines of a text."""
    for block in tree.css("pre"):
        names = " ".join(node.attributes.get("class") or "" for node in (block, *block.css("code")))
        if "verse" in names or "preformatted" in names:
            continue
        for end in block.css("br"):
            end.replace_with("\n")
        words = richtext.clean_characters(block.text()).strip("\n")
        match = _LANGUAGE.search(names)
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", words)), default=0))
        language = match[1] if match and match[1] != "none" else ""
        token = reading.keep(f"{fence}{language}\n{words}\n{fence}")
        _replace(block, f"<p>{token}</p>" if words else "<p></p>")


_GALLERIES = (
    ".gallery, .wp-block-gallery, .kg-gallery-card, .kg-gallery-container, .tiled-gallery, .blocks-gallery-grid"
)
_CAPTIONS = "figcaption, .wp-caption-text, .tr-caption, .gallery-caption, .caption"


def _frame_pictures(tree: LexborHTMLParser, _reading: Reading) -> None:
    """Make figures of what other programs call so, with their captions; of a gallery a row of pictures."""
    for box in tree.css("table.tr-caption-container, div.wp-caption"):
        image, words = box.css_first("img"), box.css_first(_CAPTIONS)
        if image:
            _replace(box, f"<figure>{_linked(image)}<figcaption>{_inner(words) if words else ''}</figcaption></figure>")
    for gallery in tree.css(_GALLERIES):
        images = gallery.css("img")
        if not images or gallery.parent is None:
            continue
        for image in images:
            frame = _around(image, {"figure", "li", "dl"}, gallery)
            below = frame.css_first(_CAPTIONS) if frame is not None else None
            if below is not None:
                image.attrs["data-caption"] = " ".join(below.text().split())
        captions = [words for words in gallery.css("figcaption") if not _around(words, {"figure", "li"}, gallery)]
        last = f"<p>{_inner(captions[-1])}</p>" if captions else ""
        _replace(gallery, f"<div><p>{' '.join(_linked(image) for image in images)}</p>{last}</div>")
    for figure in tree.css("figure"):
        images = figure.css("img") if not figure.css_first("figcaption") else []
        if len(images) == 1 and (words_behind := _behind(_around(images[0], {"a"}, figure) or images[0])):
            _replace(figure, f"<figure>{_linked(images[0])}<figcaption>{words_behind}</figcaption></figure>")


def _behind(node: LexborNode) -> str:
    html, after = "", node.next
    while after is not None:
        html, after = html + (after.html or ""), after.next
    return html.strip()


def _around(node: LexborNode, tags: set[str], within: LexborNode) -> LexborNode | None:
    """Return the nearest element around a node with one of these names, inside another one."""
    above = node.parent
    while above is not None and above.mem_id != within.mem_id:
        if above.tag in tags:
            return above
        above = above.parent
    return None


def _linked(image: LexborNode) -> str:
    """Return the HTML of a picture, of the larger file that a link around it leads to."""
    above = image.parent
    target = above.attributes.get("href") or "" if above is not None and above.tag == "a" else ""
    if is_picture(target) and not (image.attributes.get("data-orig-file")):
        image.attrs["src"] = target
    return image.html or ""


_DATA = re.compile(r"data:image/[\w.+-]{1,40};base64,[A-Za-z0-9+/=\s%]{20,}")
_EMBEDDED = re.compile(r"placette-embedded-(\d{1,6})")


def without_embedded(html: str, reading: Reading) -> str:
    """Return a page with a short name for each picture that stands in it: they are no words to be counted."""

    def kept(found: re.Match[str]) -> str:
        reading.embedded.append(found[0])
        return f"placette-embedded-{len(reading.embedded) - 1}"

    return _DATA.sub(kept, html)


def _name_pictures(tree: LexborHTMLParser, reading: Reading) -> None:
    """Give each picture a key, and note its address, its description, its caption."""
    for image in tree.css("img"):
        _linked(image)
        source = (image.attributes.get("src") or "").strip()
        if not source:
            image.replace_with("")
            continue
        inside = _EMBEDDED.fullmatch(source)
        address, upload = (reading.embedded[int(inside[1])], None) if inside else file_at(source, reading)
        alt = hypertext.described(richtext.clean_characters(image.attributes.get("alt") or ""))
        caption = image.attributes.get("data-caption") or ""
        key = f"picture-{len(reading.used)}"
        reading.used[key] = Used(
            address,
            reading.name_for(address),
            alt or (hypertext.described(upload.alt) if upload else ""),
            caption or (upload.caption if upload and not image.css_matches("figure img") else ""),
        )
        image.attrs["src"], image.attrs["alt"] = key, ""


def file_at(written: str, reading: Reading) -> tuple[str, SourceUpload | None]:
    """Return the address of a file that a text names, and what is known of it: the whole one, not a smaller copy."""
    address = _absolute(written, reading)
    names = [unquote(address.removeprefix(OF_OURS))] if address.startswith(OF_OURS) else [path_of(address)]
    names += [SIZED.sub("", name) for name in names] + [name.lstrip("/") for name in names]
    upload = next(filter(None, map(reading.shared.files.get, names)), None)
    if upload:
        return upload.url or upload.path, upload
    return (names[0], None) if address.startswith(OF_OURS) else (address, None)


OF_OURS = "https://source.invalid/"
"""Stands for the source's own files and texts until links are settled: links must lead to the web until then."""
_BRACED = re.compile(r"^(?:\{(?:filename|static|attach|author|category|tag|index)\}|\|(?:filename|static|attach)\|)")
_RELATIVE_TEXT = re.compile(
    r"^(?![a-z][\w+.-]*:|//|#|\?)[^#?]+\.(?:md|markdown|rst|mdx|ipynb)(?=$|[#?])", re.IGNORECASE
)
_FOLDERS = frozenset({Form.MARKDOWN, Form.PYTHON_MARKDOWN, Form.RST, Form.HUGO, Form.JEKYLL})


def _absolute(written: str, reading: Reading) -> str:
    """Return an address as the web knows it, or the place of a file or text in the source."""
    href = written.strip().removeprefix("__GHOST_URL__")  # Ghost's exports don't say where they were to be read
    if href.startswith(OF_SOURCE):
        return OF_OURS + href.removeprefix(OF_SOURCE)
    braced, entry = _BRACED.match(href), reading.markup.entry
    local = entry.form in _FOLDERS and not split(href).scheme and not href.startswith(("/", "#", "?"))
    if braced or _RELATIVE_TEXT.match(href) or (local and _lies_there(href, reading)):
        path = unquote(_BRACED.sub("", href).partition("#")[0])
        whole = path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(entry.file), path)
        return OF_OURS + quote(posixpath.normpath(whole))
    return joined(reading.base, href) if href and not href.startswith("#") else href


def _lies_there(href: str, reading: Reading) -> bool:
    path = posixpath.normpath(posixpath.join(posixpath.dirname(reading.markup.entry.file), unquote(href)))
    return path in reading.shared.files


_PLAYERS = (
    (
        r"^https?://(?:www\.|geo\.)?dailymotion\.com/(?:embed/)?(?:video/|player[\w/.-]*\?video=)(\w+)|^https?://dai\.ly/(\w+)",
        "https://www.dailymotion.com/video/{}",
        N_("Video on {host}"),
    ),
    (
        r"^https?://(?:www\.)?google\.\w+/maps/d/(?:u/\d/)?embed\?mid=([\w-]+)",
        "https://www.google.com/maps/d/viewer?mid={}",
        N_("Map on {host}"),
    ),
    (
        r"https?://(?:[\w-]+\.)*(?:google\.\w+/maps|maps\.google|openstreetmap\.|umap\.|framacarte|openrunner|geoportail)",
        *("", N_("Map on {host}")),
    ),
    (
        r"https?://(?:[\w-]+\.)*(?:soundcloud|spotify|deezer|mixcloud|bandcamp)\.com|https?://(?:[\w-]+\.)*(?:audiomack|arteradio)",
        *("", N_("Recording on {host}")),
    ),
    (r"(?i)\.(?:mp4|webm|ogv|m4v|mov)(?:$|[?#])", "", N_("Video on {host}")),
    (r"(?i)\.(?:mp3|ogg|oga|m4a|wav|flac)(?:$|[?#])", "", N_("Recording on {host}")),
)
"""What another site shows: its address, the page that shows it, where this is another, and words for a link."""
_SAYS_NOTHING = re.compile(
    r"(?:youtube|vimeo|dailymotion|embedded|iframe)?\s*(?:video|player|content)?\s*(?:player)?", re.IGNORECASE
)


def page_of(address: str, say: Translate) -> tuple[str, str]:
    """Return the page that shows what a player shows, and words for a link to it; none for any other page."""
    whole = f"https:{address}" if address.startswith("//") else address
    parts = split(whole)
    query = parse_qs(parts.query)
    host = (parts.hostname or "").removeprefix("www.")
    if host == "w.soundcloud.com" and query.get("url"):
        whole, host = query["url"][0], "soundcloud.com"
    film = posts.film_at(whole.replace("http://", "https://", 1).replace("youtube-nocookie.com", "youtube.com"))
    if film and film.frame:
        return film.url, say(N_("Video on {host}")).format(host=film.host)
    for pattern, page, words in _PLAYERS:
        if match := re.search(pattern, whole):
            address = page.format(next(filter(None, match.groups()))) if page else whole
            return address, say(words).format(host=(split(address).hostname or "").removeprefix("www."))
    return whole, ""


def _link_embedded(tree: LexborHTMLParser, reading: Reading) -> None:
    """Make a link with its title of each thing that another site shows inside the page."""
    for box in tree.css(".wp-block-embed, .kg-embed-card, .fluid-width-video-wrapper"):
        address = box.css_first(".wp-block-embed__wrapper") or box
        address_text = " ".join(address.text().split())
        if not box.css_first("iframe, video, audio, blockquote") and re.match(r"https?://\S+$", address_text):
            words = box.css_first("figcaption")
            _replace(box, embed(address_text, words.text().strip() if words else ""))
    for node in tree.css("iframe, video, audio, object, embed"):
        attributes = node.attributes
        inner = node.css_first("source[src], embed[src], param[name=movie]")
        sources = [*(attributes.get(name) for name in ("src", "data-src", "data-lazy-src", "data"))]
        sources += [inner.attributes.get(name) for name in ("src", "value")] if inner else []
        page, words_for = page_of(_absolute(next(filter(None, sources), ""), reading), reading.say)
        host = (split(page).hostname or "").removeprefix("www.")
        title = " ".join((attributes.get("title") or attributes.get("aria-label") or "").split())
        title = "" if _SAYS_NOTHING.fullmatch(title) else title
        label = title or words_for or reading.say(N_("Page on {host}")).format(host=host)
        _replace(node, f'<p><a href="{escape(page)}">{escape(label)}</a></p>' if host else "<p></p>")


_BACK = re.compile(r"[\s↩↑⤴︎^«\[\]()\d*.\ufe0e]*(?:retour|back|haut)?\s*", re.IGNORECASE)
_CALL = re.compile(r"\s*[\[(]?(?:\d{1,3}|\*{1,3}|[a-z]|[ivx]{1,5})[\])]?\s*", re.IGNORECASE)
_NOTED = frozenset("li p div aside dd dt td".split())
_INSIDE = frozenset("a span sup b strong em i small".split())
_LONGEST_NOTE = 5_000


def _order_notes(tree: LexborHTMLParser, reading: Reading) -> None:
    """Make notes of what other programs link back and forth, and of notes that stand in the sentence."""
    notes: list[str] = []
    for inline in tree.css("data.placette-note"):
        notes.append(_inner(inline))
        _replace(inline, _note_call(len(notes)))
    targets: dict[int, tuple[LexborNode, int]] = {}
    for call, target in _called_notes(tree, reading):
        _target, number = targets.setdefault(target.mem_id, (target, len(notes) + len(targets) + 1))
        outer = call.parent if call.parent is not None and call.parent.tag == "sup" else call
        _replace(outer, _note_call(number))
    for target, _number in targets.values():
        for back in target.css("a[href*='#'], .label"):
            if _BACK.fullmatch(back.text()):
                back.replace_with("")
        notes.append(_inner(target))
    for target, _number in targets.values():
        target.replace_with("")
    for line in tree.css(".footnotes hr, .footnote hr, .footnotes-sep"):
        line.replace_with("")
    items = "".join(f'<li id="footnote-{number}">{note}</li>' for number, note in enumerate(notes, 1))
    new = LexborHTMLParser(f"<ol>{items}</ol>", is_fragment=True).root
    if notes and new and tree.body:
        tree.body.insert_child(new)


def _called_notes(tree: LexborHTMLParser, reading: Reading) -> Iterator[tuple[LexborNode, LexborNode]]:
    """Yield each number that leads to a part further down, and that part: a note, unless it is long or has headings."""
    order = {node.mem_id: at for at, node in enumerate(tree.css("*"))}
    nodes = {name: node for node in tree.css("a[name]") if (name := node.attributes.get("name"))}
    nodes |= {name: node for node in tree.css("[id]") if (name := node.attributes.get("id"))}
    for call in tree.css('a[href*="#"]'):
        place, _mark, name = (call.attributes.get("href") or "").partition("#")
        target = nodes.get(unquote(name)) if not place or place.rstrip("/") in reading.base else None
        while target is not None and target.tag in _INSIDE:
            target = target.parent
        after = target is not None and order.get(target.mem_id, -1) > order.get(call.mem_id, -1)  # else it leads back
        if target is not None and after and _is_note(target) and _CALL.fullmatch(call.text()):
            yield call, target


def _is_note(target: LexborNode) -> bool:
    long = len(target.text()) > _LONGEST_NOTE
    return target.tag in _NOTED and not long and target.css_first("h1, h2, h3, h4, h5, h6") is None


def _note_call(number: int) -> str:
    return f'<a href="#footnote-{number}" id="footnote-ref-{number}">{number}</a>'


def prepare(html: str, reading: Reading) -> str:
    """Return a page as ``hypertext`` reads it: pictures by their keys, notes at its end, links that lead to the web."""
    tree = LexborHTMLParser(f"<body>{html}</body>")
    tidying = _tidy, _list_unknown, _take_out_foreign, _keep_code
    for step in (*tidying, _frame_pictures, _name_pictures, _link_embedded, _order_notes):
        step(tree, reading)
    for link in tree.css("a[href]"):
        link.attrs["href"] = _absolute(link.attributes.get("href") or "", reading)  # an SVG's is another
    body = tree.body
    return body.html or "" if body else ""
