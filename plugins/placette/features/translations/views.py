"""What pages may print of a post's other languages."""

from __future__ import annotations

from typing import NamedTuple

from placette.engine.pages.views import RibbonView


class VersionView(NamedTuple):
    """A post in another language: ``language`` is that one's name, in ``language_lang``."""

    title: str
    url: str
    lang: str
    language: str
    language_lang: str
    original: bool
    ribbon: RibbonView | None = None
    """Only in a preview, and there of what isn't published."""
