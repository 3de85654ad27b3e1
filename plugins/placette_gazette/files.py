"""The files of issues: to print, to staple, to read on an e-reader, and the first page as a picture.

They are made when the site is built, in processes of their own, and kept by what they hold: an issue that hasn't
changed costs nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from placette import (
    DRAWN,
    N_,
    Problem,
    Site,
    Store,
    Workshop,
    articles,
    digest,
    follow,
    problem,
    spread_out,
    write_new,
)
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
_WIDE, _QUALITY = 1600, 85
"""Pixels of the widest picture in a book, and how much of it JPEG keeps."""


class IssueFile(NamedTuple):
    """A file of an issue: its form, its path from the site's root, its bytes, its pages (0: it has none)."""

    form: str
    path: str
    size: int
    pages: int

    @property
    def label(self) -> str:
        """What it is (to be translated); empty for the picture of the first page."""
        return _FORMS[self.form][0]

    @property
    def type(self) -> str:
        """Its media type."""
        return _FORMS[self.form][1]

    def note(self, site: Site) -> str:
        """«12 pages, 2,1 Mo»."""
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
    found: tuple[IssueFile, ...] = site.kept.get(("issue files", issue.slug), ())
    return found


def write_issues(site: Site, workshop: Workshop) -> None:
    """Write the files of every issue that are not in place; a preview has only those that were made before."""
    issues = site.texts(ISSUE).values() if _wanted(site) else ()
    if not issues:
        return
    store = Store(workshop.cache / "gazette")
    keys = {issue.slug: key_of(issue, site) for issue in issues}
    stale = [issue for issue in issues if store.get(keys[issue.slug]) is None and not site.build.preview]
    made = spread_out(_make, [issue.slug for issue in stale], site, cost=_SECONDS)
    for issue, (files, warnings) in zip(stale, follow(_MAKING, made, len(stale)), strict=True):
        for form, (data, _) in files.items():
            store.put(f"{keys[issue.slug]}-{form}", data)
        facts = {form: [len(data), pages] for form, (data, pages) in files.items()}
        store.put(keys[issue.slug], json.dumps({"files": facts, "warnings": warnings}).encode())
    for issue in issues:
        if store.get(_last(issue)) != (key := keys[issue.slug].encode()):
            store.put(_last(issue), key)
        site.kept["issue files", issue.slug] = tuple(_put(issue, keys[issue.slug], store, workshop))
    store.prune()


def _wanted(site: Site) -> bool:
    return bool(site.texts(ISSUE)) and site.options("GAZETTE", GazetteSettings).files


def key_of(issue: Issue, site: Site) -> str:
    """Return a digest of all that the files of an issue are made from."""
    look = (site.settings.get("IDENTITY_PRIMARY"), site.settings.get("IDENTITY_ACCENT"), site.lang)
    return digest(_version().encode(), plan(site, issue).mark.encode(), repr(look).encode())


@cache
def _version() -> str:
    """Return a digest of what lays issues out: another part of the software changes none that was printed."""
    here = Path(__file__).parent
    own = sorted((*here.glob("*.py"), *(here / "templates").rglob("*.*")))
    printer = version("typst") if is_installed() else ""
    return digest(printer.encode(), *(file.read_bytes() for file in own))


def _put(issue: Issue, key: str, store: Store, workshop: Workshop) -> Iterator[IssueFile]:
    kept = store.get(key)
    for form, (size, pages) in (json.loads(kept)["files"] if kept else {}).items():
        path, made = file_path(issue, form), f"{key}-{form}"
        store.keep(made)
        if workshop.ledger.needs(path, made):
            data = store.get(made)
            if data is None:
                raise OSError(f"{issue.path}: {path}")
            write_new(workshop.output, path, data)
            workshop.ledger.note(path, digest(data))
        yield IssueFile(form, path, size, pages)


def _last(issue: Issue) -> str:
    """Return the name under which the key of an issue's last files is kept: the doctor reads it, at another address."""
    return f"last-{issue.slug}"


def said_of(issue: Issue, site: Site) -> list[str]:
    """Return what there was to say when the files of an issue were last made; nothing before that."""
    store = Store(Path(site.settings["CACHE_PATH"]) / "gazette")
    key = store.get(_last(issue))
    kept = store.get(key.decode()) if key else None
    warnings: list[str] = json.loads(kept)["warnings"] if kept else []
    return warnings


def file_path(issue: Issue, form: str) -> str:
    """Return the path of a file of an issue from the site's root: beside its page."""
    beside = f"{issue.url}{issue.slug}" if issue.url.endswith("/") else issue.url.removesuffix(".html")
    return f"{beside}{_FORMS[form][2]}"


def _make(slug: str, site: Site) -> tuple[Laid, list[str]]:
    """Return the files of an issue, each with its pages, and what is to say of them."""
    return lay_out(gather(site, site.texts(ISSUE)[slug]), site)


def lay_out(edition: Edition, site: Site) -> tuple[Laid, list[str]]:
    """Lay an issue out in each form; one that can't be is left out, and said."""
    from placette_gazette.book import book_of  # noqa: PLC0415 - most builds make none

    paper, warnings = print_paper(edition, site) if is_installed() else (Laid(), [])
    return {**paper, "book": (book_of(edition, pictures_of(edition, site), site), 0)}, warnings


def print_paper(edition: Edition, site: Site) -> tuple[Laid, list[str]]:
    """Print an issue, and draw its first page."""
    from placette_gazette.paper import look_of, make_paper  # noqa: PLC0415 - most builds make none

    look, laid, warnings = look_of(site), Laid(), list[str]()
    for name, form in (("paper", PaperForm.A4), ("booklet", PaperForm.BOOKLET)):
        try:
            printed = make_paper(edition, look, form)
        except PressError as error:
            warnings.append(f"{site.say(_FORMS[name][0])}: {error}")
            continue
        laid[name] = printed.pdf, printed.pages
        warnings += [one for one in printed.warnings if one not in warnings]
    if "paper" in laid:
        laid["cover"] = draw_page(laid["paper"][0]), 0
    return laid, warnings


def pictures_of(edition: Edition, site: Site) -> dict[str, bytes]:
    """Return the pictures of an issue: photos by ``Plate.path``, as JPEG that passed the gate, landscapes as SVG by
    ``Story.path``.
    """
    from placette import announcing  # noqa: PLC0415 - it draws, as most builds don't

    known, draw, found = articles(site), site.ask(DRAWN), dict[str, bytes]()
    photo = announcing.published_site(site).photo
    for story in (*edition.stories, *edition.opposition):
        article = known[story.path]
        by_path = {one.path: one for one in (article.photo, *site.build.body_of(article).photos) if one}
        for plate in filter(None, (story.plate, *story.plates)):
            if not plate.path and draw:
                found[story.path] = draw(article)
            elif plate.path and plate.path not in found:
                facts = site.build.photos[plate.path]
                width = min(facts.width, _WIDE)
                image = photo(by_path[plate.path], width, max(1, round(facts.height * width / facts.width)))
                if image is not None:
                    saved = BytesIO()
                    image.save(saved, "JPEG", quality=_QUALITY, optimize=True)
                    found[plate.path] = saved.getvalue()
    return found


def examine_files(site: Site) -> Iterator[Problem]:
    """Report what a layout could do less well than a person would, and that nothing is installed that makes one."""
    issues = site.texts(ISSUE)
    if issues and site.options("GAZETTE", GazetteSettings).files and not is_installed():
        yield problem("gazette-unprinted")
    for issue in issues.values():
        yield from (problem("gazette-layout", issue.path, what=what) for what in said_of(issue, site))
