"""How visitors can write to those who publish."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from placette.desks.doctor.address import is_reserved
from placette.desks.doctor.patient import Patient
from placette.engine.base.message import N_
from placette.engine.problems.findings import CONTACT, Diagnosis, Level, SiteFinding
from placette.features.pages.kind import PAGE

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,4})")

NONE = Diagnosis(
    "contact-none",
    CONTACT,
    Level.MISSING,
    N_("No page of the site gives an e-mail address: visitors can’t write to you."),
    N_("Add one to a page that the footer links to, such as the legal notices."),
)
EXAMPLE = Diagnosis(
    "contact-example",
    CONTACT,
    Level.MISSING,
    N_("{path} gives an e-mail address that is only an example: {mail}"),
    N_("Put a real one in its place."),
)
GIVEN = Diagnosis("contact-given", CONTACT, Level.FINE, N_("{path} says how to write to you: {mail}"))


def examine_contact(patient: Patient) -> Iterator[SiteFinding]:
    """The e-mail addresses on the site's own pages: texts in ``content/pages``, and what the footer links to."""
    places = [(page.path, patient.build.body_of(page).html) for page in patient.build.of(PAGE)]
    linked = ((path, patient.page(path)) for _words, path in patient.footer())
    places += [(path, main.html or "") for path, page in linked if page and (main := page.css_first("main"))]
    found = {mail: path for path, html in reversed(places) for mail in _mails(html)}
    real = sorted(mail for mail in found if not is_reserved(mail.partition("@")[2]))
    yield from (EXAMPLE.found(path=found[mail], mail=mail) for mail in sorted(found.keys() - set(real)))
    if real:
        yield GIVEN.found(path=found[real[0]], mail=real[0])
    elif not found:
        yield NONE.found()


def _mails(html: str) -> Iterator[str]:
    """The e-mail addresses that are read or linked."""
    if "@" in html:
        tree = LexborHTMLParser(html)
        hrefs = " ".join(node.attributes.get("href") or "" for node in tree.css('a[href^="mailto:"]'))
        yield from (mail[0].lower() for mail in _MAIL.finditer(f"{tree.text(separator=' ')} {hrefs}"))
