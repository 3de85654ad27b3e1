"""What was answered about a photo, as words that mean nothing else in Markdown or YAML than they say."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from placette.engine.texts.captions import licence_of
from placette.engine.texts.fields import as_minors
from placette.engine.texts.licences import find_licence

DECORATIVE = "-"
"""The description of a picture that shows nothing a reader needs."""

_JOINERS = "\u200c\u200d"
"""Unseen, and needed by some scripts and emoji."""
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters that show nothing; a text may not hold them."""
_SPACES = " \u00a0\u202f"
_REPEATED = re.compile(r"([^\w\s])\1{3,}")
_MEANING = re.compile(r"[\\`*_\[\](){}]")
"""What Markdown could take for its own."""
_DASHES = re.compile(r"\s(?:—|–|--)\s")
"""What parts the caption from the credit (``core/captions.py``)."""
_NONE = frozenset({"none", "aucun"})


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known of a photo: each of one line, as ``one_line`` makes it; may be empty.

    ``licence`` is one of the list's labels. A description that is ``DECORATIVE`` says that there is none.
    """

    alt: str = ""
    caption: str = ""
    credit: str = ""
    licence: str = ""

    @property
    def decorative(self) -> bool:
        """Whether the picture shows nothing that a reader needs."""
        return self.alt == DECORATIVE


def one_line(written: str) -> str:
    """An answer on one line, without characters that a text may not hold or that are repeated endlessly."""
    plain = unicodedata.normalize("NFC", written)
    seen = "".join(c if (c.isprintable() or c in _SPACES + _JOINERS) and c not in _FILLERS else " " for c in plain)
    return _REPEATED.sub(lambda run: run[1] * 3, " ".join(seen.split(" "))).strip()


def in_markdown(text: str) -> str:
    """An answer as the description or title of a picture: nothing in it ends either."""
    escaped = _MEANING.sub(lambda mark: "\\" + mark[0], _in_quotes(text))
    return escaped.replace("<", "&lt;").replace(">", "&gt;")


def _in_quotes(text: str) -> str:
    """With curly quotation marks and apostrophes: a straight one would end the title."""
    parts = text.replace("'", "’").split('"')
    return "".join(part + "“”"[place % 2] for place, part in enumerate(parts[:-1])) + parts[-1]


def parted_credit(credit: str) -> tuple[str, str]:
    """A credit and the licence of the list that ends it («photo de Léa, CC BY-SA 4.0»), which may be empty."""
    licence = licence_of(credit)
    return (credit.rpartition(",")[0].rstrip(" ,"), licence) if licence else (credit, "")


def full_credit(answers: Answers, own: str) -> str:
    """The credit with its licence, unless that is the text's own; no dash in it parts it from itself."""
    plain = _DASHES.sub(", ", answers.credit)
    return plain if not plain or answers.licence in {"", own} else f"{plain}, {answers.licence}"


def full_title(answers: Answers, own: str, decorative: str) -> str:
    """The title of a picture in Markdown: caption, a dash, credit; ``decorative`` is the word for such a picture."""
    credit = full_credit(answers, own)
    caption = decorative if answers.decorative else answers.caption
    if not credit:
        return _DASHES.sub(", ", caption)
    return f"{caption} — {credit}".strip()


def licence_named(written: str) -> str | None:
    """The label of a licence of the list; None for one that isn't on it."""
    found = find_licence(written)
    return found.label if found else None


def is_minors(written: str) -> bool:
    """Whether this can stand after ``minors:``."""
    try:
        return bool(as_minors(written))
    except PydanticCustomError:
        return False


def stricter(old: str, new: str) -> str:
    """Of two answers about children in the pictures, what both say: a consent is never lost."""
    if not new or new in _NONE or old == new:
        return old or new
    if not old or old in _NONE:
        return new
    reference = new.partition(":")[2]
    return old if reference in old.partition(":")[2].split("+") else f"{old}+{reference}"
