"""Mails that are begun for whoever writes about a page: subject, address of the page, lines to fill in. Pure."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from placette.engine.base.message import N_
from placette.features.letterbox.kinds import SUBJECTS, LetterKind, field_line

Say = Callable[[str], str]
_LINE_END = "\r\n"
"""RFC 6068 (section 5): line breaks in the body of a ``mailto:`` are written ``%0D%0A``."""
_BEGINNINGS = {
    LetterKind.RESPONSE: N_("Here is my response, to be published:"),
    LetterKind.CORRECTION: N_("Here is what should be corrected:"),
    LetterKind.REPORT: N_("I report what this page says:"),
}
_ASKED = {
    LetterKind.RESPONSE: ("name", "commune"),
    LetterKind.CORRECTION: ("passage", "instead", "name"),
    LetterKind.REPORT: ("passage", "reasons", "name", "email"),
}
"""The fields to fill in. Those of a report with its page and good faith are what the law asks of a notice."""
_PAGE = "\0"
"""Stands for the address of the page."""
_GOOD_FAITH = N_("I believe in good faith that what I say here is accurate and complete.")


class WrittenAbout(NamedTuple):
    """The page that somebody writes about: its title and its absolute address."""

    title: str
    url: str


class BlankMail(NamedTuple):
    """A ``mailto:`` link up to the title of the page, from there to its address, and what is left; encoded."""

    subject: str
    body: str
    rest: str

    def about(self, page: WrittenAbout) -> str:
        """The link of a page; everything in it is percent-encoded (RFC 6068)."""
        return f"{self.subject}{_encoded(_in_one_line(page.title))}{self.body}{_encoded(page.url)}{self.rest}"


def blank_mail(to: str, kind: LetterKind, lang: str, say: Say) -> BlankMail:
    """The mails to ``to`` about any page, in the language of the site."""
    subject = _encoded(f"[{SUBJECTS[kind][lang != 'fr']}] ")
    before, after = map(_encoded, _LINE_END.join(_body(kind, _PAGE, lang, say)).split(_PAGE))
    return BlankMail(f"mailto:{quote(to, safe='@')}?subject={subject}", f"&body={before}", after)


def form_link(form: str, kind: LetterKind, about: WrittenAbout) -> str:
    """The address of the form that knows what it is about; what the site wrote in the address stays."""
    parts = urlsplit(form)
    asked = urlencode({"kind": kind.value, "about": about.url}, quote_via=quote, safe="")
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, asked)))))


def _body(kind: LetterKind, url: str, lang: str, say: Say) -> list[str]:
    """The lines of a mail: there is room to write before the fields."""
    room = ["", "", ""] if kind is LetterKind.RESPONSE else [""]
    fields = [field_line(name, lang) for name in _ASKED[kind]]
    last = [field_line("good_faith", lang, say(_GOOD_FAITH))] if kind is LetterKind.REPORT else []
    return [say(N_("Hello,")), "", say(_BEGINNINGS[kind]), *room, field_line("page", lang, url), *fields, *last, ""]


@lru_cache(4)
def _encoded(text: str) -> str:
    """A text, encoded; all mails about a page have its title and its address."""
    return quote(text, safe="")


@lru_cache(1)
def _in_one_line(title: str) -> str:
    """A title with plain spaces alone: no-break ones look odd in lists of mails, and a line break ends a header."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in title).split())
