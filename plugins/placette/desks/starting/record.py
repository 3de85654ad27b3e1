"""What a site keeps of how it was made (``.placette.json``): a later version can then renew what nobody changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

RECORD, TERRITORY = ".placette.json", "territory.json"
_THEIRS = ("content/", TERRITORY)
"""Where a site's own work begins: these are written once."""
ANSWERS = ("kind", "place", "title", "url", "publish", "forge", "lang", "landscape")
"""What was answered, as options of ``placette new`` are called."""


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """The version that wrote the files last, the answers and the day of the beginning, and the files as written."""

    version: str
    begun: date
    answers: Mapping[str, str]
    files: Mapping[str, str]


def record_of(version: str, begun: date, answers: Mapping[str, str], files: Mapping[str, str]) -> SiteRecord:
    """The record of a site with these files."""
    return SiteRecord(
        version, begun, answers, {path: text for path, text in files.items() if not path.startswith(_THEIRS)}
    )


def render_record(record: SiteRecord) -> str:
    """The text of a record."""
    held = {
        "version": record.version,
        "begun": record.begun.isoformat(),
        "answers": dict(record.answers),
        "files": {path: text.splitlines(keepends=True) for path, text in record.files.items()},
    }
    return json.dumps(held, ensure_ascii=False, indent=0) + "\n"


def read_record(folder: Path) -> SiteRecord:
    """The record of a site; raises ``OSError`` where there is none and ``ValueError`` for one that can't be read."""
    held = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    try:
        files = {path: "".join(lines) for path, lines in held["files"].items()}
        answers = {name: str(held["answers"][name]) for name in ANSWERS}
        record = SiteRecord(held["version"], date.fromisoformat(held["begun"]), answers, files)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error
    outside = [path for path in files if path.startswith("/") or ".." in PurePosixPath(path).parts]
    if outside:
        raise ValueError(", ".join(outside))
    return record
