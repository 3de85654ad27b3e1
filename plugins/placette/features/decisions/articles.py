"""The articles of the charter, by anchor, as its page calls them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from placette.engine.library.build import Build
from placette.engine.pages.desk import Desk
from placette.engine.pages.ports import PAGE_URLS
from placette.engine.pages.settings import ViewsSettings
from placette.engine.texts.sanitizer import ID_PREFIX, anchor
from placette.features.pages import PAGE

_NAMED = "h2[id], h3[id], h4[id], h5[id], h6[id], dt[id]"


class CharterArticle(NamedTuple):
    """An article of the charter: its name and its printed address; the anchor alone where the page isn't there."""

    name: str
    url: str


def article_names(build: Build, charter: str) -> Mapping[str, str]:
    """What the charter (a slug) calls each of its anchors: titles and terms."""
    page = next((page for page in build.of(PAGE) if page.slug == charter), None)
    if page is None:
        return {}
    tree = LexborHTMLParser(build.body_of(page).html, is_fragment=True)
    found = ((node.attributes["id"] or "", " ".join(node.text().split())) for node in tree.css(_NAMED))
    return {name.removeprefix(ID_PREFIX): text for name, text in found}


def _names(desk: Desk) -> Mapping[str, str]:
    return article_names(desk.build, desk.options("VIEWS", ViewsSettings).charter_page)


def article_of(name: str, desk: Desk) -> CharterArticle | None:
    """An article of the charter by its anchor; None for none."""
    if not name:
        return None
    url = desk.ask(PAGE_URLS).get(desk.options("VIEWS", ViewsSettings).charter_page, "")
    return CharterArticle(desk.once(_names).get(name, name), f"{url}#{anchor(name)}" if url else "")
