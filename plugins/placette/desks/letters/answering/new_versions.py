"""Tells a whole new version of a text from answers about the old one."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from placette.desks.letters.answering.answer_parts import in_plain_text
from placette.desks.letters.answering.describing import word_count
from placette.desks.letters.answering.greetings import bare_words
from placette.desks.letters.answering.labels import numbered
from placette.desks.letters.letter import Case, Letter, Manuscript

NOTE = "mail-note"
"""The remark that keeps what a mail said beside the document that its text was taken from."""
_ANNOUNCED = re.compile(
    r"\b(?:nouvelle|derniere|bonne|seconde|deuxieme) version\b"
    r"|\bversion (?:corrigee|modifiee|revue|definitive|finale|complete|amelioree)\b"
    r"|\b(?:texte|article|billet) (?:corrige|modifie|revu|complet|definitif|refait|ameliore)\b"
    r"|\b(?:new|corrected|revised|final|updated|better) (?:version|text)\b"
)
_HERE = re.compile(r"\b(?:voici|voila|ci dessous|ci joint\w*|dessous|envoie|renvoie|here|below|attached|send\w*)\b")
_WORDS = 15
"""Fewer words after an announcement are no text, but a remark about one («la nouvelle version est prête»)."""
_LONG = 120
"""So many words that answer nothing are a text, even if they are all new."""
_RUN = 4
_ALIKE = 0.3
"""Part of the runs of four words that a new version shares with the old text."""
_MOST_RUNS = 20_000


class NewVersion(NamedTuple):
    """What a mail says about the text, and the text, if it brings a new one."""

    answers: str
    written: Manuscript | None


def new_version(letter: Letter, case: Case) -> NewVersion:
    """A mail parted into answers and a new version; in most mails all is answers."""
    written = letter.written
    note = next((dict(remark.values).get("text", "") for remark in written.remarks if remark.code == NOTE), "")
    if note and word_count(written.markdown):
        return NewVersion(note, written)
    paragraphs = written.markdown.split("\n\n")
    for place, paragraph in enumerate(paragraphs):
        body = "\n\n".join(paragraphs[place + 1 :])
        if _announces(paragraph) and word_count(body) >= _WORDS:
            return NewVersion("\n\n".join(paragraphs[:place]), replace(written, markdown=body))
    if _is_text(written, case):
        return NewVersion("", written)
    return NewVersion(written.markdown, None)


def _announces(paragraph: str) -> bool:
    words = bare_words(paragraph)
    return len(words) < 200 and bool(_ANNOUNCED.search(words)) and bool(_HERE.search(words))


def _is_text(written: Manuscript, case: Case) -> bool:
    """Whether these words are a text themselves: much like the one that there is, or long, and not numbered answers."""
    lines = in_plain_text(written.markdown).split("\n")
    count = word_count(written.markdown)
    if count < _WORDS or any(line.startswith(">") or numbered(line) for line in lines):
        return False
    alike = _likeness(written.markdown, case.written.markdown)
    return alike >= _ALIKE or (count >= _LONG and bool(written.title)) or count >= 2 * _LONG


def _likeness(new: str, old: str) -> float:
    """The part of the new text's runs of words that the old one has too; 0 where either is too short to tell."""
    ours, theirs = _runs(new), _runs(old)
    return len(ours & theirs) / len(ours) if len(ours) >= _WORDS and theirs else 0.0


def _runs(text: str) -> set[tuple[str, ...]]:
    words = bare_words(text).split()
    return set(islice(zip(*(words[start:] for start in range(_RUN)), strict=False), _MOST_RUNS))
