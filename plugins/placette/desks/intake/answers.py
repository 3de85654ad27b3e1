"""The answers about a photo, cleaned so that nothing in them is markup in Markdown or YAML."""

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
"""Invisible, but needed by some scripts and emoji."""
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters that look like nothing; a text may not hold them."""
_SPACES = " \u00a0\u202f"
_REPEATED = re.compile(r"([^\w\s])\1{3,}")
_MEANING = re.compile(r"[\\`*_\[\](){}]")
"""Characters that Markdown could take for markup."""
_DASHES = re.compile(r"\s(?:—|–|--)\s")
"""What separates the caption from the credit (``engine/texts/captions.py``)."""
_NONE = frozenset({"none", "aucun"})


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known about a photo. Each answer is one line (see ``one_line``) and may be empty.

    ``licence`` is the label of a known licence. If ``alt`` is ``DECORATIVE``, the picture needs no description.
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
    """An answer on one line, without forbidden characters and long runs of one character."""
    plain = unicodedata.normalize("NFC", written)
    seen = "".join(c if (c.isprintable() or c in _SPACES + _JOINERS) and c not in _FILLERS else " " for c in plain)
    return _REPEATED.sub(lambda run: run[1] * 3, " ".join(seen.split(" "))).strip()


def in_markdown(text: str) -> str:
    """An answer as the description or title of a picture in Markdown, escaped so that it can't end it."""
    escaped = _MEANING.sub(lambda mark: "\\" + mark[0], _in_quotes(text))
    return escaped.replace("<", "&lt;").replace(">", "&gt;")


def _in_quotes(text: str) -> str:
    """The text with curly quotation marks and apostrophes: a straight one would end the title."""
    parts = text.replace("'", "’").split('"')
    return "".join(part + "“”"[place % 2] for place, part in enumerate(parts[:-1])) + parts[-1]


def parted_credit(credit: str) -> tuple[str, str]:
    """A credit and the known licence at its end («photo de Léa, CC BY-SA 4.0»); the licence may be empty."""
    licence = licence_of(credit)
    return (credit.rpartition(",")[0].rstrip(" ,"), licence) if licence else (credit, "")


def full_credit(answers: Answers, own: str) -> str:
    """The credit, with its licence unless the text has the same one (``own``). Dashes in it are replaced."""
    plain = _DASHES.sub(", ", answers.credit)
    return plain if not plain or answers.licence in {"", own} else f"{plain}, {answers.licence}"


def full_title(answers: Answers, own: str, decorative: str) -> str:
    """The title of a picture in Markdown: caption, dash, credit. ``decorative`` is the caption of a decorative one."""
    credit = full_credit(answers, own)
    caption = decorative if answers.decorative else answers.caption
    if not credit:
        return _DASHES.sub(", ", caption)
    return f"{caption} — {credit}".strip()


def licence_named(written: str) -> str | None:
    """The label of a known licence; None for any other."""
    found = find_licence(written)
    return found.label if found else None


def is_minors(written: str) -> bool:
    """Whether this is a valid value of ``minors:``."""
    try:
        return bool(as_minors(written))
    except PydanticCustomError:
        return False


def stricter(old: str, new: str) -> str:
    """Two answers about children in the pictures, combined: a consent is never lost."""
    if not new or new in _NONE or old == new:
        return old or new
    if not old or old in _NONE:
        return new
    reference = new.partition(":")[2]
    return old if reference in old.partition(":")[2].split("+") else f"{old}+{reference}"
