"""Short replies, as a kind of text without a page of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from placette.engine.base.look_alikes import spellings
from placette.engine.base.message import N_
from placette.engine.library.draft import Draft, own_name
from placette.engine.library.kinds import Making, Signed, TextKind, Wanted
from placette.engine.library.naming import PERSON, people
from placette.engine.library.outline import Outline
from placette.features.letterbox import RECEIPT, SHORT_REPLY
from placette.features.replies.checking import check_reply, day_of
from placette.features.replies.plain import mentions_in
from placette.features.replies.reply import FOLDER, ShortReply, standing_of
from placette.features.replies.schema import ReplyMatter

_UNDATED = datetime(1990, 1, 1)


def _names(_draft: Draft, matter: ReplyMatter) -> Iterable[Wanted]:
    keys = filter(None, (matter.author, matter.read_by, *matter.people))
    return [*people(keys), *([(RECEIPT.name, matter.receipt)] if matter.receipt else [])]


def _signers(matter: ReplyMatter) -> list[str]:
    return [matter.author] if matter.author else []


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[Any]:
    matter = draft.matter
    read = isinstance(matter, ReplyMatter) and bool(matter.read_by)
    return replace(outline, date=day_of(draft.path), draft=not read)


def _in_order(replies: Iterable[ShortReply]) -> list[ShortReply]:
    return sorted(replies, key=attrgetter("date", "path"))


def _reply(making: Making[ReplyMatter]) -> ShortReply:
    matter, draft = making.matter, making.draft
    author, reader = (making.meant(PERSON, filter(None, [key])) for key in (matter.author, matter.read_by))
    entry = draft.entry("name")
    return ShortReply(
        path=draft.path,
        slug=own_name(draft.path),
        post=matter.answers or draft.path.split("/")[1],
        date=making.moment(day_of(draft.path) or _UNDATED),
        name=making.say(matter.name),
        author=next(iter(author), ""),
        reader=next(iter(reader), ""),
        lang=making.lang,
        licence=making.licence,
        people=making.meant(PERSON, matter.people),
        receipt=next(iter(making.meant(RECEIPT.name)), ""),
        mentions=mentions_in(draft.source.body, draft.source.body_line),
        likenesses=tuple(sorted(spellings(matter.name))) if matter.name else (),
        signed_at=(entry.line, entry.column),
        body=making.body,
    )


REPLY = TextKind(
    name=SHORT_REPLY,
    place=rf"{FOLDER}/[^/]+/\d{{4}}-\d{{2}}-\d{{2}}(?:-[^/]+)?\.md",
    schema=ReplyMatter,
    value=ShortReply,
    address="",
    changed=N_("the reply {what} changed"),
    check=check_reply,
    make=_reply,
    names=_names,
    outline=_outline,
    order=_in_order,
    standing=standing_of,
    is_plain=True,
    signed=Signed("author", _signers, closed=True),
)
