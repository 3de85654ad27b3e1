"""Task serve: the site with its drafts on this computer, built anew and shown at every change."""

from __future__ import annotations

import sys
import threading
import time
import webbrowser
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from invoke import Context, Exit, task
from watchfiles import watch

from placette.commands.building import attempt, load_preview, summary, warning
from placette.commands.site_tasks import ROOT, WORDS, _, refuse
from placette.engine.base.geography import qr_rows
from placette.engine.base.processes import collect_again, keep_ready, preload, start_ready
from placette.engine.base.scanning import Signature, seen_of
from placette.engine.base.translation import N_
from placette.engine.build.building import Moments
from placette.engine.build.previews import trouble_of
from placette.engine.build.serving import (
    EVERYWHERE,
    LOOPBACK,
    Bell,
    Shown,
    draw_qr,
    keep_pages,
    open_server,
    own_address,
    own_names,
)
from placette.engine.build.settling import Settlement
from placette.engine.build.up_to_date import STEADY
from placette.engine.content.addresses import FILE, MOVED_FILE
from placette.engine.content.build import Build
from placette.engine.content.library import read_text
from placette.engine.findings.problems import to_mend
from placette.engine.findings.reports import render_plain
from placette.engine.rendering.features import files_read
from placette.plugin import listed

_BESIDE = ("pelicanconf.py", FILE, MOVED_FILE)
_LAST_PORT = 65_535
_NO_PORT = N_("Nothing can be shown on port {port}: choose one from 1024 to 65535, as with invoke serve --port 8001")
_STEADY = {STEADY: True}
"""Who tries colours out saves a style sheet every other minute, and would wait for all pages."""
_DARK_ON_LIGHT = "\x1b[30;107m{}\x1b[0m"
"""ANSI colours: whatever the terminal's own, cameras read dark on light."""


@dataclass(frozen=True, slots=True)
class _Show:
    """A site that is shown: its address, the folder of its preview, the bell of the pages that are open."""

    address: str
    folder: Path
    bell: Bell

    def before(self, build: Build, settlement: Settlement) -> None:
        """Keep the last good pages of texts that can't be built any more."""
        stuck = trouble_of(to_mend(build.problems), build.addresses).stuck()
        self.bell.kept = keep_pages(self.bell.kept, stuck, settlement.remove, self.folder)

    def after(self, build: Build) -> None:
        """Show the new pages."""
        self.bell.ring(trouble_of(build.problems, build.addresses))

    def rebuild(self) -> None:
        """Build the site; if it can't be built, the last good one stays and shows why."""
        started = time.perf_counter()
        try:
            settings = load_preview("", self.address, READING_SKIP_INVALID=True, **_STEADY)
            outcome = attempt(settings, Moments(self.before, self.after))
        except Exit as refusal:
            print(refusal.message, file=sys.stderr, flush=True)
            self.bell.ring(replace(self.bell.trouble, fault=str(refusal.message)))
            return
        if outcome.build and (wrong := to_mend(outcome.build.problems)):
            print(render_plain(wrong, _) + "\n", file=sys.stderr, flush=True)
        print(f"{summary(outcome, time.perf_counter() - started)}\n{warning(outcome)}", end="", flush=True)


@task(
    help={
        "port": N_("The port to serve on (8000)."),
        "open_browser": N_("Open the site in your browser."),
        "lan": N_("Let the phones and computers of your network look at it too, drafts included."),
    }
)
def serve(_context: Context, port: int = 8000, open_browser: bool = False, lan: bool = False) -> None:
    """Show the site with its drafts on this computer, and refresh the browser at every change."""
    host = own_address() if lan else LOOPBACK
    if not host:
        refuse(N_("This computer is on no network. Connect it, or leave out --lan."))
    if not 0 < port <= _LAST_PORT:
        refuse(_NO_PORT, port=port)
    address = f"http://{host}:{port}"
    settings = load_preview("", address, **_STEADY)
    show = _Show(address, Path(settings["OUTPUT_PATH"]), Bell())
    shown = Shown(show.folder, "/", WORDS, settings["DEFAULT_LANG"], own_names() if lan else frozenset())
    try:
        server = open_server(shown, (EVERYWHERE if lan else LOOPBACK, port), show.bell)
    except PermissionError:
        refuse(_NO_PORT, port=port)
    except OSError:
        refuse(N_("Port {port} is already in use. Try: invoke serve --port {other}"), port=port, other=port + 1)
    preload("invoke.main")  # a tenth of a second of each build
    keep_ready(read_text)  # as much
    show.rebuild()
    start_ready()
    collect_again()  # this runs for hours
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(_("The site: {address} (Ctrl+C to stop)").format(address=address), flush=True)
    if lan:
        _invite(address)
    if open_browser:
        webbrowser.open(address)
    try:
        for _change in changes_of(settings):
            show.rebuild()
            start_ready()
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()


def changes_of(settings: dict[str, Any]) -> Iterator[None]:
    """Yield at each change of the site: texts and themes by the system's events, the files beside by looking.

    Programs put another file in the place of one that they save, and the system would go on watching the old one.
    """
    themes = map(Path, (settings["THEME"], *settings["THEME_TEMPLATES_OVERRIDES"]))
    last = look_beside(settings)
    watched = settings["PATH"], *filter(Path.is_dir, themes)
    for changes in watch(*watched, debounce=50, step=10, rust_timeout=500, yield_on_timeout=True):  # milliseconds
        found = look_beside(settings)
        if changes or found != last:
            last = found
            yield


def look_beside(settings: dict[str, Any]) -> dict[Path, Signature]:
    """Return the state of the files beside the texts: the settings', those of addresses and of features."""
    files = (*(ROOT / name for name in _BESIDE), *files_read(listed(settings), settings))
    found: dict[Path, Signature] = {}
    for file in files:
        with suppress(OSError):  # it isn't there, or is being replaced
            found[file] = seen_of(file.stat()).signature
    return found


def _invite(address: str) -> None:
    """Show the address as a QR code, where the terminal has the characters for it."""
    print(_("Everyone on your network can look at it, drafts included. With a phone:"), flush=True)
    frame = _DARK_ON_LIGHT if sys.stdout.isatty() else "{}"
    code = "\n".join(frame.format(line) for line in draw_qr(qr_rows(address)))
    try:
        print(code, flush=True)
    except UnicodeEncodeError:
        print(address, flush=True)
