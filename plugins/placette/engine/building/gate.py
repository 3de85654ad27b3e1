"""The last look at a build before it is put in place: every new file, and every link that may now lead nowhere.

It catches what everything before it missed: a link or an anchor that leads nowhere, something active that
the theme did not put there, a file that a browser could take for something else.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from placette.engine.base.files import walk_files
from placette.engine.base.message import N_
from placette.engine.base.processes import spread_out
from placette.engine.base.progress import follow
from placette.engine.building.inspecting import Facts, Fault, Look, look_at
from placette.engine.building.sights import SCHEMES

_INSPECTING = N_("Files inspected")
FactsOf = Callable[[str], Facts | None]
"""Gives the facts of a page by its path; nothing for any other file."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Where a build is looked at, where it will be published, and which files are offered as strangers sent them."""

    folder: Path
    base: str
    origin: str
    offered: frozenset[str] = frozenset()


def inspect_build(folder: Path, base: str, origin: str, offered: frozenset[str] = frozenset()) -> tuple[Fault, ...]:
    """Every fault of the whole build in ``folder``, published at ``origin`` under the path ``base``."""
    grounds, paths = Grounds(folder, base, origin, offered), walk_files(folder)
    looks = inspect_files(paths, grounds)
    pages = {look.path: look.facts for look in looks if look.facts}
    faults = [fault for look in looks for fault in look.faults]
    return (*faults, *dead_links(pages, pages.get, frozenset(paths), grounds))


def inspect_files(paths: Iterable[str], grounds: Grounds) -> list[Look]:
    """Look at some files of a build."""
    ordered = sorted(paths)
    return list(follow(_INSPECTING, spread_out(_look, ordered, grounds, cost=0.0006), len(ordered)))


def _look(path: str, grounds: Grounds) -> Look:
    return look_at(path, (grounds.folder / path).read_bytes(), grounds.origin, is_offered=path in grounds.offered)


def dead_links(suspects: Mapping[str, Facts], facts_of: FactsOf, files: Set[str], grounds: Grounds) -> Iterator[Fault]:
    """The links of ``suspects`` that lead nowhere; ``facts_of`` knows any page, ``files`` are all paths."""
    good: set[str] = set()
    for path, facts in sorted(suspects.items()):
        here = grounds.base + path.removesuffix("index.html")
        for target in sorted(set(facts.targets) - good):
            problem = _follow(target, here, facts_of, files, grounds.base, grounds.origin)
            if problem:
                yield Fault(path, f"{problem}: {target[:120]}")
            elif target.startswith(("/", "http")):
                good.add(target)


def _follow(target: str, here: str, facts_of: FactsOf, files: Set[str], base: str, origin: str) -> str:
    """What is wrong with a link written on the page at ``here``; empty when nothing is."""
    parts = urlsplit(target)
    if (parts.scheme and not target.startswith(f"{origin}/")) or target.startswith("//"):
        return "" if parts.scheme in SCHEMES else N_("unexpected kind of address")
    path = unquote(parts.path) if parts.path else here
    path = posixpath.join(here, path) if not path.startswith("/") else path
    if not path.startswith(base):
        return N_("outside the site")
    relative = path.removeprefix(base)
    name = f"{relative}index.html" if relative == "" or relative.endswith("/") else relative
    if name not in files:
        return N_("leads nowhere")
    page = facts_of(name) if parts.fragment else None
    return N_("no such anchor") if page and unquote(parts.fragment) not in page.anchors else ""
