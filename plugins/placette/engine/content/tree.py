"""The gate of the content folder: what may lie where, looked at without opening or following anything."""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, TypeVar

from placette.engine.base.scanning import Entries, Seen, scan_tree
from placette.engine.base.text import DEVICES, slugify
from placette.engine.content.companions import AttachmentKind, Photos
from placette.engine.content.kinds import Kinds
from placette.engine.findings.messages import (
    HIDDEN,
    LIGHTER_DOCUMENT,
    LIGHTER_PHOTO,
    PHOTO_WEIGHT,
    SHORTER_TEXT,
    proposal_for,
)
from placette.engine.findings.problems import Problem, problem
from placette.engine.texts.characters import TEXT_LIMIT

PHOTO_LIMIT = 10_000_000
"""Bytes of the largest photo that is opened at all."""
PHOTO_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif"})

_NAME = re.compile(rf"(?!{DEVICES}(?:\.|$))[a-z0-9](?:[a-z0-9._-]{{0,79}}[a-z0-9_-])?")
"""Not the devices of Windows (``con.md`` cannot be opened there), not a dot at the end (Windows drops it)."""
MAINTAINED = frozenset({"README.md", ".schema"})
"""Files of the team in the content folder: documentation and the editors' schema, not contributions."""


PHOTO = "photo"
PASSED_OVER = ""
"""Kinds of files that are no texts, beside those of companions: photos, and those of features left out."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The files that a content folder may have: each kind, its place, and the most bytes of those that are no texts.

    ``suffixes`` are those of files that are neither photos nor drawings.
    """

    places: tuple[tuple[str, re.Pattern[str]], ...]
    limits: Mapping[str, int]
    suffixes: frozenset[str]
    passed_over: tuple[re.Pattern[str], ...] = ()
    texts: tuple[re.Pattern[str], ...] = ()
    attached: Mapping[str, str] = field(default_factory=dict)
    """The kinds of files that may lie beside any text, by suffix; ``sizes`` are the most bytes of each."""
    sizes: Mapping[str, int] = field(default_factory=dict)

    def kind_of(self, path: str) -> str | None:
        """Return the kind of a file at this place; None when nothing is expected there."""
        kind = next((name for name, pattern in self.places if pattern.fullmatch(path)), None)
        return kind or self._attached(path, self.texts)

    def limit_of(self, kind: str, path: str) -> int:
        """Return the most bytes of a file of that kind."""
        limit = self.limits.get(kind, TEXT_LIMIT)
        return self.sizes[PurePosixPath(path).suffix] if kind in self.attached.values() else limit

    def passes_over(self, path: str) -> bool:
        """Return whether a file is in a place of a feature that the site leaves out."""
        here = any(pattern.fullmatch(path) for pattern in self.passed_over)
        return here or self._attached(path, self.passed_over) is not None

    def _attached(self, path: str, texts: tuple[re.Pattern[str], ...]) -> str | None:
        """Return the kind of a file that may lie beside texts, where one of those ``texts`` may lie in its folder."""
        folder, _, name = path.rpartition("/")
        kind = self.attached.get(PurePosixPath(name).suffix)
        return kind if kind and any(place.fullmatch(f"{folder}/index.md") for place in texts) else None


def gate_of(kinds: Kinds, passed_over: tuple[str, ...] = (), attachments: Iterable[AttachmentKind] = ()) -> Gate:
    """Return the gate of a site whose texts are of these kinds, with files of those kinds beside them."""
    sizes = {suffix: (part.name, limit) for part in attachments for suffix, limit in part.limits.items()}
    companions = [companion for kind in kinds for companion in kind.companions]
    folders = "|".join(part.folders for kind in kinds for part in kind.beside if isinstance(part, Photos))
    places = [(part.name, part.place) for part in kinds]
    places += [(part.name, part.place) for part in companions]
    places.append((PHOTO, rf"(?:{folders})/[^/]+\.(?:jpe?g|png|webp|avif)"))
    return Gate(
        places=tuple((name, re.compile(place)) for name, place in places),
        limits={PHOTO: PHOTO_LIMIT, **{companion.name: companion.limit for companion in companions}},
        suffixes=frozenset({".md", *(companion.suffix for companion in companions), *sizes}),
        passed_over=tuple(map(re.compile, passed_over)),
        texts=tuple(re.compile(kind.place) for kind in kinds),
        attached={suffix: name for suffix, (name, _) in sizes.items()},
        sizes={suffix: limit for suffix, (_, limit) in sizes.items()},
    )


class SourceFile(NamedTuple):
    """A file that may be opened: its path relative to the content folder, the name of its kind, what was seen of it."""

    path: str
    kind: str
    seen: Seen


def walk_content(
    root: Path, gate: Gate, entries: Entries | None = None
) -> tuple[tuple[SourceFile, ...], tuple[Problem, ...]]:
    """Return acceptable files below ``root`` (or of ``entries`` seen there) by path; a problem for every other one."""
    files: list[SourceFile] = []
    problems: list[Problem] = []
    paths: list[str] = []
    for path, entry in _leaves(scan_tree(str(root)) if entries is None else entries):
        paths.append(path)
        verdict = _judge(path, entry, gate)
        if isinstance(verdict, SourceFile):
            files.append(verdict)
        elif verdict:
            problems.append(verdict)
    problems.sort()
    paths_by_key: dict[str, str] = {}
    for path in sorted(paths):  # some systems can't tell names that differ in capitals or accents
        key = path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()
        if key in paths_by_key:
            problems.append(problem("file-collision", path, other=paths_by_key[key]))
        paths_by_key.setdefault(key, path)
    return tuple(sorted(files, key=itemgetter(0))), tuple(problems)


def _leaves(entries: Entries) -> Iterator[tuple[str, Seen]]:
    """Yield every entry but the folders of good names; nothing below a folder of a bad one."""
    closed = "\0"
    for path, entry in entries:
        if path.startswith(closed):
            continue
        if not stat.S_ISDIR(entry.mode):
            yield path, entry
        elif not is_good_name(path.rpartition("/")[2]):
            closed = f"{path}/"
            yield path, entry


def _judge(path: str, seen: Seen, gate: Gate) -> SourceFile | Problem | None:
    if path in MAINTAINED and not stat.S_ISLNK(seen.mode):
        return None
    passed_over = gate.passes_over(path)
    wrong = _entry_problem(path, seen.mode)
    if not passed_over and stat.S_ISREG(seen.mode) and (not wrong or wrong.code == "file-name"):
        wrong = _type_problem(path, gate.suffixes) or wrong  # a file that must go needs no better name
    if wrong:
        return wrong
    kind = PASSED_OVER if passed_over else gate.kind_of(path)
    if kind is None:
        return problem("file-place", path)
    limit = gate.limit_of(kind, path)
    if seen.size > limit and not passed_over:
        proposal = LIGHTER_DOCUMENT if kind in gate.attached.values() else SHORTER_TEXT
        values: dict[str, Any] = {"size": -(-seen.size // 1000), "limit": limit // 1000, "proposal": proposal}
        if kind == PHOTO:
            whole, tenth = divmod(-(-seen.size // 100_000), 10)
            values |= {"what_here": PHOTO_WEIGHT, "whole": whole, "tenth": tenth, "most": limit // 1_000_000}
            values |= {"proposal": LIGHTER_PHOTO}
        return problem("file-size", path, **values)
    return SourceFile(path, kind, seen)


def _entry_problem(path: str, mode: int) -> Problem | None:
    """Return the problem of a folder's entry, whatever kind of file it is."""
    name = path.rpartition("/")[2]
    if stat.S_ISLNK(mode):
        return problem("file-link", path)
    if name.startswith(".") and stat.S_ISREG(mode):
        return problem("file-type", path, suffix=name, proposal=HIDDEN)
    if not is_good_name(name):
        return problem("file-name", path, name=name, better=_better_name(name))
    return None if stat.S_ISREG(mode) else problem("file-special", path)


def _type_problem(path: str, texts: frozenset[str]) -> Problem | None:
    name = path.rpartition("/")[2]
    stem, dot, end = name.rpartition(".")
    suffix = f".{end.lower()}" if dot and stem and end else ""
    if suffix in {".svg", ".svgz"}:
        return problem("file-svg", path)
    if suffix in texts or suffix in PHOTO_SUFFIXES:
        return None
    return problem("file-type", path, suffix=suffix or name, proposal=proposal_for(suffix), name=name)


@lru_cache(1024)
def is_good_name(name: str) -> bool:
    """Return whether a file or folder may be called ``name``."""
    return bool(_NAME.fullmatch(name)) and ".." not in name


def _better_name(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    better = f"{slugify(stem) or 'photo'}{dot}{slugify(suffix)}" if dot and stem else slugify(name) or "photo"
    return f"photo-{better}" if not is_good_name(better) else better


T = TypeVar("T")

HELD = 128_000_000
"""Bytes of files that are in this process's memory at a time: a dozen of the largest photos, enough for every core."""


def batches(files: Iterable[SourceFile]) -> Iterator[list[SourceFile]]:
    """Split files into batches of at most ``HELD`` bytes, or of one file."""
    return bounded(files, lambda file: file.seen.size, HELD)


def bounded(items: Iterable[T], size_of: Callable[[T], int], most: int) -> Iterator[list[T]]:
    """Yield the items in order, in groups whose sizes are ``most`` together, or of one item."""
    group: list[T] = []
    total = 0
    for item in items:
        size = size_of(item)
        if group and total + size > most:
            yield group
            group, total = [], 0
        group.append(item)
        total += size
    if group:
        yield group
