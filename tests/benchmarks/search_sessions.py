"""Visitors who search: what they type, step by step, and what an engine answers, in Node.js and in Chromium."""

from __future__ import annotations

import json
import mimetypes
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import brotli
from playwright.sync_api import Page, Route, sync_playwright

from tests.benchmarks.measuring import ROOT, FailedError, install
from tests.tools.quality.quality_tasks import BROWSER, find

TOOLS = ROOT / ".placette-tools" / "search"
"""Where the rivals and what asks them are installed; not tracked."""
_RIVALS = Path(__file__).with_name("search_rivals")
_TOLD = 3000


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked; ``typing`` when the last word may be unfinished."""

    query: str
    typing: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Addresses found, best first; names of the files that were loaded for it; milliseconds of script."""

    found: tuple[str, ...]
    loaded: tuple[str, ...]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Visit:
    """The answers to a session's steps, and the milliseconds of script before the first."""

    opening: float
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Engine:
    """What ``session.mjs`` asks: ``form`` names the function of ``module`` that opens ``data`` with ``library``."""

    name: str
    module: str
    form: str
    library: Path
    data: Path


def install_rivals(environment: dict[str, str]) -> None:
    """Bring the rivals as locked, from npm, unless they are there; none of their scripts is run.

    Raises ``FailedError`` when npm doesn't succeed, ``FileNotFoundError`` where there is none.
    """
    install(_RIVALS, TOOLS, environment)


def ask(engine: Engine, sessions: Sequence[Sequence[Step]]) -> list[Visit]:
    """Run sessions in one process of Node.js; raises ``FailedError``."""
    command = ["node", "ask.mjs", engine.module, engine.form, str(engine.library), str(engine.data)]
    asked = json.dumps([[asdict(step) for step in steps] for steps in sessions])
    done = subprocess.run(command, cwd=TOOLS, input=asked, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise FailedError(f"{engine.name} ended with {done.returncode}:\n{done.stderr[-_TOLD:]}")
    return as_visits(json.loads(done.stdout))


def as_visits(told: Sequence[Any]) -> list[Visit]:
    """Return the output of ``session.mjs`` as values."""
    return [Visit(visit["opening"], tuple(_answers(visit["answers"]))) for visit in told]


def typed(query: str) -> list[Step]:
    """A whole query, letter by letter, from the second one."""
    return [Step(query[:size], typing=True) for size in range(2, len(query) + 1)]


@cache
def weight(path: Path) -> int:
    """Bytes of a file as it is sent: by brotli at its best, unless that makes it larger."""
    data = path.read_bytes()
    return min(len(data), len(brotli.compress(data, quality=11)))


def weight_of_all(folder: Path) -> tuple[int, int]:
    """How many files lie in a folder, and their bytes uncompressed."""
    sizes = [entry.stat().st_size for entry in os.scandir(folder) if entry.is_file()]
    return len(sizes), sum(sizes)


def _answers(told: Sequence[Any]) -> Iterator[Answer]:
    return (Answer(tuple(one["found"]), tuple(one["loaded"]), one["milliseconds"]) for one in told)


# In Chromium: Pagefind, which can only run there, and the others on a processor slowed four times. No server and no
# network: Chromium is given the files of some folders as those of an invented site.

SLOWED = 4
"""How many times slower the processor seems to be."""
LISTED = 10
_SITE = "https://banc.example/"
_EMPTY = "<!DOCTYPE html><html lang='fr'><meta charset='utf-8'><title>Banc</title>"
_STEMMER = "node_modules/snowball-stemmers/snowball-stemmers.js"
_ASK = """\
async ({ engine, form, library, names, sessions }) => {
  const file = async (name) => [name, await (await fetch(`/data/${name}.json`)).text()];
  const texts = new Map(await Promise.all(names.map(file)));
  const read = (name, whenRead) => {
    whenRead();
    if (!texts.has(name)) throw new Error(name);
    return texts.get(name);
  };
  const open = (await import(`/rivals/${engine}`))[form](await import(`/library/${library}`));
  return (await import("/rivals/session.mjs")).runSessions(open, read, sessions);
}"""
_PAGEFIND = """\
async ({ query, limit }) => {
  if (!globalThis.engine) {
    globalThis.engine = await import("/pagefind/pagefind.js");
    await engine.options({ noWorker: true });
    await engine.init();
  }
  const answer = async () => {
    const found = await engine.search(query);
    return Promise.all(found.results.slice(0, limit).map((result) => result.data()));
  };
  const shown = await answer();
  const start = performance.now();
  await answer();
  return { found: shown.map(({ url }) => url.replace(/^\\//, "")), milliseconds: performance.now() - start };
}"""


def ask_slowly(engine: Engine, sessions: Sequence[Sequence[Step]], names: Sequence[str]) -> list[Visit]:
    """Run sessions on a slowed processor; the files of these names are read before, so that only script is timed."""
    asked = {
        "engine": engine.module,
        "form": engine.form,
        "library": engine.library.name,
        "names": list(names),
        "sessions": [[asdict(step) for step in steps] for steps in sessions],
    }
    with _opened({"rivals": TOOLS, "data": engine.data, "library": engine.library.parent}, []) as page:
        page.add_script_tag(url=f"/rivals/{_STEMMER}")
        _slow(page)
        return as_visits(page.evaluate(_ASK, asked))


def ask_pagefind(bundle: Path, sessions: Sequence[Sequence[Step]], *, slowed: bool = False) -> list[list[Answer]]:
    """What Pagefind answers; each session is a visitor who has no file yet.

    Its time is that of the same search once more, when all files are there: less than a visitor waits.
    """
    told: list[list[Answer]] = []
    loaded: list[str] = []
    with _opened({"pagefind": bundle}, loaded) as page:
        for steps in sessions:
            page.goto(_SITE)
            if slowed:
                _slow(page)
            answers: list[Answer] = []
            for step in steps:
                loaded.clear()
                said: Any = page.evaluate(_PAGEFIND, {"query": step.query, "limit": LISTED})
                answers.append(Answer(tuple(said["found"]), tuple(loaded), said["milliseconds"]))
            told.append(answers)
    return told


@contextmanager
def _opened(folders: Mapping[str, Path], loaded: list[str]) -> Iterator[Page]:
    """An empty page of a site of these folders; notes the paths below a folder that it asked for."""

    def give(route: Route) -> None:
        room, _, path = route.request.url.removeprefix(_SITE).partition("?")[0].partition("/")
        if not room:
            route.fulfill(body=_EMPTY, content_type="text/html")
        elif room in folders and (file := folders[room] / path).is_file():
            loaded.append(path)
            kind = "text/javascript" if file.suffix == ".mjs" else mimetypes.guess_type(path)[0]
            route.fulfill(body=file.read_bytes(), content_type=kind or "application/octet-stream")
        else:
            route.fulfill(status=404, body="")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(BROWSER), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.set_default_timeout(600_000)
        page.route("**/*", give)
        page.goto(_SITE)
        yield page
        browser.close()


def _slow(page: Page) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
