"""What the sentences of the legal pages name: the values of settings, links to whom the law names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from urllib.parse import quote

from placette.engine.base.cldr import spoken_number
from placette.engine.base.dates import long_date
from placette.engine.base.message import N_
from placette.features.legal.fictions import is_fictitious
from placette.features.legal.settings import ADDRESS, EMAIL, TELEPHONE, LegalSettings
from placette.features.legal.views import PieceView
from placette.features.legal.wording import Values
from placette.features.legal.words import KINDS, STATES

Say = Callable[[str], str]
_OUTSIDE = {
    "pharos": PieceView("Pharos", "https://www.internet-signalement.gouv.fr/"),
    "cnil": PieceView("CNIL", "https://www.cnil.fr/fr/plaintes"),
    "defender": PieceView("Défenseur des droits", "https://formulaire.defenseurdesdroits.fr/"),
    "delegate": PieceView("Défenseur des droits", "https://www.defenseurdesdroits.fr/"),
}
_SUBJECT = N_("Notice of illegal content")
_NOTICE = (
    N_("1. Why I consider this content illegal:"),
    N_("2. The exact address of the page (URL), and the passage:"),
    N_("3. My name and my e-mail address:"),
    N_("4. I believe in good faith that this notice is accurate and complete."),
)
"""The fields of a notice (Regulation (EU) 2022/2065, article 16, paragraph 2)."""
_WRITE = N_("write a notice")


def reached(written: str, label: str = "") -> PieceView:
    """An e-mail address or a form as a link; anything else, and what is invented, as it was written."""
    if is_fictitious(written):
        return PieceView(written)
    if EMAIL.fullmatch(written):
        return PieceView(label or written, f"mailto:{quote(written, safe='@')}")
    return PieceView(label or written, written) if ADDRESS.fullmatch(written) else PieceView(written)


def _called(written: str) -> PieceView:
    """A telephone number as a link; anything else as it was written."""
    digits = "".join(character for character in written if character in "+0123456789")
    return PieceView(written, f"tel:{digits}" if TELEPHONE.fullmatch(written) else "")


def _notify(contact: str, say: Say) -> PieceView:
    """A link that begins a notice: a message with its fields, or the form."""
    link = reached(contact, say(_WRITE))
    if not link.url.startswith("mailto:"):
        return link
    fields = "\n\n\n".join(say(field) for field in _NOTICE)
    return PieceView(link.text, f"{link.url}?subject={quote(say(_SUBJECT))}&body={quote(fields, safe='')}")


def _day_of(day: date | None, lang: str) -> str:
    """A day as people write it; empty for none."""
    return long_date(datetime.combine(day, time()), lang) if day else ""


def values_of(own: LegalSettings, site: str, lang: str, say: Say, pages: dict[str, PieceView]) -> Values:
    """Everything that a sentence may name; ``pages`` are links to the site's own pages, by the setting of each."""
    said = own.accessibility
    written = {
        "site": site,
        "publisher": own.publisher,
        "kind": say(KINDS[own.publisher_kind]),
        "address": own.publisher_address,
        "registration": own.registration,
        "director": own.director,
        "editor": own.editor,
        "mediation": own.mediation,
        "host": own.host.name,
        "host_address": own.host.address,
        "day": _day_of(said.day, lang),
        "audit": _day_of(said.audit, lang),
        "auditor": said.by,
        "rate": "" if said.rate is None else spoken_number(said.rate, lang),
        "entity": said.entity,
        "state": say(STATES[said.state]),
    }
    return {
        **{name: PieceView(value) for name, value in written.items()},
        **_OUTSIDE,
        **pages,
        "telephone": _called(own.publisher_telephone),
        "host_telephone": _called(own.host.telephone),
        "email": reached(own.publisher_email),
        "contact": reached(own.contact),
        "notify": _notify(own.contact, say),
        "officer": reached(own.dpo or own.contact),
        "help": reached(said.contact),
    }
