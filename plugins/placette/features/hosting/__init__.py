"""Headers, redirects and gone addresses, as rules for each server."""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache
from typing import Any

from placette import __version__
from placette.engine.base.files import DOWNLOADS, TYPES, digest, write_new
from placette.engine.base.git import commit_of
from placette.engine.base.installed import version_of
from placette.engine.base.text import slugify
from placette.engine.base.translation import SettingError
from placette.engine.content.addresses import IN_PATHS, IN_QUERIES, encode_path
from placette.engine.content.build import Asked, Departures
from placette.engine.rendering.features import Feature, Site
from placette.engine.rendering.ledger import Workshop
from placette.engine.rendering.ports import FolderApart, Ports
from placette.engine.rendering.printing import CONTENT_SECURITY_POLICY

__all__ = ["FEATURE", "register"]

_ONLY_BY_HEADER = "frame-ancestors 'none'; upgrade-insecure-requests; require-trusted-types-for 'script'"
"""Headers that a page can't state itself, or that would break a preview without https."""
CSP = "Content-Security-Policy"
HEADERS = (
    (CSP, f"{CONTENT_SECURITY_POLICY}; {_ONLY_BY_HEADER}"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Strict-Transport-Security", "max-age=31536000"),
)
"""The headers of every file."""
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
PICTURES = ("photos", "drawings")
"""The policy of files that came from strangers, are drawn for them or are a site's logo (they may do nothing), and
their folders.
"""
ATTACHED = ("Content-Disposition", "attachment")
"""The header that makes browsers save a stranger's document; none is shown."""
HASHED = ("cards", "photos")
"""Folders in which every file's name changes with its content."""
_THEME = "theme"
"""The folder in which most names do; only maintainers write there."""
LASTING = r"[^/]*-[0-9a-f]{8,10}(-[0-9]+)?\.[a-z0-9]+"
"""A file name that changes with its content, in those folders only: elsewhere anybody could choose such a name."""
FOR_EVER, ASK_AGAIN = "public, max-age=31536000, immutable", "no-cache"
"""How long browsers keep such files, and all others: those they revalidate each time, which costs little (ETag)."""
NOT_FOUND, GONE = "404.html", "410.html"
"""The error pages, from the site's root."""
_FEDIVERSE = ("/.well-known/host-meta", "/.well-known/webfinger")
"""Where other servers ask for the site's account in the Fediverse: RFC 6415 and RFC 7033."""
_SERVER = re.compile(r"https://[a-z0-9.-]+")
_SAFE = re.compile(r"/(?!/)[A-Za-z0-9._~/-]*")
_OLD, _QUERY = re.compile(rf"/(?!/)[{IN_PATHS}/]*"), re.compile(rf"[{IN_QUERIES}]+")
"""Characters of this site's addresses; and those of a former system, which no server's quoting may alter."""


@dataclass(frozen=True, slots=True)
class ServerRules:
    """The rules of one site. ``base`` is its path on the server; ``lasting`` are the theme's files to keep for ever.

    ``moved`` and ``gone`` apply to a path with any query, but for those that are ``asked``. ``documents`` are the
    files that are offered as they are. ``apart`` are the folders with headers of their own, ``pages`` the pages, and
    ``beside`` are patterns for all that is beside them, where there are any. ``reserved``: mining is, but where a page
    says otherwise. ``fediverse`` is the server that answers for the site there.
    """

    base: str
    moved: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]
    lasting: tuple[str, ...]
    asked: tuple[Asked, ...] = ()
    preview: bool = False
    documents: tuple[str, ...] = ()
    apart: tuple[FolderApart, ...] = ()
    pages: tuple[FolderApart, ...] = ()
    beside: tuple[str, ...] = ()
    reserved: bool = False
    fediverse: str = ""

    def headers_of(self, apart: FolderApart) -> tuple[tuple[str, str], ...]:
        """Return the headers of a folder apart: its own, and those of every file that it doesn't replace."""
        return tuple({**dict(self.headers), **dict(apart.headers)}.items())

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """Return the headers of every file, with those that pictures can't state themselves."""
        robots = {"X-Robots-Tag": "noindex"} if self.preview else {}
        return (*HEADERS, *(robots | ({"TDM-Reservation": "1"} if self.reserved else {})).items())

    @property
    def answered(self) -> tuple[tuple[str, str], ...]:
        """Return the addresses that another server answers, each with its own: those of the Fediverse."""
        return tuple((path, f"{self.fediverse}{path}") for path in _FEDIVERSE) if self.fediverse else ()

    @property
    def has_gone(self) -> bool:
        """Whether anything is gone, so that there is a page for it."""
        return bool(self.gone) or any(each.new is None for each in self.asked)

    @property
    def kept(self) -> str:
        """Return a regular expression for the paths of all files to keep for ever."""
        return f"^{re.escape(self.base)}({'|'.join((*HASHED, _THEME))})/{LASTING}$"

    @property
    def attached(self) -> str:
        """Return a regular expression for the paths of documents of which the site makes none itself."""
        return rf"^{re.escape(self.base)}.*\.({'|'.join(end.lstrip('.') for end in DOWNLOADS)})$"

    @property
    def named(self) -> tuple[str, ...]:
        """The paths of all other documents: the site has calendars and GPX files of its own, which programs open."""
        return tuple(f"{self.base}{path}" for path in self.documents if not path.endswith(DOWNLOADS))


def make_rules(
    base: str, departures: Departures, files: Iterable[str], offered: frozenset[str] = frozenset(), *,
    preview: bool = False, apart: tuple[FolderApart, ...] = (), policies: Mapping[str, str] | None = None,
    reserved: bool = False, fediverse: str = "",
) -> ServerRules:  # fmt: skip
    """Return the rules of a site whose files are ``files``; those ``offered`` are as strangers sent them.
    ``policies`` are those of pages that have one of their own.

    All addresses of a build are plain, those of a former system nearly so: none can end a server's quotes. The site's
    own path is a setting: for that one it raises ``SettingError``, with a path that would do.
    """
    if not _SAFE.fullmatch(base):
        plain = "/".join(map(slugify, base.split("/")))
        raise SettingError(f"SITEURL: {base}?  →  {plain}")
    if fediverse and not (base == "/" and _SERVER.fullmatch(fediverse)):  # these addresses count at the root of a host
        raise SettingError(f"HOSTING_FEDIVERSE = {fediverse!r}  →  'https://fed.brid.gy', SITEURL = 'https://…'")
    queries = departures.asked
    targets = (*(new for _, new in departures.moved), *(each.new for each in queries if each.new))
    old = (*departures.gone, *(path for path, _ in departures.moved), *(each.path for each in queries))
    odd = [path for path in targets if not _SAFE.fullmatch(path)] + [path for path in old if not _OLD.fullmatch(path)]
    if odd := [*odd, *(each.query for each in queries if not _QUERY.fullmatch(each.query))]:
        raise ValueError(f"paths that can't be written for servers: {', '.join(map(repr, odd))}")
    names, lasting = list(files), re.compile(f"{_THEME}/{LASTING}")
    documents = tuple(sorted(path for path in names if path.endswith(DOWNLOADS) or path in offered))
    lasting_files = tuple(sorted(filter(lasting.fullmatch, names)))
    pages = tuple(FolderApart(path, ((CSP, f"{csp}; {_ONLY_BY_HEADER}"),)) for path, csp in (policies or {}).items())
    beside = _beside(names, {part.folder for part in apart}, {part.folder for part in pages}, {*documents})
    facts = (lasting_files, queries, preview, documents, apart, pages, beside, reserved, fediverse)
    return ServerRules(base, departures.moved, departures.gone, *facts)


def _beside(names: Iterable[str], folders: Set[str], pages: Set[str], documents: Set[str]) -> tuple[str, ...]:
    """Return few patterns of all files but those of these folders and pages, and documents, which are listed anyway."""
    parted = {path[: slash.end()] for path in (*folders, *pages) for slash in re.finditer("/", path)} - folders
    if not folders | pages:
        return ()
    patterns = set[str]()
    for name in (name for name in names if not name.startswith(("_", "."))):
        folder = next((name[: end.end()] for end in re.finditer("/", name) if name[: end.end()] not in parted), "")
        page = name.removesuffix("index.html")
        if folder:
            patterns |= {f"{encode_path(folder)}*"} if folder not in folders else set()
        elif page not in pages and name not in documents:
            patterns |= {encode_path(name), encode_path(page)}
    return tuple(sorted(patterns))


_PACKED = frozenset(kind for end, kind in TYPES.items() if f".{end}" in DOWNLOADS and not kind.startswith("text/"))
_TEXTS = [kind for kind in TYPES.values() if kind.startswith(("text/", "application/")) and kind not in _PACKED]
"""Media types that are sent compressed; documents are by their own formats."""


def htaccess_lines(rules: ServerRules) -> Iterator[str]:
    """Yield the lines of ``.htaccess``."""
    yield f'ErrorDocument 404 "{rules.base}{NOT_FOUND}"'
    if rules.has_gone:
        yield f'ErrorDocument 410 "{rules.base}{GONE}"'
    yield from (f'Redirect gone "{path}"' for path in rules.gone)
    yield from (f'RedirectMatch 301 "^{re.escape(old)}$" "{new}"' for old, new in rules.moved)
    yield from _asked(rules)
    yield from (f'RedirectMatch 302 "^{re.escape(path)}$" "{there}"' for path, there in rules.answered)
    yield 'RedirectMatch 404 "/_(headers|redirects|servers/.*)$"'
    yield from (f'AddType "{kind}" .{end}' for end, kind in TYPES.items())
    yield 'AddDefaultCharset "utf-8"'
    yield from (
        "<IfModule mod_filter.c>",
        f"AddOutputFilterByType DEFLATE {' '.join(_TEXTS)}",
        "</IfModule>",
    )
    yield "<IfModule mod_headers.c>"
    yield from (_header(name, value) for name, value in rules.headers)
    yield _header("Cache-Control", ASK_AGAIN)
    yield from (_where(f"^{re.escape(rules.base)}({'|'.join(PICTURES)})/"), _header(CSP, SANDBOX), "</If>")
    for pattern in (rules.attached, *(f"^{re.escape(path)}$" for path in rules.named)):
        yield from (_where(pattern), _header(CSP, SANDBOX), _header(*ATTACHED), "</If>")
    yield from (_where(rules.kept), _header("Cache-Control", FOR_EVER), "</If>")
    for part in rules.apart:
        headers = (_header(name, value) for name, value in part.headers)
        yield from (_where(f"^{re.escape(rules.base + part.folder)}"), *headers, "</If>")
    for part in rules.pages:
        headers = (_header(name, value) for name, value in part.headers)
        yield from (_where(f"^{re.escape(rules.base + part.folder)}(index[.]html)?$"), *headers, "</If>")
    yield "</IfModule>"


def _asked(rules: ServerRules) -> Iterator[str]:
    """Yield the rules for addresses with one query alone, which isn't kept (``QSD``). They need the module."""
    if rules.asked:
        yield from ("<IfModule mod_rewrite.c>", "RewriteEngine On")
    for path, query, new in rules.asked:
        yield f'RewriteCond "%{{QUERY_STRING}}" "^{re.escape(query)}$"'
        led = f'"{new}" [R=301,QSD,L]' if new else "- [G,L]"
        yield f'RewriteRule "^{re.escape(path.removeprefix(rules.base))}$" {led}'
    if rules.asked:
        yield "</IfModule>"


def _where(pattern: str) -> str:
    return f'<If "%{{REQUEST_URI}} =~ m#{pattern}#">'


def _header(name: str, value: str) -> str:
    return f'Header always set {name} "{value}"'


_HEAD = """\
# In the block of the site, where FOLDER is where it lies:
#   root * FOLDER
#   import FOLDER/_servers/Caddyfile
# A site below a path lies in a folder of that name below the root."""


def caddyfile_lines(rules: ServerRules) -> Iterator[str]:
    """Yield the lines of ``_servers/Caddyfile``."""
    yield _HEAD
    yield "@hidden {"
    yield f"path {rules.base}_headers {rules.base}_redirects {rules.base}_servers/* */.*"
    yield from (f"not path {rules.base}.well-known/*", "}")  # which proves certificates, and says what may be mined
    yield f"@kept path_regexp {rules.kept}"
    yield f"@attached path_regexp {rules.attached}"
    if rules.named:
        yield f"@named path {' '.join(rules.named)}"
    yield f"@pictures path {' '.join(f'{rules.base}{folder}/*' for folder in PICTURES)}"
    yield from (f"@apart{number} path {rules.base}{page.folder}*" for number, page in enumerate(rules.apart))
    for number, page in enumerate(rules.pages):
        yield f"@page{number} path {rules.base}{page.folder} {rules.base}{page.folder}index.html"
    if rules.gone:
        paths = (f'"{path}*"' if path.endswith("/") else f'"{path}"' for path in rules.gone)
        yield f"@gone path {' '.join(paths)}"
    if rules.asked:  # a table of where each query leads, and its two ends
        yield "map {path}?{query} {led} {"
        yield from (f'"{path}?{query}" {new or "gone"}' for path, query, new in rules.asked)
        yield from ("default nowhere", "}")
        yield from ('@led expression `{led}.startsWith("/")`', '@ended expression `{led} == "gone"`')
    yield "route {"  # keeps this order: elsewhere Caddy puts headers for some files before those for all
    yield from ("header {", *(f'{name} "{value}"' for name, value in rules.headers))
    yield from (f'Cache-Control "{ASK_AGAIN}"', "}")
    yield f'header @kept Cache-Control "{FOR_EVER}"'
    yield f'header @pictures {CSP} "{SANDBOX}"'
    for matcher in ("@attached", *(("@named",) if rules.named else ())):
        yield from (f'header {matcher} {name} "{value}"' for name, value in ((CSP, SANDBOX), ATTACHED))
    for matcher, places in (("apart", rules.apart), ("page", rules.pages)):
        for number, page in enumerate(places):
            yield from (f'header @{matcher}{number} {name} "{value}"' for name, value in page.headers)
    if rules.asked:  # before rules for the path alone
        yield from ("redir @led {led} 301", "error @ended 410")
    yield from (f'redir "{old}" {new} 301' for old, new in rules.moved)
    yield from (f"redir {path} {there}?{{query}} 302" for path, there in rules.answered)
    yield from ("error @hidden 404", *(("error @gone 410",) if rules.gone else ()), "}")
    yield from ("file_server {", "precompressed br gzip", "}")
    yield "handle_errors {"
    if rules.has_gone:
        yield from ("@was expression `{err.status_code} == 410`", f"rewrite @was {rules.base}{GONE}")
    yield from ("@never expression `{err.status_code} == 404`", f"rewrite @never {rules.base}{NOT_FOUND}")
    yield from ("file_server", "}")


def header_lines(rules: ServerRules) -> Iterator[str]:
    """Yield the lines of ``_headers``. Patterns overlap only where both headers are wanted, because hosts combine them.

    Documents are listed one by one: not every host knows a pattern for the end of a name.
    """
    for place, (pattern, headers) in enumerate(_blocks(rules)):
        yield from (*([""] if place else []), f"{rules.base}{pattern}")
        yield from (f"  {name}: {value}" for name, value in headers)


def _blocks(rules: ServerRules) -> Iterator[tuple[str, Iterable[tuple[str, str]]]]:
    """Yield patterns below the base with their headers; all beside what folders or pages replace has its own."""
    caching = [("Cache-Control", FOR_EVER)]
    replaced = {name for one in (*rules.apart, *rules.pages) for name, _ in one.headers}
    yield "*", [header for header in rules.headers if header[0] not in replaced]
    others = [header for header in rules.headers if header[0] in replaced]
    yield from ((pattern, others) for pattern in rules.beside)
    own = ((one, f"{one.folder}*") for one in rules.apart)
    for one, pattern in (*own, *((page, f"{page.folder}{end}") for page in rules.pages for end in ("", "index.html"))):
        yield pattern, [header for header in rules.headers_of(one) if header[0] in replaced]
    yield from ((f"{folder}/*", ((CSP, SANDBOX),)) for folder in PICTURES)
    yield from ((encode_path(path), ((CSP, SANDBOX), ATTACHED)) for path in rules.documents)
    yield from ((f"{folder}/*", caching) for folder in HASHED)
    yield from ((path, caching) for path in rules.lasting)


_NGINX_HEAD = """\
# In the server block of the site, where FOLDER is where it lies:
#   root FOLDER; include FOLDER/_servers/nginx.conf;
# A site below a path lies in a folder of that name below the root.
# With the module ngx_brotli, add: brotli_static on;
charset utf-8;
charset_types {charset};
types {{ {types} }}
index index.html;
absolute_redirect off;
gzip_static on;
gzip_vary on;
error_page 403 404 =404 {base}{not_found};
error_page 410 {base}{gone};"""


def nginx_lines(rules: ServerRules) -> Iterator[str]:
    """Yield the lines of ``_servers/nginx.conf``."""
    yield _NGINX_HEAD.format(
        base=rules.base,
        not_found=NOT_FOUND,
        gone=GONE if rules.has_gone else NOT_FOUND,
        types=" ".join(f"{kind} {end};" for end, kind in TYPES.items()),
        charset=" ".join(kind for kind in TYPES.values() if kind.startswith("text/")),
    )
    base = re.escape(rules.base)
    if rules.asked:  # for one query alone; ``if`` with nothing but ``return`` in it is safe
        yield 'set $asked "$uri?$args";'
    for path, query, new in rules.asked:
        answer = f'301 "{new}"' if new else "410"
        yield f'if ($asked = "{path}?{query}") {{ return {answer}; }}'
    yield from (f'location = "{old}" {{ return 301 "{new}"; }}' for old, new in rules.moved)
    yield from (f'location {"^~" if path.endswith("/") else "="} "{path}" {{ return 410; }}' for path in rules.gone)
    yield from (f'location = "{path}" {{ return 302 "{there}$is_args$args"; }}' for path, there in rules.answered)
    yield f'location ~ "^{base}(.*/)?[.](?!well-known/)" {{ return 404; }}'  # which proves certificates
    yield f'location ~ "^{base}_(headers$|redirects$|servers/)" {{ return 404; }}'
    for folder in PICTURES:
        lasts = FOR_EVER if folder in HASHED else ASK_AGAIN
        yield from (f'location ^~ "{rules.base}{folder}/" {{', *_headers(rules, SANDBOX, lasts), "}")
    for part in rules.apart:
        headers = (f'add_header {name} "{value}" always;' for name, value in rules.headers_of(part))
        yield from (
            f'location ^~ "{rules.base}{part.folder}" {{',
            *headers,
            f'add_header Cache-Control "{ASK_AGAIN}";',
            "}",
        )
    for part in rules.pages:  # the server looks for the file of a folder by its whole name
        headers = (f'add_header {name} "{value}" always;' for name, value in rules.headers_of(part))
        path = f"{part.folder}index.html" if part.folder.endswith("/") else part.folder
        yield from (f'location = "{rules.base}{path}" {{', *headers, f'add_header Cache-Control "{ASK_AGAIN}";', "}")
    for place in (f'~ "{rules.attached}"', *(f'= "{path}"' for path in rules.named)):
        yield from (f"location {place} {{", *_headers(rules, SANDBOX, ASK_AGAIN))
        yield from (f'add_header {ATTACHED[0]} "{ATTACHED[1]}" always;', "}")
    yield from (f'location ~ "{rules.kept}" {{', *_headers(rules, "", FOR_EVER), "}")
    yield from (f'location "{rules.base}" {{', *_headers(rules, "", ASK_AGAIN), "}")


def _headers(rules: ServerRules, policy: str, lasts: str) -> Iterator[str]:
    for name, value in rules.headers:
        yield f'add_header {name} "{policy if policy and name == CSP else value}" always;'
    yield f'add_header Cache-Control "{lasts}";'


def redirect_lines(rules: ServerRules) -> Iterator[str]:
    """Yield the lines of ``_redirects``. Hosts keep the query."""
    yield from (f"{encode_path(old)} {new} 301" for old, new in rules.moved)
    yield from (f"{path} {there} 302" for path, there in rules.answered)


@dataclass(frozen=True, slots=True)
class HostingSettings:
    """What the files beside the pages say."""

    version: bool = True
    """Whether ``provenance.json`` says the versions of Placette and of its libraries."""
    fediverse: str = ""
    """The server where the site has its account in the Fediverse, to which servers redirect those who look for it:
    ``https://fed.brid.gy`` (Bridgy Fed), or an instance of your own.
    """


FILE = "provenance.json"
_LIBRARIES = ("pelican", "markdown-it-py", "nh3", "jinja2", "pillow", "pydantic", "selectolax", "brotli")
"""The libraries that are most likely to cause a difference; the locked requirements list them all."""


@cache
def _made_with() -> dict[str, str]:
    """Return the versions of Python and the libraries, which don't change while this process runs."""
    return {
        "python": platform.python_version(),
        **{name: version for name in _LIBRARIES if (version := version_of(name))},
    }


FILE_LINES: dict[str, Callable[[ServerRules], Iterable[str]]] = {
    "_headers": header_lines,
    "_redirects": redirect_lines,
    ".htaccess": htaccess_lines,
    "_servers/nginx.conf": nginx_lines,
    "_servers/Caddyfile": caddyfile_lines,
    "gone.txt": lambda rules: map(encode_path, rules.gone),  # for other servers, and for ``invoke serve``
}
"""Each file, and its lines; an empty one is left out."""


def write_companions(site: Site, workshop: Workshop) -> None:
    """Write those that changed."""
    ledger, build = workshop.ledger, site.build
    departed, offered, settings = (
        site.ask(Ports.DEPARTED),
        site.ask(Ports.OFFERED),
        site.options("HOSTING", HostingSettings),
    )
    rules = make_rules(
        *(build.base, departed, ledger.wanted, offered),
        preview=build.preview, apart=site.ask(Ports.APART), policies=site.ask(Ports.POLICIES),
        reserved=site.ask(Ports.MINING).of(None) == "1", fediverse=settings.fediverse,
    )  # fmt: skip
    commit = commit_of(workshop.content)
    document: dict[str, Any] = {"software": "Placette", **({"commit": commit} if commit else {})}
    document |= {"version": __version__, "made_with": _made_with()} if settings.version else {}
    for path, data in {**companions(rules), FILE: f"{json.dumps(document, indent=1)}\n".encode()}.items():
        if ledger.needs(path, digest(data)):
            write_new(workshop.output, path, data)
            ledger.note(path, digest(data))


def companions(rules: ServerRules) -> dict[str, bytes]:
    """Return the files for servers, by path."""
    texts = {path: "".join(f"{line}\n" for line in lines(rules)) for path, lines in FILE_LINES.items()}
    return {path: text.encode() for path, text in texts.items() if text}


FEATURE = Feature(
    name="hosting",
    order=200,
    settings={"HOSTING": HostingSettings},
    offers={Ports.COMPANIONS: lambda _desk: write_companions},
)
register = FEATURE.register
