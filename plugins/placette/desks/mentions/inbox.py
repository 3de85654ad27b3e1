"""What our receiver was told and nobody has looked at yet: a small file for each page that says it mentions ours."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from placette.desks.mentions.addresses import same_page
from placette.engine.base.files import digest
from placette.engine.base.settings import load_settings
from placette.features.mentions import LONGEST_ADDRESS, MentionsSettings

MOST_WAITING = 2000
"""Files that wait at once; later ones are refused until ``invoke mentions`` has run."""
_LARGEST = 4 * LONGEST_ADDRESS


class Told(NamedTuple):
    """A page that says that it mentions one of ours."""

    source: str
    target: str


class InboxFullError(Exception):
    """No more can be kept."""


def inbox_folder(settings: Mapping[str, Any]) -> Path:
    """Where they wait."""
    own = load_settings(MentionsSettings, "MENTIONS", settings)
    return Path(own.inbox) if own.inbox else Path(settings["CACHE_PATH"]) / "webmentions"


def put_in(folder: Path, told: Told) -> None:
    """Keep one, whole or not at all; the same twice is one. Raises ``InboxFullError`` and ``OSError``."""
    name = f"{digest(told.source.encode(), told.target.encode())}.json"
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / name).exists():
        return
    if sum(1 for _ in os.scandir(folder)) >= MOST_WAITING:
        raise InboxFullError
    part = folder / f".{secrets.token_hex(8)}.part"
    try:
        part.write_text(json.dumps(told._asdict()), encoding="ascii")
        part.rename(folder / name)
    finally:
        part.unlink(missing_ok=True)


def waiting_in(folder: Path) -> Iterator[tuple[Path, Told | None]]:
    """What waits, with its file; None for a file that isn't ours to read."""
    for file in sorted(folder.glob("[!.]*.json"))[:MOST_WAITING] if folder.is_dir() else ():
        told = None
        with suppress(OSError, ValueError, KeyError, TypeError):
            if file.stat().st_size <= _LARGEST and not file.is_symlink():
                value = json.loads(file.read_bytes())
                told = Told(str(value["source"]), str(value["target"]))
        yield file, told


def fault_in(told: Told, site: str) -> str:
    """What is wrong with what somebody says, in English, which senders are written in; empty for nothing."""
    for name, address in told._asdict().items():
        if not is_web_address(address):
            return f"{name} is not an http or https address"
    if same_page(told.source) == same_page(told.target):
        return "source and target are the same"
    if not same_page(told.target).startswith(same_page(f"{site.rstrip('/')}/")):
        return "target is not a page of this site"
    return ""


def is_web_address(address: str) -> bool:
    """Whether a page of the web may have this address; nothing in it deceives."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    honest = address.isprintable() and " " not in address and "\\" not in address and "@" not in parts.netloc
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and honest and len(address) <= LONGEST_ADDRESS
