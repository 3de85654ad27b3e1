"""The theme's contract for the page of the dialogue. See ``engine/pages/views.py`` for its rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from placette.engine.pages.views import DateView, HeadView, JoinedView, LinkView, PersonView


class DialogueItemView(NamedTuple):
    """A text. ``state`` is a word for style sheets, ``label`` says where it stands; both may be empty.

    ``people`` sign it, those in ``to`` are asked; ``answered`` is the text that it answers.
    """

    title: str
    url: str
    lang: str
    state: str
    label: str
    day: DateView | None
    words: str
    words_lang: str
    people: tuple[PersonView, ...]
    to: tuple[PersonView, ...]
    answered: JoinedView | None


class DialoguePartView(NamedTuple):
    """A part: its anchor, its heading, a sentence on it, the way to all of it, its texts."""

    id: str
    title: str
    about: str
    more: LinkView | None
    items: tuple[DialogueItemView, ...]


@dataclass(frozen=True, slots=True)
class DialogueView:
    """What is asked, answered and decided here; ``register_url`` says what isn't published, and why; or is empty."""

    head: HeadView
    title: str
    introduction: str
    parts: tuple[DialoguePartView, ...]
    register_url: str
