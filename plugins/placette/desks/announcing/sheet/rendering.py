"""The sheet as one HTML page. It loads nothing and runs nothing; all texts are escaped."""

from __future__ import annotations

import gettext
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from markupsafe import Markup
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from placette.desks.announcing.sheet.previews import PREVIEW_STYLES, PageHead, Preview, newest_first, preview, read_head
from placette.engine.base.standalone import standalone_environment, style_policy

_HERE = Path(__file__).parent
_WIDE, _SQUARE = (600, 315), (240, 240)
"""Sizes of the pictures in pixels, small because the sheet must hold hundreds of posts."""


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A post on the sheet. Pictures are ``data:`` addresses, empty if no cards are drawn."""

    head: PageHead
    previews: tuple[Preview, ...]
    wide: str
    square: str


def gather_entries(site: Path) -> list[SheetEntry]:
    """Every post of a built site, newest first."""
    found = [head for path in sorted(site.rglob("index.html")) if (head := read_head(path.read_bytes()))]
    home = _address(site)
    return [_entry(head, site, home) for head in newest_first(found)]


def render_sheet(entries: Sequence[SheetEntry], words: gettext.NullTranslations, lang: str) -> str:
    """The sheet as HTML."""
    environment = standalone_environment(_HERE, words)
    style = (_HERE / "sheet.css").read_text(encoding="utf-8")
    return environment.get_template("sheet.html").render(
        entries=entries,
        networks=PREVIEW_STYLES,
        titles_cut=sum(any(shown.title_cut for shown in entry.previews) for entry in entries),
        summaries_cut=sum(any(shown.summary_cut for shown in entry.previews) for entry in entries),
        style=Markup(style),  # noqa: S704 - a file of ours, which escaping would change
        policy=style_policy(style, "img-src data:"),
        lang=lang,
    )


def _entry(head: PageHead, site: Path, home: str) -> SheetEntry:
    previews = tuple(preview(head, network) for network in PREVIEW_STYLES)
    files = [site / url.removeprefix(home) for url in head.pictures]
    wide, square = map(_picture, files, (_WIDE, _SQUARE)) if files else ("", "")
    return SheetEntry(head, previews, wide, square)


def _address(site: Path) -> str:
    """The absolute address of the home page, as that page states it."""
    canonical = LexborHTMLParser((site / "index.html").read_bytes()).css_first("link[rel=canonical]")
    return (canonical.attributes["href"] if canonical else None) or ""


def _picture(path: Path, size: tuple[int, int]) -> str:
    small = BytesIO()
    with Image.open(path, formats=("JPEG",)) as card:
        card.resize(size, Image.Resampling.LANCZOS).save(small, "JPEG", quality=76, optimize=True)
    return f"data:image/jpeg;base64,{b64encode(small.getvalue()).decode()}"
