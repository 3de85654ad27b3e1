"""The table of imported pictures that lack a description: filled in with any spreadsheet, then taken into the texts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from placette import N_, Translate, one_line, quoted, richtext, write_atomic

FILE = "pictures-to-describe.csv"
"""The table, beside the settings."""
_COLUMNS = (N_("text"), N_("picture"), N_("caption"), N_("description"))
_PLACES = ("articles/*/*/index.md", "pages/*.md")
_AWAITED = r"(?:à décrire|to describe)"
_IN_BODY = re.compile(rf"!\[{_AWAITED}\]\((?P<name>[\w.-]+)(?: \"(?P<caption>(?:[^\"\\\n]|\\.)*)\")?\)", re.IGNORECASE)
_LEAD_ALT = re.compile(rf"^(?P<key>image_alt|photo_description): *\"?{_AWAITED}\"? *$", re.MULTILINE | re.IGNORECASE)
_LEAD = re.compile(r"^(?:image|photo): *\"?(?P<name>[\w.-]+)\"? *$", re.MULTILINE)
_LONGEST = 300
_FORMULA = "=+-@\t "
"""What a spreadsheet takes for the beginning of a formula, which a stranger's caption must not be."""


@dataclass(frozen=True, slots=True)
class Undescribed:
    """A picture that waits: its text's path from the content folder, its file's name, its caption."""

    path: str
    name: str
    caption: str = ""


def undescribed_in(path: str, text: str) -> Iterator[Undescribed]:
    """Yield the pictures of a text that wait for a description, each once."""
    head, _mark, body = text.partition("\n---\n")
    lead = _LEAD.search(head) if _LEAD_ALT.search(head) else None
    found = {lead["name"]: ""} if lead else {}
    for one in _IN_BODY.finditer(body):
        found[one["name"]] = found.get(one["name"]) or one["caption"] or ""
    yield from (Undescribed(path, name, caption) for name, caption in found.items())


def with_descriptions(text: str, said: Mapping[str, str]) -> str:
    """A text with the descriptions of some of its pictures, by the names of their files."""
    head, mark, body = text.partition("\n---\n")
    lead = _LEAD.search(head)
    if lead and lead["name"] in said:
        head = _LEAD_ALT.sub(lambda found: f"{found['key']}: {quoted(said[lead['name']])}", head)

    def described(found: re.Match[str]) -> str:
        words = said.get(found["name"])
        return f"![{richtext.escape_inline(words)}]({found[0].split('](', 1)[1]}" if words else found[0]

    return head + mark + _IN_BODY.sub(described, body)


def read_table(text: str) -> dict[str, dict[str, str]]:
    """The descriptions that a table gives, by text and picture; whatever a spreadsheet puts between its columns."""
    first = text.partition("\n")[0]
    sign = max(";,\t", key=first.count)
    said: dict[str, dict[str, str]] = {}
    for row in csv.reader(io.StringIO(text), delimiter=sign):
        if len(row) >= len(_COLUMNS) and (words := one_line(row[3]).strip()[:_LONGEST]):
            said.setdefault(row[0].strip(), {})[row[1].strip()] = words
    return said


def render_table(left: list[Undescribed], say: Translate) -> str:
    """The table of pictures that still wait."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow([say(name) for name in _COLUMNS])
    writer.writerows([one.path, one.name, one.caption.lstrip(_FORMULA), ""] for one in left)
    return "\ufeff" + out.getvalue()  # without it, spreadsheets take the letters for others


def take_descriptions(content: Path, say: Translate) -> tuple[int, int]:
    """Take what the table says into the texts, and renew it; how many were taken, how many are left. ``OSError``."""
    file = content.parent / FILE
    said = read_table(file.read_bytes().decode("utf-8-sig", "replace")) if file.is_file() else {}
    taken, left = 0, list[Undescribed]()
    texts = (path for place in _PLACES for path in content.glob(place))
    for path in sorted(one for one in texts if one.is_file() and not one.is_symlink()):
        text = path.read_bytes().decode("utf-8", "replace")
        inside = path.relative_to(content).as_posix()
        waiting = list(undescribed_in(inside, text))
        given = {one.name: words for one in waiting if (words := said.get(inside, {}).get(one.name))}
        if given:
            write_atomic(path, with_descriptions(text, given).encode())
        taken += len(given)
        left += [one for one in waiting if one.name not in given]
    if left:
        write_atomic(file, render_table(left, say).encode())
    else:
        file.unlink(missing_ok=True)
    return taken, len(left)
