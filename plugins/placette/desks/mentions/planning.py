"""What becomes of the files: which are written, changed, left to their editor, removed. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from placette.desks.mentions.files import can_be_read, path_of, source_of_mention
from placette.desks.mentions.found import FoundMention, KnownMention


@dataclass(slots=True)
class MentionPlan:
    """Files to write by path, new or changed; files to remove; how many were left as an editor has them, or out."""

    new: dict[str, str] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    """Changed elsewhere after an editor had changed them here: they stay as they are."""
    beyond: int = 0
    """More than a post may have."""
    unreadable: int = 0


def plan_mentions_of(
    found: Iterable[FoundMention],
    known: Iterable[KnownMention],
    is_gone: Callable[[KnownMention], bool],
    most: int,
    lang: str,
    languages: tuple[str, ...],
) -> MentionPlan:
    """What to do. ``is_gone`` says for one that wasn't found whether it certainly isn't there any more."""
    plan, here = MentionPlan(), {(one.post, one.at): one for one in known}
    counts = Counter(one.post for one in here.values())
    met = set[tuple[str, str]]()
    for one in sorted(found, key=lambda one: (one.day, one.at)):
        key = (one.post, one.at)
        if key in met:
            continue
        met.add(key)
        before = here.get(key)
        if before:
            _renew(plan, before, one, lang, languages)
        elif counts[one.post] >= most:
            plan.beyond += 1
        elif _put(plan.new, path_of(one), one, lang, languages):
            counts[one.post] += 1
        else:
            plan.unreadable += 1
    plan.removed = [one.path for key, one in here.items() if key not in met and is_gone(one)]
    return plan


def _renew(plan: MentionPlan, before: KnownMention, one: FoundMention, lang: str, languages: tuple[str, ...]) -> None:
    """What was changed elsewhere is taken over, to be accepted again, unless an editor has changed it here."""
    if before.fetched == one.fetched:
        return
    if before.is_edited:
        plan.edited.append(before.path)
    elif not _put(plan.changed, before.path, one, lang, languages):
        plan.unreadable += 1


def _put(files: dict[str, str], path: str, one: FoundMention, lang: str, languages: tuple[str, ...]) -> bool:
    text = source_of_mention(one, languages)
    if not can_be_read(path, text, lang):
        return False
    files[path] = text
    return True
