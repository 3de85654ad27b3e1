"""The files of questions and answers, ready to be read over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from placette.engine.base.text import slugify
from placette.engine.texts.matter import quoted
from placette.features.questions import PublishingConsent

_FRENCH = {
    "title": "titre",
    "asked": "posée",
    "to": "destinataire",
    "consent": "accord",
    "authors": "auteurs",
    "receipt": "accusé",
    "category": "rubrique",
    "proofreaders": "relue_par",
    "valid_until": "valable_jusqu_au",
    "status": "statut",
}
"""The keys as French writers spell them; those that are missing here are the same."""
_CONSENTS = {
    PublishingConsent.FORM: "formulaire",
    PublishingConsent.MAIL: "courriel",
    PublishingConsent.PAPER: "papier",
    PublishingConsent.SPOKEN: "vive voix",
}


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """What is known of a question before it is written; texts may be empty. ``title`` is empty for a follow-up."""

    title: str
    asked: date
    to: str
    consent: PublishingConsent
    text: str
    author: str = ""
    receipt: str = ""
    category: str = ""
    commune: str = ""


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """What is known of an answer. ``sources`` are pairs of what each is and its address."""

    author: str
    day: date
    sources: tuple[tuple[str, str], ...]
    text: str
    reader: str = ""
    valid_until: date | None = None


def question_path(title: str) -> PurePosixPath:
    """Where a question goes, relative to the content folder; raises ``ValueError`` for a title without letters."""
    slug = slugify(title)
    if not any(character.isalpha() for character in slug):
        raise ValueError(title)
    return PurePosixPath("questions") / slug / "index.md"


def question_source(question: NewQuestion, *, french: bool = False) -> str:
    """The file's text: a draft, for a question is read over before it appears."""
    consent = _CONSENTS[question.consent] if french else question.consent.value
    values = {
        "title": quoted(question.title),
        "asked": question.asked.isoformat(),
        "to": question.to if question.title else "",
        "consent": consent,
        "authors": f"[{question.author}]" if question.author else "",
        "receipt": question.receipt,
        "category": quoted(question.category),
        "commune": quoted(question.commune),
    }
    return _file(values, (), question.text, french=french)


def answer_source(answer: NewAnswer, *, french: bool = False) -> str:
    """The file's text: a draft too."""
    values = {
        "authors": f"[{answer.author}]",
        "date": answer.day.isoformat(),
        "proofreaders": f"[{answer.reader}]" if answer.reader else "",
        "valid_until": answer.valid_until.isoformat() if answer.valid_until else "",
    }
    sources = ("sources:", *(f"  {quoted(label)}: {quoted(url)}" for label, url in answer.sources))
    return _file(values, sources if answer.sources else (), answer.text, french=french)


def _file(values: Mapping[str, str], more: Iterable[str], text: str, *, french: bool) -> str:
    lines = [f"{_FRENCH.get(key, key) if french else key}: {value}" for key, value in values.items() if value]
    status = "statut: brouillon" if french else "status: draft"
    return "\n".join(("---", *lines, *more, status, "---", "", text.strip(), ""))
