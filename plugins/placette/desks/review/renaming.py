"""Plans file names that every computer and address accepts, and updates the links to renamed files."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from placette.engine.base.text import slugify
from placette.engine.library.tree import MAINTAINED, PHOTO_SUFFIXES, is_good_name
from placette.engine.texts.schema import canonical_keys, spelling
from placette.features.authors.schema import ProfileMatter
from placette.features.posts.schema import ArticleMatter
from placette.features.walks.schema import WalkMatter

_SUFFIXES = frozenset({*PHOTO_SUFFIXES, ".md"})
_STEM = 70
"""Length limit of a new name, without its suffix: the gate accepts 81 in all."""
_LINKED = r"(?P<before>\]\([ \t]*<?|\]:[ \t]*<?|\b(?:href|src)[ \t]*=[ \t]*[\"']?)(?:{names})(?=[\s)>\"'#]|$)"
"""A name where Markdown or HTML expects an address; anywhere else it is part of the writer's words."""
_NAMED = r"^(?P<before>(?P<key>[^\n:#]+?)[ \t]*:[ \t]*[\"']?)(?:{names})(?=[\"']?[ \t]*$)"
_SOURCE = r"^(?P<before>[ \t][^\n]*:[ \t]+[\"']?)(?:{names})(?=[\"']?[ \t]*$)"
"""A name that is all of what stands behind a title, as in the sources of an answer."""
_NAMING = (WalkMatter, ProfileMatter, ArticleMatter)
_FILES = frozenset({"image", "portrait", "audio", "track"})


@dataclass(frozen=True, slots=True)
class Rename:
    """A file's old and new path below the content folder."""

    old: str
    new: str


def plan_renames(paths: Iterable[str], suffixes: frozenset[str] = frozenset()) -> tuple[Rename, ...]:
    """What to rename so that every name is accepted. No file gets a name that is taken.

    ``paths`` are all files of the folder, ``suffixes`` those of documents. The team's files, hidden files and files
    that are neither texts nor photos nor documents keep their names, but their folders may get better ones.
    """
    return tuple(Rename(old, new) for old, new in _plan(sorted(paths), "", "", _SUFFIXES | suffixes) if old != new)


def follow(text: str, old: str, new: str, renames: Iterable[Rename]) -> str:
    """The text of the file ``old``, now at ``new``, with its links and what it names updated to the new names."""
    for rename in renames:
        before, after = _relative(rename.old, old), _relative(rename.new, new)
        names = {name for name in _spellings(before) if name in text} if before != after else set()
        if names:
            text = _replace(text, names, after)
    return text


def _spellings(path: str) -> set[str]:
    """The ways in which people and programs write a path in an address; an accent may be composed or not."""
    forms = {path, *(unicodedata.normalize(form, path) for form in ("NFC", "NFD"))}
    encoded = {quote(form, errors="surrogateescape") for form in forms} | {form.replace(" ", "%20") for form in forms}
    return {f"{start}{form}" for form in forms | encoded for start in ("", "./")}


def _plan(paths: list[str], old: str, new: str, suffixes: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The old and new path of everything below the folder ``old``, which becomes ``new``."""
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
    """Better names for the names in one folder. A name stays as it was if it is left alone or the better is taken."""
    taken = {_alike(name): name for name in names}
    better: dict[str, str] = {}
    for name in names:
        wanted = _better_folder(name) if name in folders else _better_file(name, suffixes)
        free = name not in alone and taken.setdefault(_alike(wanted), name) == name
        better[name] = wanted if free else name
    return better


def _better_folder(name: str) -> str:
    return name if is_good_name(name) else slugify(name)[:_STEM].strip("-") or "dossier"


def _better_file(name: str, suffixes: frozenset[str]) -> str:
    stem, _, suffix = name.rpartition(".")
    if is_good_name(name) or not stem or f".{suffix.lower()}" not in suffixes:
        return name
    return f"{slugify(stem)[:_STEM].strip('-') or 'fichier'}.{suffix.lower()}"


def _alike(name: str) -> str:
    """A name as the least strict file system compares it."""
    return unicodedata.normalize("NFC", name).casefold()


def _relative(target: str, origin: str) -> str:
    return posixpath.relpath(target, posixpath.dirname(origin) or ".")


def _replace(text: str, names: set[str], after: str) -> str:
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    text = re.sub(_LINKED.format(names=either), lambda found: found["before"] + after, text, flags=re.MULTILINE)
    block, mark, rest = _cut(text)
    known: Mapping[str, str] = {name: key for kind in _NAMING for name, key in canonical_keys(kind).items()}

    def file(found: re.Match[str]) -> str:
        return found["before"] + after if known.get(spelling(found["key"].strip())) in _FILES else found[0]

    block = re.sub(_NAMED.format(names=either), file, block, flags=re.MULTILINE)
    block = re.sub(_SOURCE.format(names=either), lambda found: found["before"] + after, block, flags=re.MULTILINE)
    return block + mark + rest


def _cut(text: str) -> tuple[str, str, str]:
    """The information block, the line that ends it, and the rest."""
    return text.partition("\n---") if text.lstrip("\ufeff").startswith("---") else ("", "", text)
