"""Whether posts take short replies, and for how long: ``REPLIES_*`` in ``pelicanconf.py``."""

from __future__ import annotations

from dataclasses import dataclass

from placette.engine.base.setting_errors import SettingError


@dataclass(frozen=True, slots=True)
class RepliesSettings:
    """Settings of short replies. Posts that answer posts need none."""

    open: bool = False
    """Whether posts take short replies, and show them."""
    weeks: int = 8
    """How many weeks after its publication a post takes them, where it says nothing else (``replies: …``)."""
    most: int = 50
    """How many a post may have; later ones become posts that answer it."""

    def __post_init__(self) -> None:
        """Raise ``SettingError`` for numbers that can't be meant."""
        for name, usual in (("weeks", 8), ("most", 50)):
            if getattr(self, name) < 1:
                raise SettingError(f"REPLIES_{name.upper()} = {getattr(self, name)}  →  {usual}")
