"""The legal notice: who publishes and hosts the site, how to reply to a text, report one, contest a decision.

Law of 21 June 2004 (LCEN), article 1-1; décret n° 2007-1527; Regulation (EU) 2022/2065 (DSA), articles 16 and 17.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from typing import NamedTuple
from urllib.parse import quote

from placette.engine.base.dates import long_date, spoken_number
from placette.engine.base.translation import N_
from placette.engine.pages.desk import Desk, Lookup
from placette.engine.pages.features import LETTERBOX
from placette.features.legal.sections import (
    ANCHOR,
    LETTERS,
    LegalView,
    PieceView,
    Section,
    Values,
    declaration,
    items,
    privacy,
    put_into_words,
    rows,
    steps,
    text,
)
from placette.features.legal.settings import (
    ADDRESS,
    EMAIL,
    KINDS,
    MENTIONS,
    NO_SPACE,
    STATES,
    TELEPHONE,
    LegalSettings,
    PublisherKind,
    is_fictitious,
    owes_a_space,
    value_of,
)
from placette.features.pages import PAGE, Page

_PUBLISHED = text(
    N_(
        "Article 1-1 of the law of 21 June 2004 on confidence in the digital economy (loi n° 2004-575, as amended by"
        " the law of 21 May 2024) asks every site to say who publishes it and who hosts it."
    )
)
_PUBLISHER = (
    (N_("Name"), "publisher"),
    (N_("Form"), "kind"),
    (N_("Address"), "address"),
    (N_("Telephone"), "telephone"),
    (N_("E-mail"), "email"),
)
_REGISTERED = (N_("SIREN number"), "registration")
_DIRECTOR = (N_("Director of the publication"), "director")
_EDITOR = (N_("Responsible for the texts"), "editor")
_ANSWERS = text(
    N_(
        "Texts are read before they are published: the director of the publication answers for them, with their authors"
        " (law of 29 July 1982, article 93-3)."
    )
)
_HOST = Section(
    "host",
    N_("Hosting"),
    (rows((N_("Name"), "host"), (N_("Address"), "host_address"), (N_("Telephone"), "host_telephone")),),
)
_REPLY = Section(
    "reply",
    N_("Right of reply"),
    (
        text(
            N_(
                "Anybody who is named or can be recognised in a text may reply to it (law of 21 June 2004, article 1-1;"
                " décret n° 2007-1527 of 24 October 2007)."
            )
        ),
        items(
            N_(
                "The request goes to the director of the publication, {director}, within three months of the day on"
                " which the text went online: by registered letter with acknowledgement of receipt ({address}), or by"
                " any other means that proves who asks and that the request arrived."
            ),
            N_(
                "It says on which page the text is, who signs it if that is known, and whether it is writing, sound or"
                " pictures; it quotes the passages in question and gives the reply that is to be published."
            ),
            N_(
                "The reply is published within three days of the receipt of the request, free of charge, in conditions"
                " similar to those of the text, and stays as long as the text does."
            ),
            N_("It is no longer than the text that it answers, and never longer than two hundred lines."),
        ),
    ),
)
NOTIFY = Section(
    "notify",
    N_("Report illegal content"),
    (
        text(
            N_(
                "Anybody may report a content that they consider illegal (Regulation (EU) 2022/2065, article 16):"
                " {notify}. The notice holds:"
            )
        ),
        steps(
            N_("the reasons why you consider the content illegal;"),
            N_("the exact electronic address of the page (URL) and, if need be, the passage;"),
            N_("your name and your e-mail address;"),
            N_("a statement that you believe in good faith that what the notice says is accurate and complete."),
        ),
        text(
            N_(
                "You receive an acknowledgement without delay, then a decision that a person made with care and without"
                " bias, its reasons, and how to contest it."
            )
        ),
        text(
            N_(
                "Name and address are not asked for when the notice is about the sexual abuse of children (articles 3"
                " to 7 of Directive 2011/93/EU). Such content is also to be reported to {pharos}."
            )
        ),
    ),
)
_STATEMENT = (
    text(
        N_(
            "Whoever wrote a text that is refused, corrected, made less visible or taken down receives a statement of"
            " reasons (Regulation (EU) 2022/2065, article 17). It says:"
        )
    ),
    items(
        N_("what is decided, for which part of the text, and for how long;"),
        N_("on which facts, and whether a notice led to it;"),
        N_("whether automated means were used: here they check the form of texts and never decide alone;"),
        N_("the law that is broken, or the rule of the charter, and why;"),
        N_("how to contest it: with the publisher, with a dispute settlement body, in court."),
    ),
)
_MEDIATED = text(N_("An appeal is examined by {mediation}, who had no part in the decision."))
_DATA = Section(
    "data", N_("Personal data"), (text(N_("Which data are kept, why, and what your rights are: {privacy_page}.")),)
)
_ACCESSIBLE = Section("accessible", N_("Accessibility"), (text(N_("{state} The declaration: {accessibility_page}.")),))
_SPACES: dict[PublisherKind, str] = {
    "commune": N_(
        "Elected members who are not of the majority have a space of their own on this site (code général des"
        " collectivités territoriales, article L. 2121-27-1): {opposition}."
    ),
    "intercommunalite": N_(
        "Elected members who are not of the majority have a space of their own on this site (code général des"
        " collectivités territoriales, articles L. 5211-1 and L. 2121-27-1): {opposition}."
    ),
    "departement": N_(
        "The groups of elected members have a space of their own on this site (code général des collectivités"
        " territoriales, article L. 3121-24-1): {opposition}."
    ),
    "region": N_(
        "The groups of elected members have a space of their own on this site (code général des collectivités"
        " territoriales, article L. 4132-23-1): {opposition}."
    ),
}
_NONE = N_(
    "This site gives no general information on what the council has achieved or how it manages: elected members of all"
    " sides write here on the same terms as residents."
)


def notice(own: LegalSettings) -> Iterator[Section]:
    """The sections of the legal notice."""
    registered = (_REGISTERED,) if own.registration or own.is_public else ()
    yield Section("publisher", N_("Publisher"), (_PUBLISHED, rows(*_PUBLISHER, *registered)))
    people = (_DIRECTOR, _EDITOR) if own.editor else (_DIRECTOR,)
    yield Section("direction", N_("Direction of the publication"), (rows(*people), _ANSWERS))
    yield from (_HOST, _REPLY, NOTIFY)
    yield Section("reasons", N_("Decisions and appeals"), (*_STATEMENT, *((_MEDIATED,) if own.mediation else ())))
    if own.privacy_page:
        yield _DATA
    if own.accessibility_page:
        yield _ACCESSIBLE
    if own.opposition and owes_a_space(own):
        said = _NONE if own.opposition == NO_SPACE else _SPACES[own.publisher_kind]
        yield Section("opposition", N_("Expression of elected members"), (text(said),))


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


_SECTIONS: dict[str, Callable[[LegalSettings], Iterator[Section]]] = {
    "notice_page": notice,
    "privacy_page": privacy,
    "accessibility_page": declaration,
}
"""What each page shows, by the setting that names it."""
_LINKED = (*_SECTIONS, "opposition", "accessibility.plan")
_DEMONSTRATION = N_(
    "This site is a demonstration: the publisher, the people and the host named on this page are invented. Whoever"
    " takes it over writes the real ones into the settings, or cannot publish."
)


class LegalContent(NamedTuple):
    """Which page it is, by its setting, and the pages that it links to: the setting, the title, the address of each."""

    page: str
    links: tuple[tuple[str, str, str], ...]


def plan_legal(page: Page, desk: Desk) -> LegalContent | None:
    """What a page of the site's own shows of the settings; nothing where they don't name it."""
    own = desk.options("LEGAL", LegalSettings)
    which = next((name for name in _SECTIONS if value_of(own, name) == page.slug), None)
    return LegalContent(which, desk.once(_links)) if which else None


def plan_report(_post: object, desk: Desk) -> str:
    """The printed address at which a post is reported; empty where no page says how, or the letterbox takes reports."""
    return "" if desk.ask(LETTERBOX) else notices_url(desk)


def notices_url(desk: Desk) -> str:
    """The printed address of what the legal notice says about reports; empty where no page says it."""
    notice = next((url for name, _title, url in desk.once(_links) if name == "notice_page"), "")
    return notice and f"{notice}#{ANCHOR}{NOTIFY.id}"


def prescribed_labels(desk: Desk) -> Mapping[str, str]:
    """What links to the declaration of accessibility say: the state that it declares."""
    own = desk.options("LEGAL", LegalSettings)
    addresses = (page.url for page in desk.build.of(PAGE) if page.slug == own.accessibility_page)
    return dict.fromkeys(addresses, MENTIONS[own.accessibility.state])


def _links(desk: Desk) -> tuple[tuple[str, str, str], ...]:
    own = desk.options("LEGAL", LegalSettings)
    pages = {page.slug: page for page in desk.build.of(PAGE)}
    named = ((name, pages.get(str(value_of(own, name)))) for name in _LINKED)
    return tuple((name, page.title, desk.base + page.url) for name, page in named if page)


def legal_view(page: Page, content: LegalContent, look: Lookup) -> LegalView:
    """Its sections in the site's language."""
    desk, own = look.desk, look.desk.options("LEGAL", LegalSettings)
    links = {name: PieceView(title, url) for name, title, url in content.links}
    here = PieceView(desk.say(N_("below")))
    pages = {name: links.get(name, PieceView("")) for name in _LINKED} | {"plan": links.get("accessibility.plan", here)}
    kept = PieceView(str(letterbox.keep_days) if (letterbox := desk.ask(LETTERBOX)) else "")
    values = {**values_of(own, desk.site_name, desk.lang, desk.say, pages), "kept": kept}
    sections = tuple(put_into_words(section, desk.say, values) for section in _sections(content.page, own, desk))
    return LegalView(page.lang, desk.say(_DEMONSTRATION) if own.demonstration else "", sections)


def _sections(page: str, own: LegalSettings, desk: Desk) -> Iterator[Section]:
    """The sections of a page; that on letters stands before who else handles data, where the site takes letters."""
    for section in _SECTIONS[page](own):
        if page == "privacy_page" and section.id == "processors" and desk.ask(LETTERBOX):
            yield LETTERS
        yield section
