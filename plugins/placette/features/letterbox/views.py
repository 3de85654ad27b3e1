"""The theme's contract for the letterbox. See ``engine/pages/views.py`` for its rules."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.pages.views import LinkView


class WaysView(NamedTuple):
    """What somebody may write about a page, each a ready mail or a form.

    ``address`` is the e-mail address, empty for forms; ``notice_url`` says what becomes of reports, ``road_url`` where
    a letter is: empty where no page does.
    """

    links: tuple[LinkView, ...]
    address: str
    notice_url: str
    road_url: str
