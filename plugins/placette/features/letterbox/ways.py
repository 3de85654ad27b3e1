"""Below each post, event and walk: how to respond to it, have it corrected, report it."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.ports import NOTICES, Letterbox
from placette.engine.pages.views import LinkView
from placette.features.letterbox.kinds import LetterKind
from placette.features.letterbox.ready_mails import WrittenAbout, blank_mail, form_link
from placette.features.letterbox.road_page import road_url
from placette.features.letterbox.settings import LetterboxSettings
from placette.features.letterbox.views import WaysView

_LABELS = {
    LetterKind.RESPONSE: N_("Respond"),
    LetterKind.CORRECTION: N_("Ask for a correction"),
    LetterKind.REPORT: N_("Report"),
}


class _Titled(Protocol):
    """What has a page that can be written about."""

    @property
    def title(self) -> str: ...

    @property
    def url(self) -> str: ...


class WaysContent(NamedTuple):
    """The printed addresses of the pages that say what becomes of reports, and where letters are; empty without."""

    notice_url: str
    road_url: str


def letterbox_of(desk: Desk) -> Letterbox | None:
    """The letterbox of a site; None for one that takes no letters."""
    own = desk.options("LETTERBOX", LetterboxSettings)
    return Letterbox(own.keep_days) if own.is_open else None


def plan_ways(_about: _Titled, desk: Desk) -> WaysContent | None:
    """What the foot of a page depends on beside its text; nothing where the site takes no letters."""
    return desk.once(_content)


def _content(desk: Desk) -> WaysContent | None:
    return WaysContent(desk.ask(NOTICES), road_url(desk)) if letterbox_of(desk) else None


def ways_view(about: _Titled, content: WaysContent, look: Lookup) -> WaysView:
    """The ready mails about a page, or the links to the form."""
    desk = look.desk
    own, page = desk.options("LETTERBOX", LetterboxSettings), WrittenAbout(about.title, desk.absolute(about.url))

    def link(kind: LetterKind) -> str:
        if own.form:
            return form_link(own.form, kind, page)
        blank = look.kept(("blank mail", kind), lambda: blank_mail(own.address, kind, desk.lang, desk.say))
        return blank.about(page)

    links = tuple(LinkView(desk.say(label), link(kind), "nofollow") for kind, label in _LABELS.items())
    return WaysView(links, "" if own.form else own.address, content.notice_url, content.road_url)
