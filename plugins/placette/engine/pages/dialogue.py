"""What people ask, answer and are asked here: each feature says which of its texts belong to the site's dialogue."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from placette.engine.pages.addresses import PageAddress
from placette.engine.pages.lists import list_url

if TYPE_CHECKING:
    from placette.engine.pages.desk import Desk

FEW = 3
"""The texts of a part that are shown at the most; a link leads to the others."""


class DialoguePart(NamedTuple):
    """A part of the dialogue: its key, its title and a sentence on it (to be translated), where it stands.

    Parts of one ``kind`` count as one: open and answered questions are questions.
    """

    key: str
    title: str
    about: str
    order: int
    kind: str
    more: str = ""
    """What the link to all of it is called (to be translated); empty where no list has it all."""
    listed_at: PageAddress | None = None
    """The address of that list."""


class DialogueItem(NamedTuple):
    """A text of a part, as plain values. ``url`` and ``answered_url`` are printed addresses.

    ``state`` is a word for style sheets (``open``, ``late``, ``settled``), ``label`` says where it stands. ``words``
    are its first ones, or those that matter: an answer, a decision. ``people`` (keys) signed them on ``day``, those
    of ``to`` (keys) are asked. ``answered`` is the title of the text that it answers.
    """

    part: DialoguePart
    url: str
    title: str
    lang: str
    state: str = ""
    label: str = ""
    day: datetime | None = None
    words: str = ""
    words_lang: str = ""
    people: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    answered: str = ""
    answered_url: str = ""
    answered_lang: str = ""


class DialogueGroup(NamedTuple):
    """A part with its texts; ``more_url`` is the printed address of the list of all; empty without one."""

    part: DialoguePart
    items: tuple[DialogueItem, ...]
    more_url: str


def dialogue_items(desk: Desk) -> tuple[DialogueItem, ...]:
    """All that is said here, in the order of the parts."""
    return desk.once(_items)


def _items(desk: Desk) -> tuple[DialogueItem, ...]:
    found = [item for feature in desk.features for item in feature.dialogue(desk)]
    return tuple(sorted(found, key=lambda item: (item.part.order, item.part.key)))  # each part as it was given


def dialogue_groups(desk: Desk) -> tuple[DialogueGroup, ...]:
    """The same, part by part, the first few of each."""
    groups = groupby(dialogue_items(desk), key=lambda item: item.part)
    return tuple(DialogueGroup(part, tuple(items)[:FEW], _more(part, desk)) for part, items in groups)


def _more(part: DialoguePart, desk: Desk) -> str:
    return list_url(part.listed_at, desk) if part.listed_at and part.more else ""
