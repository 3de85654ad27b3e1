"""The paper sheets of a site: its name, its colour, and a code that leads to the page that says how to send a text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from placette.desks.letters.paper.sheet_drawing import draw_sheets
from placette.desks.letters.paper.sheet_layout import PaperSheet
from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.ports import PAGE_URLS
from placette.engine.pages.settings import ViewsSettings
from placette.features.letterbox import LetterboxSettings
from placette.features.sharing.publisher import publisher_of

_TITLE = N_("Ten lines and a photo: a sheet for {site}")


def make_sheets(desk: Desk, numbers: Sequence[str], day: date) -> bytes:
    """A PDF with a page for each number; an empty number makes a sheet without one.

    Raises ``ValueError`` where the site's address is too long for any code.
    """
    own = desk.options("LETTERBOX", LetterboxSettings)
    page = desk.ask(PAGE_URLS).get(desk.options("VIEWS", ViewsSettings).write_page, desk.base)
    link = f"{desk.origin}/{page.removeprefix(desk.base)}"
    sheets = [
        PaperSheet(desk.site_name, f"{link}#{number}" if number else link, number, own.counter) for number in numbers
    ]
    title = desk.say(_TITLE).format(site=desk.site_name)
    return draw_sheets(sheets, desk.say, title, desk.lang, publisher_of(desk).colours.band, day)
