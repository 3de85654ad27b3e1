"""What an accepted mention says that pages can't show; what nobody has accepted can't stop a build."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from placette.engine.base.scripts import odd_word
from placette.engine.library.draft import Draft
from placette.engine.library.options import ReadingOptions
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem, problem
from placette.engine.texts.links import rel_outside
from placette.features.mentions.mention import LIMIT
from placette.features.mentions.schema import MentionMatter
from placette.features.replies import first_contact, length

_WEB = re.compile(r"https?://")


def day_of(path: str) -> datetime | None:
    """The day that the name of a mention's file begins with; None where there is no such day."""
    try:
        return datetime.fromisoformat(path.rpartition("/")[2][:10])
    except ValueError:
        return None


def check_mention(
    draft: Draft, matter: MentionMatter, _neighbours: Neighbours, _options: ReadingOptions
) -> Iterator[Problem]:
    """What is wrong with one that an editor has accepted."""
    if not matter.accepted:
        return
    if day_of(draft.path) is None:
        yield problem("mention-date", draft.path)
    if not (_WEB.match(matter.url) and rel_outside(matter.url)):
        yield draft.problem("mention-url", "url", value=matter.url[:120])
    if word := odd_word(matter.author):
        yield draft.problem("name-script", "author", value=word)
    if found := first_contact(matter.author):
        yield draft.problem("mention-contact", "author", value=found[0][:60])
    text, first = draft.source.body, draft.source.body_line
    if (signs := length(text)) > LIMIT:
        yield problem("mention-long", draft.path, first, length=signs, limit=LIMIT)
    if found := first_contact(text):
        line = text.count("\n", 0, found[1])
        column = found[1] - text.rfind("\n", 0, found[1])
        yield problem("mention-contact", draft.path, first + line, column, text.split("\n")[line], value=found[0][:60])
