"""What the legal pages show above their own text, from the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.ports import LETTERBOX
from placette.features.legal.declaration import declaration
from placette.features.legal.notice import NOTIFY, notice
from placette.features.legal.privacy import LETTERS, privacy
from placette.features.legal.settings import LegalSettings, value_of
from placette.features.legal.values import values_of
from placette.features.legal.views import LegalView, PieceView
from placette.features.legal.wording import ANCHOR, Section, put_into_words
from placette.features.legal.words import MENTIONS
from placette.features.pages import PAGE, Page

_SECTIONS: dict[str, Callable[[LegalSettings], Iterator[Section]]] = {
    "notice_page": notice,
    "privacy_page": privacy,
    "accessibility_page": declaration,
}
"""What each page shows, by the setting that names it."""
_LINKED = (*_SECTIONS, "opposition", "accessibility.plan")
_DEMONSTRATION = N_(
    "This site is a demonstration: the publisher, the people and the host named on this page are invented. Whoever"
    " takes it over writes the real ones into the settings, or cannot publish."
)


class LegalContent(NamedTuple):
    """Which page it is, by its setting, and the pages that it links to: the setting, the title, the address of each."""

    page: str
    links: tuple[tuple[str, str, str], ...]


def plan_legal(page: Page, desk: Desk) -> LegalContent | None:
    """What a page of the site's own shows of the settings; nothing where they don't name it."""
    own = desk.options("LEGAL", LegalSettings)
    which = next((name for name in _SECTIONS if value_of(own, name) == page.slug), None)
    return LegalContent(which, desk.once(_links)) if which else None


def plan_report(_post: object, desk: Desk) -> str:
    """The printed address at which a post is reported; empty where no page says how, or the letterbox takes reports."""
    return "" if desk.ask(LETTERBOX) else notices_url(desk)


def notices_url(desk: Desk) -> str:
    """The printed address of what the legal notice says about reports; empty where no page says it."""
    notice = next((url for name, _title, url in desk.once(_links) if name == "notice_page"), "")
    return notice and f"{notice}#{ANCHOR}{NOTIFY.id}"


def prescribed_labels(desk: Desk) -> Mapping[str, str]:
    """What links to the declaration of accessibility say: the state that it declares."""
    own = desk.options("LEGAL", LegalSettings)
    addresses = (page.url for page in desk.build.of(PAGE) if page.slug == own.accessibility_page)
    return dict.fromkeys(addresses, MENTIONS[own.accessibility.state])


def _links(desk: Desk) -> tuple[tuple[str, str, str], ...]:
    own = desk.options("LEGAL", LegalSettings)
    pages = {page.slug: page for page in desk.build.of(PAGE)}
    named = ((name, pages.get(str(value_of(own, name)))) for name in _LINKED)
    return tuple((name, page.title, desk.base + page.url) for name, page in named if page)


def legal_view(page: Page, content: LegalContent, look: Lookup) -> LegalView:
    """Its sections in the site's language."""
    desk, own = look.desk, look.desk.options("LEGAL", LegalSettings)
    links = {name: PieceView(title, url) for name, title, url in content.links}
    here = PieceView(desk.say(N_("below")))
    pages = {name: links.get(name, PieceView("")) for name in _LINKED} | {"plan": links.get("accessibility.plan", here)}
    kept = PieceView(str(letterbox.keep_days) if (letterbox := desk.ask(LETTERBOX)) else "")
    values = {**values_of(own, desk.site_name, desk.lang, desk.say, pages), "kept": kept}
    sections = tuple(put_into_words(section, desk.say, values) for section in _sections(content.page, own, desk))
    return LegalView(page.lang, desk.say(_DEMONSTRATION) if own.demonstration else "", sections)


def _sections(page: str, own: LegalSettings, desk: Desk) -> Iterator[Section]:
    """The sections of a page; that on letters stands before who else handles data, where the site takes letters."""
    for section in _SECTIONS[page](own):
        if page == "privacy_page" and section.id == "processors" and desk.ask(LETTERBOX):
            yield LETTERS
        yield section
