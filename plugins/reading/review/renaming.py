"""Names that every computer and address accepts: which files to rename, and what then names them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from plugins.core.text import slugify
from plugins.reading.tree import PHOTO_SUFFIXES, is_good_name


@dataclass(frozen=True, slots=True)
class Rename:
    """A file's old and new path, relative to the content folder."""

    old: str
    new: str


def plan_renames(paths: Iterable[str]) -> tuple[Rename, ...]:
    """What to rename so that every part of every path is accepted; nothing that would overwrite a file."""
    every = sorted(paths)
    taken = set(every)
    renames = []
    for path in every:
        new = "/".join(_better(part) for part in path.split("/"))
        if new != path and new not in taken:
            taken.add(new)
            renames.append(Rename(path, new))
    return tuple(renames)


def rename_in_text(text: str, renames: Iterable[Rename]) -> str:
    """A text whose links and pictures name the new files: only names of files beside it are changed."""
    for rename in renames:
        old, new = PurePosixPath(rename.old).name, PurePosixPath(rename.new).name
        if old != new:
            spellings = "|".join(re.escape(name) for name in {old, old.replace(" ", "%20")})
            text = re.sub(rf"(?<=[\s(<\"':])(?:{spellings})(?=[\s)>\"']|$)", lambda _, name=new: name, text, flags=re.MULTILINE)  # type: ignore[misc]
    return text


def _better(name: str) -> str:
    if is_good_name(name):
        return name
    stem, dot, suffix = name.rpartition(".")
    known = f".{suffix.lower()}" in {*PHOTO_SUFFIXES, ".md"}
    if dot and stem and known:
        return f"{slugify(stem) or 'fichier'}.{suffix.lower()}"
    return slugify(name) or "fichier"
