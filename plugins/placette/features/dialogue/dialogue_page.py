"""The page of the dialogue, from whatever the other features say of it. It names none of them, and ranks nobody."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.base.message import N_
from placette.engine.pages.addresses import PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.dialogue import DialogueGroup, DialogueItem, dialogue_groups, dialogue_items
from placette.engine.pages.heads import head_of
from placette.engine.pages.lists import Single, every_feed
from placette.engine.pages.lookup import Lookup, date_view
from placette.engine.pages.ports import REGISTER_URL
from placette.engine.pages.requests import Request
from placette.engine.pages.views import JoinedView, LinkView
from placette.features.dialogue.views import DialogueItemView, DialoguePartView, DialogueView

DIALOGUE = PageAddress("DIALOGUE")
_TITLE = N_("Dialogue")
_INTRODUCTION = N_("What is asked here, who answers, what is not agreed on, and what was decided.")
_KINDS = 2
"""The kinds of dialogue from which on the page says more than their lists."""


class DialogueContent(NamedTuple):
    """What the page shows, as plain values; the printed address of the register of decisions, or nothing."""

    groups: tuple[DialogueGroup, ...]
    register_url: str


def kinds_of(desk: Desk) -> int:
    """How many kinds of dialogue there are."""
    return len({item.part.kind for item in dialogue_items(desk)})


def _content(desk: Desk) -> DialogueContent | None:
    if kinds_of(desk) < _KINDS:
        return None
    return DialogueContent(dialogue_groups(desk), desk.ask(REGISTER_URL))


DIALOGUE_PAGE = Single(DIALOGUE, "dialogue", _content, _TITLE, 90, 129, entries=kinds_of, feeds=every_feed)


def compose_dialogue(request: Request, content: DialogueContent, look: Lookup) -> DialogueView:
    """The view of the page."""
    say = look.desk.say
    return DialogueView(
        head=head_of(request, say(_TITLE), say(_INTRODUCTION), look),
        title=say(_TITLE),
        introduction=say(_INTRODUCTION),
        parts=tuple(_part(group, look) for group in content.groups),
        register_url=content.register_url,
    )


def _part(group: DialogueGroup, look: Lookup) -> DialoguePartView:
    part, say = group.part, look.desk.say
    more = LinkView(say(part.more), group.more_url) if group.more_url else None
    items = tuple(_item(item, look) for item in group.items)
    return DialoguePartView(part.key, say(part.title), say(part.about), more, items)


def _item(item: DialogueItem, look: Lookup) -> DialogueItemView:
    answered = JoinedView("post", item.answered, item.answered_url, item.answered_lang) if item.answered else None
    return DialogueItemView(
        title=item.title,
        url=item.url,
        lang=item.lang,
        state=item.state,
        label=item.label,
        day=date_view(item.day, look.desk.lang) if item.day else None,
        words=item.words,
        words_lang=item.words_lang,
        people=look.people(item.people),
        to=look.people(item.to),
        answered=answered,
    )
