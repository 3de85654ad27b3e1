"""Announcements as text for a terminal, to copy from, and as JSON for a program."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable

from placette.desks.announcing.announce import Announcement, NetworkText
from placette.engine.problems.reports import printable

_JOINERS = re.compile("([\u200c\u200d])")
"""Characters that join emoji and shape Persian: harmless to a terminal, and the text would change without them."""
_WIDTH = 78


def harmless(text: str) -> str:
    """``text`` with control characters, which a terminal would obey, escaped in each line; emoji stay whole."""
    lines = ("".join(part if _JOINERS.match(part) else printable(part) for part in _JOINERS.split(line))
             for line in text.split("\n"))  # fmt: skip
    return "\n".join(lines)


def render_blocks(announcements: Iterable[Announcement], translate: Callable[[str], str]) -> str:
    """Every text under the name of its network, with its length."""
    return "\n\n".join(_block(announcement, translate) for announcement in announcements)


def render_json(announcements: Iterable[Announcement], translate: Callable[[str], str]) -> str:
    """A list of posts, each with its texts. Control characters are escaped as JSON does."""
    text = json.dumps([_data(found, translate) for found in announcements], ensure_ascii=False, indent=1)
    return "".join(c if c.isprintable() or c in "\n\u00a0\u202f\u200c\u200d" else json.dumps(c)[1:-1] for c in text)


def _block(announcement: Announcement, translate: Callable[[str], str]) -> str:
    article = announcement.article
    heading = harmless(f"{article.date.date().isoformat()}  {article.title}")
    texts = (_text(text, translate) for text in announcement.texts)
    return "\n\n".join(("═" * _WIDTH + f"\n{heading}\n" + "═" * _WIDTH, *texts))


def _text(text: NetworkText, translate: Callable[[str], str]) -> str:
    label = translate(text.network.label)
    counted = f" {text.length}/{text.network.limit}" if not text.network.letter else ""
    lines = [f"── {label}{counted} ".ljust(_WIDTH, "─")]
    if not text.fits:
        lines.append(translate("! Too long by {count}: shorten it before you send it.").format(
            count=text.length - text.network.limit))  # fmt: skip
    if text.subject:
        lines.append(translate("Subject: {subject}").format(subject=harmless(text.subject)) + "\n")
    return "\n".join((*lines, harmless(text.body)))


def _data(announcement: Announcement, translate: Callable[[str], str]) -> dict[str, object]:
    article = announcement.article
    return {
        "post": article.path,
        "slug": article.slug,
        "title": article.title,
        "date": article.date.isoformat(),
        "url": announcement.link,
        "texts": [
            {
                "network": text.network.key,
                "label": translate(text.network.label),
                "subject": text.subject,
                "text": text.body,
                "length": text.length,
                "limit": text.network.limit,
                "fits": text.fits,
            }
            for text in announcement.texts
        ],
    }
