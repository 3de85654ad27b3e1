"""Mends what can be mended without asking: the form of a text, never its words."""

from __future__ import annotations

import errno
import os
import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import quote

from placette.engine.base.files import walk_files, write_atomic
from placette.engine.base.processes import run_bounded
from placette.engine.base.text import fold, slugify
from placette.engine.content.attachments import inspect_now, unnamed_companions
from placette.engine.content.companions import AttachmentKind
from placette.engine.content.kinds import Kinds, find_kind
from placette.engine.content.tree import MAINTAINED, PHOTO, PHOTO_SUFFIXES, Gate, gate_of, is_good_name
from placette.engine.photos.photos import MENDABLE, PREPARING, inspect_photo, prepare_photo
from placette.engine.texts.characters import TEXT_LIMIT, WIDTHLESS
from placette.engine.texts.front_matter import (
    Matter,
    canonical_keys,
    quoted,
    spelling,
    split_source,
    type_entries,
)
from placette.features.authors.profile import ProfileMatter
from placette.features.posts.kind import ArticleMatter
from placette.features.walks.walk import WalkMatter

_CODE = re.compile(r"(^(?:```|~~~).*?(?:^(?:```|~~~)[ \t]*$|\Z)|`[^`\n]+`)", re.MULTILINE | re.DOTALL)
_ATTRIBUTES = re.compile(r"^[ \t]*\{:[^{}\n]*\}[ \t]*\n|[ \t]*\{:[^{}\n]*\}", re.MULTILINE)
"""Kramdown's classes and identifiers, on a line of their own or behind what they are about."""
_EMBEDDED = re.compile("\u202a([^\u0590-\u08ff\u202a-\u202e\u2066-\u2069\n]*)\u202c")
"""Left-to-right text between direction marks, as Windows and telephones copy numbers."""
_MAIL = re.compile(r"(\]\(<?)([\w.+-]+@[\w-]+(?:\.[\w-]+)+)(?=>?[\s)])")
_SITE = re.compile(r"(\]\(<?)(www\.[^\s()<>]+)(?=>?[\s)])")


def mend_characters(text: str) -> str:
    """Return the text without characters of pasted text: those of no width, and needless marks of direction.

    The line breaks of word processors become spaces, which can't begin anything of Markdown's.
    """
    bare = text.translate({**dict.fromkeys(map(ord, WIDTHLESS)), **dict.fromkeys(map(ord, "\u2028\u2029\x0b"), " ")})
    return _EMBEDDED.sub(r"\1", bare)


def mend_body(body: str) -> str:
    """Return the body with kramdown's attributes gone, ``mailto:`` and ``https://`` before addresses; code stays."""
    parts = _CODE.split(body)
    parts[::2] = [
        _SITE.sub(r"\1https://\2", _MAIL.sub(r"\1mailto:\2", _ATTRIBUTES.sub("", part))) for part in parts[::2]
    ]
    return "".join(parts)


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier january", "fevrier february", "mars march", "avril april", "mai may", "juin june", "juillet july",
            "aout august", "septembre september", "octobre october", "novembre november", "decembre december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MATTER = re.compile(r"\A(---[ \t]*\n)(.*?)(^---[ \t]*$)", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"(?P<key>[^\s:#'\"\[\]{},-][^:#\n]{0,40}?)[ \t\u00a0\u202f]*:(?P<gap>[ \t]*)(?P<value>.*)")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})", re.ASCII)
_SPELT = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?\s+([^\W\d]+)\s+(\d{4})", re.IGNORECASE | re.ASCII)
_DATES = frozenset({"date", "modified"})
_CLOSED = {"'": "'", '"': '"', "[": "]", "{": "}"}
_LONGEST = 20_000
"""Length in characters beyond which an information block is refused anyway."""
_WINDOWS_LETTERS = frozenset("àâäæçéèêëîïôöœùûüÿñáíóúãõßÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸÑÁÍÓÚ«»“”‘’–—…€°ºª§·²³½¼×\u00a0\u00ad")
"""Non-ASCII letters of western texts typed on Windows. Any other means that the encoding is a different one."""


class Fixed(NamedTuple):
    """A mended text, and the codes of what was wrong."""

    text: str
    done: tuple[str, ...]


def fix_text(data: bytes, kind: type[Matter]) -> Fixed | None:
    """Return the text of a file with its form mended; None if it is neither UTF-8 nor Windows-1252.

    An information block that would have more problems than before is left as it was.
    """
    text, codes = _decode(data)
    if text is None:
        return None
    steps: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("characters", mend_characters),
        ("spaces", _tidy_spaces),
        ("front-matter", lambda given: _fix_matter(given, kind)),
        ("markup", _fix_body),
    )
    for name, step in steps:
        mended = step(text)
        if mended != text:
            text, codes = mended, (*codes, name)
    return Fixed(text, codes)


def iso_date(written: str) -> str:
    """Return a date in one of the usual notations as year-month-day (in 05/01 the day is 5); else unchanged."""
    bare = written.strip("\"' ")
    if match := _SLASHED.fullmatch(bare):
        day, month, year = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    elif (match := _SPELT.fullmatch(fold(bare))) and match[2] in _MONTHS:
        day, month, year = match[1], str(_MONTHS[match[2]]), match[3]
    else:
        return written
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return written


def _decode(data: bytes) -> tuple[str | None, tuple[str, ...]]:
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        mixed = not data.decode("utf-8", "ignore").isascii()
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None, ()
    usual = all(c in _WINDOWS_LETTERS or c in "\t\r\n" or " " <= c <= "~" for c in text)
    return (text, ("encoding",)) if usual and not mixed else (None, ())


def _tidy_spaces(text: str) -> str:
    """Apply NFC and Unix line ends; remove trailing spaces (but Markdown's two) and empty lines around the text."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    tidy = [line.rstrip() + ("  " if line.endswith("  ") and line.strip() else "") for line in lines]
    return "\n".join(tidy).rstrip().lstrip("\n") + "\n" if text.strip() else text


def _fix_body(text: str) -> str:
    match = _MATTER.match(text)
    return text[: match.end()] + mend_body(text[match.end() :]) if match else text


def _fix_matter(text: str, kind: type[Matter]) -> str:
    match = _MATTER.match(text)
    if not match or len(match[2]) > _LONGEST:
        return text
    lines = match[2].split("\n")
    mended = [line if part else _fix_line(line, kind) for line, part in zip(lines, _parts(lines), strict=True)]
    better = match[1] + "\n".join(mended) + text[match.start(3) :]
    return better if _count_problems(better, kind) <= _count_problems(text, kind) else text


def _count_problems(text: str, kind: type[Matter]) -> int:
    """Return the number of problems of an information block; one that can't be found at all counts as the worst."""
    source, cut = split_source(text, "")
    return 1000 * len(cut) + len(type_entries(source.entries, kind, "").problems)


def _parts(lines: list[str]) -> list[bool]:
    """Return for each line whether it is part of a value of several lines, which can't be mended line by line."""
    parts = []
    open_mark = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        parts.append(bool(open_mark) or following[:1].isspace() or following.startswith("- "))
        match = _LINE.fullmatch(line)
        value = match["value"].strip() if match and not open_mark else line.strip()
        if open_mark:
            open_mark = "" if value.endswith(open_mark) else open_mark
        elif value[:1] in _CLOSED and not value.endswith(_CLOSED[value[:1]], 1) and " #" not in value:
            open_mark = _CLOSED[value[:1]]
    return parts


def _fix_line(line: str, kind: type[Matter]) -> str:
    """Mend one ``key: value`` line at the left margin; anything else stays as it is."""
    match = _LINE.fullmatch(line)
    if not match:
        return line
    key, value = match["key"].strip(), match["value"].strip()
    name = canonical_keys(kind).get(spelling(key), "")
    if value and not match["gap"] and not name:
        return line  # https://… isn't a key
    if name in _DATES:
        value = iso_date(value)
    elif name != "tags" and _needs_quotes(value):
        value = quoted(value)
    return f"{key.lower() if name else key}: {value}".rstrip()


def _needs_quotes(value: str) -> bool:
    """Return whether YAML would misread a plain value: a colon and a space, a leading indicator, a comment."""
    if not value or value[0] in "\"'[{|>#" or " #" in value:
        return False
    return bool(re.search(r":(?:\s|$)", value)) or value[0] in "&*!%@`" or value.startswith(("- ", "? "))


_SUFFIXES = frozenset({*PHOTO_SUFFIXES, ".md"})
_STEM = 70
"""Length limit of a new name, without its suffix: the gate accepts 81 in all."""
_LINKED = r"(?P<before>\]\([ \t]*<?|\]:[ \t]*<?|\b(?:href|src)[ \t]*=[ \t]*[\"']?)(?:{names})(?=[\s)>\"'#]|$)"
"""A name where Markdown or HTML expects an address; anywhere else it is part of the writer's words."""
_NAMED = r"^(?P<before>(?P<key>[^\n:#]+?)[ \t]*:[ \t]*[\"']?)(?:{names})(?=[\"']?[ \t]*$)"
_SOURCE = r"^(?P<before>[ \t][^\n]*:[ \t]+[\"']?)(?:{names})(?=[\"']?[ \t]*$)"
"""A name that is all that follows a title, as in the sources of an answer."""
_NAMING = (WalkMatter, ProfileMatter, ArticleMatter)
_FILES = frozenset({"image", "portrait", "audio", "track"})


@dataclass(frozen=True, slots=True)
class Rename:
    """A file's old and new path below the content folder."""

    old: str
    new: str


def plan_renames(paths: Iterable[str], suffixes: frozenset[str] = frozenset()) -> tuple[Rename, ...]:
    """Return renames after which every name is accepted. No file gets a name that is taken.

    ``paths`` are all files of the folder, ``suffixes`` those of documents. The team's files, hidden files and files
    that are neither texts nor photos nor documents keep their names, but their folders may get better ones.
    """
    return tuple(Rename(old, new) for old, new in _plan(sorted(paths), "", "", _SUFFIXES | suffixes) if old != new)


def follow(text: str, old: str, new: str, renames: Iterable[Rename]) -> str:
    """Return the text of the file ``old``, now at ``new``, with its links and what it names updated."""
    for rename in renames:
        before, after = _relative(rename.old, old), _relative(rename.new, new)
        if before != after and (names := {name for name in _spellings(before) if name in text}):
            text = _replace(text, names, after)
    return text


def _spellings(path: str) -> set[str]:
    """Return the ways in which people and programs write a path in an address; an accent may be composed or not."""
    forms = {path, *(unicodedata.normalize(form, path) for form in ("NFC", "NFD"))}
    encoded = {quote(form, errors="surrogateescape") for form in forms} | {form.replace(" ", "%20") for form in forms}
    return {f"{start}{form}" for form in forms | encoded for start in ("", "./")}


def _plan(paths: list[str], old: str, new: str, suffixes: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield the old and new path of everything below the folder ``old``, which becomes ``new``."""
    below: dict[str, list[str]] = {}
    for path in paths:
        below.setdefault(path[len(old) :].split("/", 1)[0], []).append(path)
    folders = {name for name, inside in below.items() if inside != [old + name]}
    alone = {name for name in below if name.startswith(".") or (not old and name in MAINTAINED)}
    for name, better in _better_names(below, folders, alone, suffixes).items():
        if name in folders - alone:
            yield from _plan(below[name], f"{old}{name}/", f"{new}{better}/", suffixes)
        else:
            yield from ((path, new + better + path[len(old + name) :]) for path in below[name])


def _better_names(names: Iterable[str], folders: set[str], alone: set[str], suffixes: frozenset[str]) -> dict[str, str]:
    """Return better names for the names in one folder. A name stays if it is left alone or the other is taken."""
    owners = {_alike(name): name for name in names}
    better: dict[str, str] = {}
    for name in names:
        better_one = _better_name(name, suffixes, is_folder=name in folders)
        free = name not in alone and owners.setdefault(_alike(better_one), name) == name
        better[name] = better_one if free else name
    return better


def _better_name(name: str, suffixes: frozenset[str], *, is_folder: bool) -> str:
    stem, _, suffix = name.rpartition(".")
    if is_good_name(name):
        return name
    if is_folder:
        return slugify(name)[:_STEM].strip("-") or "dossier"
    has_suffix = stem and f".{suffix.lower()}" in suffixes
    return f"{slugify(stem)[:_STEM].strip('-') or 'fichier'}.{suffix.lower()}" if has_suffix else name


def _alike(name: str) -> str:
    """Return a name as the least strict file system compares it."""
    return unicodedata.normalize("NFC", name).casefold()


def _relative(target: str, origin: str) -> str:
    return posixpath.relpath(target, posixpath.dirname(origin) or ".")


def _replace(text: str, names: set[str], after: str) -> str:
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    text = re.sub(_LINKED.format(names=either), lambda found: found["before"] + after, text, flags=re.MULTILINE)
    has_block = text.lstrip("\ufeff").startswith("---")
    block, mark, rest = text.partition("\n---") if has_block else ("", "", text)
    keys: Mapping[str, str] = {name: key for kind in _NAMING for name, key in canonical_keys(kind).items()}

    def file(found: re.Match[str]) -> str:
        return found["before"] + after if keys.get(spelling(found["key"].strip())) in _FILES else found[0]

    block = re.sub(_NAMED.format(names=either), file, block, flags=re.MULTILINE)
    block = re.sub(_SOURCE.format(names=either), lambda found: found["before"] + after, block, flags=re.MULTILINE)
    return block + mark + rest


@dataclass(frozen=True, slots=True)
class Mended:
    """A mended file: its path now, and the codes of what was wrong."""

    path: str
    done: tuple[str, ...]


def mend_folder(
    root: Path, kinds: Kinds, only: Iterable[Path] = (), attachments: tuple[AttachmentKind, ...] = ()
) -> list[Mended]:
    """Mend names, texts of these kinds, photos and attachments below ``root``, or only those below paths in ``only``.

    Links are neither followed nor touched. Raises ``OSError`` if a file can't be changed.
    """
    places = [path.resolve() for path in only]
    suffixes = frozenset(suffix for kind in attachments for suffix in kind.limits)
    renamed = _rename(root, places, suffixes)
    now = [*places, *(root.resolve() / mended.path for mended in renamed if places)]
    gate = gate_of(kinds, attachments=attachments)
    files = (path for path in walk_files(root) if not path.endswith(".md") and _is_ordinary(root, path))
    alone = unnamed_companions(root, (*files, *_texts(root)), kinds)
    documents = (mended for kind in attachments for mended in _mend_attachments(root, gate, kind, now, alone))
    return [*renamed, *_mend_texts(root, kinds, now), *_mend_photos(root, gate, now), *documents]


def _is_ordinary(root: Path, path: str) -> bool:
    """Return whether there is a regular file at ``path`` below ``root``, with no link on the way from there."""
    return (root / path).is_file() and (root / path).resolve() == root.resolve().joinpath(*PurePosixPath(path).parts)


def _may_touch(root: Path, path: str, wanted: list[Path]) -> bool:
    return _is_ordinary(root, path) and (not wanted or _is_below((root / path).resolve(), wanted))


def _is_below(path: Path, wanted: list[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in wanted)


def _write(path: Path, data: bytes) -> bool:
    """Replace a file by the mended one, unless it is read-only; returns whether it was done."""
    if not path.stat().st_mode & 0o222:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return write_atomic(path, data)


def _rename(root: Path, wanted: list[Path], suffixes: frozenset[str]) -> list[Mended]:
    paths = list(walk_files(root))
    renames = plan_renames(paths, suffixes)
    others = (path for path in paths if wanted and renames and not _is_below((root / path).resolve(), wanted))
    partly = frozenset(folder for path in others for folder in PurePosixPath(path).parents)
    plan = [_within(rename, partly) for rename in renames]
    moves = [move for move in plan if move.old != move.new and _move(root, move, wanted)]
    for move in moves:
        _drop_empty((root / move.old).parent, root)
    return [*(Mended(move.new, ("name",)) for move in moves), *_follow(root, moves)]


def _within(rename: Rename, partly: frozenset[PurePosixPath]) -> Rename:
    """Return the rename, without new names for folders that are only ``partly`` to be mended."""
    old, new = PurePosixPath(rename.old), PurePosixPath(rename.new)
    first = next(count for count, (a, b) in enumerate(zip(old.parts, new.parts, strict=True), 1) if a != b)
    return rename if PurePosixPath(*old.parts[:first]) not in partly else Rename(rename.old, str(old.parent / new.name))


def _move(root: Path, move: Rename, wanted: list[Path]) -> bool:
    """Rename a file, unless it may not be touched, the name is taken or a link is in the way; returns success."""
    old, new = root / move.old, root / move.new
    is_taken = os.path.lexists(new) and (new.is_symlink() or not new.samefile(old))
    if (
        is_taken
        or not _may_touch(root, move.old, wanted)
        or new.parent.resolve() != root.resolve() / PurePosixPath(move.new).parent
    ):
        return False
    new.parent.mkdir(parents=True, exist_ok=True)
    old.replace(new)
    return True


def _follow(root: Path, moves: list[Rename]) -> list[Mended]:
    before = {move.new: move.old for move in moves}
    changed = []
    for path in _texts(root) if moves else ():
        old = (root / path).read_bytes().decode("utf-8", "surrogateescape")
        new = follow(old, before.get(path, path), path, moves)
        if new != old and _write(root / path, new.encode("utf-8", "surrogateescape")):
            changed.append(Mended(path, ("links",)))
    return changed


def _drop_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _texts(root: Path) -> list[str]:
    """Return the texts that are regular files and within the size limit."""
    paths = [path for path in walk_files(root) if path.endswith(".md") and _is_ordinary(root, path)]
    return [path for path in paths if (root / path).stat().st_size <= TEXT_LIMIT]


def _mend_texts(root: Path, known: Kinds, wanted: list[Path]) -> list[Mended]:
    kinds = {path: kind for path in _texts(root) if (kind := find_kind(path, known))}
    texts = {path: (root / path).read_bytes() for path in kinds}
    mended = []
    for path, kind in kinds.items():
        may = _may_touch(root, path, wanted)
        fixed = fix_text(texts[path], kind.schema) if may else None
        if fixed and fixed.done and _write(root / path, fixed.text.encode()):
            mended.append(Mended(path, fixed.done))
    return mended


def _mend_photos(root: Path, gate: Gate, wanted: list[Path]) -> list[Mended]:
    """Remake photos that the gate refuses for something that remaking cures: metadata, weight, size or format."""
    photos = [path for path in walk_files(root) if gate.kind_of(path) == PHOTO]
    paths = [path for path in photos if _may_touch(root, path, wanted)]
    remade = run_bounded(remake_photo, [(root / path).as_posix() for path in paths], None, PREPARING)
    return [
        Mended(path, new[1]) for path, new in zip(paths, remade, strict=True) if new and _write(root / path, new[0])
    ]


def _mend_attachments(
    root: Path, gate: Gate, kind: AttachmentKind, wanted: list[Path], alone: frozenset[str]
) -> Iterator[Mended]:
    """Remove private data from files beside texts; from companions of no text (``alone``), too."""
    files_of_kind = (path for path in walk_files(root) if gate.kind_of(path) == kind.name)
    candidates = [*files_of_kind, *sorted(path for path in alone if PurePosixPath(path).suffix in kind.limits)]
    small = (
        path
        for path in candidates
        if _may_touch(root, path, wanted) and (root / path).stat().st_size <= gate.limit_of(kind.name, path)
    )
    files = [(path, (root / path).read_bytes()) for path in small]
    remade = run_bounded(kind.mend, files, None, kind.bounds)
    mended = [(file, data) for file, data in zip(files, remade, strict=True) if data]
    before = inspect_now([file for file, _ in mended], kind)
    for ((path, _), data), inspected in zip(mended, before, strict=True):
        if _write(root / path, data):
            yield Mended(path, tuple(sorted({candidates.code for candidates in inspected.problems} & kind.mendable)))


def remake_photo(path: str, _shared: None = None) -> tuple[bytes, tuple[str, ...]] | None:
    """Return a photo without its refused parts, with the codes of these; None if nothing is wrong, or can't be mended.

    It gets the format of its name, so that no link has to change.
    """
    data = Path(path).read_bytes()
    inspected = inspect_photo((path, data))
    codes = tuple(dict.fromkeys(fault.code for fault in inspected.problems if fault.code in MENDABLE))
    remade = prepare_photo((data, PurePosixPath(path).suffix.lower())) if codes else ""
    if isinstance(remade, str) or any(p.code in MENDABLE for p in inspect_photo((path, remade.data)).problems):
        return None
    return remade.data, codes
