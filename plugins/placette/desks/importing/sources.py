"""The file of an event that was taken over: front matter and text in which nothing of a stranger's can act."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

from placette.desks.importing.outside import Outside
from placette.desks.writing.scaffolding import quoted
from placette.engine.base.files import digest
from placette.engine.base.text import fold, slugify
from placette.engine.library.communes import CommuneIndex
from placette.engine.library.tree import is_good_name

_MARKS = re.compile(r"[\\`*_{}\[\]<>&]")
"""Characters that may mean something in Markdown or HTML wherever they stand."""
_AT_THE_START = re.compile(r"[-+#=~:!|^]|\d+(?=[.)])")
"""What means something at the beginning of a line alone."""
_OWN_LINES = re.compile(r"^(?:imported|modified): .*\n", re.MULTILINE)
"""Lines that don't tell whether an editor changed the text."""
_POSTCODE = re.compile(r"\b\d{5}\b")


def event_source(outside: Outside, communes: CommuneIndex, categories: Collection[str]) -> str:
    """The file's text, with the mark by which the next import knows it."""
    venue, commune = _split_place(outside.place, communes)
    known = {fold(name): name for name in categories}
    category = next((known[fold(name)] for name in outside.categories if fold(name) in known), "")
    again = outside.repeated
    exceptions = ", ".join(f"{day:%Y-%m-%d}" for day in again.exceptions) if again else ""
    values = {
        "title": quoted(outside.title),
        "start": _moment(outside.start, outside),
        "end": _moment(outside.end, outside) if outside.end else "",
        "repeat": again.rule.text if again else "",
        "except": f"[{exceptions}]" if exceptions else "",
        "venue": quoted(venue),
        "commune": quoted(commune),
        "organiser": quoted(outside.organiser),
        "category": quoted(category),
        "status": outside.status,
        "modified": f"{outside.modified:%Y-%m-%d %H:%M}" if outside.modified else "",
        "uid": quoted(outside.uid),
    }
    lines = [f"{key}: {value}\n" for key, value in values.items() if value]
    paragraphs = [_escaped(paragraph) for paragraph in outside.text]
    paragraphs += [f"<{outside.url}>"] if outside.url else []
    body = "\n\n".join(paragraphs)
    text = "".join(("---\n", *lines, "---\n", f"\n{body}\n" if body else ""))
    return text.replace("uid: ", f"imported: {mark_of(text)}\nuid: ", 1)


def mark_of(text: str) -> str:
    """A mark of a file's text, but for the lines that tell when and from what it was made."""
    return digest(_OWN_LINES.sub("", text.replace("\r\n", "\n")).encode("utf-8", "replace"))


def file_name(outside: Outside, taken: Collection[str]) -> str:
    """A name for the file that no other has: of small letters, digits and hyphens alone, whatever the title says."""
    stem = slugify(outside.title)[:60].strip("-")
    if not any(character.isalpha() for character in stem) or not is_good_name(f"{stem}.md"):
        stem = f"evenement-{stem}".strip("-")
    number, name = 1, f"{stem}.md"
    while name in taken:
        number += 1
        name = f"{stem}-{number}.md"
    return name


def _moment(moment: datetime, outside: Outside) -> str:
    return f"{moment:%Y-%m-%d}" if outside.all_day else f"{moment:%Y-%m-%d %H:%M}"


def _split_place(place: str, communes: CommuneIndex) -> tuple[str, str]:
    """The name of the place and the code of its commune, where a part of the text names one and no other."""
    parts = [part.strip() for part in place.split(",") if part.strip()]
    for number, part in reversed(list(enumerate(parts))):
        found = communes.find(_POSTCODE.sub("", part).strip()) if not part.isdigit() else ()
        if len(found) == 1:
            return ", ".join(parts[:number]), found[0].code
    return place, ""


def _escaped(paragraph: str) -> str:
    """A paragraph as Markdown in which nothing is a mark: entities mean themselves wherever they stand."""
    text = _MARKS.sub(_entity, paragraph)
    start = _AT_THE_START.match(paragraph)
    return "".join(map(_entity, start[0])) + _MARKS.sub(_entity, paragraph[start.end() :]) if start else text


def _entity(found: re.Match[str] | str) -> str:
    return f"&#{ord(found if isinstance(found, str) else found[0])};"
