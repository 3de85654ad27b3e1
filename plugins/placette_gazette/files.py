"""The files of issues: to print, to staple, to read on an e-reader, and the first page as a picture.

They are made when the site is built, in processes of their own, and kept by what they hold: an issue that hasn't
changed costs nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from placette import N_, Files, Problem, Site, Store, Work, Workshop, digest
from placette_gazette.contents import Edition, gather, plan
from placette_gazette.issue import ISSUE, GazetteSettings, Issue
from placette_gazette.layout import PaperForm
from placette_gazette.press import PressError, draw_page, is_installed

_FORMS: Mapping[str, tuple[str, str, str]] = {
    "paper": (N_("PDF to print, A4"), "application/pdf", ".pdf"),
    "booklet": (N_("PDF to fold and staple, A5"), "application/pdf", "-a5.pdf"),
    "book": (N_("EPUB, for e-readers"), "application/epub+zip", ".epub"),
    "cover": ("", "image/jpeg", ".jpg"),
}
"""By form: what readers are told, the media type, the end of the file's name."""
_MAKING = N_("Issues laid out")
_SECONDS = 8.0
"""What an issue of thirty posts takes."""
_NOTHING: dict[str, Any] = {"key": "", "files": {}, "warnings": []}


class IssueFile(NamedTuple):
    """A file of an issue: what it is (to be translated; empty for the picture of the first page), its media type, its
    path from the site's root, its bytes, its pages (0: it has none).
    """

    label: str
    type: str
    path: str
    size: int
    pages: int

    def note(self, site: Site) -> str:
        """Return its pages and its size in words: «12 pages, 2,1 Mo»."""
        pages = site.words.ngettext("{count} page", "{count} pages", self.pages).format(count=self.pages)
        return ", ".join(filter(None, (pages if self.pages else "", spoken_size(self.size, site.lang, site.say))))


def spoken_size(size: int, lang: str, say: Callable[[str], str]) -> str:
    """Return how many bytes a file has: «340 ko», «2,1 Mo»."""
    if size < 1_000_000:
        return say(N_("{number} kB")).format(number=max(1, round(size / 1000)))
    number = f"{size / 1_000_000:.1f}"
    return say(N_("{number} MB")).format(number=number.replace(".", ",") if lang == "fr" else number)


Laid = dict[str, tuple[bytes, int]]  # by form, a file and its pages


def files_of(issue: Issue, site: Site) -> tuple[IssueFile, ...]:
    """Return the files of an issue that this build offers; none before they are made."""
    files: tuple[IssueFile, ...] = site.kept.get(("issue files", issue.slug), ())
    return files


def write_issues(site: Site, workshop: Workshop) -> None:
    """Write the files of every issue that are not in place; a preview has only those that were made before."""
    issues = site.texts(ISSUE) if site.options("GAZETTE", GazetteSettings).files else {}
    if not issues:
        return
    store = Store(workshop.cache / "gazette")
    keys = {slug: _key(issue, site) for slug, issue in issues.items()}
    facts_by_slug = {slug: _kept(store, slug) for slug in issues}
    stale = [slug for slug, key in keys.items() if facts_by_slug[slug]["key"] != key]
    if site.build.preview:
        facts_by_slug, stale = facts_by_slug | dict.fromkeys(stale, _NOTHING), []
    layouts = Work.spread_out(_make, stale, site, cost=_SECONDS)
    for slug, (files, warnings) in zip(stale, Work.follow(_MAKING, layouts, len(stale)), strict=True):
        for form, (data, _) in files.items():
            store.put(f"{keys[slug]}-{form}", data)
        facts = {form: [len(data), pages] for form, (data, pages) in files.items()}
        facts_by_slug[slug] = {"key": keys[slug], "files": facts, "warnings": warnings}
        store.put(_last(slug), json.dumps(facts_by_slug[slug]).encode())
    for slug, issue in issues.items():
        site.kept["issue files", slug] = tuple(_put(issue, facts_by_slug[slug], store, workshop))
    if not site.build.preview:
        store.prune()


def _key(issue: Issue, site: Site) -> str:
    """Return a digest of all that the files of an issue are made from."""
    look = (site.settings.get("IDENTITY_PRIMARY"), site.settings.get("IDENTITY_ACCENT"), site.lang)
    return digest(_version().encode(), plan(site, issue).mark.encode(), repr(look).encode())


@cache
def _version() -> str:
    """Return a digest of what lays issues out: another part of the software changes none that was printed."""
    here = Path(__file__).parent
    sources = sorted((*here.glob("*.py"), *(here / "templates").rglob("*.*")))
    printer = version("typst") if is_installed() else ""
    return digest(printer.encode(), *(file.read_bytes() for file in sources))


def _last(slug: str) -> str:
    """Return the name under which that is kept, for this software alone."""
    return f"{_version()}-{slug}"


def _kept(store: Store, slug: str) -> dict[str, Any]:
    """Return what is known of the files of an issue that were made last: their key, their sizes, what there was to say.

    The doctor reads it too, at another address, which has other keys.
    """
    data = store.get(_last(slug))
    facts: dict[str, Any] = json.loads(data) if data else _NOTHING
    return facts


def _put(issue: Issue, known: Mapping[str, Any], store: Store, workshop: Workshop) -> Iterator[IssueFile]:
    # A file lies beside the page of its issue
    stem = f"{issue.url}{issue.slug}" if issue.url.endswith("/") else issue.url.removesuffix(".html")
    for form, (size, pages) in known["files"].items():
        label, kind, ending = _FORMS[form]
        path, key = stem + ending, f"{known['key']}-{form}"
        store.keep(key)
        if workshop.ledger.needs(path, key):
            data = store.get(key)
            if data is None:
                raise OSError(f"{issue.path}: {path}")
            Files.write_new(workshop.output, path, data)
            workshop.ledger.note(path, digest(data))
        yield IssueFile(label, kind, path, size, pages)


def _make(slug: str, site: Site) -> tuple[Laid, list[str]]:
    """Return the files of an issue, each with its pages, and what is to say of them."""
    return lay_out(gather(site, site.texts(ISSUE)[slug]), site)


def lay_out(edition: Edition, site: Site) -> tuple[Laid, list[str]]:
    """Lay an issue out in each form; one that can't be is left out, and said."""
    from placette_gazette.book import book_of  # noqa: PLC0415 - most builds make none
    from placette_gazette.paper import look_of, make_paper  # noqa: PLC0415

    look, laid, warnings = look_of(site), Laid(), list[str]()
    for name, form in (("paper", PaperForm.A4), ("booklet", PaperForm.BOOKLET)) if is_installed() else ():
        try:
            printed = make_paper(edition, look, form)
        except PressError as error:
            warnings.append(f"{site.say(_FORMS[name][0])}: {error}")
            continue
        laid[name] = printed.pdf, printed.pages
        warnings += [warning for warning in printed.warnings if warning not in warnings]
    if "paper" in laid:
        laid["cover"] = draw_page(laid["paper"][0]), 0
    return {**laid, "book": (book_of(edition, site), 0)}, warnings


def examine_files(site: Site) -> Iterator[Problem]:
    """Report what a layout could do less well than a person would, and that nothing is installed that makes one."""
    issues, store = site.texts(ISSUE), Store(Path(site.settings["CACHE_PATH"]) / "gazette")
    if issues and site.options("GAZETTE", GazetteSettings).files and not is_installed():
        yield Problem.of("gazette-unprinted")
    for slug, issue in issues.items():
        yield from (Problem.of("gazette-layout", issue.path, what=what) for what in _kept(store, slug)["warnings"])
