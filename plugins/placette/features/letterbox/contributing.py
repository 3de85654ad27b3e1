"""The page that invites people to write begins with how: one large button, a telephone number, a counter.

The page's own text says the rest. Without an address or a form there is no button: it would lead nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote, unquote

from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.lookup import Lookup
from placette.engine.pages.settings import ViewsSettings
from placette.features.legal import is_fictitious
from placette.features.letterbox.kinds import LetterKind, field_line
from placette.features.letterbox.road_page import road_url
from placette.features.letterbox.settings import LetterboxSettings
from placette.features.letterbox.views import ContributingView
from placette.features.pages import Page

_SUBJECT = N_("A text for {site}")
_HELLO = N_("Hello,")
_TEXT = N_("Here is my text, written below or attached, with my photos:")
_OPTIONAL = N_("If you like, fill in these lines; we will ask for what is missing.")
_MAIL = N_("A mail opens, ready to be filled in: write your text and attach your photos.")
_FORM = N_("A form opens: no account, no password.")
_INVENTED = N_("This is a demonstration: the address is invented, and nothing arrives.")
_ASKED = ("title", "signature", "commune", "people", "minors")
"""The fields that a ready mail offers: what a text can't be published without, and a sender knows at once."""
_SENTENCE_END = re.compile(r"(?<=[.!?…]) ")
_ROOM = 4
"""Empty lines for the text: enough to see where it goes, on a telephone too."""


class ContributingContent(NamedTuple):
    """What the page shows: the printed address of the button, and how else to reach somebody; texts may be empty."""

    send_url: str
    address: str
    telephone: str
    counter: str
    road_url: str


def plan_contributing(page: Page, desk: Desk) -> ContributingContent | None:
    """How to send a text, on the page that ``VIEWS_WRITE_PAGE`` names; nothing on the others."""
    if page.slug != desk.options("VIEWS", ViewsSettings).write_page:
        return None
    own = desk.options("LETTERBOX", LetterboxSettings)
    mail = own.address and ready_text_mail(own.address, desk.site_name, desk.lang, desk.say)
    form = own.form and _with_kind(own.form)
    return ContributingContent(form or mail, own.address, own.telephone, own.counter, road_url(desk))


def contributing_view(page: Page, content: ContributingContent, look: Lookup) -> ContributingView:
    """The same, with the page's title and first sentence above."""
    return ContributingView(
        lang=page.lang,
        title=tuple(_SENTENCE_END.split(page.title)),
        summary=page.summary,
        send_url=content.send_url,
        hint=look.desk.say(_hint(content.send_url)),
        address=content.address,
        telephone=content.telephone,
        telephone_url=_callable(content.telephone),
        counter=content.counter,
        road_url=content.road_url,
    )


def ready_text_mail(address: str, site: str, lang: str, say: Callable[[str], str]) -> str:
    """A ``mailto:`` address (RFC 6068) that opens a mail with a text: where to write it, and what we would ask."""
    lines = [field_line(name, lang) for name in _ASKED]
    body = [say(_HELLO), "", say(_TEXT), *[""] * _ROOM, say(_OPTIONAL), "", *lines]
    subject, text = quote(say(_SUBJECT).format(site=site), safe=""), quote("\r\n".join(body), safe="")
    return f"mailto:{quote(address, safe='@')}?subject={subject}&body={text}"


def _hint(send_url: str) -> str:
    """What happens to who uses the button (msgid)."""
    if is_fictitious(unquote(send_url).partition("?")[0]):
        return _INVENTED
    return _MAIL if send_url.startswith("mailto:") else _FORM


def _with_kind(form: str) -> str:
    """The form's address, which says that a text is to be sent."""
    return f"{form}{'&' if '?' in form else '?'}kind={LetterKind.POST}"


def _callable(telephone: str) -> str:
    """A ``tel:`` address (RFC 3966) of a number as people write it; empty for an invented one."""
    digits = "".join(character for character in telephone if character in "+0123456789")
    return f"tel:{digits}" if len(digits) > 2 and not is_fictitious(telephone) else ""
