"""An archive of the site: a folder that opens from a disk, a ZIP file of it, and a web archive (WARC) inside.

Departmental archives and libraries keep websites as WARC (1.1: ISO 28500:2017). The records are made from the files of
the build, not crawled from a server, as the first record states. The same files give the same bytes.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import quote, unquote, urlsplit
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from selectolax.lexbor import LexborHTMLParser

from placette import N_, Files, Translate, Words, Work, addresses

_FORM = {
    "software": "Placette, warcio",
    "format": "WARC File Format 1.1",
    "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    "description": "Made from the files of a static site's build, with the answers that its server is told to give.",
}
OK, GONE, MOVED = "200 OK", "410 Gone", "301 Moved Permanently"


@dataclass(frozen=True, slots=True)
class Capture:
    """A server's answer at a public address: a status (``200 OK``), headers and a body."""

    url: str
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


def write_captures(target: BinaryIO, name: str, site: str, captures: Iterable[Capture], moment: datetime) -> None:
    """Write a compressed WARC file called ``name``. ``moment`` is in UTC."""
    from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415 - the extra “archive”
    from warcio.warcwriter import WARCWriter  # noqa: PLC0415

    writer = WARCWriter(target, gzip=True, warc_version="1.1")
    date = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    about = writer.create_warcinfo_record(name, {**_FORM, "isPartOf": site})
    information = _identifier(name, date, b"")
    about.rec_headers.replace_header("WARC-Record-ID", information)
    about.rec_headers.replace_header("WARC-Date", date)
    writer.write_record(about)
    for capture in captures:
        identifier = _identifier(capture.url, date, capture.body)
        headers = {"WARC-Record-ID": identifier, "WARC-Date": date, "WARC-Warcinfo-ID": information}
        http_headers = StatusAndHeaders(capture.status, list(capture.headers), protocol="HTTP/1.1")
        body = BytesIO(capture.body)
        writer.write_record(
            writer.create_warc_record(
                capture.url, "response", body, len(capture.body), warc_headers_dict=headers, http_headers=http_headers
            )
        )


def _identifier(name: str, date: str, data: bytes) -> str:
    """Return the identifier of a record: the same content always gets the same one."""
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{name} {date} {sha256(data).hexdigest()}')}>"


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """The files of a site (or of its archive) and its public address.

    ``origin`` has no slash at the end; ``base`` is the path below it, with a slash at both ends.
    """

    files: Set[str]
    origin: str
    base: str

    def new_address(self, url: str, page: str) -> str:
        """Return the address in the archive for ``url`` on ``page`` (a file).

        A relative path if the archive has the file, else the public address. Addresses of other sites and anchors
        within the page stay as they are.
        """
        path = self.path_of(url, page)
        if path is None:
            return url
        parts = urlsplit(url)
        rest = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
        name = self.file_of(path)
        if name is None:
            return f"{self.origin}{quote(path)}{rest}"
        return quote(posixpath.relpath(name, posixpath.dirname(page) or ".")) + rest

    def file_of(self, path: str) -> str | None:
        """Return the file at a path on the server; None if there is none."""
        if not path.startswith(self.base):
            return None
        name = path.removeprefix(self.base)
        candidates = (name, posixpath.join(name, "index.html"))
        return next((candidate for candidate in candidates if candidate in self.files), None)

    def path_of(self, url: str, page: str) -> str | None:
        """Return the path on the server that ``url`` points to, decoded; None for other sites and for a mere anchor."""
        if url.startswith(f"{self.origin}/"):
            url = url.removeprefix(self.origin)
        parts = urlsplit(url)
        if parts.scheme or parts.netloc or not parts.path:
            return None
        path = unquote(parts.path)
        end = "/" if path.endswith("/") else ""
        here = self.base + posixpath.dirname(page)
        return posixpath.normpath(posixpath.join(here, path)).rstrip("/") + (end or "/" * (path in {".", ".."}))


URL_IN_STYLE = re.compile(r"""url\(\s*(["']?)([^"')]*)\1\s*\)""")
"""An address in a style sheet: the quotation mark, then the address."""
_REFRESH = re.compile(r"(\d+;\s*url=)(.*)", re.IGNORECASE)
_ADDRESSES = ("href", "src", "data-href", "data-src")  # Attributes with an address, those for scripts too
_FOR_MACHINES = frozenset({"canonical", "license"})
"""Links that state the public address for readers who find a copy of the page: they stay as they are."""


def relinked(path: str, data: bytes, site_files: SiteFiles) -> bytes:
    """Return a file of the archive; only pages and style sheets change."""
    if path.endswith(".html"):
        return relinked_page(path, data, site_files)
    return relinked_style(path, data, site_files) if path.endswith(".css") else data


def relinked_style(path: str, data: bytes, site_files: SiteFiles) -> bytes:
    """Return a style sheet with relative addresses."""
    return URL_IN_STYLE.sub(lambda found: f'url("{site_files.new_address(found[2], path)}")', data.decode()).encode()


def relinked_page(path: str, data: bytes, site_files: SiteFiles) -> bytes:
    """Return a page with relative addresses and nothing that needs a server."""
    tree = LexborHTMLParser(data)
    for node in tree.css('link[rel="preload"], link[rel="modulepreload"]'):
        node.decompose()
    for node in tree.css(", ".join(f"[{name}]" for name in _ADDRESSES)):
        if node.tag == "link" and _FOR_MACHINES.intersection((node.attributes.get("rel") or "").split()):
            continue
        for name in _ADDRESSES:
            if value := node.attributes.get(name):
                node.attrs[name] = site_files.new_address(value, path)
    for node in tree.css("[srcset]"):
        node.attrs["srcset"] = _relinked_set(node.attributes["srcset"] or "", path, site_files)
    for node in tree.css('meta[http-equiv="refresh"]'):
        refresh = node.attributes.get("content") or ""
        node.attrs["content"] = _REFRESH.sub(lambda found: found[1] + site_files.new_address(found[2], path), refresh)
    for node in tree.css('meta[http-equiv="Content-Security-Policy"]'):
        node.attrs["content"] = (node.attributes.get("content") or "").replace("'self'", "'self' file:")
    for node in tree.css('script[type="module"]'):
        del node.attrs["type"]
        node.attrs["defer"] = ""
    return (tree.html or "").encode()


def _relinked_set(written: str, path: str, site_files: SiteFiles) -> str:
    """Return a ``srcset`` with relative addresses: pairs of an address and a width, separated by commas."""
    pairs = (part.split(None, 1) for part in written.split(",") if part.strip())
    return ", ".join(" ".join((site_files.new_address(url, path), *width)) for url, *width in pairs)


_FOR_SERVERS = re.compile(r"_headers|_redirects|_servers/.*|gone\.txt|\.[^/]*|(404|410)\.html|.*\.(br|gz)")

NAME = N_("README.txt")  # The name of its file


def render_letter(plan: ArchivePlan, files: Sequence[str], translate: Translate) -> str:
    """Return the text of an archive's letter; its lines aren't wrapped."""
    parts = [
        N_("{site}: the whole site"),
        N_("This is an archive of the site published at {address}. {pages} pages, {files} files."),
        N_("State of {day}, from the commit {commit}.") if plan.commit else N_("State of {day}."),
        N_("To read it, open index.html with a browser: neither a server nor a network is needed."),
        N_("Links to pages that are not in this archive lead to their public address."),
        N_(
            "{captures} holds the same as a server gives it, at the public addresses, in the form of web archives"
            " (WARC 1.1, ISO 28500). It was made from the files of the site, not gathered from the network."
        ),
        N_("To check that nothing has changed: sha256sum -c {sums}"),
        N_("Rights: {rights}")
        if plan.rights
        else N_("Each text states its licence; the licence of those that don’t: {licence}."),
        N_("The site was made with Placette, which is free software (AGPL-3.0-or-later)."),
    ]
    values = {
        "site": plan.name,
        "address": f"{plan.origin}{plan.base}",
        "day": Words.long_date(plan.moment, plan.lang),
        "commit": plan.commit,
        "pages": page_count(files),
        "files": len(files),
        "captures": plan.captures,
        "sums": SUMS,
        "licence": plan.licence,
        "rights": plan.rights,
    }
    return "\n\n".join(translate(part).format_map(values) for part in parts) + "\n"


SUMS = "SHA256SUMS"
_SUMMING, _PACKING = N_("Checksums made"), N_("Files packed")
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)  # The earliest time that a ZIP file can store
_PACKED = frozenset({".avif", ".gz", ".ico", ".jpg", ".png", ".webp", ".woff2"})  # Files that are already compressed
_PLAIN_FILE = 0o100644 << 16  # The attributes, in a ZIP file, of a file that everybody may read


def write_sums(folder: Path) -> int:
    """Write the checksums of all files, in the format of ``sha256sum -c``; returns how many there are."""
    files = [path for path in in_order(folder) if path != SUMS]
    counted = Work.follow(_SUMMING, files, len(files))
    lines = (f"{sha256((folder / path).read_bytes()).hexdigest()}  {path}\n" for path in counted)
    (folder / SUMS).write_bytes("".join(lines).encode())
    return len(files)


def in_order(folder: Path) -> list[str]:
    """Return the files of an archive, sorted by name, after the page that opens it."""
    return sorted(Files.walk(folder), key=lambda path: (path != "index.html", path))


def pack(folder: Path, target: Path, name: str, moment: datetime) -> None:
    """Pack a folder into a ZIP file, under the name ``name``. The same files and moment give the same bytes."""
    date = max(moment, _EARLIEST).astimezone(UTC).timetuple()[:6]
    files = in_order(folder)
    with ZipFile(target, "w") as packed:
        for path in Work.follow(_PACKING, files, len(files)):
            entry = ZipInfo(f"{name}/{path}", date)
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = _PLAIN_FILE
            entry.compress_type = ZIP_STORED if Path(path).suffix in _PACKED else ZIP_DEFLATED
            packed.writestr(entry, (folder / path).read_bytes())


def in_place(path: str, folders: Iterable[tuple[str, str]]) -> str:
    """Return the path of a file in the archive."""
    return f"{path.removesuffix('.json')}.js" if _script_of(path, folders) else path


def scripted(path: str, data: bytes, folders: Iterable[tuple[str, str]]) -> bytes:
    """Return the file at a path of the site, as in the archive."""
    call = _script_of(path, folders)
    name = json.dumps(PurePosixPath(path).stem)
    return b"%s(%s,%s);\n" % (call.encode(), name.encode(), data) if call else data


def _script_of(path: str, folders: Iterable[tuple[str, str]]) -> str:
    """Return the script's function for a file that it fetches; empty for any other file."""
    return next((call for folder, call in folders if path.startswith(folder) and path.endswith(".json")), "")


_COPYING, _CAPTURING = N_("Files copied"), N_("Files put into the web archive")


@dataclass(frozen=True, slots=True)
class ArchivePlan:
    """An archive to make: the built site, as it is published (``origin`` and ``base`` as in ``SiteFiles``), its date.

    ``folders`` are those whose JSON it keeps as scripts.
    """

    built: Path
    name: str
    origin: str
    base: str
    lang: str
    licence: str
    rights: str
    moment: datetime
    commit: str = ""
    folders: tuple[tuple[str, str], ...] = ()

    @property
    def captures(self) -> str:
        """The name of its web archive."""
        return f"{Words.slugify(self.name)}.warc.gz"


def page_count(files: Iterable[str]) -> int:
    """Return how many of some files are pages."""
    return sum(path.endswith(".html") for path in files)


def make_archive(plan: ArchivePlan, place: Path, translate: Translate) -> list[str]:
    """Make the archive's folder and its ZIP file in ``place``. Return the files of the site that it has."""
    name = Words.slugify(plan.name)
    folder = place / name
    sources = sorted(path for path in Files.walk(plan.built) if not _FOR_SERVERS.fullmatch(path))
    folder.mkdir(parents=True)
    site_files = SiteFiles(frozenset(sources), plan.origin, plan.base)
    copied = Work.spread_out(_write, sources, (plan, folder, site_files), cost=0.002)
    deque(Work.follow(_COPYING, copied, len(sources)), maxlen=0)
    with (folder / plan.captures).open("wb") as target:
        write_captures(target, plan.captures, f"{plan.origin}{plan.base}", _captures(plan, sources), plan.moment)
    Files.write_new(folder, translate(NAME), render_letter(plan, sources, translate).encode())
    write_sums(folder)
    pack(folder, place / f"{name}.zip", name, plan.moment)
    return sources


def _write(path: str, shared: tuple[ArchivePlan, Path, SiteFiles]) -> None:
    """Write one file of an archive, by its path in the built site."""
    plan, folder, site_files = shared
    name, data = in_place(path, plan.folders), scripted(path, (plan.built / path).read_bytes(), plan.folders)
    Files.write_new(folder, name, relinked(name, data, site_files))


def _captures(plan: ArchivePlan, files: Sequence[str]) -> Iterator[Capture]:
    """Yield the server's answer for each file, then for each address that moved.

    A file at an address that moved is left out: it is only there for hosts that can't redirect.
    """
    origin, base = plan.origin, plan.base
    moved = addresses.moved_from(plan.built)
    gone_paths = {
        unquote(path).removeprefix(base) for path in addresses.read_text(plan.built / addresses.GONE_FILE).splitlines()
    }
    for path in Work.follow(_CAPTURING, files, len(files)):
        address = addresses.address_of(path)
        if base + address not in moved:
            status = GONE if addresses.is_gone(address, gone_paths) else OK
            data = (plan.built / path).read_bytes()
            headers = (("Content-Type", Files.media_type(path)), ("Content-Length", str(len(data))))
            yield Capture(f"{origin}{base}{addresses.encode_path(address)}", status, headers, data)
    for old, new in sorted(moved.items()):
        headers = (("Location", (origin + new)), ("Content-Length", "0"))
        yield Capture(origin + addresses.encode_path(old), MOVED, headers)
