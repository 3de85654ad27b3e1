"""The theme's contract: every value that a template may print, and nothing else.

A template receives two names, ``site`` and ``page`` (plus gettext's functions). Both are
values that never change, so a page is a pure function of (template, view) and a name that is
not declared here is an error (StrictUndefined), not an empty string. They are named tuples,
which are made and compared by the thousand; those that have a ``count`` are frozen dataclasses,
for tuples have methods of the names ``count`` and ``index``: no error stops a template that
misspells one of these two words.

All ``str`` fields are plain text, escaped by the template engine; a field whose name ends in
``_html`` is sanitised HTML. URLs are ready to print: root-relative with the site's base path,
except ``canonical_url`` and whatever serves machines, which are absolute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from placette.engine.texts.values import PictureView


@dataclass(frozen=True, slots=True)
class LogoView:
    """The site's own logo: its address, its size on the page, whether it stands alone, in place of the site's name; the
    address of that for dark pages, if it is another.
    """

    url: str
    width: int
    height: int
    alone: bool = False
    dark_url: str = ""


@dataclass(frozen=True, slots=True)
class LogoDrawing:
    """The site's own logo for what is drawn outside pages, as SVG without anything to fetch: one for light grounds,
    one of the same size for dark grounds (empty without). ``ratio`` is width by height; ``mark`` a digest of it all.
    """

    light: str
    dark: str
    ratio: float
    alone: bool
    mark: str


@dataclass(frozen=True, slots=True)
class AssetsView:
    """The files of the look, with addresses ready to print, and the two colours of the browser's frame."""

    stylesheet_url: str = ""
    sheets: Mapping[str, str] = field(default_factory=dict)
    """Style sheets and scripts that only some pages need, by the name of their folder."""
    script_url: str = ""
    acts_script_url: str = ""
    """The script that is fetched when a reader begins to share or to quote."""
    pictures_script_url: str = ""
    """The script that only pages with photos or a video need."""
    font_urls: tuple[str, ...] = ()
    """Those worth preloading on every page."""
    icon_url: str = ""
    icon_type: str = "image/svg+xml"
    logo: LogoView | None = None
    """None for a site that shows its icon."""
    theme_color_light: str = ""
    theme_color_dark: str = ""


class LinkView(NamedTuple):
    """A labelled link; ``rel`` is empty or a list of tokens such as ``me``."""

    label: str
    url: str
    rel: str = ""
    current: bool = False


class DateView(NamedTuple):
    """A date: ``iso`` for machines, ``long`` («1er mai 2026») and ``short`` for people, as HTML; not for attributes."""

    iso: str
    long: str
    short: str


class PlaceView(NamedTuple):
    """A commune as readers know it; ``label`` adds the département, ``url`` is empty where communes have no pages."""

    code: str
    name: str
    label: str
    url: str = ""


class PersonView(NamedTuple):
    """An author as a byline or a list shows them; ``hue`` (0 to 7) colours the monogram."""

    key: str
    name: str
    url: str
    kind: str
    kind_label: str
    monogram: str
    hue: int
    description: str
    office: str = ""
    """In what capacity they speak, for an elected person or a service."""
    past: bool = False
    """No longer writes here."""
    place: PlaceView | None = None
    portrait: PictureView | None = None


@dataclass(frozen=True, slots=True)
class TermView:
    """A category, a tag, a year or a month: a list of posts with an address and a count."""

    name: str
    url: str
    count: int
    description: str = ""


class RibbonView(NamedTuple):
    """The ribbon in a preview of a post that the public doesn't see yet.

    ``kind`` is ``draft`` or ``scheduled``; ``word`` is short («Programmé»), ``label`` has the day.
    """

    kind: str
    word: str
    label: str


class CardView(NamedTuple):
    """A post as lists show it."""

    title: str
    url: str
    summary: str
    lang: str
    category: TermView
    places: tuple[PlaceView, ...]
    authors: tuple[PersonView, ...]
    date: DateView
    reading_minutes: int
    picture: PictureView | None
    """None where the site draws no landscapes and the post has no photo."""
    ribbon: RibbonView | None = None
    """Only in a preview, and there of what isn't published."""


class OutsideView(NamedTuple):
    """A text on another site: ``place`` is the name of that site, ``host`` its server, ``rel`` that of the link.

    ``people`` names who wrote it, if known; ``licence`` is that of an open one, or empty.
    """

    title: str
    url: str
    rel: str
    lang: str
    place: str
    host: str
    date: DateView
    summary: str = ""
    people: str = ""
    licence: str = ""


class CreditView(NamedTuple):
    """A part of the byline: a lead-in with its last space («Texte de », «dessins d’») and the people it names."""

    role: str
    lead: str
    people: tuple[PersonView, ...]


class JoinedView(NamedTuple):
    """Something that a text belongs to: ``kind`` is ``community`` or ``call``, ``lang`` that of its title."""

    kind: str
    title: str
    url: str
    lang: str


class ShareView(NamedTuple):
    """A share target: ``key`` names it for templates, ``label`` for people.

    ``composer`` is where the link leads once visitors have named their server, in the place of ``{server}``;
    ``server`` is the one proposed. Both may be empty.
    """

    key: str
    label: str
    url: str
    composer: str = ""
    server: str = ""


class HeadingView(NamedTuple):
    """An entry of a post's table of contents."""

    id: str
    text: str
    level: int


class LicenceView(NamedTuple):
    """The licence of a text; ``url`` is empty when all rights are reserved."""

    label: str
    url: str
    spdx: str


class QrView(NamedTuple):
    """A QR code of the page's address for the printed page: an SVG path in a square of ``size`` modules."""

    size: int
    path: str


class FeedView(NamedTuple):
    """A feed that a page announces: its title, its address, its MIME type."""

    label: str
    url: str
    type: str


class AlternateView(NamedTuple):
    """A page in a language, for machines: ``lang`` is its code or ``x-default``, the address is absolute."""

    lang: str
    url: str


class BreadcrumbsView(NamedTuple):
    """A page's place, for machines: its kind in the words of schema.org, its name, its address, the way to it.

    ``trail`` leads from the home page to the page above this one. Addresses are absolute.
    """

    kind: str
    name: str
    description: str
    url: str
    trail: tuple[LinkView, ...] = ()


class SocialImageView(NamedTuple):
    """A picture that networks may show for a page: absolute URL, pixels, alternative text."""

    url: str
    width: int
    height: int
    alt: str


class SocialView(NamedTuple):
    """A page's declarations to networks and search engines (absolute URLs)."""

    type: str
    images: tuple[SocialImageView, ...]
    """The one to prefer first."""
    locale: str
    json_ld: dict[str, Any]
    published: str = ""
    modified: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    author_urls: tuple[str, ...] = ()
    fediverse_creators: tuple[str, ...] = ()
    me: tuple[str, ...] = ()
    """The site's own accounts, on its home page."""


class HeadView(NamedTuple):
    """The head of a page: ``title`` already ends with the site's name, ``name`` doesn't.

    Without ``canonical_url`` the page has no address. ``oembed_url`` is where sites that embed links find a post as
    oEmbed, ``webmention_url`` where they report that they mention it; each may be empty.
    """

    title: str
    name: str
    description: str
    canonical_url: str
    lang: str
    social: SocialView | None
    """None on a site without sharing."""
    feeds: tuple[FeedView, ...] = ()
    oembed_url: str = ""
    webmention_url: str = ""
    alternates: tuple[AlternateView, ...] = ()
    """The page in all its languages, its own too; empty where there is only one."""
    robots: str = ""
    mining: str = ""
    """Whether text and data mining is reserved ("1"), as TDMRep says it; empty where nothing is said."""
    policy: str = ""
    """The Content Security Policy of this page, where it isn't that of the site."""
    body_class: str = ""
    report_url: str = ""
    """Where readers report a problem of this page: a ready mail, a form or the page that explains it."""


class PaginationView(NamedTuple):
    """A list's neighbouring pages; the URLs are empty at its ends.

    ``total`` is 0 where pages are numbered from the oldest: each new one would change what the others say.
    """

    number: int
    total: int
    previous_url: str
    next_url: str

    @property
    def is_first(self) -> bool:
        """Whether the page is at the list's own address."""
        return not self.previous_url


class SearchAccess(NamedTuple):
    """The search: its page, and the script and the style sheet that are fetched when a visitor begins to type.

    The page links the style sheet itself; it is empty on a site without a look of ours.
    """

    url: str
    script_url: str
    stylesheet_url: str


class SubscriptionView(NamedTuple):
    """How to receive new texts by mail: where to subscribe to each list, and the server that keeps the addresses."""

    lists: tuple[LinkView, ...]
    keeper: str


class SiteView(NamedTuple):
    """Values of every page of one build, the same but for the menu's current entry; files as in ``AssetsView``."""

    name: str
    baseline: str
    lang: str
    home_url: str
    write_url: str
    charter_url: str
    urls: Mapping[str, str]
    """The lists of which there is one, by name (``archives``); empty where the settings leave one out."""
    feed_url: str
    menu: tuple[LinkView, ...]
    footer: tuple[LinkView, ...]
    search: SearchAccess | None
    notice: str
    """The label of a demonstration site, or empty."""
    preview: bool
    stylesheet_url: str
    sheets: Mapping[str, str]
    script_url: str
    acts_script_url: str
    pictures_script_url: str
    font_urls: tuple[str, ...]
    icon_url: str
    icon_type: str
    logo: LogoView | None
    content_security_policy: str
    theme_color_light: str
    theme_color_dark: str
    copyright: str
    subscription: SubscriptionView | None = None
