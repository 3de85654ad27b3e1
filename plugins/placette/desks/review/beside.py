"""Which files beside a text are part of it, as the reading knows them: named in its information block, or linked.

In a folder of one text, every file is part of that text. In a shared one, a file is part of the texts that name it, and
one that none of them names is nobody's.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping

from placette.engine.base.processes import run_bounded
from placette.engine.library.converting import LIMITS
from placette.engine.library.draft import Draft
from placette.engine.texts.body import BodySource, convert_body
from placette.engine.texts.plain_text import convert_plain
from placette.engine.texts.surroundings import Surroundings

_Job = tuple[BodySource, bool]
"""A body, and whether it is plain text."""


def companions_of(draft: Draft) -> Iterator[str]:
    """The companions that a text names, such as a walk's track, as paths from the content folder."""
    places = [companion.place for companion in draft.kind.beside]
    return (path for path in _asked(draft) if any(re.fullmatch(place, path) for place in places))


def owners_beside(
    drafts: Iterable[Draft], owners: Mapping[str, tuple[str, ...]], folders: Container[str] | None = None
) -> dict[str, tuple[str, ...]]:
    """Whose the files are that texts of several in their folder name: theirs who own one of those texts (by path).

    Links are only looked for in these ``folders``, if any are given.
    """
    texts = list(drafts)
    many = Counter(_folder(draft.path) for draft in texts)
    wanted = [draft for draft in texts if draft.path in owners and not draft.is_withdrawn]
    wanted = [one for one in wanted if not one.path.endswith("/index.md") or many[_folder(one.path)] > 1]
    linking = [one for one in wanted if folders is None or _folder(one.path) in folders]
    jobs = [(BodySource(one.path, one.source.body, ""), one.kind.is_plain) for one in linking]
    named = {one.path: set(_asked(one)) for one in wanted}
    for (source, _), links in zip(jobs, run_bounded(_links, jobs, None, LIMITS), strict=True):
        named[source.path] |= links or set()  # none: too slow to be read, so it was never accepted
    found: dict[str, tuple[str, ...]] = {}
    for origin, paths in named.items():
        for path in paths:
            if _folder(path) == _folder(origin) and not path.endswith(".md"):
                found[path] = tuple(dict.fromkeys((*found.get(path, ()), *owners[origin])))
    return found


def _links(job: _Job, _shared: None = None) -> frozenset[str]:
    """The paths that the links and pictures of a body lead to, whether anything is there or not."""
    source, is_plain = job
    return (convert_plain if is_plain else convert_body)(source, Surroundings()).asked


def _asked(draft: Draft) -> Iterable[str]:
    """The paths that an information block names."""
    return draft.kind.asks(draft, draft.matter) if draft.matter and not draft.is_withdrawn else ()


def _folder(path: str) -> str:
    return posixpath.dirname(path)
