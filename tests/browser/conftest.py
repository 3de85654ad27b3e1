"""A real browser, and the demonstration site as a visitor gets it."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect, sync_playwright

from placette.engine.content.build import Build
from placette.plugin import build_site, load_site, open_site
from tests.fixture_site import ROOT

expect.set_options(timeout=30_000)  # a busy machine isn't a fault

PROBES = Path(__file__).with_name("probes.js")
EPOCH = "1796083200"
"""1 December 2026: every post of the demonstration is out."""
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
_LEFT = "net::ERR_ABORTED"
"""How Chromium calls a request that the visitor's leaving the page ended."""
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4", "experimental"]
_DOUBTS = ["link-in-text-block"]
"""Rules whose doubts count as well: axe cannot tell a link from the words around it, so others may not either."""
_RUN = """async ([options, doubts]) => {
  const told = await axe.run(options);
  return [...told.violations, ...told.incomplete.filter((rule) => doubts.includes(rule.id))];
}"""
"""Runs axe; what it finds without being asked would take longer to bring here."""
_WIDE = {"width": 1280, "height": 900}

_ONE, _OTHER = "PLACETTE_BROWSER", "PLACETTE_WINDOWED"
_HAS_TWO = os.environ.get(_OTHER, "") not in {"", os.environ.get(_ONE)}
BROWSERS = [_ONE, _OTHER] if _HAS_TWO else [_ONE]
"""A Chromium without windows first; one alone, where there is only one."""
in_each_browser = pytest.mark.parametrize("chromium", BROWSERS, indirect=True)
"""For what a Chromium with windows does otherwise than one without."""

Visit = Callable[..., Page]


@dataclass(frozen=True)
class Demonstration:
    """The built demonstration site: where it lies, where it is served, what it was built from."""

    folder: Path
    address: str
    cache: Path

    @cached_property
    def build(self) -> Build:
        """What was read, read again."""
        with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
            patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
            copied = shutil.copytree(self.cache, Path(folder, "cache"))
            return open_site(_settings(self.folder.parent, self.address, copied)).build


class LongVisits:
    """Pages that stay open, one for each address and choice of options; each belongs to its last user."""

    def __init__(self, chromium: Browser) -> None:
        self._chromium = chromium
        self._pages: dict[str, Page] = {}
        self._tell: Callable[[str], None] = print

    def page(self, address: str, tell: Callable[[str], None], **options: Any) -> Page:
        """A page on which nothing of this test was seen yet."""
        self._tell = tell
        viewport, scheme = options.pop("viewport", _WIDE), options.pop("color_scheme", "light")
        key = f"{address} {sorted(options.items())}"
        if key not in self._pages:
            context = _open(self._chromium, address, self._pass_on, **options)
            self._pages[key] = context.new_page()
        page = self._pages[key]
        page.set_viewport_size(viewport)
        page.emulate_media(media="screen", color_scheme=scheme)
        return page

    def _pass_on(self, told: str) -> None:
        self._tell(told)

    def close(self) -> None:
        """End the visits."""
        for page in self._pages.values():
            page.context.close()


def tool(variable: str) -> str:
    """The path that ``invoke test`` gives in a variable; a test without it fails, it is never left out."""
    path = os.environ.get(variable, "")
    if not Path(path).exists() or not path:
        pytest.fail(f"{variable} names no program: run «invoke test», which finds or installs it.", pytrace=False)
    return path


STORED = """async () => [
  ...[localStorage, sessionStorage].flatMap((area, at) =>
    Object.keys(area).map((key) => `${key} ${["local", "session"][at]}Storage`)),
  ...document.cookie.split("; ").filter(Boolean).map((pair) => `${pair.split("=")[0]} cookie`),
  ...(await caches.keys()).map((key) => `${key} cache`),
  ...(await indexedDB.databases()).map(({ name }) => `${name} IndexedDB`),
]"""
"""Gives the names of all that a page keeps in the browser."""
_DECLARED = re.compile(r"\(([\w*:.-]+), (localStorage|sessionStorage|cookie|cache|IndexedDB)\)")


def stored_as_declared(names: Iterable[str], text: str) -> set[str]:
    """The lines of the page on personal data (its text) that these names are of; each is of one."""
    declared = [f"{name} {area}" for name, area in _DECLARED.findall(text)]
    lines = {name: [line for line in declared if fnmatchcase(name, line)] for name in names}
    assert all(lines.values()), lines
    return {line for listed in lines.values() for line in listed}


@pytest.fixture(scope="session")
def tools() -> Path:
    """The folder of the packages from npm."""
    return Path(tool("PLACETTE_TOOLS")) / "node_modules"


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    path = tool(getattr(request, "param", _ONE))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demonstration(
    once_a_run: Callable[[str, Callable[[Path], None]], Path], hosted_room: tuple[Path, str], prepared_photos: Path
) -> Demonstration:
    """One site and one server for all processes of the tests."""
    room, address = hosted_room

    def make(folder: Path) -> None:
        cache = shutil.copytree(prepared_photos, folder / "cache")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
            build_site(_settings(room, address, cache))

    return Demonstration(room / "output", address, once_a_run("demonstration-made", make) / "cache")


def _settings(room: Path, address: str, cache: Path) -> dict[str, Any]:
    own = {"OUTPUT_PATH": str(room / "output"), "CACHE_PATH": str(cache), "SITEURL": address.rstrip("/")}
    return load_site(ROOT / "pelicanconf.py", **own)


@pytest.fixture(scope="session")
def axe(tools: Path) -> str:
    """axe, speaking French."""
    words = json.loads((tools / "axe-core/locales/fr.json").read_bytes())
    source = (tools / "axe-core/axe.min.js").read_text(encoding="utf-8")
    return f"{source};axe.configure({{locale: {json.dumps(words)}}});0"


@pytest.fixture
def journal() -> list[str]:
    """What the pages of a test did that they must not; a test that looks at it ends with ``journal == []``."""
    return []


@pytest.fixture
def contexts(chromium: Browser, journal: list[str]) -> Iterator[Callable[..., BrowserContext]]:
    """Opens visits that know nothing of each other; ``address`` is all that their pages may ask for."""
    opened: list[BrowserContext] = []

    def open_context(address: str, **options: Any) -> BrowserContext:
        context = _open(chromium, address, journal.append, **options)
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()


@pytest.fixture
def visit(contexts: Callable[..., BrowserContext], demonstration: Demonstration) -> Visit:
    """Opens a page of the demonstration in a visit of its own; takes the options of a Playwright context."""

    def open_page(address: str, **options: Any) -> Page:
        page = contexts(demonstration.address, **options).new_page()
        page.goto(demonstration.address + address)
        return page

    return open_page


@pytest.fixture(scope="module")
def long_visits(chromium: Browser) -> Iterator[LongVisits]:
    """The visits that the tests of a file share."""
    visits = LongVisits(chromium)
    yield visits
    visits.close()


@pytest.fixture
def stroll(long_visits: LongVisits, demonstration: Demonstration, journal: list[str]) -> Visit:
    """As ``visit``, from page to page in a visit that the tests of a file share, which takes half the time: for tests
    that leave nothing behind for the next page, as a choice in the storage would be. Viewport and colours are as in a
    visit of its own; everything else of a page goes when the next one comes."""

    def open_page(address: str, **options: Any) -> Page:
        page = long_visits.page(demonstration.address, journal.append, **options)
        page.goto(demonstration.address + address)
        return page

    return open_page


def _open(chromium: Browser, address: str, tell: Callable[[str], None], **options: Any) -> BrowserContext:
    context = chromium.new_context(**{"viewport": _WIDE, "reduced_motion": "reduce"} | options)
    context.set_default_timeout(20_000)
    context.add_init_script(path=PROBES)
    _watch(context, address, tell)
    return context


def _watch(context: BrowserContext, address: str, tell: Callable[[str], None]) -> None:
    """Tell of requests to others, requests without answer, words on the console, errors and dialogs."""

    def note(what: str, *, unless: bool) -> None:
        if not unless:
            tell(what)

    def dismiss(dialog: Dialog) -> None:
        tell(f"dialog: {dialog.message}")
        dialog.dismiss()

    context.on("request", lambda asked: note(f"asks {asked.url}", unless=asked.url.startswith((address, "data:"))))
    context.on("requestfailed", lambda asked: note(f"{asked.failure}: {asked.url}", unless=asked.failure == _LEFT))
    context.on("response", lambda answer: note(f"{answer.status}: {answer.url}", unless=answer.status < 400))
    context.on("console", lambda said: tell(f"console: {said.text}"))
    context.on("weberror", lambda error: tell(f"error: {error.error}"))
    context.on("dialog", dismiss)


def violations(page: Page) -> list[str]:
    """What axe finds: the rule, its advice, each element."""
    rules = page.evaluate(_RUN, [{"runOnly": _RULES, "resultTypes": ["violations", "incomplete"]}, _DOUBTS])
    found = [(rule, node) for rule in rules for node in rule["nodes"]]
    return [f"{rule['id']} ({rule['help']}): {node['target']} {node['html'][:120]}" for rule, node in found]


def moved_in(page: Page) -> list[str]:
    """Return what moved, when it adds up to more than nothing in CLS's two decimals."""
    shifts = page.evaluate("probe.shifts()")
    total = sum(value for value, _what in shifts)
    return [f"{value:.4f}: {what}" for value, what in shifts] if round(total, 2) else []
