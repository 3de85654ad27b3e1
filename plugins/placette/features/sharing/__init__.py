"""Lets readers share: plain links, cards for networks, data for machines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Any, NamedTuple
from urllib.parse import quote

from placette.engine.base.networks import NETWORKS, PROFILE_LINKS, Network, profile_url
from placette.engine.base.settings import refuse_unknown
from placette.engine.base.translation import N_, SettingError
from placette.engine.base.unicode_text import shorten
from placette.engine.rendering.addresses import PageAddress
from placette.engine.rendering.entries import Subject
from placette.engine.rendering.features import (
    Feature,
    Lookup,
    MapSection,
    PageKind,
    Request,
    Single,
    Site,
    Slot,
    Stored,
)
from placette.engine.rendering.lists import head_of, index_link
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.structured import open_graph_locale, page_json_ld, website_json_ld, website_of
from placette.engine.rendering.views import BreadcrumbsView, HeadView, LinkView, ShareView, SocialImageView, SocialView
from placette.engine.texts.values import PictureView
from placette.features.sharing.publisher import (
    HEIGHT,
    LOCALE,
    WIDTH,
    SharingSettings,
    card_path,
    publisher_of,
    shared_of,
    subject_of,
    write_cards,
)

__all__ = ["FEATURE", "register"]


_PRUDENT = 1000
"""The most characters of a text with the post's address: encoded, they are far below the limits of browsers."""

_LETTER_BREAK = "\r\n\r\n"  # RFC 6068, section 5: line breaks in the body of a ``mailto:`` address are CR LF


# Buttons, shown by the script where the browser can: the clipboard, the device's own share sheet.
_BUTTONS = (Network("copy", N_("Copy the link"), share="{post}"), Network("sheet", N_("Other apps"), share="{post}"))
TARGETS = {target.key: target for target in (*NETWORKS.values(), *_BUTTONS) if target.share}
"""Every known target by its key; ``SHARING_TARGETS`` chooses among them."""


def share_links(
    title: str, url: str, summary: str, settings: SharingSettings, explained: str = ""
) -> tuple[ShareView, ...]:
    """Return the links of one post, in the order of the settings, labels as msgids; ``url`` is its absolute address.

    ``explained`` is the address of the page on sharing on Mastodon by hand; without it that link needs
    a server in the settings, and is left out otherwise. A text too long for a target is cut with «…», the address
    never. Raises ``SettingError`` for an unknown target and proposes the right one.
    """
    server = settings.mastodon_instance.removeprefix("https://").rstrip("/")
    links = []
    refuse_unknown(settings.targets, TARGETS)
    for key, target in ((key, TARGETS[key]) for key in settings.targets):
        link = ShareView(key, target.label, _address(target, title, url, summary))
        if key != "mastodon":
            links.append(link)
        elif explained or server:  # it waits for the visitor's server, and explains itself until then
            address = explained or link.url.replace("{server}", server)
            links.append(link._replace(url=address, composer=link.url, server=server))
    return tuple(links)


def _address(target: Network, title: str, url: str, summary: str) -> str:
    """Fill ``target.share``; parts that it doesn't name are neither shortened nor encoded."""
    room = min(target.limit or _PRUDENT, _PRUDENT) - len(url) - len(_LETTER_BREAK)
    values = {"server": "{server}", "post": url, "url": _encoded(url)}
    if "{title}" in target.share or "{message}" in target.share:
        values["title"] = _encoded(shorten(title, room))
        values["message"] = f"{values['title']}%0A{values['url']}" if values["title"] else values["url"]
    if "{letter}" in target.share:
        opening = _encoded(shorten(summary, room))
        values["letter"] = f"{opening}{_encoded(_LETTER_BREAK)}{values['url']}" if opening else values["url"]
    return target.share.format_map(values)


# One post's title and address go to every target in a row: a few places are enough.
@lru_cache(maxsize=16)
def _encoded(text: str) -> str:
    return quote(text, safe="")


def card_alt(subject: Subject, site: str, translate: Callable[[str], str]) -> str:
    """Return a card in one sentence or two, for who cannot see it."""
    if not subject.work:
        return ". ".join(filter(None, (subject.place, _named(subject, site, translate))))
    names = ", ".join(subject.authors)
    pattern = translate("“{title}”, by {authors}, on {site}") if names else translate("“{title}”, on {site}")
    sentence = pattern.format(title=subject.title, authors=names, site=site)
    return f"{subject.place}. {sentence}" if subject.place else sentence


def _named(subject: Subject, site: str, translate: Callable[[str], str]) -> str:
    if subject.title == site:
        return f"{site}. {subject.note}" if subject.note else site
    return translate("{name}, on {site}").format(name=subject.title, site=site)


def social_of(about: Any, crumbs: BreadcrumbsView, look: Lookup) -> SocialView:
    """Return the metadata of a page: as its feature describes its value, or as for any page of the site."""
    images = card_images(about, look.site)
    kind = shared_of(about, look.site)
    if kind and kind.describe:
        described: SocialView = kind.describe(about, crumbs, images, look)
        return described
    site, is_home = website_of(look.site), crumbs.kind == "WebSite"
    me = tuple(account.url for account in look.site.ask(Ports.ACCOUNTS)) if is_home else ()
    nodes = website_json_ld(site, me) if is_home else page_json_ld(crumbs, site)
    return SocialView("website", images, open_graph_locale(site.lang), nodes, me=me)


def _accounts(site: Site) -> tuple[LinkView, ...]:
    """Return the site's own accounts. Raises ``SettingError`` for one without an address."""
    accounts = site.options("SHARING", SharingSettings).accounts
    refuse_unknown(accounts, PROFILE_LINKS)
    links = [LinkView(PROFILE_LINKS[key], profile_url(key, name), rel="me") for key, name in accounts.items()]
    if not all(account.url for account in links):
        raise SettingError(f"SHARING_ACCOUNTS = {accounts}  →  {{'mastodon': '@town@instance.example'}}")
    return tuple(links)


def card_images(about: Any, site: Site) -> tuple[SocialImageView, ...]:
    """Return the card of a page; none where none are drawn."""
    publisher = publisher_of(site)
    if not publisher.cards:
        return ()
    subject = subject_of(about, site)
    alt = card_alt(subject, publisher.site.name, publisher.translate)
    return (SocialImageView(publisher.site.url + card_path(subject, publisher), WIDTH, HEIGHT, alt),)


def card_picture(about: Any, site: Site) -> PictureView | None:
    """Return a post's card at its absolute address; None where none are drawn."""
    images = card_images(about, site)
    return PictureView(images[0].url, images[0].width, images[0].height) if images else None


SHARE = PageAddress("SHARE")
_SHARED = ("article", "event", "walk")  # the pages that offer it


class WordsView(NamedTuple):
    """A page whose text is its template's: how to share on Mastodon."""

    head: HeadView
    title: str
    introduction: str


class SharesView(NamedTuple):
    """The links by which a post can be shared."""

    shares: tuple[ShareView, ...]
    title: str


def _words(site: Site) -> tuple[str, str]:
    """Return the title and first sentence of the page on sharing on Mastodon by hand."""
    introduction = N_("Mastodon is many servers that talk to each other: nobody but you knows which one is yours.")
    return site.say(N_("Share on Mastodon")), site.say(introduction)


SHARE_PAGE = Single(SHARE, "share", _words, N_("Share on Mastodon"), listing_order=80, fed=False)


def _compose_words(request: Request, words: tuple[str, str], look: Lookup) -> WordsView:
    return WordsView(head_of(request, *words, look), *words)


def _wanted(_about: Any, site: Site) -> bool:
    return bool(site.options("SHARING", SharingSettings).targets)


def _shares(about: Any, _content: bool, look: Lookup) -> SharesView:
    """Return the links by which a text can be shared."""
    site, publisher = look.site, publisher_of(look.site)
    settings, url = site.options("SHARING", SharingSettings), publisher.site.url + about.url
    links = share_links(about.title, url, about.summary, settings, site.index_url(SHARE))
    return SharesView(tuple(link._replace(label=site.say(link.label)) for link in links), about.title)


def _sections(site: Site) -> Iterator[MapSection]:
    link = index_link(SHARE_PAGE, site)
    yield MapSection(10, site.say(N_("About this site")), [link] if link else [])


_STORED = Stored(
    "placette-mastodon",
    N_("The name of your Mastodon server, if you write it to share a text; “Forget this server” erases it"),
)
FEATURE = Feature(
    name="sharing",
    order=120,
    settings={"SHARING": SharingSettings},
    addresses=(SHARE,),
    pages=(PageKind("share", _compose_words, "WebPage"),),
    singles=(SHARE_PAGE,),
    slots=tuple(Slot(page, "foot", "share", "shares", _wanted, _shares) for page in _SHARED),
    offers={
        Ports.ACCOUNTS: _accounts,
        Ports.CARD: lambda site: partial(card_picture, site=site),
        Ports.SOCIAL: lambda _site: social_of,
    },
    sections=_sections,
    files=write_cards,
    stores=lambda site: [_STORED] if "mastodon" in site.options("SHARING", SharingSettings).targets else [],
    words=LOCALE,
)
register = FEATURE.register
