"""What a publication would change online, and what makes one doubt that it should."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from placette.desks.publishing.errors import PublishingError
from placette.desks.publishing.manifest import Site
from placette.engine.base.message import N_

PROVENANCE = "provenance.json"
"""The file in which a site says of which commit it is made."""
VANISHING = 0.2
"""The part of the pages online above which their going is taken for a mistake."""
_SHOWN = 10
"""Names of a list that a person reads; of the others, the number."""


@dataclass(frozen=True, slots=True)
class Public:
    """What is online: its files, those that are as in the site to publish, and the commit it was made from."""

    files: frozenset[str] = frozenset()
    same: frozenset[str] = frozenset()
    commit: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """Files to add, to replace and to take away, as sorted paths."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class Work:
    """The state of the project that a site is made from: files that differ from its commit, and whether it is old."""

    uncommitted: tuple[str, ...] = ()
    older: bool = False
    """Whether what is online was made from a commit that came after this one, or that isn't here."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the summary: «+», «~» or «−», how many pages, and the first of them."""

    sign: str
    count: int
    pages: tuple[str, ...] = field(default=())


def public_of(files: Mapping[str, str], site: Site, commit: str = "") -> Public:
    """What is online, from the digests of its files."""
    same = frozenset(path for path, digest in files.items() if site.files.get(path) == digest)
    return Public(frozenset(files), same, commit)


def commit_in(provenance: bytes | str) -> str:
    """The commit that a site's file of provenance tells; empty when it tells none."""
    try:
        found = json.loads(provenance)
        return str(found.get("commit", "")) if isinstance(found, dict) else ""
    except ValueError:
        return ""


def changes_of(site: Site, public: Public) -> Changes:
    """What has to be done so that what is online is the site."""
    return Changes(
        added=tuple(sorted(site.files.keys() - public.files)),
        changed=tuple(sorted((site.files.keys() & public.files) - public.same)),
        gone=tuple(sorted(public.files - site.files.keys())),
    )


def lines_of(changes: Changes) -> tuple[Line, ...]:
    """The summary: of each kind of change, the pages; the files that they need go without saying."""
    kinds = (("+", changes.added), ("~", changes.changed), ("−", changes.gone))
    found = ((sign, addresses(paths)) for sign, paths in kinds)
    return tuple(Line(sign, len(pages), pages[:_SHOWN]) for sign, pages in found if pages)


def addresses(paths: Iterable[str]) -> tuple[str, ...]:
    """The addresses of the pages among these files, from the site's root, sorted."""
    pages = (path for path in paths if path.endswith(".html"))
    return tuple(sorted(f"/{path.removesuffix('index.html') if _is_index(path) else path}" for path in pages))


def _is_index(path: str) -> bool:
    return path == "index.html" or path.endswith("/index.html")


def doubts(changes: Changes, public: Public, work: Work) -> tuple[PublishingError, ...]:
    """Why the publication shouldn't be, unless somebody says so: what isn't committed, what is older, what vanishes."""
    found = []
    if work.uncommitted:
        found.append(
            PublishingError(_UNCOMMITTED, files=", ".join(work.uncommitted[:_SHOWN]), count=len(work.uncommitted))
        )
    if work.older:
        found.append(PublishingError(_OLDER, commit=public.commit[:7]))
    gone, before = len(addresses(changes.gone)), len(addresses(public.files))
    if gone > VANISHING * before:
        found.append(PublishingError(_VANISHING, gone=gone, before=before, limit=round(VANISHING * 100)))
    if changes.gone and not before:
        found.append(PublishingError(_NO_SITE, files=", ".join(changes.gone[:_SHOWN]), count=len(changes.gone)))
    return tuple(found)


_UNCOMMITTED = N_("Some files ({count}) are not committed, so nobody could make this site again: {files}. Commit them.")
_OLDER = N_(
    "What is online was made from a later commit, or one that is not here ({commit}): "
    "take over the others’ work first (git pull)."
)
_NO_SITE = N_(
    "What lies there is not a site (no page), and would be taken away: {files} ({count}). Check where you publish to."
)
_VANISHING = N_("{gone} of the {before} pages online would vanish, which is more than {limit} %: is it meant?")
