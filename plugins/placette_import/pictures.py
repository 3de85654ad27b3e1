"""Pictures and files of a source come beside their texts: out of its folder, or fetched as ``invoke links`` asks.

What was fetched is kept, so that an import which was ended goes on. Each picture is made anew, as one of a resident.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from protego import Protego

from placette import (
    N_,
    PREPARING,
    TO_DESCRIBE,
    WHY,
    AttachmentKind,
    Manner,
    Prepared,
    ReadDocument,
    Reply,
    digest,
    exchange,
    hypertext,
    intake,
    load_catalogue,
    prepare_photo,
    richtext,
    run_bounded,
    write_atomic,
)
from placette_import.bodies import convert, files_of, language_of, lead_of, picture_target
from placette_import.decoding import joined
from placette_import.pages import DOCUMENTS, Link, file_name, urlsplit_path
from placette_import.plan import Planned, TextOutcome, old_path
from placette_import.values import (
    ConvertedBody,
    Form,
    ImportFinding,
    ImportSource,
    SourceEntry,
    SourceUpload,
    Used,
)

KEPT = ".placette/import"
"""The folder of what was fetched, beside the settings."""
AGENT = "PlacetteImport"
"""Our name in a robots.txt."""
_MOST = 40_000_000  # Bytes of one file: a camera's best picture has 25 million
_HOPS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PAUSE = 0.2
"""Seconds between two requests to one server; it may ask for more, up to ``_LONGEST``."""
_LONGEST = 10.0
_SILENT = 5
"""Pictures in a row that a server doesn't give, for want of an answer, before it is asked no more."""
_TOO_LARGE, _NOT_THERE = N_("it is too large"), N_("it is not there")
_ROBOTS_BYTES = 512_000


@dataclass(slots=True)
class AskedServer:
    """A server that is asked: what its robots.txt allows, and how often it hasn't answered."""

    rules: Protego | None
    silences: int = 0


@dataclass(slots=True)
class Album:
    """All pictures and files of an import, wherever they are."""

    source: ImportSource
    content: Path
    manner: Manner
    kinds: tuple[AttachmentKind, ...] = ()
    credit: str = ""
    videos: tuple[str, ...] = ()
    lists: Mapping[str, str] = field(default_factory=dict)
    """The lists of the new site, by the old address of those whose place they took."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """The titles of texts by their names in the source."""
    read: Callable[[str, bytes], ReadDocument] | None = None
    """Reads a document of a word processor, where the site has what does."""
    pause: float = _PAUSE
    files: Mapping[str, SourceUpload] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    """Addresses that can't be had, each with why."""
    servers: dict[str, AskedServer] = field(default_factory=dict)
    known: Mapping[str, SourceUpload] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    """The texts that show each file, by its address: where that leads from now on."""

    def __post_init__(self) -> None:
        """Look through the uploads once."""
        self.files = self.files or files_of(self.source)
        self.known = {one.url or one.path: one for one in self.source.uploads.values()}

    def bring(self, entry: SourceEntry, planned: Planned, link: Link) -> tuple[ConvertedBody, Used | None]:
        """The body of a text and its lead picture; what they show lies beside the text from now on."""
        path = PurePosixPath(planned.path)
        prefix = f"{path.stem}-" if path.parts[0] == "pages" else ""  # pages share one folder

        def made() -> tuple[ConvertedBody, Used | None]:
            given = {"files": self.files, "absent": self.absent, "credit": self.credit, "prefix": prefix}
            given |= {"lists": self.lists, "titles": self.titles}
            given["videos"] = self.videos if planned.path.startswith("articles/") else ()
            converted = convert(entry, self.source, link, **given)  # type: ignore[arg-type]
            return converted, self._lead(entry, prefix, {one.address: one.name for one in converted.used})

        if entry.form is Form.DOCX:
            return self._document(entry, planned, prefix), None
        converted, lead = made()
        if planned.outcome is TextOutcome.EDITED:
            return converted, lead
        wanted = [*converted.used, *([lead] if lead else [])]
        ready = self._ready({one.name: one.address for one in wanted})
        lost = [one for one in wanted if one.name not in ready]
        if lost:
            converted, lead = made()
        for one in wanted:
            self.shown.setdefault(one.address, planned.path)
        for name, data in ready.items():
            write_atomic(self.content / path.parent / name, data)
        told = (ImportFinding("import-picture", entry.key, entry.file, entry.line, self._why(one)) for one in lost)
        return replace(converted, findings=(*converted.findings, *told)), lead

    def _document(self, entry: SourceEntry, planned: Planned, prefix: str) -> ConvertedBody:
        """The body of a text that is a document, read as a letter's; its pictures lie beside it from now on."""
        path = self._original(entry.file)
        found = self.read(path.name, path.read_bytes()) if path and self.read else ReadDocument("")
        if not found.markdown:
            unread = ImportFinding("import-unread", entry.key, entry.file, 1, {"what": entry.title})
            return ConvertedBody("", (), (unread,))
        jobs = [(data, PurePosixPath(name).suffix) for name, data, _alt, _caption in found.pictures]
        awaited = load_catalogue(language_of(entry, self.source)).gettext(TO_DESCRIBE)
        text, used = found.markdown, list[Used]()
        prepared = run_bounded(prepare_photo, jobs, None, PREPARING)
        for (name, _data, alt, caption), made in zip(found.pictures, prepared, strict=True):
            shown = re.compile(rf"!\[((?:[^\]\\]|\\.)*)\]\({re.escape(name)}\)")
            if not isinstance(made, Prepared):
                text = shown.sub("", text)
                continue
            one = Used(name, file_name(name, {other.name for other in used}, prefix), alt, caption)
            target = picture_target(one, self.credit)
            text += "" if shown.search(text) else f"\n\n![{richtext.escape_inline(alt)}]({name})"
            text = shown.sub(lambda found, to=target: f"![{found[1] or awaited}]({to})", text)  # type: ignore[misc]
            used.append(one)
            if planned.outcome is not TextOutcome.EDITED:
                write_atomic(self.content / PurePosixPath(planned.path).parent / one.name, made.data)
        return ConvertedBody(text, tuple(used))

    def _why(self, used: Used) -> dict[str, str]:
        return {"what": used.address[:200], "reason": self.absent[used.address]}

    def _lead(self, entry: SourceEntry, prefix: str, names: Mapping[str, str]) -> Used | None:
        """The lead picture of an entry; None without one, or where it can't be had. ``names`` are those of the body."""
        lead = lead_of(entry, self.source, self.files)
        if lead is None or lead.address in self.absent:
            return None
        name = names.get(lead.address) or file_name(lead.address, {*names.values()}, prefix)
        return replace(lead, name=name)

    def _ready(self, wanted: Mapping[str, str]) -> dict[str, bytes]:
        """Files as they may be committed, by name; those that can't be are ``absent`` from now on."""
        found = {name: self._original(address) for name, address in wanted.items()}
        ready: dict[str, bytes] = {}
        pictures = [name for name, path in found.items() if path and not name.endswith(DOCUMENTS)]
        jobs = [(path.read_bytes(), PurePosixPath(name).suffix) for name in pictures if (path := found[name])]
        for name, made in zip(pictures, run_bounded(prepare_photo, jobs, None, PREPARING), strict=True):
            if isinstance(made, Prepared):
                ready[name] = made.data
            else:
                self.absent[wanted[name]] = made or WHY["timeout"]
        for name, path in found.items():
            if path and name.endswith(DOCUMENTS):
                kind = intake.kind_for(Path(name), self.kinds)
                made_document = intake.prepare_document(path, kind, ()) if kind else None
                if isinstance(made_document, intake.Ready):
                    ready[name] = made_document.data
                else:
                    self.absent[wanted[name]] = N_(
                        "it is of a kind that may not lie beside a text, or reveals something"
                    )
        return ready

    def _original(self, address: str) -> Path | None:
        """The file of an address: in the source's folder, or fetched; None where it can't be had."""
        if address in self.absent:
            return None
        upload = self.known.get(address)
        own = old_path(address, self.source.site).partition("?")[0] if address.startswith("http") else ""
        below = own or ("" if ":" in address else address.lstrip("/"))
        found = self._lying(upload.path if upload and upload.path else below)
        if found is None:
            at = joined(f"{self.source.site}/", address) if address.startswith("/") else address
            found = self._kept(at) if at.startswith(("http://", "https://", "data:")) else _NOT_THERE
        if isinstance(found, str):
            self.absent[address] = found
            return None
        return found

    def _lying(self, below: str) -> Path | str | None:
        """A file in the folder of the source, and nowhere else; None where it isn't there."""
        root = self.source.root.resolve() if self.source.root and below else None
        with suppress(OSError, ValueError):  # a name that no file can have
            path = (root / below).resolve() if root else None
            if path and root and path.is_relative_to(root) and path.is_file():
                return path if path.stat().st_size <= _MOST else _TOO_LARGE
        return None

    def _kept(self, address: str) -> Path | str:
        """The file that was fetched from an address, now or by an earlier import; or why there is none."""
        suffix = PurePosixPath(urlsplit_path(address)).suffix.lower()
        name = digest(address.encode("utf-8", "replace"))[:32] + (suffix if suffix in DOCUMENTS else "")
        kept = self.content.parent / KEPT / name
        if not kept.is_file():
            is_inside = address.startswith("data:")
            data = hypertext.embedded(address) or _NOT_THERE if is_inside else self._fetched(address)
            if isinstance(data, str):
                return data
            kept.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(kept, data)
        return kept

    def _fetched(self, address: str) -> bytes | str:
        """The bytes of an address, after its redirects; or why there are none."""
        at = address
        for _hop in range(_HOPS + 1):
            reply = self._asked(at)
            if isinstance(reply, str):
                return reply
            if reply.status in _REDIRECTS and reply.location:
                at = joined(at, reply.location)
                continue
            found = reply.body if len(reply.body) <= _MOST else _TOO_LARGE
            return found if reply.status == HTTPStatus.OK else _NOT_THERE
        return WHY["loop"]

    def _asked(self, address: str) -> Reply | str:
        """Ask a server once, as slowly as it wants and only for what its robots.txt allows; or why it wasn't asked."""
        if not joined(address, address).startswith(("http://", "https://")):
            return WHY["scheme"]
        server = self._server(address)
        if server.silences >= _SILENT:
            return WHY["timeout"]
        if server.rules and not server.rules.can_fetch(address, AGENT):
            return WHY["robots"]
        wanted = (server.rules.crawl_delay(AGENT) if server.rules else None) or 0.0
        time.sleep(min(max(self.pause, wanted), _LONGEST))
        reply = exchange(address, "GET", self.manner, _MOST + 1)
        server.silences = server.silences + 1 if reply.why in {"timeout", "connection", "no-host"} else 0
        return WHY[reply.why] if reply.why else reply

    def _server(self, address: str) -> AskedServer:
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self.servers:
            reply = exchange(f"{origin}/robots.txt", "GET", self.manner, _ROBOTS_BYTES)
            text = reply.body.decode("utf-8", "replace") if reply.status == 200 else ""
            self.servers[origin] = AskedServer(Protego.parse(text) if text else None)
        return self.servers[origin]
