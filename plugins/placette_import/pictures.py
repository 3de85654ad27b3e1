"""Pictures and files of a source come beside their texts: out of its folder, or fetched as ``invoke links`` asks.

What was fetched is kept, so that an import which was ended goes on. Each picture is made anew, as one of a resident.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from protego import Protego

from placette import N_, AttachmentKind, Files, Manner, Prepared, Reply, Work, digest, intake
from placette_import.bodies import convert, lead_of
from placette_import.decoding import SourceError, joined, split
from placette_import.pages import DOCUMENTS, Conversion, Link, file_name, path_of
from placette_import.plan import Planned, TextOutcome, old_path
from placette_import.sources import fetched
from placette_import.values import ConvertedBody, SourceEntry, Used
from placette_richtext import hypertext

KEPT = ".placette/import"
"""The folder of what was fetched, beside the settings."""
AGENT = "PlacetteImport"
"""Our name in a robots.txt."""
_MOST = 40_000_000  # Bytes of one file: a camera's best picture has 25 million
_PAUSE = 0.2
"""Seconds between two requests to one server; it may ask for more, up to ``_LONGEST``."""
_LONGEST = 10.0
_SILENT = 5
"""Pictures in a row that a server doesn't give, for want of an answer, before it is asked no more."""
_UNFIT = N_("it is of a kind that may not lie beside a text, or reveals something")
_ROBOTS_BYTES = 512_000


@dataclass(slots=True)
class AskedServer:
    """A server that is asked: what its robots.txt allows, and how often it hasn't answered."""

    rules: Protego | None
    silences: int = 0


@dataclass(slots=True)
class Album:
    """All pictures and files of an import, wherever they are."""

    shared: Conversion
    content: Path
    manner: Manner
    kinds: tuple[AttachmentKind, ...] = ()
    pause: float = _PAUSE
    servers: dict[str, AskedServer] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    """The texts that show each file, by its address: where that leads from now on."""

    def bring(self, entry: SourceEntry, planned: Planned, link: Link) -> tuple[ConvertedBody, Used | None]:
        """Return the body of a text and its lead picture; what they show lies beside the text from now on."""
        path = PurePosixPath(planned.path)
        page = path.stem if path.parts[0] == "pages" else ""

        def made() -> tuple[ConvertedBody, Used | None]:
            converted = convert(entry, self.shared, link, page)
            lead, names = lead_of(entry, self.shared), {file.address: file.name for file in converted.used}
            if lead is None or lead.address in self.shared.absent:
                return converted, None
            name = names.get(lead.address) or file_name(lead.address, {*names.values()}, page)
            return converted, replace(lead, name=name)

        converted, lead = made()
        if planned.outcome is TextOutcome.EDITED:
            return converted, lead
        files = [*converted.used, *([lead] if lead else [])]
        ready = self._ready({file.name: file.address for file in files})
        lost = {file.address: self.shared.absent[file.address] for file in files if file.name not in ready}
        if lost:
            converted, lead = made()
        for file in files:
            self.shown.setdefault(file.address, planned.path)
        for name, data in ready.items():
            Files.write_atomic(self.content / path.parent / name, data)
        notes = (entry.finding("import-picture", what=what[:200], reason=why) for what, why in lost.items())
        return replace(converted, findings=(*converted.findings, *notes)), lead

    def _ready(self, wanted: Mapping[str, str]) -> dict[str, bytes]:
        """Return files as they may be committed, by name; those that can't be are ``absent`` from now on."""
        originals = {name: self._original(address) for name, address in wanted.items()}
        ready: dict[str, bytes] = {}
        pictures = [name for name, path in originals.items() if path and not name.endswith(DOCUMENTS)]
        jobs = [(path.read_bytes(), PurePosixPath(name).suffix) for name in pictures if (path := originals[name])]
        for name, outcome in zip(pictures, Work.bounded(Prepared.prepare, jobs, None, Prepared.LIMITS), strict=True):
            if isinstance(outcome, Prepared):
                ready[name] = outcome.data
            else:
                self.shared.absent[wanted[name]] = outcome or Reply.WHY["timeout"]
        for name, path in originals.items():
            if path and name.endswith(DOCUMENTS):
                kind = intake.kind_for(Path(name), self.kinds)
                document = intake.prepare_document(path, kind, ()) if kind else None
                if isinstance(document, intake.Ready):
                    ready[name] = document.data
                else:
                    self.shared.absent[wanted[name]] = _UNFIT
        return ready

    def _original(self, address: str) -> Path | None:
        """Return the file of an address: in the source's folder, or fetched; None where it can't be had."""
        source, upload = self.shared.source, self.shared.files.get(path_of(address))
        below_site = unquote(old_path(address, source.site).partition("?")[0]) if address.startswith("http") else ""
        below = below_site or ("" if ":" in address else address.lstrip("/"))
        try:
            file = self._lying(upload.path if upload and upload.path else below)
            at = joined(f"{source.site}/", address) if address.startswith("/") else address
            return file or self._kept(at) if address not in self.shared.absent else None
        except SourceError as error:
            self.shared.absent[address] = error.reason
            return None

    def _lying(self, below: str) -> Path | None:
        """Return a file in the folder of the source, and nowhere else; None where it isn't there."""
        root = self.shared.source.root
        with suppress(OSError, ValueError):  # a name that no file can have
            path = (root.resolve() / below).resolve() if root and below else None
            if path and root and path.is_relative_to(root.resolve()) and path.is_file():
                if path.stat().st_size > _MOST:
                    raise SourceError(N_("it is too large"), below)
                return path
        return None

    def _kept(self, address: str) -> Path:
        """Return the file that was fetched from an address, now or by an earlier import."""
        if not address.startswith(("http://", "https://", "data:")):
            raise SourceError(N_("it is not there"), address)
        suffix = PurePosixPath(split(address).path).suffix.lower()
        name = digest(address.encode("utf-8", "replace"))[:32] + (suffix if suffix in DOCUMENTS else "")
        file = self.content.parent / KEPT / name
        if not file.is_file():
            is_inside = address.startswith("data:")
            data = hypertext.embedded(address) if is_inside else fetched(address, self._asked, _MOST)
            if data is None:
                raise SourceError(N_("it is not there"), address)
            Files.write_atomic(file, data)
        return file

    def _asked(self, address: str) -> Reply:
        """Ask a server once, as slowly as it wants and only for what its robots.txt allows."""
        parts = split(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self.servers:
            reply = self.manner.exchange(f"{origin}/robots.txt", "GET", _ROBOTS_BYTES)
            text = reply.body.decode("utf-8", "replace") if reply.status == 200 else ""
            self.servers[origin] = AskedServer(Protego.parse(text) if text else None)
        server = self.servers[origin]
        if server.silences >= _SILENT:
            return Reply(0, why="timeout")
        if server.rules and not server.rules.can_fetch(address, AGENT):
            return Reply(0, why="robots")
        delay = (server.rules.crawl_delay(AGENT) if server.rules else None) or 0.0
        time.sleep(min(max(self.pause, delay), _LONGEST))
        reply = self.manner.exchange(address, "GET", _MOST + 1)
        server.silences = server.silences + 1 if reply.why in {"timeout", "connection", "no-host"} else 0
        return reply
