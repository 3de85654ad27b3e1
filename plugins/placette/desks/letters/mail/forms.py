"""What the form and ready mails ask in named fields: a title, a commune, a licence, the page that is meant.

Whoever writes the mail can write them, so they are claims like the rest of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from placette.desks.letters.mail.decoding import clean_line, decode_header
from placette.desks.letters.mail.headers import MailHeaders
from placette.desks.letters.mail.lines import is_quoted, loosened
from placette.engine.base.text import fold
from placette.features.letterbox import FIELD_LABELS, LetterKind

_OTHERS = {
    "name": ("Votre nom", "Your name", "Prénom et nom", "Nom et prénom"),
    "email": ("Courriel", "E-mail", "Email", "Your e-mail"),
    "commune": ("Town", "Village"),
    "licence": ("License",),
    "people": ("Personnes", "People"),
    "minors": ("Personnes mineures", "Enfants", "Children"),
    "page": ("Adresse exacte", "Adresse de la page", "Exact address", "Address of the page"),
    "reasons": ("Raison", "Motifs", "Motif", "Reason"),
}
"""By field, what people write in the place of the labels of our ready mails."""

_FIELD = "x-placette-field-"
_FIELD_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_MOST = 40
_VALUE_LIMIT = 2_000
_LABELLED = re.compile(r"([^\W\d_][\w'’ -]{1,40}?) ?: ?(.*)")
_NAMES = {fold(one): name for name, ours in FIELD_LABELS.items() for one in (*ours, *_OTHERS.get(name, ()))}
_URL = re.compile(r"https?://[^\s<>\"'()\[\]{}|\\^`]{1,2000}", re.IGNORECASE)
_BEGINNING = re.compile(r"(?:Voici ma réponse, à publier|Here is my response, to be published) ?:")
"""The sentence with which a ready mail begins, and that is not the writer's."""
_GREETING = re.compile(r"(?:bonjour|bonsoir|salut|hello|dear|madame|monsieur|hi)\b.{0,60}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FormAnswers:
    """The fields of a letter, the address of the page that it is about, and its text without the lines of fields."""

    text: str
    values: dict[str, str] = field(default_factory=dict)
    about: str = ""


def form_fields(headers: MailHeaders) -> dict[str, str]:
    """The fields in the headers that the form writes; none in other mails."""
    if headers.first("x-placette-form").strip() != "1":
        return {}
    found: dict[str, str] = {}
    for header, raw in headers.items:
        name = header.removeprefix(_FIELD)
        if header.startswith(_FIELD) and _FIELD_NAME.fullmatch(name) and len(found) < _MOST:
            found.setdefault(name, decode_header(raw)[:_VALUE_LIMIT])
    return {name: value for name, value in found.items() if value}


def form_kind(headers: MailHeaders) -> LetterKind | None:
    """The kind that the form writes into its header; None in other mails."""
    said = headers.first("x-placette-kind").strip().lower()
    if headers.first("x-placette-form").strip() != "1" or said not in set(LetterKind):
        return None
    return LetterKind(said)


def ready_fields(text: str, kind: LetterKind) -> FormAnswers:
    """The fields that the lines of a ready mail name (``Commune : Ambert``).

    They are looked for above the text, or anywhere in a ready mail about a page. In a report the lines stay in the
    text too: reasons have several paragraphs, and an editor reads the whole.
    """
    lines = text.split("\n")
    values: dict[str, str] = {}
    about = ""
    taken: set[int] = set()
    for at, name, value in _labelled(lines, whole=kind is not LetterKind.POST):
        found = page_address(value) if name == "page" else ""
        if name == "page" and not found:
            continue
        about = about or found
        taken.add(at)
        if value:
            values.setdefault(name, clean_line(found or value, _VALUE_LIMIT))
    if kind in {LetterKind.REPORT, LetterKind.CORRECTION}:
        return FormAnswers(text, values, about)
    kept = [line for at, line in enumerate(lines) if at not in taken and not _BEGINNING.fullmatch(loosened(line))]
    return FormAnswers(_closed("\n".join(kept)) if taken else text, values, about)


def is_field(line: str) -> bool:
    """Whether a line names a field of a ready mail."""
    label = _LABELLED.fullmatch(loosened(line))
    return label is not None and fold(label[1]) in _NAMES


def _closed(markdown: str) -> str:
    """A text from which lines were taken: no line break leads to nothing, no gap shows."""
    return re.sub(r"(?<!\\)\\(?=\n\n|\Z)", "", re.sub(r"\n{3,}", "\n\n", markdown).strip("\n"))


def page_address(text: str) -> str:
    """The first http(s) address in a line; empty where there is none that can be parsed."""
    found = _URL.search(text)
    address = found[0].rstrip(".,;:!?»”*_") if found else ""
    try:
        parts = urlsplit(address)
        return address if parts.hostname and parts.username is None else ""
    except ValueError:
        return ""


def _labelled(lines: list[str], *, whole: bool) -> Iterator[tuple[int, str, str]]:
    """Where known labels stand: the line's number, the field's name, its value."""
    for at, line in enumerate(lines):
        bare = loosened(line)
        if is_quoted(line):
            continue
        label = _LABELLED.fullmatch(bare)
        name = _NAMES.get(fold(label[1])) if label else None
        if label and name:
            yield at, name, label[2].strip()
        elif (bare and not whole and not _GREETING.fullmatch(bare)) or (line.strip() and not bare and not whole):
            return
