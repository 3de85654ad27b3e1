"""Runs of ``invoke mentions`` for a site of one post, which asks a server on the loopback address."""

from __future__ import annotations

import ssl
from datetime import date
from pathlib import Path
from typing import Any

from placette.commands.status import Manner
from placette_mentions import MentionsSettings
from placette_mentions.files import AskedPost, MentionReport, MentionRun, run_mentions

SITE = "https://carnets.example"
TARGET = f"{SITE}/2026/le-lavoir/"
POST = "2026/le-lavoir"


def anywhere(_address: str, _port: int) -> str:
    return ""


MANNER = Manner("tests", reach=anywhere, patience=5.0, trust=ssl.create_default_context())
"""The loopback address counts as the web."""


def site_run(folder: Path, announced: tuple[str, ...] = (), manner: Manner = MANNER, **own: Any) -> MentionRun:
    """A run for a site of one post."""
    content = folder / "content"
    content.mkdir(exist_ok=True)
    posts = (AskedPost(POST, TARGET, date(2026, 5, 1), announced),)
    today = date(2026, 7, 1)
    return MentionRun(content, posts, MentionsSettings(**own), "fr", ("fr", "en", "oc"), today, manner)


def happens(run: MentionRun) -> tuple[MentionReport, dict[str, str]]:
    """A run, what it reports, and the files that there are after it."""
    report = run_mentions(run)
    files = sorted((run.content / "mentions").rglob("*.md"))
    return report, {file.relative_to(run.content).as_posix(): file.read_text(encoding="utf-8") for file in files}


def status(number: int, content: str = "<p>Bien vu !</p>", **more: Any) -> dict[str, Any]:
    """An answer as Mastodon's API gives it."""
    account = {"acct": "lea@ailleurs.example", "display_name": "Léa M."}
    address = f"https://ailleurs.example/@lea/{number}"
    told = {"id": str(number), "url": address, "created_at": "2026-05-20T10:00:00.000Z", "content": content}
    return told | {"visibility": "public", "account": account, "language": "fr"} | more
