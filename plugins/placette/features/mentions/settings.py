"""Where words from elsewhere come from: ``MENTIONS_*`` in ``pelicanconf.py``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from placette.engine.base.setting_errors import SettingError

_ADDRESS = re.compile(r"https?://[^\s/?#@\"'<>\\]+(?:[/?][^\s\"'<>\\]*)?")


@dataclass(frozen=True, slots=True)
class MentionsSettings:
    """Settings of what is said elsewhere about posts. Nobody is asked before somebody types ``invoke mentions``."""

    endpoint: str = ""
    """Where other sites say that they mention a page: the address that pages name (https://…). Empty: none."""
    jf2: str = ""
    """An address that lists such mentions (https://webmention.io/api/mentions.jf2); empty: only our own receiver."""
    bluesky: str = "https://public.api.bsky.app"
    """The server that gives what was answered on Bluesky; empty: Bluesky isn't asked."""
    weeks: int = 26
    """For how many weeks after its publication a post's answers are looked for elsewhere."""
    most: int = 50
    """How many mentions of a post are kept; later ones are left out, and counted."""
    inbox: str = ""
    """The folder in which our receiver puts what it was sent (absolute); empty: inside the site's cache."""
    port: int = 8049
    """The port of our receiver, for the server in front of it, on the same machine."""

    def __post_init__(self) -> None:
        """Raise ``SettingError`` for values that can't be meant."""
        for name, example in (
            ("endpoint", "https://mentions.mairie.example/"),
            ("jf2", "https://webmention.io/api/mentions.jf2"),
            ("bluesky", "https://public.api.bsky.app"),
        ):
            if getattr(self, name) and not _ADDRESS.fullmatch(getattr(self, name)):
                raise SettingError(f"MENTIONS_{name.upper()} = {getattr(self, name)!r}  →  {example!r}")
        for name, usual in (("weeks", 26), ("most", 50), ("port", 8049)):
            if getattr(self, name) < 1:
                raise SettingError(f"MENTIONS_{name.upper()} = {getattr(self, name)}  →  {usual}")
