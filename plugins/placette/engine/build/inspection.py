"""The last inspection of a build, by other parsers than made it: active content in a file, and where it leads."""

from __future__ import annotations

import json
import posixpath
import re
import struct
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from posixpath import splitext
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from selectolax.lexbor import LexborHTMLParser, LexborNode

from placette.engine.base.files import DOWNLOADS
from placette.engine.base.processes import spread_out
from placette.engine.base.progress import follow
from placette.engine.base.translation import N_
from placette.engine.photos.photo_metadata import form_of, private_kinds
from placette.engine.texts.others import contacts_in, is_of_organisation, titled_in

_LINE = 75
"""Octets of the longest line."""
_COMPONENTS = {"VCALENDAR": "", "VTIMEZONE": "VCALENDAR", "VEVENT": "VCALENDAR"} | dict.fromkeys(
    ("STANDARD", "DAYLIGHT"), "VTIMEZONE"
)
"""The components of a calendar, and their parents: no alarms, no free text of other kinds."""
_PROPERTIES = frozenset(
    "PRODID VERSION CALSCALE NAME X-WR-CALNAME REFRESH-INTERVAL TZID TZNAME TZOFFSETFROM TZOFFSETTO DTSTART DTEND RRULE"
    " RDATE EXDATE"
    " UID DTSTAMP SEQUENCE LAST-MODIFIED SUMMARY STATUS URL DESCRIPTION LOCATION CATEGORIES CONTACT".split()
)
"""Properties that the build writes; ATTACH, ORGANIZER … would make programs fetch files or write letters."""
_OFFERED = _PROPERTIES - {"X-WR-CALNAME"} | set(
    "METHOD COLOR CREATED DURATION RECURRENCE-ID GEO CLASS TRANSP PRIORITY".split()
)
"""Properties that a calendar beside a text may have."""
_OFFERED_CONTENT = re.compile(
    r"([A-Za-z-]+)(?:;(?:LANGUAGE|TZID|VALUE|RANGE)=(?:\"[^\"]*\"|[^;:\"]*))*:(.*)", re.DOTALL | re.IGNORECASE
)
_FOLD = re.compile(r"\r?\n[ \t]")
_CONTENT = re.compile(r"([A-Z-]+)(?:;[A-Z-]+=[^;:\"]*)*:(.*)", re.DOTALL)
_UNREADABLE = N_("a line that cannot be read")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def calendar_faults(data: bytes) -> Iterator[str]:
    """Yield the faults of a calendar file, in short sentences for a developer."""
    if not data.endswith(b"\r\n") or data.count(b"\n") != data.count(b"\r\n"):
        yield N_("a line that does not end with CRLF")
        return
    lines = data.removesuffix(b"\r\n").split(b"\r\n")
    if any(len(line) > _LINE for line in lines):
        yield N_("a line of more than 75 octets")
    try:
        unfolded = data.removesuffix(b"\r\n").replace(b"\r\n ", b"").decode().split("\r\n")
    except UnicodeDecodeError:
        yield N_("not UTF-8")
        return
    yield from _structure_faults(unfolded, _CONTENT, _PROPERTIES)


def offered_faults(data: bytes) -> Iterator[str]:
    """Yield the faults of a calendar that is offered as a stranger sent it: any line ends and lengths."""
    try:
        text = _FOLD.sub("", data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        yield N_("not UTF-8")
        return
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    yield from _structure_faults(lines, _OFFERED_CONTENT, _OFFERED)


def _structure_faults(lines: list[str], content: re.Pattern[str], properties: frozenset[str]) -> Iterator[str]:
    open_: list[str] = []
    for number, line in enumerate(lines):
        match = content.fullmatch(line)
        if not match or _CONTROL.search(line):
            yield f"{_UNREADABLE}: {line[:40]!r}"
            continue
        name, value = match.groups()
        outer = open_[-1] if open_ else ""
        if name == "BEGIN" and _COMPONENTS.get(value) == outer and (outer or number == 0):
            open_.append(value)
        elif name == "END" and outer == value:
            open_.pop()
        elif name not in properties or not outer:
            yield f"unexpected {name}"
    if open_:
        yield f"{open_[-1]} never ends"


_PATH = r"/(?!/)[A-Za-z0-9._~/-]*"
_OLD = r"/(?!/)[^\x00-\x1f\x7f-\x9f\"#$%*:;<>?\[\\\]^`{|}\u2028-\u202e]*"
_ENCODED = r"/(?!/)(?:[A-Za-z0-9._~/+,()@!'=&-]|%[0-9A-F]{2})*"
"""A path of a former system: as servers compare it, and as browsers send it."""
_QUERY = r"[A-Za-z0-9_.~+,()@/:=&%\[\]\-]+"
_EXACT = r"\^(?:[\w/,@:=%!']|[^\x00-\x9f\u2028-\u202e]|\\[.~+()& \[\]\-])*\$"
"""A regular expression for one text alone: nothing in it means anything else."""
_PATTERN = r"[^\"{}#\n;]*"
"""A regular expression that names files; it must not stop requests for other ones."""
_VALUE = r"\"[^\"$\\\n]*\""
_HEADER = r"[A-Za-z-]+"
_ANSWERED = r"/\.well-known/(?:host-meta|webfinger)"
_ANSWERING = rf"https://[a-z0-9.-]+{_ANSWERED}"
"""What another server answers for the site, by its settings: its account in the Fediverse."""
_KINDS = {
    "_headers": (rf"{_PATH}\*?", _ENCODED, rf"  {_HEADER}: [^\n]+", ""),
    "_redirects": (rf"{_ENCODED} {_PATH} 301", rf"{_ANSWERED} {_ANSWERING} 302"),
    ".htaccess": (
        rf'ErrorDocument (404|410) "{_PATH}"',
        rf'Redirect gone "{_OLD}"',
        rf'RedirectMatch 301 "{_EXACT}" "{_PATH}"',
        r"RewriteEngine On",
        rf'RewriteCond "%\{{QUERY_STRING\}}" "{_EXACT}"',
        rf'RewriteRule "{_EXACT}" ("{_PATH}" \[R=301,QSD,L\]|- \[G,L\])',
        r'RedirectMatch 404 "/_[a-z()|/.*]+\$"',
        rf'RedirectMatch 302 "\^/\\\.well\\-known/(host\\-meta|webfinger)\$" "{_ANSWERING}"',
        rf'<FilesMatch "{_PATTERN}">',
        r'(ForceType|AddType) "[a-z0-9/.+-]+"( \.[a-z0-9]+)?',
        r'AddDefaultCharset "utf-8"',
        r"AddOutputFilterByType DEFLATE [a-z/+ ]+",
        rf"Header always set {_HEADER} {_VALUE}",
        r"<IfModule mod_[a-z]+\.c>",
        r'<If "%\{REQUEST_URI\} =~ m#\^/[^"#\n]*#">',
        r"</(FilesMatch|IfModule|If)>",
    ),
    "_servers/nginx.conf": (
        r"# [^\n]*",
        r"(charset|charset_types|index|absolute_redirect|gzip_static|gzip_vary) [a-z0-9 ./+-]+;",
        rf"error_page [0-9 =]+ {_PATH};",
        rf'location = "{_OLD}" \{{ return 301 "{_PATH}"; \}}',
        rf'location (=|\^~) "{_OLD}" \{{ return 410; \}}',
        rf'location = "{_ANSWERED}" \{{ return 302 "{_ANSWERING}\$is_args\$args"; \}}',
        r'set \$asked "\$uri\?\$args";',
        rf'if \(\$asked = "{_OLD}\?{_QUERY}"\) \{{ return (410|301 "{_PATH}"); \}}',
        r'location ~ "\^/[^"\n]*" \{ return 404; \}',
        rf'location (=|\^~) "{_PATH}" \{{',
        r'location ~ "[^"\n]*" \{( types \{ \} default_type [a-z0-9/+-]+;)?',
        rf'location "{_PATH}" \{{',
        r"types \{ ([a-z0-9/.+-]+ [a-z0-9.]+; )+\}",
        rf"add_header {_HEADER} {_VALUE}( always)?;",
        r"\}",
    ),
    "_servers/Caddyfile": (
        r"# [^\n]*",
        rf'redir "{_OLD}" {_PATH} 301',
        rf"@[a-z]+\d* path( {_PATH}\*?)+",
        r"@hidden \{",
        rf"(not )?path( (\*/\.\*|{_PATH}\*?))+",
        rf"redir {_ANSWERED} {_ANSWERING}\?\{{query\}} 302",
        rf'@gone path( "{_OLD}\*?")+',
        r"map \{path\}\?\{query\} \{led\} \{",
        rf'"{_OLD}\?{_QUERY}" ({_PATH}|gone)',
        r"default nowhere",
        r"@led expression `\{led\}\.startsWith\(\"/\"\)`",
        r"@ended expression `\{led\} == \"gone\"`",
        r"redir @led \{led\} 301",
        r"@[a-z]+ path_regexp \^/[^\"\n ]*\$",
        r"error @[a-z]+ (404|410)",
        r"(route|header|file_server|handle_errors) \{",
        rf"header @[a-z]+\d* {_HEADER} {_VALUE}",
        rf"{_HEADER} {_VALUE}",
        r"precompressed br gzip",
        r"@[a-z]+ expression `\{err\.status_code\} == (404|410)`",
        rf"rewrite @[a-z]+ {_PATH}",
        r"file_server",
        r"\}",
    ),
}
SERVER_FILES = frozenset(_KINDS)
"""Their paths: they lie nowhere else."""


def server_faults(path: str, data: bytes) -> list[str]:
    """Return the faults of a file for servers; none for any other file."""
    if path not in _KINDS:
        return []
    lines = data.decode("utf-8", "replace").removesuffix("\n").split("\n")
    rules = re.compile("|".join(f"(?:{kind})" for kind in _KINDS[path]))  # here: few builds write such a file
    return [] if all(map(rules.fullmatch, lines)) else [N_("a rule of another kind")]


_ACTIVE_TAGS = frozenset(  # a line of words reads better than a column of strings
    "applet base embed form frame frameset iframe input math noscript object select style textarea".split()
)
_LOOKED_INTO = _ACTIVE_TAGS | {"script", "template"}
_URL_ATTRIBUTES = frozenset({"href", "src", "action", "formaction", "data", "poster", "xlink:href"})
_ADDRESSED = _URL_ATTRIBUTES | {"srcset"}
HANDED_OVER = frozenset({"geo", "webcal"})
"""Kinds of addresses of which a device makes something: a place, a calendar. Only the theme has links to them."""
SCHEMES = frozenset({"", "http", "https", "mailto", "tel"}) | HANDED_OVER
"""URL schemes that pages may have: those of texts (``sanitizer.py``), and these."""
_FETCHED = frozenset({"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "manifest"})
"""Relations of a ``<link>`` that make a browser ask for something."""
_UNWANTED = frozenset({"style", "srcdoc", "ping"})
"""Attributes that no page of ours has, beside handlers."""
PLAIN = frozenset(
    "alt aria-current aria-hidden aria-label aria-labelledby aria-pressed as class content crossorigin cx cy d"
    " data-choice data-theme-choice datetime decoding dir fetchpriority fill focusable height hidden hreflang lang"
    " loading media name popover popovertarget popovertargetaction property r rel role rx scope sizes stroke"
    " stroke-width tabindex title transform type value viewBox width x y".split()
)
"""Attributes that lead nowhere and do nothing: most of a page's. Those alone needn't be looked at."""
_OF_LINKS, _LEADING = PLAIN | {"href"}, ("/", "#", "https://")
"""The attributes of links that only lead somewhere, and how the addresses of most begin."""


@dataclass(slots=True)
class PageFacts:
    """The look at a page so far: faults, resources that a browser fetches by itself, links, anchors."""

    wrong: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    targets: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)
    hands_over: bool = False

    def add(self, other: PageFacts) -> None:
        """Add what was seen of an element."""
        self.wrong += other.wrong
        self.loaded += other.loaded
        self.targets |= other.targets
        self.anchors |= other.anchors
        self.hands_over |= other.hands_over


def look_at_elements(nodes: Iterable[LexborNode], page_facts: PageFacts) -> None:
    """Look at elements, and at those in templates: they wait for a script of ours, parsers keep them out of the page.

    Most elements of a page have no attribute to check, most others are links.
    """
    for node in nodes:
        tag, attributes = node.tag or "", node.attributes
        if tag in _LOOKED_INTO:
            _look_into(node, tag, page_facts)
        if PLAIN.issuperset(attributes):
            continue
        if tag == "a" and _OF_LINKS.issuperset(attributes) and (url := attributes["href"] or "").startswith(_LEADING):
            page_facts.targets.add(url)  # as below, in a fifth of the time: most differ from page to page
            continue
        findings = _attributes_seen(tag, tuple(attributes.items()))
        if isinstance(findings, str):
            page_facts.targets.add(findings)
        elif findings:
            page_facts.add(findings)


def _look_into(node: LexborNode, tag: str, page_facts: PageFacts) -> None:
    if tag == "script":
        page_facts.wrong += _script_faults(node)
    elif tag == "template":
        inside, fits = _opened(node.html or "")
        if not fits or not all(name.startswith("data-") for name in node.attributes):
            page_facts.wrong.append("<template>")  # a shadow root, or elements that can only be elsewhere
        look_at_elements((one for one in inside if one.tag != "template"), page_facts)  # one in another doesn't fit
    else:
        page_facts.wrong.append(f"<{tag}>")


@lru_cache(256)
def _opened(template: str) -> tuple[list[LexborNode], bool]:
    """Return the elements in a template, and whether they could be in a page; thousands of pages have the same."""
    markup = f"<div{template.removeprefix('<template').removesuffix('</template>')}</div>"
    inside = LexborHTMLParser(markup)
    (box,) = inside.css("body > div:only-child") or (None,)
    return inside.css("div *"), box is not None and box.html == markup and not inside.css("template")


@lru_cache(4_096)
def _attributes_seen(tag: str, attributes: tuple[tuple[str, str | None], ...]) -> PageFacts | str | None:
    """Return the findings for an element's attributes: None, or the address alone if it only leads there. Kept."""
    page_facts = PageFacts()
    for name, value in attributes:
        if name in PLAIN:
            continue
        if name == "id":
            page_facts.anchors.add(value or "")
        elif name in _ADDRESSED:
            _see_address(tag, name, value or "", dict(attributes), page_facts)
        elif name in _UNWANTED or name.startswith("on"):
            page_facts.wrong.append(f"<{tag} {name}=>")
    says_more = len(page_facts.targets) > 1 or page_facts != PageFacts(targets=page_facts.targets)
    return page_facts if says_more else next(iter(page_facts.targets), None)


def _see_address(tag: str, name: str, value: str, attributes: dict[str, str | None], page_facts: PageFacts) -> None:
    """Note where an attribute leads, and whether a browser fetches it by itself when it shows the element."""
    if name == "srcset":
        page_facts.loaded += [candidate for part in value.split(",") for candidate in part.split()[:1]]
        return
    scheme = scheme_of(value)
    if scheme in HANDED_OVER and (tag, name) == ("a", "href"):
        page_facts.hands_over = True
    elif scheme not in SCHEMES or scheme in HANDED_OVER:
        page_facts.wrong.append(f"{name}={value[:40]!r}")
    if name == "href":
        page_facts.targets.add(value)
    is_fetched = tag == "link" and name == "href" and _FETCHED & set((attributes.get("rel") or "").lower().split())
    if name == "src" or is_fetched:
        page_facts.loaded.append(value)


def _script_faults(script: LexborNode) -> Iterator[str]:
    """Yield the faults of a script that is neither a file of ours nor a block of data."""
    if script.attributes.get("type") == "application/ld+json":
        try:
            json.loads(script.text())
        except ValueError:
            yield N_("JSON-LD that cannot be read")
    elif script.text().strip() or "src" not in script.attributes:
        yield N_("inline script")


def scheme_of(url: str) -> str:
    """Return the scheme of an address as a browser reads it, which passes over blanks and control characters."""
    head, colon, _ = url.partition(":")
    if not colon or "/" in head or "?" in head or "#" in head:
        return ""
    return head.lower() if head.isalpha() else "".join(c for c in head if c > " ").lower()


MARK = "data-unnamed"
_REACHED, _NAMED = N_("says how to reach somebody"), N_("names somebody")


def unnamed_faults(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield each fault with the words; addresses that only a link has count too."""
    for node in tree.css(f"[{MARK}]"):
        links = (link.attributes["href"] or "" for link in node.css('a[href^="mailto:"], a[href^="tel:"]'))
        for text in (node.text(separator=" "), *(link.partition(":")[2] for link in links)):
            reached = (contact.value for contact in contacts_in(text) if not is_of_organisation(contact.value))
            yield from (f"{_REACHED}: {value}" for value in reached)
            yield from (f"{_NAMED}: {contact.value}" for contact in titled_in(text))


_PICTURES = {".avif": "AVIF", ".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
_BEGINNINGS = {**dict.fromkeys((".epub", ".odt", ".ods"), b"PK\x03\x04"), ".pdf": b"%PDF-"}
"""The first bytes of files that are offered unchanged; with others, they are something else."""
_SUFFIXES = frozenset(
    {*_PICTURES, *DOWNLOADS, *".html .xml .json .geojson .gpx .txt .css .js .svg .woff2 .ics".split()}
)
"""Suffixes of a build's files, beside the files for servers and the icon."""
_ICON, _ICON_START = "favicon.ico", b"\0\0\1\0\1\0"
_ICON_HEAD = struct.Struct("<3H4B2H2I")
"""The directory of an icon of one picture, whose last two numbers are its length and its place."""
_IN_TEXTS = "audio, button, script, svg, link, meta, template"
"""Elements that the theme itself uses, outside texts."""
_OUTWARD = ("https://", "http://", "mailto:")
"""How most external addresses begin: each post has a dozen of its own, to share it and to write."""
_GPX_TAGS = frozenset(
    "gpx metadata name desc author copyright year license link text time rte rtept trk trkseg trkpt".split()
)
"""Tags of the file of a walk: nothing that a device writes beside points."""
_GPX_PLACES = frozenset(
    "gpx metadata name desc cmt keywords bounds link text type sym number ele wpt rte rtept trk trkseg trkpt".split()
)
"""Tags of a GPX file beside a text: places and ways, without when and who."""
_SVG = "{http://www.w3.org/2000/svg}"
_SVG_TAGS = frozenset(
    "clipPath svg view g path circle ellipse rect polygon polyline line defs style title desc switch mask"
    " linearGradient radialGradient stop".split()
)
_SVG_CALLS = re.compile(r"""@import|(?:url|src|image|image-set)\((?!\s*["']?#)""", re.IGNORECASE)
"""How a style asks for another file."""

_NOT_NAMED = N_("not what its name says")
_MORE, _ELSEWHERE = N_("contains more than a picture"), N_("loads from elsewhere")
_NO_JSON, _NO_XML = N_("JSON that cannot be read"), N_("not well-formed XML")
_IN_A_TEXT, _IN_A_WALK, _IN_A_DRAWING = N_("in a text"), N_("in a walk"), N_("in a drawing")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that must not be published: the file, and what: a sentence to translate, a colon, a detail."""

    path: str
    what: str


@dataclass(frozen=True, slots=True)
class Facts:
    """A page's anchors and its links on this site, in order; each text is in memory only once.

    Facts travel between processes and are kept as two texts, ten times faster than as many.
    """

    anchors: tuple[str, ...]
    targets: tuple[str, ...]

    def texts(self) -> tuple[str, str]:
        """Return both, one a line: browsers skip the line ends in an address, so there are none."""
        return "\n".join(self.anchors), "\n".join(self.targets)

    def __reduce__(self) -> tuple[Any, ...]:
        return facts_from, self.texts()


def facts_from(anchors: str, targets: str) -> Facts:
    """Return the facts that were serialised as texts."""
    return Facts(*(tuple(map(sys.intern, text.split("\n"))) if text else () for text in (anchors, targets)))


def facts_of(anchors: Iterable[str], targets: Iterable[str]) -> Facts:
    """Return the facts of a page."""
    return Facts(*(tuple(sorted({value.replace("\n", "") for value in values})) for values in (anchors, targets)))


@dataclass(frozen=True, slots=True)
class Look:
    """The look at a file; ``facts`` for pages alone."""

    path: str
    faults: tuple[Fault, ...]
    facts: Facts | None = None


def look_at(path: str, data: bytes, origin: str, *, is_offered: bool = False) -> Look:
    """Look at one file of a build that will be published at ``origin``; ``is_offered``: as a stranger sent it."""
    _, suffix = splitext(path)
    is_expected = suffix in _SUFFIXES or path in SERVER_FILES or path == _ICON
    faults = [] if is_expected else [Fault(path, N_("unexpected kind of file"))]
    if path.endswith(".html"):
        facts, page_faults = look_at_page(path, LexborHTMLParser(data), data, origin)
        return Look(path, (*faults, *page_faults), facts)
    if path.endswith((".json", ".geojson")):
        try:
            json.loads(data)
        except ValueError as error:
            faults.append(Fault(path, f"{_NO_JSON}: {error}"))
    if path.endswith((".xml", ".svg", ".gpx")):
        faults += _look_at_xml(path, data, _GPX_PLACES if is_offered else _GPX_TAGS)
    if form := _PICTURES.get(suffix):
        faults += [Fault(path, f"{_MORE}: {kind}") for kind in sorted(private_kinds(data, form))]
    if path == _ICON:
        faults += _look_at_icon(path, data)
    if not data.startswith(_BEGINNINGS.get(suffix, b"")):
        faults.append(Fault(path, _NOT_NAMED))
    if path.endswith(".ics"):
        faults += [Fault(path, what) for what in (offered_faults if is_offered else calendar_faults)(data)]
    faults += [Fault(path, what) for what in server_faults(path, data)]
    return Look(path, tuple(faults))


def look_at_page(path: str, tree: LexborHTMLParser, html: bytes, origin: str) -> tuple[Facts, list[Fault]]:
    """Return the facts of a page and its faults; ``tree`` is the parsed HTML."""
    page_facts = PageFacts()
    look_at_elements(tree.css("*"), page_facts)
    texts = tree.css(".prose, .e-content")
    page_facts.wrong += [f"{_IN_A_TEXT}: <{node.tag}>" for text in texts for node in text.css(_IN_TEXTS)]
    if page_facts.hands_over:  # few pages: most needn't be searched for it
        links = (node for text in texts for node in text.css("a[href]"))
        handed = (node for node in links if scheme_of(node.attributes["href"] or "") in HANDED_OVER)
        page_facts.wrong += [f"{_IN_A_TEXT}: <{node.tag}>" for node in handed]
    page_facts.wrong += [f"{_ELSEWHERE}: {url[:120]}" for url in page_facts.loaded if _is_elsewhere(url, origin)]
    if MARK.encode() in html:
        page_facts.wrong += unnamed_faults(tree)
    home, targets = f"{origin}/", page_facts.targets.union(page_facts.loaded)
    within_reach = (url for url in targets if not url.startswith(_OUTWARD) or url.startswith(home))
    return facts_of(page_facts.anchors, within_reach), [Fault(path, what) for what in page_facts.wrong]


@lru_cache(4_096)
def _is_elsewhere(url: str, origin: str) -> bool:
    return bool(urlsplit(url).netloc) and not url.startswith(f"{origin}/")


def _look_at_icon(path: str, data: bytes) -> list[Fault]:
    """Return the faults of an icon, which contains one PNG picture from the end of its directory to its own end."""
    pixels = data[_ICON_HEAD.size :]
    ends = _ICON_HEAD.unpack(data[: _ICON_HEAD.size])[-2:] if pixels else ()
    if not data.startswith(_ICON_START) or ends != (len(pixels), _ICON_HEAD.size) or form_of(pixels) != "PNG":
        return [Fault(path, _NOT_NAMED)]
    return [Fault(path, f"{_MORE}: {kind}") for kind in sorted(private_kinds(pixels, "PNG"))]


def _look_at_xml(path: str, data: bytes, gpx: frozenset[str]) -> list[Fault]:
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        return [Fault(path, f"{_NO_XML}: {error}")]
    names = {element.tag.rsplit("}", 1)[-1] for element in root.iter()}
    if path.endswith(".gpx"):
        return [Fault(path, f"{_IN_A_WALK}: <{name}>") for name in sorted(names - gpx)]
    if not path.endswith(".svg"):
        return []
    attributes = [attribute for element in root.iter() for attribute in element.attrib.items()]
    handlers = [
        name for name, value in attributes if name.lower().startswith("on") or ("href" in name and value[:1] != "#")
    ]
    values = [*(value for _, value in attributes), *(style.text or "" for style in root.iter(f"{_SVG}style"))]
    calls = [match[0] for value in values if (match := _SVG_CALLS.search(value))]
    return [
        *(Fault(path, f"{_IN_A_DRAWING}: <{name}>") for name in sorted(names - _SVG_TAGS)),
        *(Fault(path, f"{_IN_A_DRAWING}: {name}=") for name in handlers),
        *(Fault(path, f"{_IN_A_DRAWING}: {call}") for call in calls),
    ]


_INSPECTING = N_("Files inspected")
FactsOf = Callable[[str], Facts | None]
"""Gives the facts of a page by its path; nothing for any other file."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Where a build is inspected, where it will be published, and which files are offered as strangers sent them."""

    folder: Path
    base: str
    origin: str
    offered: frozenset[str] = frozenset()


def inspect_files(paths: Iterable[str], grounds: Grounds) -> list[Look]:
    """Look at some files of a build."""
    ordered = sorted(paths)
    return list(follow(_INSPECTING, spread_out(_look, ordered, grounds, cost=0.0006), len(ordered)))


def _look(path: str, grounds: Grounds) -> Look:
    return look_at(path, (grounds.folder / path).read_bytes(), grounds.origin, is_offered=path in grounds.offered)


def dead_links(suspects: Mapping[str, Facts], facts_of: FactsOf, files: Set[str], grounds: Grounds) -> Iterator[Fault]:
    """Yield dead links of ``suspects``; ``facts_of`` returns a page's facts, ``files`` are all paths."""
    good: set[str] = set()
    for path, facts in sorted(suspects.items()):
        here = grounds.base + path.removesuffix("index.html")
        for target in sorted(set(facts.targets) - good):
            problem = _follow(target, here, facts_of, files, grounds.base, grounds.origin)
            if problem:
                yield Fault(path, f"{problem}: {target[:120]}")
            elif target.startswith(("/", "http")):
                good.add(target)


def _follow(target: str, here: str, facts_of: FactsOf, files: Set[str], base: str, origin: str) -> str:
    """Return the fault of a link written on the page at ``here``; empty when there is none."""
    parts = urlsplit(target)
    if (parts.scheme and not target.startswith(f"{origin}/")) or target.startswith("//"):
        return "" if parts.scheme in SCHEMES else N_("unexpected kind of address")
    path = unquote(parts.path) if parts.path else here
    path = posixpath.join(here, path) if not path.startswith("/") else path
    if not path.startswith(base):
        return N_("outside the site")
    relative = path.removeprefix(base)
    name = f"{relative}index.html" if relative == "" or relative.endswith("/") else relative
    if name not in files:
        return N_("leads nowhere")
    page = facts_of(name) if parts.fragment else None
    return N_("no such anchor") if page and unquote(parts.fragment) not in page.anchors else ""
