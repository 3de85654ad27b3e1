"""How long and with whom people may appeal: ``DECISIONS_*`` in ``pelicanconf.py``."""

from __future__ import annotations

from dataclasses import dataclass

from placette.engine.base.setting_errors import SettingError


@dataclass(frozen=True, slots=True)
class DecisionsSettings:
    """Settings of the register of decisions."""

    appeal_days: int = 15
    """Within how many days one may appeal against a decision."""
    appeal_to: str = ""
    """Who examines appeals, a capacity rather than a name; empty: LEGAL_MEDIATION, or somebody who didn’t decide."""
    notice_days: int = 5
    """How many days before its last day ``invoke status`` speaks of an appeal."""

    def __post_init__(self) -> None:
        """Raise ``SettingError`` for delays that can't be."""
        for name, least, usual in (("appeal_days", 1, 15), ("notice_days", 0, 5)):
            if getattr(self, name) < least:
                raise SettingError(f"DECISIONS_{name.upper()} = {getattr(self, name)}  →  {usual}")
