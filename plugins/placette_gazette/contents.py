"""What an issue holds, as plain values: gathered once from the site, then laid out on paper, as a book, as a letter.

Nothing here knows paper, EPUB or mail, and no layout knows the site: they meet in ``Edition`` alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from placette import N_


class Portion(StrEnum):
    """How much of a text stands in an issue."""

    WHOLE = "whole"
    SHORT = "short"  # its first paragraphs, then a code that leads to the rest
    LINE = "line"  # its title, its people, a code


@dataclass(frozen=True, slots=True)
class Plate:
    """A picture of a text, or the landscape that is drawn for it.

    ``path`` is the photo's file from the content folder; empty: the landscape of the text at ``Story.path``.
    """

    path: str
    alt: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A text in an issue: words with their typography done, ``html`` as the gate let it pass, addresses absolute."""

    path: str  # from the content folder
    url: str
    title: str
    lang: str
    category: str
    places: str
    byline: str
    day: datetime
    summary: str
    html: str
    plate: Plate | None
    plates: tuple[Plate, ...]  # the pictures of its body, in the order of its figures
    licence: str
    portion: Portion
    reason: str = ""  # why it is shorter than the file asks, in words for readers


@dataclass(frozen=True, slots=True)
class Notice:
    """A line of what comes or is asked: an event with its moment in words, a call with its last day."""

    when: str
    title: str
    place: str
    url: str


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question that was answered since the last issue."""

    question: str
    answer_html: str
    people: str
    url: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the law of 29 July 1881 asks of a printed periodical (articles 2 and 6), and what readers look for."""

    publisher: str
    address: str
    director: str
    printer: str = ""
    issn: str = ""
    price: str = ""
    made_by: tuple[str, ...] = ()
    deposit: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """An issue, complete and in order. ``when`` is its day or period in words; ``slug`` names its files."""

    slug: str
    site: str
    tagline: str
    origin: str  # https://carnets.example/
    lang: str
    title: str
    number: str
    when: str
    day: datetime
    editorial_html: str
    stories: tuple[Story, ...]
    events: tuple[Notice, ...]
    exchanges: tuple[AnsweredQuestion, ...]
    calls: tuple[Notice, ...]
    opposition: tuple[Story, ...]
    imprint: Imprint


NOT_ON_THE_STREET = N_("Please do not throw away on a public road.")
"""What the code of the environment (article L. 541-10-1) and town halls' practice have leaflets and papers say."""
