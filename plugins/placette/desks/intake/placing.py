"""Puts photos into a post, as its lead picture or as figures in plain Markdown, with the answers about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from placette.desks.intake.answers import Answers, full_credit, full_title, in_markdown, stricter
from placette.desks.intake.front_matter import read_source, value_of, with_values
from placette.engine.base.message import N_

CLOSED_BLOCK = N_("its information block needs fixing first: invoke check")
"""A reason why a text can't be changed, like the next three."""
HAS_LEAD = N_("it has a lead picture already: leave out --lead")
NO_LINE = N_("it has no such line below its information block: correct --at")
UNSAFE = N_("its information block cannot be changed without you: add the lines by hand")

_FENCE = re.compile(r"---[ \t]*\r?")


@dataclass(frozen=True, slots=True)
class Placed:
    """A photo beside the text: its file name and the answers about it."""

    name: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class Placement:
    """Where photos go: with ``lead``, the first is the lead picture; the others go before line ``at`` (0: at the end).

    ``minors`` is the answer about children, ``licence`` the label of the text's own licence, ``decorative`` the
    caption that marks a picture as decorative.
    """

    lead: bool = False
    at: int = 0
    minors: str = ""
    licence: str = ""
    decorative: str = "decorative"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text with its photos. ``minors`` is what it now says about children."""

    text: str
    minors: str


def place_photos(text: str, photos: Sequence[Placed], placement: Placement) -> Rewritten | str:
    """The text with the photos, or the reason why it can't be changed. The writer's own words stay."""
    source = read_source(text)
    if source is None:
        return CLOSED_BLOCK
    if placement.lead and value_of(source, "image"):
        return HAS_LEAD
    minors = stricter(value_of(source, "minors"), placement.minors)
    values = _lead_values(photos[0], placement) if placement.lead else {}
    values |= {"minors": minors} if minors != value_of(source, "minors") else {}
    figures = [figure(photo, placement) for photo in photos[placement.lead :]]
    shown = _with_figures(text, figures, placement.at) if figures else text
    if shown is None:
        return NO_LINE
    changed = with_values(shown, values) if values else shown
    return UNSAFE if changed is None else Rewritten(changed, minors)


def figure(photo: Placed, placement: Placement) -> str:
    """A photo in Markdown: ``![description](name.jpg "caption — credit, licence")``."""
    answers = photo.answers
    alt = "" if answers.decorative else in_markdown(answers.alt)
    title = in_markdown(full_title(answers, placement.licence, placement.decorative))
    return f'![{alt}]({photo.name} "{title}")' if title else f"![{alt}]({photo.name})"


def _lead_values(photo: Placed, placement: Placement) -> dict[str, str]:
    said = {
        "image": photo.name,
        "image_alt": placement.decorative if photo.answers.decorative else photo.answers.alt,
        "image_caption": photo.answers.caption,
        "image_credit": full_credit(photo.answers, placement.licence),
    }
    return {key: value for key, value in said.items() if value}


def _with_figures(text: str, figures: list[str], at: int) -> str | None:
    """The text with the figures before line ``at``, or at the end; None if it has no such line.

    Several figures go into one paragraph, which makes them a gallery.
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
