"""Releases side by side, and a link to the one online: what a server and a folder have in common.

``current`` points to ``releases/<name>/site``; the web server's root must be ``current``. The manifest lies beside
``site``. A release is filled under another name, then renamed, and the link is replaced by a rename too. So visitors
see the old site or the new one.
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
"""How many characters of a release's name are its moment."""


@dataclass(frozen=True, slots=True)
class Release:
    """A site that is or was online. In a folder or on a server, its name begins with the moment of publication.

    ``pages`` counts those added, changed and gone since the release before; None where that isn't known.
    """

    name: str
    online: bool
    moment: datetime | None = None
    pages: tuple[int, int, int] | None = None

    @property
    def line(self) -> str:
        """The release for a list: when, what changed, its name."""
        when = f"{self.moment.astimezone():%Y-%m-%d %H:%M}" if self.moment else ""
        changed = "+{} ~{} −{}".format(*self.pages) if self.pages else ""
        return "  ".join(filter(None, (when, changed, self.name)))


def moment_of(name: str) -> datetime:
    """When a release of that name was published."""
    return datetime.strptime(name[:_MOMENT], _FORM).replace(tzinfo=UTC)


def release_names(names: Iterable[str]) -> list[str]:
    """The names that are releases, oldest first; anything else is ignored."""
    return sorted(name for name in names if _NAME.fullmatch(name))


def release_of(link: str) -> str:
    """The release that the link ``current`` points to; empty if the link isn't ours."""
    found = _ONLINE.fullmatch(link)
    return found[1] if found else ""


def release_name(now: datetime, site: str, names: Sequence[str] = ()) -> str:
    """A name that sorts after all others, even if the clock went back: the moment, then the content's name."""
    moment, last = now.astimezone(UTC), names[-1][:_MOMENT] if names else ""
    if moment.strftime(_FORM) <= last:
        moment = datetime.strptime(last, _FORM).replace(tzinfo=UTC) + timedelta(seconds=1)
    return f"{moment.strftime(_FORM)}-{site}"


def to_drop(names: Sequence[str], before: str, keep: int) -> tuple[str, ...]:
    """The releases to remove once a new one replaces ``before``. ``names`` are the releases without the new one.

    Releases after ``before`` were rolled back, or never came online: they go. Of the others the oldest go, so that
    ``keep`` remain, counting the new one. ``before`` always stays.
    """
    ordered = sorted(names)
    later = [name for name in ordered if before and name > before]
    earlier = ordered[: len(ordered) - len(later)]
    return (*earlier[: 1 - max(keep, 2)], *later)


def to_bring_back(releases: Sequence[Release], wanted: str = "") -> str:
    """The release to put online again: the one wanted, else the one before the current. Raises ``PublishingError``."""
    names = [release.name for release in releases]
    online = next((number for number, release in enumerate(releases) if release.online), 0)
    if wanted and wanted not in names:
        raise PublishingError(_ABSENT, name=wanted, names=", ".join(names) or "—")
    if not wanted and online == 0:
        raise PublishingError(_FIRST)
    return wanted or names[online - 1]


_ABSENT = N_("There is no release “{name}”. There are: {names}")
_FIRST = N_("There is no earlier release to bring back.")
