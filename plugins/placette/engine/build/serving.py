"""The preview: a real server that refreshes the browser and shows each page's problems on it.

The pages on disk stay as they are. The server adds a script, which listens to a stream of events and loads the page
again after each build, and a panel with what needs fixing and how networks show the page.
"""

from __future__ import annotations

import gettext
import queue
import socket
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from jinja2 import Template
from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.standalone import standalone_environment
from placette.engine.base.translation import Severity
from placette.engine.build.previews import Trouble
from placette.engine.content.addresses import file_at
from placette.engine.findings.problems import Problem, Translate, explain, printable, to_mend

ASSETS = Path(__file__).parent / "preview"
"""The assets that the preview adds to pages: a template, a style sheet, a script."""
_SHARED = {"title": "title", "summary": "description", "site": "site_name", "alt": "image:alt"}
"""Parts of a link preview, by their names in Open Graph."""


def render_panel(
    trouble: Trouble, address: str, page: bytes, base: str, words: gettext.NullTranslations, lang: str
) -> str:
    """Return the panel of the page at ``address`` as HTML; empty where it would have no content.

    It has the page's problems and advice, the other pages with problems, and those without page. ``base`` is the site's
    path.
    """
    problems, say = trouble.pages.get(address, ()), words.gettext
    others = ((there, to_mend(findings)) for there, findings in trouble.pages.items() if there != address)
    elsewhere = [(findings[0].path, there, len(findings)) for there, findings in others if findings]
    return _template(words).render(
        fault=trouble.fault,
        mend=[_line(finding, say) for finding in to_mend(problems)],
        advice=[_line(finding, say) for finding in problems if finding.severity is Severity.ADVICE],
        elsewhere=elsewhere,
        loose=[_line(finding, say) for finding in trouble.loose],
        others=len(elsewhere) + len({finding.path for finding in trouble.loose}),
        shared=read_shared(page),
        base=base,
        lang=lang,
    )


def read_shared(page: bytes) -> dict[str, str]:
    """Return the link preview that a built page's head declares; nothing for a page without one.

    ``picture`` is a path on this server, or empty.
    """
    first: dict[str, str] = {}
    for node in LexborHTMLParser(page.partition(b"</head>")[0]).css("meta[property]"):
        name = (node.attributes["property"] or "").removeprefix("og:")
        first.setdefault(name, node.attributes.get("content") or "")
    if not first.get("title") or not first.get("url"):
        return {}
    *here, _ = [*first["url"].split("/", 3), ""][:4]
    *origin, path = first.get("image", "").split("/", 3)
    shared = {name: first.get(key, "") for name, key in _SHARED.items()}
    picture = f"/{path.lstrip('/')}" if origin == here else ""
    return shared | {"lang": first.get("locale", "").partition("_")[0], "picture": picture}


@cache
def _template(words: gettext.NullTranslations) -> Template:
    return standalone_environment(ASSETS, words).get_template("panel.html")


def _line(finding: Problem, say: Translate) -> dict[str, str]:
    """Return a problem as the panel shows it: where, what, the excerpt (``at`` is the place in it), what to do."""
    what, mend = (printable(sentence) for sentence in explain(finding, say))
    place = ":".join([finding.path, *(str(number) for number in (finding.line, finding.column) if number)])
    cut = finding.caret if finding.column else len(finding.excerpt)
    excerpt = {
        "before": finding.excerpt[:cut],
        "at": finding.excerpt[cut : cut + 1],
        "after": finding.excerpt[cut + 1 :],
    }
    return {"place": printable(place), "what": what, "mend": mend} | {
        part: printable(text) for part, text in excerpt.items()
    }


LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"  # noqa: S104 - only with --lan
"""Addresses to listen at: for this computer, for its network."""
_UNUSED_ADDRESS = ("192.0.2.1", 9)
"""An unused address (RFC 5737): asking for the way there sends nothing."""
_HALVES = {(True, True): " ", (True, False): "▄", (False, True): "▀", (False, False): "█"}
"""For two modules, one above the other, whether each is light."""
_QUIET = 4
"""Modules of light around a QR code (ISO/IEC 18004)."""


def own_address() -> str:
    """Return the address of this computer on its network; empty without any."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.connect(_UNUSED_ADDRESS)
            address = str(asking.getsockname()[0])
    except OSError:
        return ""
    return "" if address.startswith("127.") else address


def own_names() -> frozenset[str]:
    """Return the names by which this computer's network may know it."""
    name = socket.gethostname().lower()
    return frozenset({name, f"{name}.local"} if name else ())


def is_ours(host: str, here: str, names: frozenset[str]) -> bool:
    """Return whether a request with this Host header was meant for us; ``here`` is the address at which it came in.

    Any other name may be that of a stranger's site which made it lead here, so that its scripts could read the drafts
    (DNS rebinding).
    """
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        return False
    return name in {here, "localhost", LOOPBACK, *names}


def draw_qr(rows: Sequence[bytes]) -> list[str]:
    """Return a QR code (rows of modules, zero where dark) as lines of half blocks, dark on light, with its margin."""
    size = len(rows) + 2 * _QUIET
    light = [[True] * size for _ in range(size + size % 2)]
    for y, row in enumerate(rows, _QUIET):
        light[y][_QUIET:-_QUIET] = [module != 0 for module in row]
    pairs = zip(light[::2], light[1::2], strict=True)
    return ["".join(_HALVES[pair] for pair in zip(*lines, strict=True)) for lines in pairs]


EVENTS, SCRIPT = "/-/events", "/-/preview.js"
"""Addresses of the preview's own; no page of a site can have them."""
_KINDS = {".ics": "text/calendar; charset=utf-8"}
"""Kinds of files of which systems know different things, or nothing."""
_SECONDS_BETWEEN_SIGNS_OF_LIFE = 15.0
_EMPTY = b"<!doctype html><html><head><title>\xe2\x80\xa6</title></head><body></body></html>"
"""The page around the panel while the site has no page at all."""


@dataclass(slots=True)
class Bell:
    """Announces every new build to all open pages.

    ``trouble`` are the problems now, ``number`` that of the present state; ``kept`` are the last good pages of texts
    that can't be built, with their pictures, by file.
    """

    trouble: Trouble = field(default_factory=Trouble)
    kept: Mapping[str, bytes] = field(default_factory=dict)
    number: int = field(default_factory=time.time_ns)
    listeners: list[queue.SimpleQueue[str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ring(self, trouble: Trouble) -> None:
        """Note the problems and wake every page."""
        with self.lock:
            self.trouble = trouble
            self.number += 1
            for listener in self.listeners:
                listener.put(_RELOAD)

    def listen(self, since: str = "") -> queue.SimpleQueue[str]:
        """Return a new listener, woken at once when its page was sent before the present state (``since``)."""
        listener: queue.SimpleQueue[str] = queue.SimpleQueue()
        with self.lock:
            self.listeners.append(listener)
            if since and since != str(self.number):
                listener.put(_RELOAD)
        return listener

    def leave(self, listener: queue.SimpleQueue[str]) -> None:
        """Forget a page that was closed."""
        with self.lock:
            self.listeners.remove(listener)


_STEADY = frozenset({".css", ".js"})
_RELOAD = 'event: reload\ndata: ""\n\n'


@dataclass(frozen=True, slots=True)
class Shown:
    """What is served: a folder, the path of the site, its words and their language, the host names accepted."""

    folder: Path
    base: str
    words: gettext.NullTranslations
    lang: str
    names: frozenset[str] = frozenset()


class PreviewHandler(SimpleHTTPRequestHandler):
    """Sends files of the site and nothing outside it, to requests that name this computer as host."""

    timeout = 60
    """Seconds after which an idle connection is closed."""

    def __init__(self, *args: Any, bell: Bell, shown: Shown, **kwargs: Any) -> None:
        self.bell, self.shown = bell, shown
        self.found, self.lasting = shown.folder, "no-store"
        self.number = 0
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """Answer one request."""
        path = _path_of(self.path)
        if not is_ours(self.headers.get("Host", ""), str(self.connection.getsockname()[0]), self.shown.names):
            self._send(HTTPStatus.MISDIRECTED_REQUEST, "text/plain", b"Another host was asked for.\n")
        elif path == EVENTS:
            self._stream()
        elif path == SCRIPT:
            self._send(HTTPStatus.OK, "text/javascript", (ASSETS / "preview.js").read_bytes())
        elif path == f"{SCRIPT}.css":
            self._send(HTTPStatus.OK, "text/css", (ASSETS / "preview.css").read_bytes())
        else:
            self._answer(path)

    def do_HEAD(self) -> None:
        """Answer without the body."""
        self.do_GET()

    def log_message(self, *_args: Any) -> None:
        """Keep the terminal for problems."""

    def translate_path(self, _path: str) -> str:
        """Return the file that was found, for the library's own methods."""
        return str(self.found)

    def end_headers(self) -> None:
        """Send the headers of every answer."""
        self.send_header("Cache-Control", self.lasting)
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def guess_type(self, path: Any) -> str:
        """Return the MIME type of a file."""
        return _KINDS.get(Path(path).suffix) or super().guess_type(path)

    def _answer(self, path: str) -> None:
        self.number = self.bell.number  # before any file is read: a page that is older than its number would stay
        found, gone = self._locate(path), self._is_gone(path)
        address = path.removeprefix(self.shown.base)
        if gone:
            page = found if found and found.suffix == ".html" else self.shown.folder / "410.html"
            self._send_page(HTTPStatus.GONE, address, _read(page))
        elif found and found.is_dir():
            self._send_to(found)
        elif found and found.suffix == ".html":
            self._send_page(HTTPStatus.OK, address, _read(found))
        elif found:
            self._send_file(found)
        elif (kept := self.bell.kept.get(file_at(address))) and file_at(address).endswith(".html"):
            self._send_page(HTTPStatus.OK, address, kept)  # the last good page of a text
        elif kept:
            self._send(HTTPStatus.OK, self.guess_type(address), kept)
        else:
            self._send_page(HTTPStatus.NOT_FOUND, address, _read(self.shown.folder / "404.html"))

    def _is_gone(self, path: str) -> bool:
        """Return whether the site lists this address, or a folder above it, as that of a withdrawn text."""
        gone = _read(self.shown.folder / "gone.txt").decode("utf-8", "replace").splitlines()
        return any(path == unquote(line) or (line.endswith("/") and path.startswith(unquote(line))) for line in gone)

    def _locate(self, path: str) -> Path | None:
        """Return the file for an address, a folder whose slash is missing, or None; never outside the site."""
        if not path.startswith(self.shown.base) or "\0" in path or "\\" in path:
            return None
        try:
            root = self.shown.folder.resolve()
            resolved = (root / file_at(path.removeprefix(self.shown.base).lstrip("/"))).resolve()
            inside = resolved.is_relative_to(root)
            return resolved if inside and (resolved.is_file() or (resolved / "index.html").is_file()) else None
        except (OSError, RuntimeError, ValueError):  # a name too long for the system, links in a circle
            return None

    def _send_to(self, folder: Path) -> None:
        """Redirect an address without its last slash to the folder's page, built from our own path."""
        inside = folder.relative_to(self.shown.folder.resolve()).as_posix()
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", quote(f"{self.shown.base}{inside}/"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send_page(self, status: HTTPStatus, address: str, page: bytes) -> None:
        shared = page if status is HTTPStatus.OK else b""
        about = (self.shown.base, self.shown.words, self.shown.lang)
        panel = render_panel(self.bell.trouble, address, shared, *about)
        script = f'<script src="{SCRIPT}" data-number="{self.number}" defer></script>'
        head = f'<link rel="stylesheet" href="{SCRIPT}.css">{script}</head>'
        full = (page or _EMPTY).replace(b"</head>", head.encode(), 1)
        start, end, rest = full.rpartition(b"</body>")  # where there is no end, the panel comes last
        parts = (start, panel.encode(), end, rest) if end else (full, panel.encode())
        self._send(status, "text/html; charset=utf-8", b"".join(parts))

    def _send_file(self, found: Path) -> None:
        """Send a file as the library does: with its date, and not again to a browser that has it (If-Modified-Since).

        Style sheets and scripts are sent each time: they keep their names, and a date counts seconds only.
        """
        self.found, self.lasting = found, "no-store" if found.suffix in _STEADY else "no-cache"
        super().do_HEAD() if self.command == "HEAD" else super().do_GET()

    def _send(self, status: HTTPStatus, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _stream(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        if self.command == "HEAD":
            return
        listener = self.bell.listen("".join(parse_qs(urlsplit(self.path).query).get("since", [])))
        try:
            while True:
                try:
                    message = listener.get(timeout=_SECONDS_BETWEEN_SIGNS_OF_LIFE)
                except queue.Empty:
                    message = ": still here\n\n"
                self.wfile.write(message.encode())
                self.wfile.flush()
        except OSError:  # the page was closed
            pass
        finally:
            self.bell.leave(listener)


class PreviewServer(ThreadingHTTPServer):
    """A thread for each request; what browsers break off is no news."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report faults of ours alone."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def open_server(shown: Shown, place: tuple[str, int], bell: Bell) -> PreviewServer:
    """Return a server at an address and a port of this computer; raises ``OSError`` if the port is taken."""
    shown.folder.mkdir(parents=True, exist_ok=True)
    return PreviewServer(place, partial(PreviewHandler, bell=bell, shown=shown))


def keep_pages(
    kept: Mapping[str, bytes], stuck: frozenset[str], removed: Iterable[str], folder: Path
) -> dict[str, bytes]:
    """Return the last good pages of ``stuck`` texts (files), with pictures: those kept, those about to be removed.

    Pictures are not recorded by text, so all that would be removed are kept as long as a text is stuck.
    """
    if not stuck:
        return {}
    paths = {path for path in (*kept, *removed) if path in stuck or not path.endswith(".html")}
    return {path: _read(folder / path) or kept.get(path, b"") for path in sorted(paths)}


def _path_of(asked: str) -> str:
    """Return the path of a request, decoded once; empty when it has none."""
    try:
        return unquote(urlsplit(asked).path)
    except ValueError:
        return ""


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # none, or removed this moment
        return b""
