"""What pages may print of what was said elsewhere."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.pages.views import DateView


class MentionView(NamedTuple):
    """Something said elsewhere. ``place`` is the server that it was said on; ``body_html`` may be empty.

    ``lang`` is that of ``body_html``.
    """

    anchor: str
    name: str
    url: str
    place: str
    lang: str
    date: DateView
    body_html: str
