"""The panel that ``invoke serve`` lays over a page: what is to be mended, what could be better, how others show it.

The lengths of cards are what each messenger or network shows today, measured or estimated by eye. Nobody promises
them, and a phone shows less than a screen. They help to put what matters first in a title.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Template
from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.message import N_
from placette.engine.base.shortening import shorten
from placette.engine.base.standalone import standalone_environment
from placette.engine.building.reporting import Report
from placette.engine.problems.problems import Problem, Translate, explain
from placette.engine.problems.reports import printable

ASSETS = Path(__file__).parent / "preview"
"""What the preview adds to pages: a template, a style sheet, a script."""


@dataclass(frozen=True, slots=True)
class CardStyle:
    """How one messenger, network or search engine shows a link: lengths of title and summary in characters.

    A ``summary`` of 0 shows none. ``square`` means a small square picture. ``key`` names its CSS class.
    """

    key: str
    name: str
    title: int
    summary: int
    square: bool


CARD_STYLES = (
    CardStyle("whatsapp", "WhatsApp", 81, 80, square=True),
    CardStyle("mastodon", "Mastodon", 100, 140, square=False),
    CardStyle("linkedin", "LinkedIn", 70, 0, square=False),
    CardStyle("search", N_("A search engine"), 60, 155, square=True),
)


@dataclass(frozen=True, slots=True)
class SharedPage:
    """What the head of a page says to those who show links to it; ``pictures`` are paths on this server."""

    title: str
    summary: str
    site: str
    lang: str
    pictures: tuple[str, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class PageCard:
    """A page as one network shows it, and whether its title or its summary was cut."""

    style: CardStyle
    title: str
    summary: str
    picture: str
    title_cut: bool
    summary_cut: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """A problem as the panel shows it: where, what, the excerpt (``at`` is the place in it), what to do."""

    place: str
    what: str
    before: str
    at: str
    after: str
    mend: str


def render_panel(report: Report, page: bytes, base: str, words: gettext.NullTranslations, lang: str) -> str:
    """The panel as HTML; empty where there is nothing to say. ``base`` is the site's path."""
    say = words.gettext
    shared = read_shared(page)
    return _template(words).render(
        report=report,
        mend=_lines(report.mend, say),
        advice=_lines(report.advice, say),
        loose=_lines(report.loose, say),
        shared=shared,
        cards=[card_of(shared, style) for style in CARD_STYLES] if shared else [],
        base=base,
        lang=lang,
    )


def read_shared(page: bytes) -> SharedPage | None:
    """What a built page says to those who show links to it; None for a page that says nothing to them."""
    said: dict[str, list[str]] = {}
    for node in LexborHTMLParser(page.partition(b"</head>")[0]).css("meta[property]"):
        said.setdefault(node.attributes["property"] or "", []).append(node.attributes.get("content") or "")
    first = {name: values[0] for name, values in said.items()}
    if not first.get("og:title") or not first.get("og:url"):
        return None
    *here, _ = [*first["og:url"].split("/", 3), ""][:4]
    images = [url.split("/", 3) for url in said.get("og:image", ())]
    return SharedPage(
        title=first["og:title"],
        summary=first.get("og:description", ""),
        site=first.get("og:site_name", ""),
        lang=first.get("og:locale", "").partition("_")[0],
        pictures=tuple(f"/{path.lstrip('/')}" for *origin, path in images if origin == here),
        alt=first.get("og:image:alt", ""),
    )


def card_of(shared: SharedPage, style: CardStyle) -> PageCard:
    """A page as this network shows it: messengers take its last picture, which is square, networks its first."""
    title, summary = shorten(shared.title, style.title), shorten(shared.summary, style.summary)
    whole = [shorten(text, len(text)) for text in (shared.title, shared.summary)]  # on one line
    pictures = shared.pictures or ("",)
    return PageCard(
        style,
        title,
        summary,
        pictures[-1 if style.square else 0],
        title != whole[0],
        bool(style.summary) and summary != whole[1],
    )


@cache
def _template(words: gettext.NullTranslations) -> Template:
    return standalone_environment(ASSETS, words).get_template("panel.html")


def _lines(problems: Iterable[Problem], say: Translate) -> list[_Line]:
    return [_line(found, say) for found in problems]


def _line(found: Problem, say: Translate) -> _Line:
    what, mend = (printable(sentence) for sentence in explain(found, say))
    place = ":".join([found.path, *(str(number) for number in (found.line, found.column) if number)])
    cut = found.caret if found.column else len(found.excerpt)
    before, at, after = (printable(part) for part in _cut(found.excerpt, cut))
    return _Line(printable(place), what, before, at, after, mend)


def _cut(excerpt: str, at: int) -> tuple[str, str, str]:
    return excerpt[:at], excerpt[at : at + 1], excerpt[at + 1 :]
