"""How long a writer waits: from saving a post, while ``invoke serve`` runs, to the moment its page can be reloaded.

The real task is run in a site of its own and listened to as a browser does. Nothing here knows how it builds.
"""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

from placette.engine.build.serving import EVENTS
from tests.benchmarks.corpus import added_sentence, make_corpus
from tests.benchmarks.figures import Serve
from tests.benchmarks.makers import OURS, Bench
from tests.benchmarks.measuring import ROOT, FailedError, ImplausibleError
from tests.benchmarks.scenarios import write_change

MOST_POSTS = 1000
_PATIENCE = 600.0
"""Seconds to wait for the first build, or for one after an edit."""
_PAUSE = 1.0
"""Seconds for the watching to begin, and between two edits."""
_SECONDS_TO_END = 10.0


def measure_serve(folder: Path, posts: int, runs: int) -> Serve:
    """The median over so many edits of a site of ``posts`` posts, at most a thousand, written into ``folder``."""
    bench = Bench(folder, make_corpus(min(posts, MOST_POSTS)))
    OURS.form.write(bench.ours, bench.corpus)
    port = _free_port()
    with _serving(bench, port):
        taken = [_measure_edit(bench, port, run) for run in range(runs)]
    return Serve(len(bench.corpus.posts), median(taken))


def _measure_edit(bench: Bench, port: int, run: int) -> float:
    """Save one post, wait for the word to reload, and look whether the page says what was added."""
    listening = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        listening.request("GET", EVENTS)
        events = listening.getresponse()
        time.sleep(_PAUSE)
        start = time.perf_counter()
        saved = write_change("edit", bench, run)
        _wait_for_reload(events)
        seconds = time.perf_counter() - start
    finally:
        listening.close()
    page = f"/{saved.parents[1].name}/{saved.parent.name}/"
    if added_sentence(run) not in _fetch(port, page):
        raise ImplausibleError(f"serve: {page} does not say what was added")
    return seconds


def _wait_for_reload(events: http.client.HTTPResponse) -> None:
    """Read events (and the signs of life between them) until the first one; it must be a reload."""
    patience = time.monotonic() + _PATIENCE
    for line in events:
        if line.startswith(b"event: "):
            if line.strip() != b"event: reload":
                raise ImplausibleError(f"serve: {line!r} instead of a reload")
            return
        if time.monotonic() > patience:
            break
    raise ImplausibleError("serve: no build followed the edit")


@contextmanager
def _serving(bench: Bench, port: int) -> Iterator[None]:
    """``invoke serve`` for the site, ready and watching; ended afterwards."""
    command = [sys.executable, "-m", "invoke", "--search-root", str(ROOT), "serve", "--port", str(port)]
    log = bench.folder / "serve.log"
    with log.open("wb") as told:
        process = subprocess.Popen(
            command, cwd=bench.ours, env=bench.environment, stdin=subprocess.DEVNULL, stdout=told, stderr=told
        )
        try:
            _wait_until_ready(process, log, port)
            yield
        except (OSError, http.client.HTTPException, ImplausibleError) as error:
            raise FailedError(f"{' '.join(command)}\n{error}\n{_log_text(log)}") from error
        finally:
            _end(process)


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path, port: int) -> None:
    """Wait for the first build to be served, then for the watching to begin."""
    patience = time.monotonic() + _PATIENCE
    while f"http://127.0.0.1:{port}" not in _log_text(log):
        if process.poll() is not None or time.monotonic() > patience:
            raise ImplausibleError("serve: it did not begin")
        time.sleep(0.1)
    time.sleep(_PAUSE)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ctrl+C, as a person would, so that its workers end too; then less kindly."""
    for ask in (partial(process.send_signal, signal.SIGINT), process.terminate, process.kill):
        try:
            ask()
            process.wait(_SECONDS_TO_END)
        except (subprocess.TimeoutExpired, ValueError):  # Windows knows no SIGINT for others
            continue
        return


def _log_text(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")


def _fetch(port: int, path: str) -> str:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        asking.request("GET", path)
        return asking.getresponse().read().decode("utf-8")
    finally:
        asking.close()


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
    return port
