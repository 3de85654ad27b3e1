"""Pages of the site itself, as a kind of text."""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.message import N_
from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Making, TextKind
from placette.engine.library.options import ReadingOptions
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem, problem
from placette.features.pages.page import Page
from placette.features.pages.schema import PageMatter


def _check(draft: Draft, _matter: PageMatter, _neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    """What a page says that the site does not know."""
    if draft.slug in options.addresses.reserved:
        yield problem("address-reserved", draft.path, value=draft.slug)


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
    check=_check,
    make=_page,
    photos="pages",
    of_editors="proposal-page",
)
