"""Photos in a post: as its lead picture, or as figures in plain Markdown, with what was answered about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from placette.desks.intake.answers import Answers, full_credit, full_title, in_markdown, stricter
from placette.desks.intake.front_matter import read_source, value_of, with_values
from placette.engine.base.message import N_

CLOSED_BLOCK = N_("its information block needs mending first: invoke check")
"""A reason why a text can't be changed, as are the next three."""
HAS_LEAD = N_("it has a lead picture already: leave out --lead")
NO_LINE = N_("it has no such line below its information block: correct --at")
UNSAFE = N_("its information block cannot be changed without you: add the lines by hand")

_FENCE = re.compile(r"---[ \t]*\r?")


@dataclass(frozen=True, slots=True)
class Placed:
    """A photo as it lies beside the text: its file's name, and what was answered about it."""

    name: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class Wish:
    """Where photos go: the first as the lead picture, the others at the end, or before a line (from 1; 0 for the end).

    ``minors`` is what was answered about children, ``licence`` the label of the text's own licence, ``decorative`` the
    word that says, as a caption, that a picture shows nothing a reader needs.
    """

    lead: bool = False
    at: int = 0
    minors: str = ""
    licence: str = ""
    decorative: str = "decorative"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text with its photos; ``minors`` is what it says of children now."""

    text: str
    minors: str


def place_photos(text: str, photos: Sequence[Placed], wish: Wish) -> Rewritten | str:
    """The text that shows the photos, or the reason why it can't be changed. What the writer typed stays."""
    source = read_source(text)
    if source is None:
        return CLOSED_BLOCK
    if wish.lead and value_of(source, "image"):
        return HAS_LEAD
    minors = stricter(value_of(source, "minors"), wish.minors)
    values = _lead_values(photos[0], wish) if wish.lead else {}
    values |= {"minors": minors} if minors != value_of(source, "minors") else {}
    figures = [figure(photo, wish) for photo in photos[wish.lead :]]
    shown = _with_figures(text, figures, wish.at) if figures else text
    if shown is None:
        return NO_LINE
    changed = with_values(shown, values) if values else shown
    return UNSAFE if changed is None else Rewritten(changed, minors)


def figure(photo: Placed, wish: Wish) -> str:
    """A photo in Markdown: ``![description](name.jpg "caption — credit, licence")``."""
    answers = photo.answers
    alt = "" if answers.decorative else in_markdown(answers.alt)
    title = in_markdown(full_title(answers, wish.licence, wish.decorative))
    return f'![{alt}]({photo.name} "{title}")' if title else f"![{alt}]({photo.name})"


def _lead_values(photo: Placed, wish: Wish) -> dict[str, str]:
    said = {
        "image": photo.name,
        "image_alt": photo.answers.alt,
        "image_caption": photo.answers.caption,
        "image_credit": full_credit(photo.answers, wish.licence),
    }
    return {key: value for key, value in said.items() if value}


def _with_figures(text: str, figures: list[str], at: int) -> str | None:
    """The text with the figures, before line ``at`` or at the end; None when it has no such line.

    Several stand in one paragraph, which makes a gallery of them.
    """
    lines = text.split("\n")
    first = next(place for place, line in enumerate(lines) if place and _FENCE.fullmatch(line)) + 1
    close = "\r" if lines[0].endswith("\r") else ""
    while len(lines) > first and not lines[-1].strip():
        lines.pop()
    place = at - 1 if at else len(lines)
    if not first <= place <= len(lines):
        return None
    new = [close, *(shown + close for shown in figures)]
    start, rest = lines[:place], lines[place:]
    new = new if start[first:] and start[-1].strip() else new[1:]
    if start and not start[-1].endswith(close):
        start[-1] += close
    return "\n".join((*start, *new, *([close] if rest and rest[0].strip() else []), *rest, ""))
