"""A site's content read once, for a build or for a check."""

from __future__ import annotations

import stat
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from pydantic import TypeAdapter

from placette.engine.base.files import digest
from placette.engine.base.processes import bounded_out
from placette.engine.base.progress import follow
from placette.engine.base.scanning import Entries, Seen, scan_tree
from placette.engine.base.settings import load_settings
from placette.engine.base.translation import N_, load_catalogue
from placette.engine.base.versions import code_version
from placette.engine.content import tree
from placette.engine.content.advice import Adviser, read_advice
from placette.engine.content.attachments import inspect_attachments, inspect_unnamed, unlinked
from placette.engine.content.build import Build
from placette.engine.content.build_summary import BuildSummary
from placette.engine.content.companions import AttachmentKind, Beside
from placette.engine.content.kinds import Extension, Kinds, TextStatus
from placette.engine.content.library import Embargo, Library, SourceText, read_all, read_embargoed, read_library
from placette.engine.content.linking import split_unlisted
from placette.engine.content.memory import Memory, memory_path, open_memory
from placette.engine.content.options import ReadingSettings
from placette.engine.content.site_options import SiteOptions, options_from
from placette.engine.content.tree import SourceFile, batches
from placette.engine.findings.messages import PHOTO_COSTLY
from placette.engine.findings.problems import Problem, blocking, blocks, in_order, problem, to_mend, without
from placette.engine.findings.reports import render_plain
from placette.engine.photos.photo_metadata import form_of
from placette.engine.photos.photos import LIMITS, Inspection, inspect_photo, inspect_privacy
from placette.engine.texts.values import PhotoFacts


class ContentRefusedError(Exception):
    """Raised before anything is generated. ``exitcode`` 1 is that of a content error."""

    exitcode = 1

    def __init__(self, problems: Iterable[Problem], lang: str = "fr") -> None:
        self.problems = tuple(problems)
        super().__init__("\n" + render_plain(self.problems, load_catalogue(lang).gettext))


F = TypeVar("F")
_LOOKING = N_("Photos looked at")
_BEGINNING = 32
"""Bytes that say what a file is."""


@cache
def _adapter() -> TypeAdapter[PhotoFacts]:
    """Return the adapter for the facts of photos, made when the first is needed: it takes milliseconds."""
    return TypeAdapter(PhotoFacts)


def read_folder(
    root: Path,
    options: SiteOptions,
    memory: Memory,
    *,
    skip_invalid: bool = False,
    adviser: Adviser | None = None,
    embargoes: Iterable[Embargo] = (),
    entries: Entries | None = None,
) -> Build:
    """Read everything below ``root``. Never raises for content; its problems are in ``problems``.

    With ``skip_invalid``, texts that can be published do not link to those that can't; with an ``adviser``, their
    advice is among the problems. ``memory`` is saved.
    """
    site_gate = tree.gate_of(options.kinds, options.passed_over, options.attachment_kinds)
    entries = scan_tree(str(root)) if entries is None else entries
    files, gate = tree.walk_content(root, site_gate, entries)
    names = frozenset(kind.name for kind in options.kinds)
    photos, wrong = _inspect(root, [file for file in files if file.kind == tree.PHOTO], memory)
    offered = inspect_attachments(root, files, options.attachment_kinds, memory, partial(load_catalogue, options.lang))
    attachments, wrong = offered[0], [*wrong, *offered[1]]
    wrong += inspect_unnamed(root, files, options.kinds, options.attachment_kinds, memory)
    texts = [SourceText(file.path, file.kind, (root / file.path).read_bytes()) for file in files if file.kind in names]
    if skip_invalid:
        photos, attachments = _accepted(photos, wrong), _accepted(attachments, wrong)
    around = replace(
        options,
        photos=photos,
        unshown=frozenset(finding.path for finding in blocking((*gate, *wrong))) - photos.keys() - attachments.keys(),
        beside=_beside(root, files, options.kinds, memory),
        left_out=frozenset(file.path for file in files if file.kind == tree.PASSED_OVER),
        attachments=attachments,
    )
    read_texts = partial(read_library, texts, read_all=read_all, memory=memory, skip_invalid=skip_invalid)
    library, embargoed = read_embargoed(read_texts, around, embargoes)
    advised = read_advice(library, {text.path: text for text in texts}, memory, adviser, around) if adviser else []
    memory.save()
    if attachments:
        refused = {finding.path for finding in to_mend((*gate, *wrong, *library.problems))}
        wrong += unlinked(attachments, chain.from_iterable(library.texts.values()), refused)
    wrong += [one.reason for one in embargoed]
    wrong += _revealed(root, entries, blocking((*gate, *wrong, *library.problems)))
    problems = without((*gate, *wrong, *library.problems, *advised), options.advice_off)
    waits = {one.path: one.until for one in embargoed}
    return _sort_by_fate(library, around, tuple(sorted(set(problems), key=in_order)), len(texts), waits)


def _accepted(files: Mapping[str, F], problems: Iterable[Problem]) -> dict[str, F]:
    """Return the photos and documents without problem, which may be published.

    Texts that show the others have no problem as long as these can be seen: the file is what needs mending.
    """
    refused = {finding.path for finding in blocking(problems)}
    return {path: facts for path, facts in files.items() if path not in refused}


def _sort_by_fate(
    library: Library,
    options: SiteOptions,
    problems: tuple[Problem, ...],
    texts: int,
    embargoed: Mapping[str, datetime],
) -> Build:
    fates: dict[TextStatus, dict[str, list[Any]]] = {fate: {} for fate in TextStatus}
    counts: dict[TextStatus, Counter[str]] = {fate: Counter() for fate in TextStatus}
    for kind in options.kinds:
        for text in library.of(kind):
            fate = kind.status_of(text, options.now) if kind.status_of else TextStatus.PUBLISHED
            if fate is TextStatus.PUBLISHED and text.path in embargoed:
                fate = TextStatus.SCHEDULED
            counts[fate][kind.name] += 1
            visible = TextStatus.PUBLISHED if options.preview else fate
            fates[visible].setdefault(kind.name, []).append(text)
    counts[TextStatus.DRAFT].update(library.unfinished.values())
    sorted_texts = ({name: tuple(published_texts) for name, published_texts in fate.items()} for fate in fates.values())
    published_texts, scheduled, drafts = sorted_texts
    published, unlisted = split_unlisted(published_texts, library.mentions)
    return Build(
        now=options.now,
        lang=options.lang,
        base=options.base,
        texts=published,
        waiting=scheduled,
        unfinished=drafts,
        unlisted_texts=unlisted,
        communes=options.communes,
        photos=options.photos,
        attachments=options.attachments,
        problems=problems,
        build_summary=BuildSummary(
            texts, len(library.refused), len(library.gone), *(dict(count) for count in counts.values())
        ),
        gone=library.gone,
        addresses=library.addresses,
        listed=library.listed,
        fresh=library.fresh,
        embargoed=embargoed,
        preview=options.preview,
        kinds=options.kinds,
    )


def _inspect(root: Path, files: list[SourceFile], memory: Memory) -> tuple[dict[str, PhotoFacts], list[Problem]]:
    """Return the facts of every photo that can be shown, and all that is wrong with any."""
    facts: dict[str, PhotoFacts] = {}
    unknown: list[SourceFile] = []
    for file in files:
        recalled = memory.get(_photo_key(file.path, (root / file.path).read_bytes()), _adapter())
        if recalled:
            facts[file.path] = replace(recalled, path=file.path)
        else:
            unknown.append(file)
    looked = chain.from_iterable(_look_at(root, group, memory) for group in batches(unknown))
    problems: list[Problem] = []
    for file, look in zip(unknown, follow(_LOOKING, looked, len(unknown)), strict=True):
        problems += look.problems
        if look.facts:
            facts[file.path] = look.facts
    return facts, problems


def _look_at(root: Path, files: list[SourceFile], memory: Memory) -> Iterator[Inspection]:
    """Inspect some photos, which are in memory meanwhile; those without problem are remembered."""
    opened = [(file.path, (root / file.path).read_bytes()) for file in files]
    for (path, data), look in zip(opened, bounded_out(inspect_photo, opened, None, LIMITS), strict=True):
        result = look or Inspection(None, (problem("photo-broken", path, reason=PHOTO_COSTLY),))
        if result.facts and not result.problems:
            memory.put(_photo_key(path, data), result.facts, _adapter())
        yield result


def _revealed(root: Path, entries: Entries, refused: Iterable[Problem]) -> list[Problem]:
    """Return what refused files that begin as photos reveal: once the rest is right, git would keep it already."""
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for look in refused:
        codes[look.path].add(look.code)
    chosen = [
        SourceFile(path, tree.PHOTO, entry) for path, entry in entries if codes and _may_reveal(path, entry, codes)
    ]
    photos = [file for file in chosen if _begins_as_photo(root / file.path)]
    looks = (
        bounded_out(inspect_privacy, [(file.path, (root / file.path).read_bytes()) for file in group], None, LIMITS)
        for group in batches(photos)
    )
    findings = (finding for look in chain.from_iterable(looks) for finding in look or ())
    return [finding for finding in findings if finding.code not in codes[finding.path]]


def _may_reveal(path: str, seen: Seen, refused: Container[str]) -> bool:
    """Return whether something is wrong with a file or a folder above it that may have kept it from being looked at."""
    if not stat.S_ISREG(seen.mode) or seen.size > tree.HELD:
        return False
    return path in refused or any(str(above) in refused for above in PurePosixPath(path).parents)


def _begins_as_photo(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as file:
        return bool(form_of(file.read(_BEGINNING)))
    return False


def _beside(root: Path, files: Iterable[SourceFile], kinds: Kinds, memory: Memory) -> dict[str, Beside]:
    """Return the facts of every file beside texts that is no photo."""
    facts: dict[str, Beside] = {}
    for companion in (companion for kind in kinds for companion in kind.companions):
        data = {file.path: (root / file.path).read_bytes() for file in files if file.kind == companion.name}
        facts |= companion.read(data, memory, code_version()[:20])
    return facts


def _photo_key(path: str, data: bytes) -> str:
    """Return a key for the facts of a photo without problems; the suffix is part of it, since it may be wrong."""
    return f"photo {code_version()[:20]} {PurePosixPath(path).suffix} {digest(data)}"


@dataclass(frozen=True, slots=True)
class Reader:
    """How a site's texts are read: their kinds, their extensions, the places of kinds that are left out.

    ``adviser`` is the kind reviewer, for readings that give advice; ``attachments`` may lie beside any text.
    """

    kinds: Kinds
    extensions: tuple[Extension[Any], ...] = ()
    passed_over: tuple[str, ...] = ()
    adviser: Adviser | None = None
    attachments: tuple[AttachmentKind, ...] = ()
    lists: str = "(?!)"
    """A regular expression for the addresses of lists that come and go."""
    embargoes: tuple[Embargo, ...] = ()
    """Functions that return the texts under embargo, though they are finished."""
    charter: str = ""
    """The page with the publication rules (its slug)."""

    def options(self, settings: Mapping[str, Any]) -> SiteOptions:
        """Return the reading's options; raises ``SettingError``."""
        others = {"passed_over": self.passed_over, "attachment_kinds": self.attachments, "charter": self.charter}
        return options_from(settings, self.kinds, self.lists, extensions=self.extensions, **others)


def opened_memory(settings: Mapping[str, Any]) -> Memory:
    """Return the memory of a build's readings, which can be opened before it is known what has changed."""
    preview = load_settings(ReadingSettings, "READING", settings).preview
    return open_memory(memory_path(settings, "preview" if preview else "build"))


def read_publishable(
    settings: Mapping[str, Any],
    reader: Reader,
    memory: Memory | None = None,
    entries: Entries | None = None,
    faulty: tuple[Problem, ...] = (),
) -> Build:
    """Read the site for a build; raises ``ContentRefusedError`` unless texts with problems are to be skipped.

    A preview is for editors: it has the advice too. ``faulty`` are other problems known to block texts.
    """
    skip, options = load_settings(ReadingSettings, "READING", settings).skip_invalid, reader.options(settings)
    options = replace(options, faulty=faulty)
    build = read_folder(
        Path(settings["PATH"]),
        options,
        memory or opened_memory(settings),
        skip_invalid=skip,
        adviser=reader.adviser if options.preview else None,
        embargoes=reader.embargoes,
        entries=entries,
    )
    if blocks(build.problems) and not skip:
        raise ContentRefusedError(build.problems, build.lang)
    return build


def read_everything(settings: Mapping[str, Any], reader: Reader, content: Path | None = None) -> Build:
    """Read the site for ``invoke check``: every text that isn't blocked, and all problems and advice."""
    folder, memory = content or Path(settings["PATH"]), open_memory(memory_path(settings, "check"))
    options = reader.options(settings)
    return read_folder(folder, options, memory, adviser=reader.adviser, embargoes=reader.embargoes)
