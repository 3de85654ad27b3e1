"""Questions, follow-ups, and signed answers, as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import Annotated, Any

from pydantic import BeforeValidator
from selectolax.lexbor import LexborHTMLParser

from placette.engine.base.translation import N_
from placette.engine.content.kinds import Draft
from placette.engine.content.options import Term
from placette.engine.findings.problems import Problem, problem
from placette.engine.texts import fields as f
from placette.engine.texts.body import BodySource, convert_body
from placette.engine.texts.fields import as_day, as_text, choice, fail
from placette.engine.texts.front_matter import Matter, authors_key, communes_key, key, signer_key
from placette.engine.texts.links import Surroundings
from placette.engine.texts.others import Trace, contacts_in, is_of_organisation, titled_in, words_of
from placette.engine.texts.values import Body, Licence, Status
from placette.features.exchanges import values_by_word


class PublishingConsent(StrEnum):
    """How the person who asked agreed to publication."""

    FORM = "form"
    MAIL = "mail"
    PAPER = "paper"
    SPOKEN = "spoken"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, or a follow-up to it after an answer: its ``number`` is 0, or counts from 1.

    ``to`` is the author's key of the service or the elected person who is asked. ``authors`` (keys) asked it: mostly
    none, for names are published on request only. A follow-up is on the page of its question, and has no more than the
    first fields.
    """

    path: str
    slug: str  # of its folder
    lang: str
    asked: datetime
    consent: PublishingConsent
    authors: tuple[str, ...]
    receipt: str
    licence: Licence
    status: Status
    number: int = 0
    url: str = ""
    title: str = ""
    summary: str = ""
    to: str = ""
    forwarded: datetime | None = None
    closed: datetime | None = None
    category: Term | None = None
    communes: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()  # the posts that it is about (source paths)
    body: Body = field(default_factory=Body)
    mark: str = ""  # a digest of all of the above


@dataclass(frozen=True, slots=True)
class SignedAnswer:
    """A signed answer; ``number`` is that of the follow-up it answers, 0 for the question itself."""

    path: str
    question: str  # the slug of the question
    number: int
    lang: str
    date: datetime
    authors: tuple[str, ...]
    readers: tuple[str, ...]  # its reviewers (keys)
    sources: tuple[tuple[str, str], ...]  # what each is; its address, absolute or printed from the site's root
    valid_until: datetime | None  # the last day on which it is held to be right
    corrections: tuple[tuple[datetime, str], ...]  # the newest first, each in a sentence
    licence: Licence
    status: Status
    url: str = ""  # always empty: it is on the page of its question
    body: Body = field(default_factory=Body)
    mark: str = ""


def folder_of(path: str) -> str:
    """Return the slug of the question that a file in ``questions/`` belongs to."""
    return path.split("/")[1]


def number_of(path: str) -> int:
    """Return the number of a follow-up, or of the one that an answer is to: 2 for ``answer-2.md``, 0 without one."""
    end = path.removesuffix(".md").rpartition("-")[2]
    return int(end) if end.isdecimal() else 0


_REPORTED = 5  # the most traces of a text that are reported: the others are removed with them
LinedWords = tuple[tuple[int, str], ...]
"""Words as names are looked for in them (``engine/texts/others.py``), each with the line of the first."""


@dataclass(frozen=True, slots=True)
class TurnOutline:
    """The facts of a question, a follow-up or an answer for the texts beside it: its day, people as written, its words.

    ``people_line`` is that of ``to`` in a question, of ``authors`` in an answer.
    """

    day: datetime
    day_line: int
    authors: tuple[str, ...]
    people_line: int
    words: LinedWords
    readers: tuple[str, ...] = ()
    to: str = ""
    closed: datetime | None = None


def words_with_lines(draft: Draft, texts: Iterable[tuple[str, str]]) -> LinedWords:
    """Return the words of a text: those of its body, and of ``texts`` under keys of its front matter."""
    keys = ((draft.entry(key).line, words_of(text)) for key, text in texts)
    return (*keys, (draft.source.body_line, words_of(draft.source.body)))


def check_words(draft: Draft, texts: Iterable[tuple[str, str]], *, answers: bool = False) -> Iterator[Problem]:
    """Yield the numbers, addresses and surnames behind titles in a text and ``texts`` under its keys.

    One that ``answers`` may give the numbers of organisations.
    """
    contact, person = ("answer-contact", "answer-person") if answers else ("question-contact", "question-person")
    checks = ((contact, partial(_contacts, organisations=answers)), (person, titled_in))
    for name, text in texts:
        for code, find in checks:
            yield from (draft.problem(code, name, value=trace.value) for trace in islice(find(text), _REPORTED))
    body, first = draft.source.body, draft.source.body_line
    for code, find in checks:
        traces = [(trace.value, first + body.count("\n", 0, trace.offset)) for trace in islice(find(body), _REPORTED)]
        for value, line in traces or [(trace.value, first) for trace in islice(find(_as_shown(draft)), _REPORTED)]:
            yield problem(code, draft.path, line, 1, body.split("\n")[line - first], value=value)


def _as_shown(draft: Draft) -> str:
    """Return the body as its page shows it, which joins a number over two lines, or a title and a name in a list."""
    lang = getattr(draft.checkable, "lang", "") or "fr"
    html = convert_body(BodySource(draft.path, draft.source.body, lang), Surroundings()).body.html
    return LexborHTMLParser(html, is_fragment=True).text(separator=" ")


def _contacts(text: str, *, organisations: bool) -> Iterator[Trace]:
    return (trace for trace in contacts_in(text) if not (organisations and is_of_organisation(trace.value)))


_MOST, _LONGEST, _ADDRESS = 20, 300, 500
"""The most sources or corrections of an answer, characters of one, and of an address."""
_CONSENTS = values_by_word("consents", PublishingConsent)


def as_consent(value: Any) -> PublishingConsent:
    """Return how the person who asked agreed, in English or French."""
    return choice(value, _CONSENTS, (N_("form"), N_("mail"), N_("paper"), N_("spoken")))


def consent_named(folded: str) -> PublishingConsent | None:
    """Return the way of agreeing that a folded word means; None for a word that means none."""
    return _CONSENTS.get(folded)


def as_sources(value: Any) -> tuple[tuple[str, str], ...]:
    """Parse pairs of a source's name and its address; a mapping of texts."""
    return tuple(_pairs(value, "Loi du 11 février 2005: https://…"))


def as_corrections(value: Any) -> tuple[tuple[datetime, str], ...]:
    """Parse pairs of a day and a correction, the newest first; a mapping of texts."""
    return tuple(sorted(((as_day(day), text) for day, text in _pairs(value, "2026-11-09: …")), reverse=True))


def _pairs(value: Any, example: str) -> Iterator[tuple[str, str]]:
    if not isinstance(value, dict):
        raise fail("value-shape", example=example)
    if len(value) > _MOST:
        raise fail("value-many", length=len(value), limit=_MOST)
    for name, text in value.items():
        if not (as_text(name) and as_text(text)):
            raise fail("value-shape", example=example)
        yield f.short(as_text(name), _LONGEST), f.short(as_text(text), _ADDRESS)


ConsentName = Annotated[PublishingConsent, BeforeValidator(as_consent)]
Sources = Annotated[tuple[tuple[str, str], ...], BeforeValidator(as_sources)]
Corrections = Annotated[tuple[tuple[datetime, str], ...], BeforeValidator(as_corrections)]


_CONSENT = "How whoever asked agreed to be published: form, mail, paper or spoken."
_AUTHORS = "Who asks, only if they wish to be named: keys of authors."
_RECEIPT = "The number of the letter it came with: its file's name in letters/."


class QuestionMatter(Matter):
    """The front matter of a question; the text below it is the question whole."""

    title: f.Title = signer_key(
        "The question in a line.", "titre", "question", example="Pourquoi l'eau est-elle trouble ?"
    )
    asked: f.Day = signer_key("The day on which it was asked.", "posée", "posée_le", "date", example="2026-10-05")
    to: f.ShortText = signer_key(
        "Who is asked: the key of a service or of an elected official.",
        "destinataire",
        "pour",
        example="service-eau",
        min_length=1,
    )
    consent: ConsentName = signer_key(_CONSENT, "accord", example="mail")
    authors: f.Keys = authors_key(_AUTHORS, example="[lea-montel]", default_factory=list)
    forwarded: f.Day | None = key(
        "The day on which it was handed to the person asked.",
        "transmise",
        "transmise_le",
        example="2026-10-06",
        default=None,
    )
    receipt: f.ShortText = key(_RECEIPT, "accusé", example="2026-0042", default="")
    closed: f.Day | None = key(
        "The day from which nothing more is asked or answered.", "close", "close_le", example="2027-01-31", default=None
    )
    category: f.ShortText = signer_key(
        "The category it is about.", "rubrique", "catégorie", example="Patrimoine", default=""
    )
    commune: f.Communes = communes_key()
    posts: f.Paths = signer_key(
        "The posts it is about: paths from this file, as in a link.",
        "billets",
        "articles",
        example="[../../articles/2025/le-lavoir/index.md]",
        default_factory=list,
    )
    lang: f.ShortText = signer_key("The language of the text.", "langue", example="fr", default="")
    status: f.StatusName = signer_key(
        "published, draft or withdrawn.", "statut", "état", example="published", default=Status.PUBLISHED
    )


class WithdrawnQuestionMatter(Matter):
    """The front matter of a question that was withdrawn."""

    status: f.WithdrawnName = signer_key("withdrawn.", "statut", "état", example="withdrawn")


class FollowUpMatter(Matter):
    """The front matter of a follow-up; the text below it is the question."""

    asked: f.Day = signer_key("The day on which it was asked.", "posée", "posée_le", "date", example="2026-11-05")
    consent: ConsentName = signer_key(_CONSENT, "accord", example="mail")
    authors: f.Keys = authors_key(_AUTHORS, example="[lea-montel]", default_factory=list)
    receipt: f.ShortText = key(_RECEIPT, "accusé", example="2026-0042", default="")
    lang: f.ShortText = signer_key("The language of the text.", "langue", example="fr", default="")
    status: f.StatusName = signer_key(
        "published or draft.", "statut", "état", example="published", default=Status.PUBLISHED
    )


class AnswerMatter(Matter):
    """The front matter of an answer; the text below it is the answer."""

    authors: f.Keys = authors_key(
        "Who signs: keys of authors who are a service or an elected official.",
        "signée_par",
        example="[service-eau]",
        min_length=1,
    )
    date: f.Day = signer_key("The day of the answer.", "répondue_le", example="2026-10-21")
    sources: Sources = signer_key(
        "Its sources, one per line: what it is, then its address or a document's or post's path.",
        "source",
        example="Loi du 11 février 2005: https://…",
        default=(),
    )
    proofreaders: f.Keys = key(
        "Who checked it.",
        "relecture",
        "relecteurs",
        "relue_par",
        example="[equipe]",
        whose="readers",
        default_factory=list,
    )
    valid_until: f.Day | None = signer_key(
        "The last day on which it is considered correct; later it is marked as to be checked.",
        "valable_jusqu_au",
        "valable_jusqu'au",
        example="2027-06-30",
        default=None,
    )
    corrections: Corrections = signer_key(
        "What was corrected, one per line: the day, then what, in a sentence.",
        "correction",
        example="2026-11-09: …",
        default=(),
    )
    lang: f.ShortText = signer_key("The language of the text.", "langue", example="fr", default="")
    status: f.StatusName = signer_key(
        "published or draft.", "statut", "état", example="published", default=Status.PUBLISHED
    )
