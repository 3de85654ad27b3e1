"""Releases beside each other, and one link that says which is online: what a server and a folder have in common.

``current`` leads to ``releases/<name>/site``, where the server's root must lead; beside ``site`` lies its manifest.
A release is filled under another name, then renamed; the link is replaced by a rename too: who reads has the old
site or the new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from placette.desks.publishing.errors import PublishingError
from placette.engine.base.message import N_

_FORM = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"\d{8}T\d{6}Z-[0-9a-f-]+")
_ONLINE = re.compile(rf"releases/({_NAME.pattern})/site")
_MOMENT = 16
"""Characters of a moment in a name."""


@dataclass(frozen=True, slots=True)
class Release:
    """Something that was online, or is: its name, which begins with when it was published where it is a folder."""

    name: str
    online: bool


def release_names(names: Iterable[str]) -> list[str]:
    """Those that are releases, oldest first; whatever else lies there is nobody's business."""
    return sorted(name for name in names if _NAME.fullmatch(name))


def release_of(link: str) -> str:
    """The release that a link ``current`` leads to; empty for a link of somebody else's."""
    found = _ONLINE.fullmatch(link)
    return found[1] if found else ""


def release_name(now: datetime, site: str, names: Sequence[str] = ()) -> str:
    """A name that sorts after all others, even if a clock went back: its moment, then what is in it."""
    moment, last = now.astimezone(UTC), names[-1][:_MOMENT] if names else ""
    if moment.strftime(_FORM) <= last:
        moment = datetime.strptime(last, _FORM).replace(tzinfo=UTC) + timedelta(seconds=1)
    return f"{moment.strftime(_FORM)}-{site}"


def to_drop(names: Sequence[str], before: str, keep: int) -> tuple[str, ...]:
    """The releases to remove once another is online where ``before`` was; ``names`` are those without the new one.

    Those that came after ``before`` were rolled back, or never came online; of the others the oldest go, so that
    ``keep`` are left, the new one among them, and always the one before it.
    """
    ordered = sorted(names)
    later = [name for name in ordered if before and name > before]
    earlier = ordered[: len(ordered) - len(later)]
    return (*earlier[: 1 - max(keep, 2)], *later)


def to_bring_back(releases: Sequence[Release], wanted: str = "") -> str:
    """The release to put online again: the one named, or the one before that which is; or ``PublishingError``."""
    names = [release.name for release in releases]
    online = next((number for number, release in enumerate(releases) if release.online), 0)
    if wanted and wanted not in names:
        raise PublishingError(_ABSENT, name=wanted, names=", ".join(names) or "—")
    if not wanted and online == 0:
        raise PublishingError(_FIRST)
    return wanted or names[online - 1]


_ABSENT = N_("There is no release “{name}”. There are: {names}")
_FIRST = N_("There is no earlier release to bring back.")
