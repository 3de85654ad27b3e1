"""Legal pages from the settings: who publishes the site, personal data, accessibility, the time before an election."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import NamedTuple
from urllib.parse import quote

from placette.engine.base.dates import long_date, spoken_number
from placette.engine.base.translation import N_
from placette.engine.rendering.features import Feature, Lookup, Site, Slot
from placette.engine.rendering.ports import Ports
from placette.features.legal.sections import ANCHOR, LegalView, PieceView, facts_of, lines_of, sections_of
from placette.features.legal.settings import (
    ADDRESS,
    EMAIL,
    TELEPHONE,
    LegalSettings,
    configure,
    is_fictitious,
    lacking,
    tables,
    value_of,
)
from placette.features.pages import PAGE, Page

__all__ = ["ADDRESS", "EMAIL", "FEATURE", "TELEPHONE", "LegalSettings", "is_fictitious", "register", "telephone_url"]

Say = Callable[[str], str]


def reached(written: str, label: str = "") -> PieceView:
    """Return an e-mail address or a form as a link; anything else, and invented values, as written."""
    if is_fictitious(written):
        return PieceView(written)
    if EMAIL.fullmatch(written):
        return PieceView(label or written, f"mailto:{quote(written, safe='@')}")
    return PieceView(label or written, written) if ADDRESS.fullmatch(written) else PieceView(written)


def telephone_url(written: str) -> str:
    """Return the address that dials a telephone number; empty for anything else."""
    digits = "".join(character for character in written if character in "+0123456789")
    return f"tel:{digits}" if TELEPHONE.fullmatch(written) else ""


def _notify(contact: str, say: Say) -> PieceView:
    """Return a link that begins a notice: a message with its fields, or the form."""
    link = reached(contact, say(N_("write a notice")))
    if not link.url.startswith("mailto:"):
        return link
    subject, *fields = map(say, tables()["notice"])
    body = quote("\n\n\n".join(fields), safe="")
    return PieceView(link.text, f"{link.url}?subject={quote(subject)}&body={body}")


def _day_of(day: date | None, lang: str) -> str:
    """Return a day as people write it; empty for none."""
    return long_date(datetime.combine(day, time()), lang) if day else ""


def values_of(own: LegalSettings, site: str, lang: str, say: Say, pages: dict[str, PieceView]) -> dict[str, PieceView]:
    """Return all values that a sentence may name; ``pages`` are links to the site's own pages, by their setting."""
    declared = own.accessibility
    values = {
        "site": site,
        "publisher": own.publisher,
        "kind": say(tables()["kinds"][own.publisher_kind]) if own.publisher_kind else "",
        "address": own.publisher_address,
        "registration": own.registration,
        "director": own.director,
        "editor": own.editor,
        "mediation": own.mediation,
        "host": own.host.name,
        "host_address": own.host.address,
        "day": _day_of(declared.day, lang),
        "audit": _day_of(declared.audit, lang),
        "auditor": declared.by,
        "rate": "" if declared.rate is None else spoken_number(declared.rate, lang),
        "entity": declared.entity,
        "state": say(tables()["states"][declared.state]),
    }
    return {
        **{name: PieceView(value) for name, value in values.items()},
        **{name: PieceView(*body) for name, body in tables()["bodies"].items()},
        **pages,
        "telephone": PieceView(own.publisher_telephone, telephone_url(own.publisher_telephone)),
        "host_telephone": PieceView(own.host.telephone, telephone_url(own.host.telephone)),
        "email": reached(own.publisher_email),
        "contact": reached(own.contact),
        "notify": _notify(own.contact, say),
        "officer": reached(own.dpo or own.contact),
        "help": reached(declared.contact),
    }


_PAGES = ("notice_page", "privacy_page", "accessibility_page")
"""The settings that name a legal page."""
_LINKED = (*_PAGES, "opposition", "accessibility.plan")


class LegalContent(NamedTuple):
    """Which page it is, by its setting, and the pages that it links to: the setting, the title, the address of each."""

    page: str
    links: tuple[tuple[str, str, str], ...]


def plan_legal(page: Page, site: Site) -> LegalContent | None:
    """Return the legal sections of a page; nothing where the settings don't name it."""
    settings = site.options("LEGAL", LegalSettings)
    which = next((name for name in _PAGES if value_of(settings, name) == page.slug), None)
    return LegalContent(which, site.once(_links)) if which else None


def _finds(content: LegalContent) -> str:
    return N_("Report content or a problem, contact the publisher.") if content.page == "notice_page" else ""


def notices_url(site: Site) -> str:
    """Return the printed address of the legal notice's section on reports; empty without one."""
    notice = next((url for name, _title, url in site.once(_links) if name == "notice_page"), "")
    return notice and f"{notice}#{ANCHOR}notify"


def prescribed_labels(site: Site) -> Mapping[str, str]:
    """Return the labels of links to the declaration of accessibility: the state that it declares."""
    settings = site.options("LEGAL", LegalSettings)
    addresses = (page.url for page in site.build.of(PAGE) if page.slug == settings.accessibility_page)
    return dict.fromkeys(addresses, tables()["mentions"][settings.accessibility.state])


def _links(site: Site) -> tuple[tuple[str, str, str], ...]:
    settings = site.options("LEGAL", LegalSettings)
    pages = {page.slug: page for page in site.build.of(PAGE)}
    rows = ((name, pages.get(str(value_of(settings, name)))) for name in _LINKED)
    return tuple((name, page.title, site.base + page.url) for name, page in rows if page)


def legal_view(page: Page, content: LegalContent, look: Lookup) -> LegalView:
    """Return its sections in the site's language."""
    site, settings = look.site, look.site.options("LEGAL", LegalSettings)
    links = {name: PieceView(title, url) for name, title, url in content.links}
    here = PieceView(site.say(N_("below")))
    pages = {name: links.get(name, PieceView("")) for name in _LINKED} | {"plan": links.get("accessibility.plan", here)}
    stored = [item for feature in site.features for item in feature.stores(site)]
    letterbox = site.ask(Ports.LETTERBOX)
    kept = PieceView(str(letterbox.keep_days) if letterbox else "")
    values = {**values_of(settings, site.site_name, site.lang, site.say, pages), "kept": kept}
    facts = facts_of(settings, takes_letters=letterbox is not None, mining=site.ask(Ports.MINING).rights)
    facts |= {"stored" for _item in stored} | {item.area for item in stored}
    lines = lines_of(settings) | {"stored": tuple(f"{site.say(it.what)} ({it.name}, {it.area})." for it in stored)}
    sections = tuple(sections_of(content.page, facts, lines, values, site.say, site.lang))
    return LegalView(page.lang, site.say(tables()["demonstration"]) if settings.demonstration else "", sections)


FEATURE = Feature(
    name="legal",
    order=115,
    settings={"LEGAL": LegalSettings},
    configure=configure,
    slots=(Slot("page", "before", "legal", "legal", plan_legal, legal_view, finds=_finds),),
    offers={Ports.NOTICES: notices_url, Ports.PRESCRIBED: prescribed_labels},
    lacking=lacking,
)
register = FEATURE.register
