"""The page of all questions, answers and decisions: questions, texts that answer texts, consultations."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from placette.engine.base.translation import N_
from placette.engine.rendering.addresses import PageAddress
from placette.engine.rendering.entries import FEW, DialogueItem, DialogueItemView, DialoguePart
from placette.engine.rendering.features import Feature, Lookup, PageKind, Request, Single, Site
from placette.engine.rendering.lists import every_feed, head_of, list_url
from placette.engine.rendering.ports import Ports
from placette.engine.rendering.site import once_a_build
from placette.engine.rendering.views import HeadView, LinkView
from placette.features.letterbox import LetterKind, sending_way

__all__ = ["FEATURE", "register"]


class DialoguePartView(NamedTuple):
    """A part: its anchor, its heading, a sentence on it, the way to all of it, its texts."""

    id: str
    title: str
    about: str
    more: LinkView | None
    items: tuple[DialogueItemView, ...]


@dataclass(frozen=True, slots=True)
class DialogueView:
    """All questions, answers and decisions; where unpublished texts are listed, and answers to texts sent; or empty."""

    head: HeadView
    title: str
    introduction: str
    parts: tuple[DialoguePartView, ...]
    register_url: str
    contradict_url: str


DIALOGUE = PageAddress("DIALOGUE")
_TITLE = N_("Questions and answers")
_INTRODUCTION = N_("What is asked here, who answers, what is not agreed on, and what was decided.")
_KINDS = 2
"""The number of kinds of dialogue from which on the page adds something to their lists."""


Content = tuple[tuple[tuple[DialoguePart, tuple[DialogueItem, ...], str], ...], str, str]
"""The parts, each with its first few items and the printed address of all; that of the register, and for answers."""


@once_a_build
def dialogue_items(site: Site) -> tuple[DialogueItem, ...]:
    """Return all items, in the order of the parts."""
    items = [item for feature in site.features for item in feature.dialogue(site)]
    return tuple(sorted(items, key=lambda item: (item.part.order, item.part.key)))  # each part as it was given


def kinds_of(site: Site) -> int:
    """Return how many kinds of dialogue there are."""
    return len({item.part.kind for item in dialogue_items(site)})


def _content(site: Site) -> Content | None:
    if kinds_of(site) < _KINDS:
        return None
    groups = []
    for part, items in groupby(dialogue_items(site), key=lambda item: item.part):
        more_url = list_url(part.listed_at, site) if part.listed_at and part.more else ""
        groups.append((part, tuple(items)[:FEW], more_url))
    return tuple(groups), site.ask(Ports.REGISTER_URL), sending_way(LetterKind.RESPONSE, site)[0]


DIALOGUE_PAGE = Single(
    *(DIALOGUE, "dialogue", _content, _TITLE, 90, 129),
    entries=kinds_of,
    least=_KINDS,
    feeds=every_feed,
    finds=_INTRODUCTION,
)


def compose_dialogue(request: Request, content: Content, look: Lookup) -> DialogueView:
    """Return the view of the page."""
    (groups, register_url, contradict_url), say = content, look.site.say
    parts = []
    for part, items, more_url in groups:
        more = LinkView(say(part.more), more_url) if more_url else None
        views = (item.view._replace(people=look.people(item.people), to=look.people(item.to)) for item in items)
        parts.append(DialoguePartView(part.key, say(part.title), say(part.about), more, tuple(views)))
    title, introduction = say(_TITLE), say(_INTRODUCTION)
    head = head_of(request, title, introduction, look)
    return DialogueView(head, title, introduction, tuple(parts), register_url, contradict_url)


FEATURE = Feature(
    name="dialogue",
    order=79,  # its page is proposed before the lists that it draws from
    addresses=(DIALOGUE,),
    pages=(PageKind("dialogue", compose_dialogue),),
    singles=(DIALOGUE_PAGE,),
)
register = FEATURE.register
