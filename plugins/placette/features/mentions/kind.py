"""What was said elsewhere, as a kind of text without a page of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from placette.engine.base.message import N_
from placette.engine.library.draft import Draft, own_name
from placette.engine.library.kinds import Making, Signed, TextKind
from placette.engine.library.outline import Outline
from placette.features.mentions.checking import check_mention, day_of
from placette.features.mentions.mention import FOLDER, OutsideMention, standing_of
from placette.features.mentions.schema import MentionMatter

_UNDATED = datetime(1990, 1, 1)


def _nobody(_matter: MentionMatter) -> list[str]:
    return []


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[Any]:
    matter = draft.matter
    accepted = isinstance(matter, MentionMatter) and matter.accepted
    return replace(outline, date=day_of(draft.path), draft=not accepted)


def _in_order(mentions: Iterable[OutsideMention]) -> list[OutsideMention]:
    return sorted(mentions, key=attrgetter("date", "path"))


def _mention(making: Making[MentionMatter]) -> OutsideMention:
    matter, draft = making.matter, making.draft
    return OutsideMention(
        path=draft.path,
        slug=own_name(draft.path),
        post=matter.answers or draft.path.split("/")[1],
        date=making.moment(day_of(draft.path) or _UNDATED),
        author=matter.author,
        link=matter.url,
        source=matter.source,
        accepted=matter.accepted,
        lang=making.lang,
        body=making.body,
    )


MENTION = TextKind(
    name="mention",
    place=rf"{FOLDER}/[^/]+/\d{{4}}-\d{{2}}-\d{{2}}(?:-[^/]+)?\.md",
    schema=MentionMatter,
    value=OutsideMention,
    address="",
    changed=N_("the mention {what} changed"),
    check=check_mention,
    make=_mention,
    outline=_outline,
    order=_in_order,
    standing=standing_of,
    is_plain=True,
    may_be_empty=True,
    signed=Signed("accepted", _nobody, closed=True),
)
