"""Pages of the site itself, as a kind of text."""

from __future__ import annotations

from placette.engine.base.message import N_
from placette.engine.library.kinds import Making, TextKind
from placette.features.pages.page import Page
from placette.features.pages.schema import PageMatter


def _page(making: Making[PageMatter]) -> Page:
    draft, title, summary = making.draft, making.say(making.matter.title), making.say(making.matter.summary)
    return Page(draft.path, draft.slug, making.url, title, summary, making.lang, making.body)


PAGE = TextKind(
    name="page",
    place=r"pages/[^/]+\.md",
    schema=PageMatter,
    value=Page,
    address="PAGE",
    changed=N_("the page {what} changed"),
    make=_page,
    photos="pages",
    of_editors="proposal-page",
)
