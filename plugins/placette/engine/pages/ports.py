"""What pages ask for without knowing which feature gives it, and what stands in its place where none does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from placette.engine.library.departures import Departures
from placette.engine.pages.assets import AssetsView, LogoDrawing
from placette.engine.pages.views import AlternateView, BearingsView, PersonView, SearchAccess, SocialView
from placette.engine.texts.pictures import PictureView, photo_view

if TYPE_CHECKING:
    from PIL import Image

    from placette.engine.pages.desk import Desk
    from placette.engine.pages.lookup import Lookup
    from placette.engine.pages.subjects import Sitter

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Port(Generic[T]):
    """Something that one feature may offer. ``absent`` makes what is used where no feature does."""

    name: str
    absent: Callable[[Desk], T]


class FolderApart(NamedTuple):
    """A folder of the output (``ecrire/``) whose files need other headers than the rest of the site.

    ``headers`` take the place of those of the same name, and robots stay away from it.
    """

    folder: str
    headers: tuple[tuple[str, str], ...]


Picture = Callable[[Any], PictureView | None]
"""From a text with a lead photo to the picture that lists show of it."""


def _photos_alone(desk: Desk) -> Picture:
    build = desk.build
    return lambda text: photo_view(text.photo, build.photos, build.base) if text.photo else None


def _nobody(_desk: Desk) -> Mapping[str, PersonView]:
    return {}


NEWEST: Port[tuple[str, ...]] = Port("newest", lambda _desk: ())
"""The published posts (source paths), newest first."""


def _nothing(_about: Any, _bearings: BearingsView, _look: Lookup) -> None:
    return None


PEOPLE: Port[Mapping[str, PersonView]] = Port("people", _nobody)
"""Everybody who writes, by key, as bylines show them."""
PERSON_MARKS: Port[Mapping[str, str]] = Port("person marks", lambda _desk: {})
"""By key, the mark of all that pages show of a person."""
PICTURE: Port[Picture] = Port("picture", _photos_alone)
"""The picture of a post: its photo, or what stands there without one."""
CARD: Port[Picture] = Port("card", lambda _desk: lambda _text: None)
"""The card that networks show for a post, at its absolute address."""
HANDLES: Port[Mapping[str, tuple[str, ...]]] = Port("handles", lambda _desk: {})
"""By key, where each person can be named in the Fediverse."""
AGENTS: Port[Mapping[str, dict[str, Any]]] = Port("agents", lambda _desk: {})
"""By key, each person in the words of schema.org."""
FACES: Port[Mapping[str, Sitter]] = Port("faces", lambda _desk: {})
"""By key, each person as cards show them."""
WEBMENTION: Port[Callable[[Any], str]] = Port("webmention", lambda _desk: lambda _about: "")
"""Where other sites say that they mention a page, from what it is about; empty where nobody listens."""
SOCIAL: Port[Callable[[Any, BearingsView, Lookup], SocialView | None]] = Port("social", lambda _desk: _nothing)
"""What networks and search engines read about a page, from what it is about and where it stands."""


def _in_one_language(_about: Any, _desk: Desk) -> tuple[AlternateView, ...]:
    return ()


ALTERNATES: Port[Callable[[Any, Desk], tuple[AlternateView, ...]]] = Port("alternates", lambda _desk: _in_one_language)
"""The page about something in all its languages; empty where there is only one."""
PAGE_URLS: Port[Mapping[str, str]] = Port("page urls", lambda _desk: {})
"""The printed address of each of the site's own texts, by slug."""
PRESCRIBED: Port[Mapping[str, str]] = Port("prescribed", lambda _desk: {})
"""By address from the site's root, what a link of the footer says whatever the settings say."""
ASSETS: Port[AssetsView] = Port("assets", lambda _desk: AssetsView())
"""The addresses of style sheets, script, letters and icon."""
COLOURS: Port[Mapping[str, str]] = Port("colours", lambda _desk: {})
"""The light scheme by role, as ``#rrggbb``; empty where the site has no look of ours."""
LOGO: Port[LogoDrawing | None] = Port("logo", lambda _desk: None)
"""The site's own logo, for pictures and papers; None for a site without one."""
DRAWING: Port[Callable[[Any], str]] = Port("drawing", lambda _desk: lambda _about: "")
"""What is drawn for a post or a subject, on its page or only its card, in one word; empty for a post with a photo or
without a page, and where no feature draws."""
PAINTED: Port[Callable[[str, str, int, int], Image.Image] | None] = Port("painted", lambda _desk: None)
"""The landscape of a slug, with what is drawn for it (a word of ``DRAWING``), in pixels of a width and a height."""
DRAWN: Port[Callable[[Any], bytes] | None] = Port("drawn", lambda _desk: None)
"""The landscape of a post, as SVG."""
DEPARTED: Port[Departures] = Port("departed", lambda _desk: Departures())
"""The addresses that moved or are gone, for servers."""


class Letterbox(NamedTuple):
    """Where a site takes letters. ``keep_days`` is after how many days a finished one is forgotten."""

    keep_days: int


ANSWERED: Port[tuple[date, ...]] = Port("answered", lambda _desk: ())
"""The day of each answer that the site gave to a question."""
REGISTER_URL: Port[str] = Port("register url", lambda _desk: "")
"""The printed address of the register of decisions about texts; empty where there is none."""
LETTERBOX: Port[Letterbox | None] = Port("letterbox", lambda _desk: None)
"""The letterbox that people can write to; None for a site that takes no letters."""
NOTICES: Port[str] = Port("notices", lambda _desk: "")
"""The printed address that says how content is reported and what follows; empty where no page does."""
OFFERED: Port[frozenset[str]] = Port("offered", lambda _desk: frozenset())
"""The files from strangers that are offered as they are, by their addresses from the site's root."""
APART: Port[tuple[FolderApart, ...]] = Port("apart", lambda _desk: ())
"""The folders that have headers of their own."""
SEARCH: Port[SearchAccess | None] = Port("search", lambda _desk: None)
"""Where visitors search; None for a site without search."""
