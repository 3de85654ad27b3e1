"""What a feature may offer to the others, and to tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from placette.engine.content.build import Build, Departures
from placette.engine.findings.rows import Row
from placette.engine.rendering.entries import Sitter
from placette.engine.rendering.features import Lookup, Port, Request, Service, Site
from placette.engine.rendering.ledger import Workshop
from placette.engine.rendering.views import (
    AlternateView,
    AssetsView,
    BreadcrumbsView,
    LinkView,
    LogoDrawing,
    OutsideView,
    SearchAccess,
    SocialView,
    SubscriptionView,
)
from placette.engine.texts.values import PictureView, photo_view

if TYPE_CHECKING:
    from PIL import Image


class FolderApart(NamedTuple):
    """A folder of the output (``ecrire/``) whose files need other headers than the rest of the site.

    ``headers`` take the place of those of the same name, and robots stay away from it.
    """

    folder: str
    headers: tuple[tuple[str, str], ...]


Picture = Callable[[Any], PictureView | None]
"""From a text with a lead photo to the picture that lists show of it."""


def _photos_alone(site: Site) -> Picture:
    build = site.build
    return lambda text: photo_view(text.photo, build.photos, build.base) if text.photo else None


def _nothing(_about: Any, _bearings: BreadcrumbsView, _look: Lookup) -> None:
    return None


def _in_one_language(_about: Any, _site: Site) -> tuple[AlternateView, ...]:
    return ()


def _notices_alone(site: Site, _title: str, _url: str) -> str:
    return site.ask(Ports.NOTICES)


class Portraits(NamedTuple):
    """The drawn portraits that people choose by number: the address of one, and its pixels for a number and a side."""

    address: Callable[[int], str]
    paint: Callable[[int, int], Image.Image]


class Letterbox(NamedTuple):
    """Where a site takes letters. A finished one is forgotten after ``keep_days``."""

    keep_days: int


class Reservation(NamedTuple):
    """Who may mine the site's texts and data: ``rights`` is "allow", "licence" or "reserve"; ``of`` gives the
    ``tdm-reservation`` of the page about an object: "1" reserved, "0" not, empty for nothing said."""

    rights: str
    of: Callable[[Any], str]


def _write_nothing(_site: Site, _workshop: Workshop) -> None:
    return None


class Ports:
    """All that a feature may offer: to the others (``site.ask(Ports.CARD)``), and services to tasks (``offered``)."""

    FORGET: Service[Callable[[str], str]] = Service("forget")
    """Forgets what is stored beside the texts of an author who leaves, by key; returns a sentence about that, or
    nothing. May end the task."""
    STATUS_ROWS: Service[Callable[[Build], tuple[str, Sequence[Row]]]] = Service("status rows")
    """Returns rows of ``invoke status``, and the name of the section that they belong to."""
    NEWEST: Port[tuple[str, ...]] = Port("newest", lambda _site: ())
    """The published posts (source paths), newest first."""
    PERSON_MARKS: Port[Mapping[str, str]] = Port("person marks", lambda _site: {})
    """By key, the mark of all that pages show of a person."""
    PICTURE: Port[Picture] = Port("picture", _photos_alone)
    """The picture of a post: its photo, or the drawing in its place."""
    CARD: Port[Picture] = Port("card", lambda _site: lambda _text: None)
    """The card that networks show for a post, at its absolute address."""
    ACCOUNTS: Port[tuple[LinkView, ...]] = Port("accounts", lambda _site: ())
    """The site's own accounts on networks."""
    HANDLES: Port[Mapping[str, tuple[str, ...]]] = Port("handles", lambda _site: {})
    """By key, where each person can be named in the Fediverse."""
    AGENTS: Port[Mapping[str, dict[str, Any]]] = Port("agents", lambda _site: {})
    """By key, each person in the words of schema.org."""
    FACES: Port[Mapping[str, Sitter]] = Port("faces", lambda _site: {})
    """By key, each person as cards show them."""
    WEBMENTION: Port[Callable[[Any], str]] = Port("webmention", lambda _site: lambda _about: "")
    """Where other sites report that they mention a page, by the page's object; empty where no receiver runs."""
    SOCIAL: Port[Callable[[Any, BreadcrumbsView, Lookup], SocialView | None]] = Port("social", lambda _site: _nothing)
    """What networks and search engines read about a page, by the page's object and its breadcrumbs."""
    EPISODE: Port[Callable[[Any, Lookup], tuple[str, str, int] | None]] = Port(
        "episode", lambda _: lambda *_about: None
    )
    """For a text, its series: title, absolute address, its number there."""
    ALTERNATES: Port[Callable[[Any, Site], tuple[AlternateView, ...]]] = Port(
        "alternates", lambda _site: _in_one_language
    )
    """The page about something in all its languages; empty where there is only one."""
    PAGE_URLS: Port[Mapping[str, str]] = Port("page urls", lambda _site: {})
    """The printed address of each of the site's own texts, by slug."""
    PRESCRIBED: Port[Mapping[str, str]] = Port("prescribed", lambda _site: {})
    """By address from the site's root, the prescribed text of a link of the footer, whatever the settings are."""
    ASSETS: Port[AssetsView] = Port("assets", lambda _site: AssetsView())
    """The addresses of style sheets, script, letters and icon."""
    COLOURS: Port[Mapping[str, str]] = Port("colours", lambda _site: {})
    """The light scheme by role, as ``#rrggbb``; empty where the site has no look of ours."""
    LOGO: Port[LogoDrawing | None] = Port("logo", lambda _site: None)
    """The site's own logo, for pictures and papers; None for a site without one."""
    DRAWING: Port[Callable[[Any], str]] = Port("drawing", lambda _site: lambda _about: "")
    """The word for what is drawn for a post or a subject, on its page or only its card; empty for a post with a photo
    or without a page, and where no feature draws."""
    PAINTED: Port[Callable[[str, str, int, int], Image.Image] | None] = Port("painted", lambda _site: None)
    """The landscape of a slug with its drawing (a word of ``DRAWING``), in pixels of a width and a height."""
    DRAWN: Port[Callable[[Any], bytes] | None] = Port("drawn", lambda _site: None)
    """The landscape of a post, as SVG."""
    PORTRAITS: Port[Portraits | None] = Port("portraits", lambda _site: None)
    """The drawn portraits; None where no feature draws any."""
    DEPARTED: Port[Departures] = Port("departed", lambda _site: Departures())
    """The addresses that moved or are gone, for servers."""
    ANNOUNCEABLE: Port[tuple[Any, ...]] = Port("announceable", lambda _site: ())
    """Texts beside posts that networks are told of, with what an announcement names of a post."""
    ANSWERED: Port[tuple[date, ...]] = Port("answered", lambda _site: ())
    """The day of each answer that the site gave to a question."""
    REGISTER_URL: Port[str] = Port("register url", lambda _site: "")
    """The printed address of the register of decisions about texts; empty where there is none."""
    LETTERBOX: Port[Letterbox | None] = Port("letterbox", lambda _site: None)
    """The letterbox that people can write to; None for a site that takes no letters."""
    REPLYING: Port[Callable[[Any], tuple[bool, date | None]]] = Port(
        "replying", lambda _site: lambda _about: (True, None)
    )
    """Whether a text may be replied to, and the last day of it where there is one."""
    NOTICES: Port[str] = Port("notices", lambda _site: "")
    """The printed address of the page on how content is reported and what follows; empty without such a page."""
    REPORTING: Port[Callable[[str, str], str]] = Port("reporting", lambda site: partial(_notices_alone, site))
    """Where a problem of a page is reported, by its title and its absolute address; empty where it can't be."""
    DOCUMENTS: Port[tuple[str, ...]] = Port("documents", lambda _site: ())
    """The addresses (from the site's root) of the documents to publish, which readers may keep."""
    OFFERED: Port[frozenset[str]] = Port("offered", lambda _site: frozenset())
    """The files from strangers that are offered as they are, by their addresses from the site's root."""
    APART: Port[tuple[FolderApart, ...]] = Port("apart", lambda _site: ())
    """The folders that have headers of their own."""
    POLICIES: Port[Mapping[str, str]] = Port("policies", lambda _site: {})
    """The policies (Content Security Policy) of pages that have one of their own, by address from the site's root."""
    MINING: Port[Reservation] = Port("mining", lambda _site: Reservation("allow", lambda _about: ""))
    """The reservation of text and data mining."""
    SUBSCRIPTION: Port[SubscriptionView | None] = Port("subscription", lambda _site: None)
    """The lists that send new texts by mail; None for a site without any."""
    ELSEWHERE: Port[Mapping[str, OutsideView]] = Port("elsewhere", lambda _site: {})
    """By commune (code), the newest text about it on another site; each of these communes has a page, and a place on
    the map."""
    SEARCH: Port[SearchAccess | None] = Port("search", lambda _site: None)
    """The site's search; None for a site without one."""
    LATER: Port[tuple[Request, ...]] = Port("later", lambda _site: ())
    """The files that are wanted once those of all features are planned."""
    COMPANIONS: Port[Callable[[Site, Workshop], None]] = Port("companions", lambda _site: _write_nothing)
    """Writes the files that need to know all the others."""
