"""What a publication would change online, and the reasons to doubt that it should."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from placette.desks.publishing.errors import PublishingError
from placette.desks.publishing.manifest import BuiltSite
from placette.engine.base.message import N_

PROVENANCE = "provenance.json"
"""The file in which a site states the commit that it was made from."""
VANISHING = 0.2
"""If more than this share of the pages online would vanish, it is probably a mistake."""
_SHOWN = 10
"""How many names of a list are shown; the rest is counted."""


@dataclass(frozen=True, slots=True)
class OnlineSite:
    """What is online: its files, which of them are the same as here, and the commit it was made from."""

    files: frozenset[str] = frozenset()
    same: frozenset[str] = frozenset()
    commit: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """Files to add, to replace and to remove, as sorted paths."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """The project that the site is made from: its uncommitted files, and whether it is older than what is online."""

    uncommitted: tuple[str, ...] = ()
    older: bool = False
    """Whether the site online was made from a later commit, or from one that isn't here."""


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """A line of the summary: «+», «~» or «−», the number of pages, and the first of them."""

    sign: str
    count: int
    pages: tuple[str, ...] = field(default=())


def online_site_of(files: Mapping[str, str], site: BuiltSite, commit: str = "") -> OnlineSite:
    """What is online, given the digests of its files."""
    same = frozenset(path for path, digest in files.items() if site.files.get(path) == digest)
    return OnlineSite(frozenset(files), same, commit)


def commit_in(provenance: bytes | str) -> str:
    """The commit stated in ``provenance.json``; empty if there is none."""
    try:
        found = json.loads(provenance)
        return str(found.get("commit", "")) if isinstance(found, dict) else ""
    except ValueError:
        return ""


def changes_of(site: BuiltSite, online: OnlineSite) -> Changes:
    """The changes that make the site online equal to this one."""
    return Changes(
        added=tuple(sorted(site.files.keys() - online.files)),
        changed=tuple(sorted((site.files.keys() & online.files) - online.same)),
        gone=tuple(sorted(online.files - site.files.keys())),
    )


def pages_between(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[int, int, int]:
    """How many pages were added, changed and gone from one site to the next, given the digests of their files."""
    changed = (path for path in before.keys() & after.keys() if before[path] != after[path])
    kinds = (after.keys() - before.keys(), changed, before.keys() - after.keys())
    added, changed_pages, gone = (len(addresses(paths)) for paths in kinds)
    return added, changed_pages, gone


def lines_of(changes: Changes) -> tuple[SummaryLine, ...]:
    """The summary: the pages of each kind of change; other files are not listed."""
    kinds = (("+", changes.added), ("~", changes.changed), ("−", changes.gone))
    found = ((sign, addresses(paths)) for sign, paths in kinds)
    return tuple(SummaryLine(sign, len(pages), pages[:_SHOWN]) for sign, pages in found if pages)


def addresses(paths: Iterable[str]) -> tuple[str, ...]:
    """The addresses of the pages among these files, from the site's root, sorted."""
    pages = (path for path in paths if path.endswith(".html"))
    return tuple(sorted(f"/{path.removesuffix('index.html') if _is_index(path) else path}" for path in pages))


def _is_index(path: str) -> bool:
    return path == "index.html" or path.endswith("/index.html")


def doubts(changes: Changes, online: OnlineSite, work: WorkingCopy) -> tuple[PublishingError, ...]:
    """Reasons not to publish unless somebody insists: uncommitted files, an older commit, vanishing pages."""
    found = []
    if work.uncommitted:
        found.append(
            PublishingError(_UNCOMMITTED, files=", ".join(work.uncommitted[:_SHOWN]), count=len(work.uncommitted))
        )
    if work.older:
        found.append(PublishingError(_OLDER, commit=online.commit[:7]))
    gone, before = len(addresses(changes.gone)), len(addresses(online.files))
    if gone > VANISHING * before:
        found.append(PublishingError(_VANISHING, gone=gone, before=before, limit=round(VANISHING * 100)))
    if changes.gone and not before:
        found.append(PublishingError(_NO_SITE, files=", ".join(changes.gone[:_SHOWN]), count=len(changes.gone)))
    return tuple(found)


_UNCOMMITTED = N_("Commit these files first ({count}), or nobody could make this site again: {files}.")
_OLDER = N_(
    "What is online was made from a later commit, or one that is not here ({commit}): "
    "take over the others’ work first (git pull)."
)
_NO_SITE = N_(
    "What is there is not a site (it has no page), and would be removed: {files} ({count}). Check where you publish to."
)
_VANISHING = N_("{gone} of the {before} pages online would vanish, which is more than {limit} %: is that intended?")
