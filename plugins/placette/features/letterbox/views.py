"""The theme's contract for the letterbox. See ``engine/pages/views.py`` for its rules."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.pages.views import DateView, HeadView, LinkView


class WaysView(NamedTuple):
    """What somebody may write about a page, each a ready mail or a form.

    ``address`` is the e-mail address, empty for forms; ``notice_url`` says what becomes of reports, ``road_url`` where
    a letter is: empty where no page does.
    """

    links: tuple[LinkView, ...]
    address: str
    notice_url: str
    road_url: str


class StopView(NamedTuple):
    """A station of a letter's road, with its day."""

    label: str
    day: DateView


class LetterView(NamedTuple):
    """A letter: its number and the id of its element, what it is for, its stops, the last of which is where it is.

    ``state`` is ``received``, ``read``, ``waiting``, ``scheduled``, ``published`` or ``closed``. ``since`` says for how
    long it has been there, where that still counts; ``post`` is what it became.
    """

    number: str
    anchor: str
    kind: str
    state: str
    is_open: bool
    stops: tuple[StopView, ...]
    since: str
    post: LinkView | None


class RoadYearView(NamedTuple):
    """The letters of a year, the newest first."""

    label: str
    letters: tuple[LetterView, ...]


class RoadView(NamedTuple):
    """Where all letters are. ``above`` says how to send one; ``facts`` are sentences.

    ``day`` is when all this was so; None where it stays so.
    """

    head: HeadView
    title: str
    introduction: str
    above: LinkView | None
    facts: tuple[str, ...]
    day: DateView | None
    years: tuple[RoadYearView, ...]


class ContributingView(NamedTuple):
    """How to send a text.

    ``title`` is the page's, by sentence; ``hint`` says what the button opens; ``telephone_url`` begins with ``tel:``;
    ``road_url`` is where a letter can be followed, or empty.
    """

    lang: str
    title: tuple[str, ...]
    summary: str
    send_url: str
    hint: str
    address: str
    telephone: str
    telephone_url: str
    counter: str
    road_url: str
