"""Receipts of letters: the kind of each, the days of its road, its lateness."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from statistics import median
from typing import Annotated, Any, NamedTuple

import yaml
from pydantic import BeforeValidator

from placette.engine.base.occurrences import LOCAL_HOLIDAYS
from placette.engine.base.settings import load_settings
from placette.engine.base.translation import N_, SettingError
from placette.engine.content.build import Build
from placette.engine.content.kinds import BodyForm, Draft, Extension, Making, Reference, Rights, TextKind
from placette.engine.content.neighbours import Called, Neighbours
from placette.engine.content.options import ReadingOptions
from placette.engine.findings.problems import Problem, problem
from placette.engine.texts import fields as f
from placette.engine.texts.front_matter import Matter, key
from placette.engine.texts.values import Body
from placette.features.exchanges import Due, Why, WorkingDays, by_urgency, check_order, working_days
from placette.features.legal import ADDRESS, EMAIL, TELEPHONE, LegalSettings, is_fictitious
from placette.features.posts import POST


class LetterKind(StrEnum):
    """The purposes of a letter to the letterbox."""

    POST = "post"  # a text to publish
    QUESTION = "question"  # a question that a service or the team answers in public
    RESPONSE = "response"  # a text that responds to a published one
    RIGHT_OF_REPLY = "right-of-reply"
    """A response that the law has published, for whoever a text names or designates (LCEN, article 1-1, III)."""
    CORRECTION = "correction"  # a published text that should be corrected
    REPORT = "report"
    """A published text that seems to be against the law or the charter (Regulation (EU) 2022/2065, article 16)."""


_TABLE = yaml.load(Path(__file__).with_name("letters.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
LETTERS: Mapping[LetterKind, Mapping[str, Any]] = {LetterKind(name): row for name, row in _TABLE["kinds"].items()}
"""What ready mails, pages and receipts say of each kind."""
SUBJECTS: Mapping[LetterKind, list[str]] = {kind: row["subject"] for kind, row in LETTERS.items() if "subject" in row}
"""The word in square brackets with which the subject of a ready mail begins, in French and in English."""
FIELD_LABELS: Mapping[str, tuple[str, str]] = {name: tuple(labels) for name, labels in _TABLE["fields"].items()}
"""The label of each line that a ready mail asks to fill in, by field, in French and in English."""
_WORDS = {word.casefold(): kind for kind, words in SUBJECTS.items() for word in words}
_BEGINNING = re.compile(r"\[(\w[\w ]{0,30})\]")


def kind_of_subject(subject: str) -> LetterKind:
    """Return the kind that a subject names (``Re: [Réponse] Le lavoir``); without one, a text to publish."""
    kinds = [_WORDS[word.casefold()] for word in _BEGINNING.findall(subject) if word.casefold() in _WORDS]
    return kinds[0] if kinds else LetterKind.POST


def field_line(name: str, lang: str, value: str = "") -> str:
    """Return a line of a ready mail to fill in, with its label in French or in English."""
    french, english = FIELD_LABELS[name]
    return f"{french} : {value}" if lang == "fr" else f"{english}: {value}"


NEW_RECEIPT = N_("Check the number: it is the name of a file in content/letters/, such as 2026-0042.")
"""The proposal when no number is close."""


RECEIPT_FOLDER = "letters"  # the folder of receipts, from the content folder: ``letters/2026-0042.md``
RIGHT_OF_REPLY_DUE = timedelta(days=3)
"""Within three days of its receipt a right of reply is published online (LCEN, and décret n° 2007-1527)."""
NUMBER = r"[0-9]{4}-[0-9]{4,6}"
"""A regular expression for numbers of letters: the year and how many came before, from 1."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The road of a letter. Days that haven't come yet, for instance that of reading, are None."""

    number: str
    kind: LetterKind
    received: date
    read: date | None = None
    waiting: date | None = None  # since when its writer is asked for something
    closed: date | None = None  # when it ended without a post: it was answered, refused or withdrawn
    path: str = ""
    url: str = ""  # always empty: the road of all letters is one page
    body: Body = field(default_factory=Body)
    mark: str = ""  # a digest of all of the above

    @property
    def file(self) -> str:
        """Its path from the content folder."""
        return f"{RECEIPT_FOLDER}/{self.number}.md"


def receipt_source(receipt: Receipt) -> str:
    """Return the text of its file, which reads back as the same receipt."""
    days = (("received", receipt.received), ("read", receipt.read), ("waiting", receipt.waiting))
    lines = [f"{name}: {day.isoformat()}" for name, day in (*days, ("closed", receipt.closed)) if day]
    return "\n".join(("---", f"kind: {receipt.kind.value}", *lines, "---", ""))


_KINDS = {word: kind for kind, row in LETTERS.items() for word in row["words"]}


class ReceiptMatter(Matter):
    """The front matter of a receipt."""

    kind: Annotated[LetterKind, BeforeValidator(lambda value: f.choice(value, _KINDS, tuple(LetterKind)))] = key(
        "What the letter is for: post, question, response, right-of-reply, correction or report.",
        "nature",
        example="post",
    )
    received: f.Day = key("The day on which it arrived.", "reçu", "reçue", example="2026-11-02")
    read: f.Day | None = key("The day on which somebody read it.", "lu", "lue", example="2026-11-04", default=None)
    waiting: f.Day | None = key(
        "The day since which its writer is asked for something.", "à_compléter", example="2026-11-05", default=None
    )
    closed: f.Day | None = key(
        "The day on which it was settled without a post.", "clos", "close", example="2026-11-20", default=None
    )


_DAYS = ("received", "read", "waiting", "closed")


def _check(draft: Draft, matter: ReceiptMatter, _neighbours: Neighbours, _options: ReadingOptions) -> Iterator[Problem]:
    """Check that a receipt has days only, and possible ones."""
    if draft.source.body.strip():
        yield problem("receipt-body", draft.path, draft.source.body_line)
    year = draft.slug.partition("-")[0]
    if year != f"{matter.received:%Y}":
        yield draft.problem("receipt-number", "received", value=draft.slug, day=f"{matter.received:%Y-%m-%d}")
    for name in _DAYS:
        day = getattr(matter, name)
        # Requests to a writer before the letter is read: it may wait from the day on which it arrived
        earliest = max(matter.received, matter.read or matter.received) if name == "closed" else matter.received
        yield from check_order(draft, "receipt-days", [(name, day)], earliest)


def _receipt(making: Making[ReceiptMatter]) -> Receipt:
    return making.filled(Receipt, number=making.draft.slug)


RECEIPT = TextKind(
    name="receipt",
    place=rf"{RECEIPT_FOLDER}/{NUMBER}\.md",
    schema=ReceiptMatter,
    value=Receipt,
    address="",
    changed=N_("the receipt {what} changed"),
    days=_DAYS,
    check=_check,
    make=_receipt,
    called=Called("receipt-unknown", NEW_RECEIPT),
    body=BodyForm(optional=True),
    rights=Rights(code="proposal-letters"),
)


class ReceiptedKeys(Matter):
    """The key of a post for the letter that it came with."""

    receipt: f.ShortText = key(
        "The number of the letter it came with: its file's name in letters/.",
        "accusé",
        example="2026-0042",
        default="",
    )


@dataclass(frozen=True, slots=True)
class Receipted:
    """The number of the letter that a post came with, or empty."""

    receipt: str = ""


RECEIPTED: Extension[ReceiptedKeys] = Extension(
    *(POST.name, ReceiptedKeys, "featured", Receipted, 2), refers=(Reference("receipt", RECEIPT.name, fills="receipt"),)
)
"""Posts name the letter that they came with."""


YEARS = 2  # the years of letters that are listed, this one with the one before; those that still wait stay beyond


class Station(StrEnum):
    """The stations of a letter."""

    RECEIVED = "received"
    READ = "read"
    WAITING = "waiting"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    CLOSED = "closed"


OPEN = frozenset({Station.RECEIVED, Station.READ, Station.WAITING})  # where an action is still needed


class Stop(NamedTuple):
    """A station of a letter's road, and its day: that of appearing for a post that is scheduled."""

    station: Station
    day: date


class CameOf(NamedTuple):
    """A post that a letter became: its day, whether it has appeared, its address and its title."""

    day: date
    is_out: bool
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Road:
    """The stops of a letter so far, in order; the last is the current one. ``post`` is the text that it became."""

    number: str
    kind: LetterKind
    stops: tuple[Stop, ...]
    post: CameOf | None = None

    @property
    def here(self) -> Stop:
        """The current stop."""
        return self.stops[-1]

    @property
    def is_open(self) -> bool:
        """Whether an action is still needed."""
        return self.here.station in OPEN


def road_of(receipt: Receipt, post: CameOf | None, today: date) -> Road | None:
    """Return the road of a letter up to a day; None before it arrives. A day that hasn't come isn't known yet."""
    if receipt.received > today:
        return None
    days = (receipt.read, receipt.waiting, receipt.closed)
    reading, waiting, closed = (day if day and day <= today else None for day in days)
    stops = [Stop(Station.RECEIVED, receipt.received)]
    stops += [Stop(Station.READ, reading)] if reading else []
    if post:
        appears = max(post.day, receipt.received)  # a post may bear an older date
        stops.append(Stop(Station.PUBLISHED if post.is_out else Station.SCHEDULED, appears))
    elif closed:
        stops.append(Stop(Station.CLOSED, closed))
    elif waiting and reading:  # a program's questions are no reading
        stops.append(Stop(Station.WAITING, waiting))
    return Road(receipt.number, receipt.kind, tuple(stops), post)


def roads_of(receipts: Iterable[Receipt], posts: Mapping[str, CameOf], today: date) -> list[Road]:
    """Return the roads that are listed, the newest letters first."""
    roads = (road_of(receipt, posts.get(receipt.number), today) for receipt in receipts)
    listed = [road for road in roads if road and (road.is_open or road.stops[0].day.year > today.year - YEARS)]
    return sorted(listed, key=lambda road: (road.stops[0].day, len(road.number), road.number), reverse=True)


def medians_of(roads: Iterable[Road], count: WorkingDays) -> tuple[float | None, float | None]:
    """Return the working days after which half of the letters were read, and published; None where none was."""
    durations: dict[Station, list[int]] = {Station.READ: [], Station.PUBLISHED: []}
    for road in roads:
        for station, day in road.stops[1:]:
            if station in durations:
                durations[station].append(count(road.stops[0].day, day))
    reading, published = (median(days) if days else None for days in durations.values())
    return reading, published


@dataclass(frozen=True, slots=True)
class LetterboxSettings:
    """Settings of the letterbox. Without ``address`` and ``form``, pages invite nobody to write."""

    address: str = ""
    """The e-mail address that people write to; empty: pages don't invite anybody to write a mail."""
    form: str = ""
    """The address of the form (https://…); links below texts lead there instead of opening a mail."""
    telephone: str = ""
    """The telephone number of somebody who helps; may stay empty."""
    counter: str = ""
    """Where and when a text can be handed over in person, in a sentence; may stay empty."""
    receipt_days: int = 2
    """Within how many working days a person confirms that a letter has arrived."""
    reading_days: int = 10
    """Within how many working days a letter is read and answered."""
    holidays: str = ""
    """The code of a département with days off of its own: 57, 67, 68, or one overseas (974); empty elsewhere."""
    keep_days: int = 365
    """After how many days a finished letter is forgotten: its original and its sender's address."""

    def __post_init__(self) -> None:
        """Raise ``SettingError`` for unusable values; invented ones are found before publication."""
        self._match("address", EMAIL, "lettres@mairie.example")
        self._match("form", ADDRESS, "https://formulaire.mairie.example/")
        self._match("telephone", TELEPHONE, "+33 4 73 00 00 00")
        if self.holidays and self.holidays not in LOCAL_HOLIDAYS:
            raise SettingError(f"LETTERBOX_HOLIDAYS = {self.holidays!r}  →  {', '.join(LOCAL_HOLIDAYS)}")
        for days, usual in (("receipt_days", 2), ("reading_days", 10), ("keep_days", 365)):
            if getattr(self, days) < 1:
                raise SettingError(f"LETTERBOX_{days.upper()} = {getattr(self, days)}  →  {usual}")
        if self.reading_days < self.receipt_days:
            example = f"LETTERBOX_RECEIPT_DAYS = {self.receipt_days} …"
            raise SettingError(f"LETTERBOX_READING_DAYS = {self.reading_days}  →  {example}")

    @property
    def is_open(self) -> bool:
        """Whether people can write to it."""
        return bool(self.address or self.form)

    def _match(self, name: str, pattern: re.Pattern[str], example: str) -> None:
        value = getattr(self, name)
        is_usable = pattern.fullmatch(value) or (name == "telephone" and is_fictitious(value))
        if value and not is_usable:
            raise SettingError(f"LETTERBOX_{name.upper()} = {value!r}  →  {example}")


def late_letters(
    receipts: Iterable[Receipt],
    added: Mapping[str, date],
    answered: frozenset[str],
    own: LetterboxSettings,
    today: date,
) -> list[Due]:
    """Return the late letters, those that wait the longest first.

    ``added`` is when a receipt was written, by path, where that is known; ``answered`` are the numbers of letters
    that became posts.
    """
    rows, count = [], working_days(own.holidays)
    for receipt in receipts:
        road = road_of(receipt, None, today)
        if not road or road.here.station is not Station.RECEIVED or receipt.number in answered:
            continue
        days, written_on = count(receipt.received, today), added.get(receipt.path)
        if days > own.reading_days:
            rows.append(Due(Why.UNREAD, receipt.path, receipt.received, days=days, number=receipt.number))
        elif written_on and (days := count(receipt.received, written_on)) > own.receipt_days:
            rows.append(Due(Why.UNCONFIRMED, receipt.path, receipt.received, days=days, number=receipt.number))
    return by_urgency(rows)


_FILE = "pelicanconf.py"
_NAMES = ("address", "form", "telephone", "counter")


def lacking(_build: Build, settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield settings of the letterbox that only look filled in, for a site that is no demonstration."""
    letterbox = load_settings(LetterboxSettings, "LETTERBOX", settings)
    if load_settings(LegalSettings, "LEGAL", settings).demonstration:
        return
    for name in _NAMES:
        value = str(getattr(letterbox, name))
        if value and is_fictitious(value):
            yield problem("letterbox-fictitious", _FILE, setting=f"LETTERBOX_{name.upper()}", value=value)
