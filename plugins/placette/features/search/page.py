"""The page where visitors search; below the field, and without script alone, an index as in a book.

A short index is on that page; a longer one has a page for each letter, so that each is light.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from rjsmin import jsmin

from placette.engine.base.files import digest
from placette.engine.base.translation import N_
from placette.engine.rendering.addresses import PageAddress
from placette.engine.rendering.entries import numbered
from placette.engine.rendering.features import Above, Configured, Lookup, Request, Single, Site
from placette.engine.rendering.lists import head_of, leaves
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.site import once_a_build
from placette.engine.rendering.views import HeadView, LinkView, PaginationView, SearchAccess
from placette.features.search.words import NO_LETTER, Book, book_of, mark_of, starts_of

ENTRY = "main.js"  # the module that begins search; all others are there because it imports them
_IMPORT = re.compile(r'^import \{[\w\s,$]+\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function|class|const|let) )", re.MULTILINE)


def join_modules(folder: Path, words: Mapping[str, str]) -> bytes:
    """Join ``main.js`` and what it imports into one classic script that defines no name outside itself.

    ``words`` are its translated messages. All modules share one function (names are most of the script's weight), so
    that none may declare a name of another's.
    """
    sources: dict[str, str] = {}
    _gather(folder, ENTRY, sources)
    bodies = (_EXPORT.sub("", _IMPORT.sub("", source)) for source in sources.values())
    table = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return (str(jsmin('(SAID=>{"use strict";\n' + "\n".join(bodies) + "\n})(")) + f"{table});").encode()


def _gather(folder: Path, name: str, sources: dict[str, str]) -> None:
    """Add a module to the sources, after all that it imports."""
    source = (folder / name).read_text(encoding="utf-8")
    for other in _IMPORT.findall(source):
        if other not in sources:
            _gather(folder, other, sources)
    sources[name] = source


class BookTitleView(NamedTuple):
    """A page by its title, in the title's language."""

    label: str
    url: str
    lang: str


class BookLineView(NamedTuple):
    """A line of the index: a name with its address, or a word; its titles, and how many ``more`` there are."""

    label: str
    url: str
    titles: tuple[BookTitleView, ...]
    more: int


class BookLetterView(NamedTuple):
    """The lines of one letter; ``id`` is the anchor of its heading."""

    id: str
    label: str
    lines: tuple[BookLineView, ...]


class SearchView(NamedTuple):
    """The page where visitors search, or that of a letter of its index (``is_letter``), which has no field.

    ``explains``: results show the reason for their place (previews only).
    """

    head: HeadView
    title: str
    introduction: str
    explains: bool
    is_letter: bool
    initials: tuple[LinkView, ...]
    letters: tuple[BookLetterView, ...]
    pagination: PaginationView


SEARCH_ADDRESS = PageAddress("SEARCH")
LETTER_ADDRESS = PageAddress("SEARCH_LETTER", passing=True)
_TEMPLATE = "search"
_TITLE = N_("Search")
_LETTER_TITLE = N_("Index: {letter}")
_INTRODUCTION = N_("People, places and words, wherever they appear on this site.")
_LIGHT = 50  # lines and titles that a light page has room for, beside all that searching needs
_ONE_PAGE = 600  # the same where letters have no pages: about twenty screens of a phone
_ALONE = PaginationView(1, 1, "", "")


class SearchContent(NamedTuple):
    """The page, or that of a letter: which lines of it, a mark of all that they show.

    The page alone names the letters that there are: the first word of a new one would change all of theirs.
    """

    letter: str
    lines: tuple[int, int]
    mark: str
    letters: tuple[str, ...]
    pagination: PaginationView


def _content(site: Site) -> SearchContent:
    book = book_of(site)
    lines = [line for letter in book.letters.values() for line in letter] if _is_small(site) else []
    letters = tuple(book.letters) if _is_small(site) or site.addresses[LETTER_ADDRESS] else ()
    return SearchContent("", (0, len(lines)), mark_of(lines, book), letters, _ALONE)


SEARCH_PAGE = Single(SEARCH_ADDRESS, _TEMPLATE, _content, _TITLE, 5, 20, fed=False)


def letter_requests(site: Site) -> Iterator[Request]:
    """Yield the pages of the letters of a large index."""
    address = site.addresses[LETTER_ADDRESS]
    book = book_of(site)
    for letter, lines in book.letters.items() if address and not _is_small(site) else ():
        spans = [*pairwise(starts_of(lines))]
        for page in leaves(address.file(letter), address.path(letter), spans, 1, site):
            content = SearchContent(
                letter, page.items[0], mark_of(lines[slice(*page.items[0])], book), (), page.pagination
            )
            yield Request(_TEMPLATE, page.save_as, page.url, content)


def above_search(site: Site, about: object) -> Above | None:
    """Return the page above that of a letter: the page itself."""
    return Above(site.say(_TITLE), site.addresses[SEARCH_ADDRESS].url) if about else None


def compose_search(request: Request, content: SearchContent, look: Lookup) -> SearchView:
    """Return the view of the page, or of a page of a letter."""
    site, book = look.site, book_of(look.site)
    title = site.say(_LETTER_TITLE).format(letter=_shown(content.letter)) if content.letter else site.say(_TITLE)
    description = site.say(_INTRODUCTION)
    name = numbered(title, content.pagination, site.say)
    address = None if _is_small(site) else site.addresses[LETTER_ADDRESS]
    return SearchView(
        head=head_of(request, name, description, look, content.letter or None),
        title=title,
        introduction="" if content.letter else description,
        explains=site.build.preview,
        is_letter=bool(content.letter),
        initials=tuple(
            LinkView(
                _shown(letter),
                site.base + address.path(letter) if address else f"#{_anchor(letter)}",
            )
            for letter in content.letters
        ),
        letters=tuple(_letters(content, book, site)),
        pagination=content.pagination,
    )


def _letters(content: SearchContent, book: Book, site: Site) -> Iterator[BookLetterView]:
    start, end = content.lines
    for letter, lines in book.letters.items() if end else ():
        if content.letter in ("", letter):
            shown = lines[start:end] if content.letter else lines
            views = []
            for line in shown:
                pages = (book.pages[number] for number in line.titles)
                titles = tuple(BookTitleView(page.title, site.base + page.url, page.lang) for page in pages)
                url = site.base + line.url if line.url else ""
                views.append(BookLineView(line.label, url, titles, line.more))
            yield BookLetterView(_anchor(letter), _shown(letter), tuple(views))


def _is_small(site: Site) -> bool:
    return book_of(site).size <= (_LIGHT if site.addresses[LETTER_ADDRESS] else _ONE_PAGE)


def _anchor(letter: str) -> str:
    return f"letter-{letter}"


def _shown(letter: str) -> str:
    return "0–9" if letter == NO_LETTER else letter.upper()


DATA = "data/"  # the folder of the index, beside the page


def access_of(site: Site) -> SearchAccess | None:
    """Return the address of the search page; None where the settings leave the page out."""
    if not site.addresses[SEARCH_ADDRESS]:
        return None
    script, sheet = script_path(site), site.ask(Ports.ASSETS).sheets.get("search", "")
    return SearchAccess(site.index_url(SEARCH_ADDRESS), site.base + script if script else "", sheet)


def data_folder(site: Site) -> str:
    """Return the folder of the index, from the site's root (``recherche/data/``)."""
    return site.addresses[SEARCH_ADDRESS].url + DATA


def configure(settings: Mapping[str, Any]) -> Configured:
    """Return the folder of the index, and the function that its script calls on a page opened from a disk."""
    url = settings.get(SEARCH_ADDRESS.setting)
    return Configured(scripted=((f"{url}{DATA}", "placetteIndex"),) if url else ())


@once_a_build
def script_of(site: Site) -> bytes:
    """Return the script that reads the index; empty with a theme that has none."""
    folder = Path(site.settings["THEME"]) / "static" / "js" / "search"
    return (
        join_modules(
            folder,
            {
                "one": site.words.ngettext("{number} result", "{number} results", 1),
                "other": site.words.ngettext("{number} result", "{number} results", 2),
                "none": site.say(N_("No result")),
                "all": site.say(N_("All results")),
                "label": site.say(N_("Results")),
                "failed": site.say(N_("Search is not responding. Check your connection, then try again.")),
            },
        )
        if folder.is_dir()
        else b""
    )


def script_path(site: Site) -> str:
    """Return its path from the site's root, or empty; another one whenever it changes, so that browsers may keep it."""
    script = script_of(site)
    return f"theme/search-{digest(script)[:10]}.js" if script else ""
