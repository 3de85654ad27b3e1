"""The file of an imported event: front matter and text in which nothing that a stranger wrote can take effect."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

from placette.desks.importing.outside_events import OutsideEvent
from placette.engine.base.files import digest
from placette.engine.base.text import fold, slugify
from placette.engine.library.communes import CommuneIndex
from placette.engine.library.tree import is_good_name
from placette.engine.texts.matter import quoted

_MARKS = re.compile(r"[\\`*_{}\[\]<>&]")
"""Characters that have a meaning in Markdown or HTML anywhere in a line."""
_AT_THE_START = re.compile(r"[-+#=~:!|^]|\d+(?=[.)])")
"""Characters that have a meaning only at the beginning of a line."""
_OWN_LINES = re.compile(r"^(?:imported|modified): .*\n", re.MULTILINE)
"""Lines that the mark ignores: they change without an editor."""
_POSTCODE = re.compile(r"\b\d{5}\b")


def event_source(event: OutsideEvent, communes: CommuneIndex, categories: Collection[str]) -> str:
    """The file's text, with the mark by which the next import recognises it."""
    venue, commune = _split_place(event.place, communes)
    known = {fold(name): name for name in categories}
    category = next((known[fold(name)] for name in event.categories if fold(name) in known), "")
    again = event.repeated
    exceptions = ", ".join(f"{day:%Y-%m-%d}" for day in again.exceptions) if again else ""
    values = {
        "title": quoted(event.title),
        "start": _moment(event.start, event),
        "end": _moment(event.end, event) if event.end else "",
        "repeat": again.rule.text if again else "",
        "except": f"[{exceptions}]" if exceptions else "",
        "venue": quoted(venue),
        "commune": quoted(commune),
        "organiser": quoted(event.organiser),
        "category": quoted(category),
        "status": event.status,
        "modified": f"{event.modified:%Y-%m-%d %H:%M}" if event.modified else "",
        "uid": quoted(event.uid),
    }
    lines = [f"{key}: {value}\n" for key, value in values.items() if value]
    paragraphs = [_escaped(paragraph) for paragraph in event.text]
    paragraphs += [f"<{event.url}>"] if event.url else []
    body = "\n\n".join(paragraphs)
    text = "".join(("---\n", *lines, "---\n", f"\n{body}\n" if body else ""))
    return text.replace("uid: ", f"imported: {mark_of(text)}\nuid: ", 1)


def mark_of(text: str) -> str:
    """A digest of a file's text, without the lines that say when and from what it was made."""
    return digest(_OWN_LINES.sub("", text.replace("\r\n", "\n")).encode("utf-8", "replace"))


def file_name(event: OutsideEvent, taken: Collection[str]) -> str:
    """A free name for the file: only lower-case letters, digits and hyphens, whatever the title holds."""
    stem = slugify(event.title)[:60].strip("-")
    if not any(character.isalpha() for character in stem) or not is_good_name(f"{stem}.md"):
        stem = f"evenement-{stem}".strip("-")
    number, name = 1, f"{stem}.md"
    while name in taken:
        number += 1
        name = f"{stem}-{number}.md"
    return name


def _moment(moment: datetime, event: OutsideEvent) -> str:
    return f"{moment:%Y-%m-%d}" if event.all_day else f"{moment:%Y-%m-%d %H:%M}"


def _split_place(place: str, communes: CommuneIndex) -> tuple[str, str]:
    """The name of the venue and the code of its commune, if a part of the text names exactly one commune."""
    parts = [part.strip() for part in place.split(",") if part.strip()]
    for number, part in reversed(list(enumerate(parts))):
        found = communes.find(_POSTCODE.sub("", part).strip()) if not part.isdigit() else ()
        if len(found) == 1:
            return ", ".join(parts[:number]), found[0].code
    return place, ""


def _escaped(paragraph: str) -> str:
    """A paragraph as Markdown without any markup: special characters are written as entities."""
    text = _MARKS.sub(_entity, paragraph)
    start = _AT_THE_START.match(paragraph)
    return "".join(map(_entity, start[0])) + _MARKS.sub(_entity, paragraph[start.end() :]) if start else text


def _entity(found: re.Match[str] | str) -> str:
    return f"&#{ord(found if isinstance(found, str) else found[0])};"
