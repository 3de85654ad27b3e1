"""Parts of pages that every kind of text has: headings, licence, the printed code of an address."""

from __future__ import annotations

from collections.abc import Callable

from placette.engine.base.message import N_
from placette.engine.base.qr import qr_path
from placette.engine.pages.views import HeadingView, LicenceView, QrView
from placette.engine.texts.values import Body, Licence


def headings_of(body: Body) -> tuple[HeadingView, ...]:
    """The table of contents of a text."""
    return tuple(HeadingView(heading.id, heading.text, heading.level) for heading in body.headings)


def licence_view(licence: Licence) -> LicenceView:
    """The licence of a text."""
    return LicenceView(licence.label, licence.url, licence.spdx)


def numbered(title: str, number: int, say: Callable[[str], str]) -> str:
    """«Randonnée, page 2», so that no two pages have one title."""
    return title if number == 1 else say(N_("{title}, page {number}")).format(title=title, number=number)


def qr_view(address: str) -> QrView:
    """A QR code as one SVG path, without its quiet zone (the template leaves room)."""
    return QrView(*qr_path(address))
