"""Lists by mail: their settings, where readers subscribe. The lists keep the readers' addresses; none comes here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from placette import N_, Problem, ReadingSettings, Site, Words, lists, views

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")
_SUBSCRIBE = re.compile(r"https://[^\s\"'<>@\[\]]+|mailto:[^\s\"'<>]+@[^\s\"'<>]+")


class MailList(NamedTuple):
    """A list: its name, its address, and whose texts it gets (a commune, a category …); empty: all."""

    name: str
    address: str
    what: str = ""

    @property
    def key(self) -> str:
        """Its name in files and addresses."""
        return Words.slugify(self.name)


@dataclass(frozen=True, slots=True)
class LetterSettings:
    """Settings of ``invoke letter``. The server's password comes from the environment: ``LETTER_PASSWORD``."""

    lists: tuple[MailList, ...] = ()
    """The lists: ``("La lettre", "lettre@listes.example")``, and with a third word those of a place or a category:
    ``("Thiers", "thiers@listes.example", "Thiers")``."""
    subscribe: str = ""
    """Where readers subscribe and unsubscribe: an address, ``https://…`` or ``mailto:…``. ``{list}`` in it stands for
    the part of a list's address before the @."""
    server: str = ""
    """The server that letters are sent by: smtps://name@server, or smtp://name@server:587 (STARTTLS)."""
    sender: str = ""
    """The address that letters come from, which the lists let write."""

    def subscribe_url(self, one: MailList) -> str:
        """Return where readers subscribe to a list; empty where the settings don't say it."""
        url = self.subscribe.replace("{list}", one.address.partition("@")[0])
        return url if _SUBSCRIBE.fullmatch(url) else ""

    @property
    def keeper(self) -> str:
        """The server that keeps the addresses of those who subscribe."""
        return urlsplit(self.subscribe).hostname or self.subscribe.partition("@")[2].partition("?")[0]


def examine_letter(site: Site) -> Iterator[Problem]:
    """Report the settings that can't be used."""
    settings = site.options("LETTER", LetterSettings)
    for at, entry in enumerate(settings.lists):
        if not _ADDRESS.fullmatch(entry.address):
            yield Problem.of("letter-address", value=entry.address)
        if not entry.key or entry.key in {other.key for other in settings.lists[:at]}:
            yield Problem.of("letter-twice", value=entry.name)
        names = _members(site) if entry.what else {}
        if entry.what and Words.fold(entry.what) not in names:
            close = ", ".join(names[name][0] for name in Words.nearest(Words.fold(entry.what), names, 3))
            yield Problem.of("letter-what", value=entry.what, proposal=close and site.say(N_("Near it:")) + f" {close}")
        if settings.subscribe and not settings.subscribe_url(entry):
            yield Problem.of("letter-subscribe", value=settings.subscribe)
    if settings.lists:
        try:
            server = urlsplit(settings.server)
            is_usable = (
                server.scheme in {"smtp", "smtps"} and server.hostname and not server.password and server.port != 0
            )
        except ValueError:  # no port is so high, no host has such brackets
            is_usable = False
        if not is_usable:
            yield Problem.of("letter-server")
        if not _ADDRESS.fullmatch(settings.sender):
            yield Problem.of("letter-sender", value=settings.sender)


def _members(site: Site) -> Mapping[str, tuple[str, Sequence[str]]]:
    """Return what a list may be about, by folded name: the name as shown, the posts (source paths)."""
    members: dict[str, tuple[str, Sequence[str]]] = {}
    for collection in (item for feature in site.features for item in feature.collections if item.feed):
        for member in lists.members_of(collection, site):
            label = member.shown or member.label
            for name in (label, member.slug):
                members.setdefault(Words.fold(name), (label, member.posts))
    empty = (commune.name for commune in site.build.communes.by_code.values())
    for name in (*empty, *site.options("READING", ReadingSettings).categories):  # those that nobody wrote about yet
        members.setdefault(Words.fold(name), (name, ()))
    return members


def list_named(name: str, site: Site) -> tuple[str, Sequence[str]]:
    """Return a list of the site by a name: the name as shown, and its posts (source paths); none if there is none."""
    return _members(site).get(Words.fold(name), (name, ()))


def subscription_of(site: Site) -> views.SubscriptionView | None:
    """Return what the page «follow» and the foot of every page offer."""
    settings = site.options("LETTER", LetterSettings)
    links = tuple(views.LinkView(entry.name, url) for entry in settings.lists if (url := settings.subscribe_url(entry)))
    return views.SubscriptionView(links, settings.keeper) if links else None
