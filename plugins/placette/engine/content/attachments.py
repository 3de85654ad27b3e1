"""Files beside texts that are offered unchanged: which are allowed, what is known of each, its address.

The engine knows no kind of them by name. A feature gives the suffixes, how a file is inspected and mended, and the note
behind a link to it. Files are opened only in a worker that can be killed.
"""

from __future__ import annotations

import gettext
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath

from pydantic import TypeAdapter

from placette.engine.base.files import digest
from placette.engine.base.processes import run_bounded
from placette.engine.base.versions import code_version
from placette.engine.content.companions import Attachment, AttachmentKind, Inspected
from placette.engine.content.kinds import Kinds, Text, find_kind
from placette.engine.content.memory import Memory
from placette.engine.content.tree import SourceFile, batches, is_good_name
from placette.engine.findings.messages import messages
from placette.engine.findings.problems import Problem, problem

FOLDER = "documents"
"""The output folder of files whose source folder several texts share."""


Words = Callable[[], gettext.NullTranslations]
"""Gives the words of the site's language; asked only where there is a file."""


@cache
def _adapter() -> TypeAdapter[Inspected]:
    """Return the adapter of what is seen, made for the first file: it takes longer than to import this module."""
    return TypeAdapter(Inspected)


def inspect_attachments(
    root: Path, files: Iterable[SourceFile], kinds: Iterable[AttachmentKind], memory: Memory, words: Words
) -> tuple[dict[str, Attachment], list[Problem]]:
    """Return the facts of every file beside texts, by path, and all problems; remembered by content."""
    attachments: dict[str, Attachment] = {}
    problems: list[Problem] = []
    listed = list(files)
    for kind in kinds:
        for inspection in _inspected(root, [file for file in listed if file.kind == kind.name], kind, memory):
            problems += inspection.problems
            note = kind.note(inspection.attachment, words())
            attachments[inspection.attachment.path] = replace(inspection.attachment, note=note)
    return attachments, problems


def _inspected(root: Path, files: list[SourceFile], kind: AttachmentKind, memory: Memory) -> list[Inspected]:
    keys = {file.path: _key(file.path, (root / file.path).read_bytes(), kind) for file in files}
    inspections = {path: _recalled(path, key, memory) for path, key in keys.items()}
    for group in batches(file for file in files if inspections[file.path] is None):
        opened = [(file.path, (root / file.path).read_bytes()) for file in group]
        for (path, data), inspection in zip(opened, inspect_now(opened, kind), strict=True):
            inspections[path] = inspection
            if kind.costly(path) not in inspection.problems:
                memory.put(_key(path, data, kind), inspection, _adapter())
    return list(filter(None, inspections.values()))


def inspect_now(files: list[tuple[str, bytes]], kind: AttachmentKind) -> list[Inspected]:
    """Inspect files (path, bytes), each within its limits, in order."""
    inspections = run_bounded(kind.inspect, files, None, kind.bounds)
    return [
        inspection or Inspected(Attachment(path, digest(data), len(data)), (kind.costly(path),))
        for (path, data), inspection in zip(files, inspections, strict=True)
    ]


def _key(path: str, data: bytes, kind: AttachmentKind) -> str:
    return f"attachment {code_version()[:20]} {kind.name} {PurePosixPath(path).suffix} {digest(data)}"


def _recalled(path: str, key: str, memory: Memory) -> Inspected | None:
    """Return what was seen before in a file with the same bytes, at any path."""
    cached = memory.get(key, _adapter())
    if cached is None or any(finding.code not in messages() for finding in cached.problems):
        return None
    problems = tuple(replace(finding, path=path) for finding in cached.problems)
    return Inspected(replace(cached.attachment, path=path), problems)


def unnamed_companions(root: Path, paths: Iterable[str], kinds: Kinds) -> frozenset[str]:
    """Return the companions (tracks of walks) that no text of their folder names, of all ``paths`` below ``root``.

    They are checked like any file beside a text. Those with a bad name are reported elsewhere.
    """
    listed = list(paths)
    places = [(companion.suffix, re.compile(companion.place)) for kind in kinds for companion in kind.companions]
    companions = [path for path in listed if any(path.endswith(end) and place.fullmatch(path) for end, place in places)]
    names: dict[str, set[bytes]] = {posixpath.dirname(path): set() for path in companions}
    for path in listed if names else ():
        if path.endswith(".md") and posixpath.dirname(path) in names:
            runs = re.findall(rb"[\w.-]+", (root / path).read_bytes())  # each name would take a pass
            names[posixpath.dirname(path)].update(run.rstrip(b".") for run in runs)
    good = (path for path in companions if is_good_name(posixpath.basename(path)))
    return frozenset(path for path in good if posixpath.basename(path).encode() not in names[posixpath.dirname(path)])


def inspect_unnamed(
    root: Path, files: Iterable[SourceFile], kinds: Kinds, known: Iterable[AttachmentKind], memory: Memory
) -> Iterator[Problem]:
    """Yield what unnamed companions reveal: they are not offered, but git keeps them for everybody."""
    listed = list(files)
    alone = unnamed_companions(root, (file.path for file in listed), kinds)
    for kind in known if alone else ():
        candidates = [file for file in listed if file.path in alone and PurePosixPath(file.path).suffix in kind.limits]
        for inspection in _inspected(root, candidates, kind, memory):
            yield from (finding for finding in inspection.problems if finding.code in kind.private | kind.unread)


def unlinked(attachments: Iterable[str], texts: Iterable[Text], refused: Iterable[str]) -> Iterator[Problem]:
    """Yield advice on each file that no text offers, where nothing in its folder is ``refused`` (paths)."""
    linked = {path for text in texts for path in text.body.files}
    folders = {posixpath.dirname(path) for path in refused}
    for path in attachments:
        if path not in linked and posixpath.dirname(path) not in folders:
            yield problem("file-unlinked", path, name=posixpath.basename(path))


def attachment_address(path: str, addresses: Mapping[str, str], kinds: Kinds) -> str:
    """Return the address of a file from the site's root: below that of the text in whose folder it is.

    Where many texts share a folder, the file's path is its address, so that it stays whichever of them names it.
    ``addresses`` are those of texts, by path.
    """
    folder, name = posixpath.split(path)
    shared = find_kind(f"{folder}/any.md", kinds) is not None
    above = "" if shared else addresses.get(f"{folder}/index.md", "")
    return f"{above}{name}" if above.endswith("/") else f"{FOLDER}/{path}"
