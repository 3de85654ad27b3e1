"""Finds the photos that were named and prepares them, a few at a time, in workers that can be killed."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from placette.engine.base.files import write_atomic
from placette.engine.base.message import N_
from placette.engine.base.processes import run_bounded
from placette.engine.photos.originals import PREPARING, Prepared, prepare_photo
from placette.engine.problems.messages import PHOTO_COSTLY

ABSENT = N_("there is no such file")
FOLDER = N_("it is a folder: name the photos in it")
SPECIAL = N_("it is not an ordinary file")
HEAVY = N_("it weighs more than 200 MB: export it smaller")
UNREADABLE = N_("you may not read it")

_MOST = 200_000_000
_AT_ONCE = 8
"""How many originals are in memory at once."""


@dataclass(frozen=True, slots=True)
class Original:
    """A file that was named, its size in bytes, and the outcome: a photo, or the reason why there is none."""

    path: Path
    weight: int
    outcome: Prepared | str


def find_originals(words: Iterable[str]) -> list[Path]:
    """The files that the words name, each once. A word that names no file may be a pattern (``*.jpg``)."""
    found: dict[Path, None] = {}
    for word in words:
        path = Path(word).expanduser()
        matches = [] if path.exists() else sorted(glob.glob(str(path)))  # noqa: PTH207 - patterns may be absolute
        found |= dict.fromkeys(map(Path, matches) if matches else (path,))
    return list(found)


def prepare(paths: list[Path]) -> Iterator[Original]:
    """The outcome for each file, in order."""
    for start in range(0, len(paths), _AT_ONCE):
        group = paths[start : start + _AT_ONCE]
        contents = [_content(path) for path in group]
        jobs = [(content, "") for content in contents if isinstance(content, bytes)]
        outcomes = iter(run_bounded(prepare_photo, jobs, None, PREPARING))
        for path, content in zip(group, contents, strict=True):
            outcome = content if isinstance(content, str) else next(outcomes) or PHOTO_COSTLY
            yield Original(path, len(content), outcome)


def _content(path: Path) -> bytes | str:
    """A file's bytes, or the reason why it can't be used."""
    if not path.is_file():
        return FOLDER if path.is_dir() else SPECIAL if path.exists() else ABSENT
    try:
        return HEAVY if path.stat().st_size > _MOST else path.read_bytes()
    except OSError:
        return UNREADABLE


def write_photos(folder: Path, photos: Mapping[str, bytes], text: Path | None, changed: bytes) -> None:
    """Write the photos, then the text that shows them. If that fails, removes the photos and raises ``OSError``."""
    written: list[Path] = []
    try:
        for name, data in photos.items():
            written.append(folder / name)
            write_atomic(folder / name, data)
        if text:
            write_atomic(text, changed)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
