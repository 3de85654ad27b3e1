"""What waits after an import: comments as replies below their posts, and pictures without a description.

No mail or IP address is written. Comments that an editor has removed are remembered in ``.imported.txt`` and stay out.
Pictures without a description stand in a table: filled in with any spreadsheet, then taken into the texts.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from selectolax.lexbor import SelectolaxError

from placette import (
    N_,
    Translate,
    addresses,
    authors,
    odd_word,
    one_line,
    quoted,
    replies,
    slugify,
    write_atomic,
)
from placette_import.markups import Markup, html_of
from placette_import.plan import BROUGHT, IMPORTED, ImportPlan, TextOutcome, mark_of
from placette_import.values import Comment, ImportFinding, ImportSource, SourceEntry
from placette_import.writing import remember
from placette_richtext import blocks as richtext
from placette_richtext import hypertext

REPLIES = "replies"
_WAITING = frozenset({"published", "pending"})
_LONGEST_NAME = 100
_READ_BY = re.compile(r"^(?:read_by|relu[ _-]par|relue[ _-]par) *:", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Brought:
    """Files to write by path from the content folder, the keys of their comments, how many have no place here."""

    files: Mapping[str, str]
    keys: Mapping[str, str]
    placeless: tuple[ImportFinding, ...] = ()


def plan_comments(
    source: ImportSource, plan: ImportPlan, known: Set[str], say: Translate, zone: tzinfo | None
) -> Brought:
    """Return the replies that the comments of a source become."""
    files, keys, placeless = dict[str, str](), dict[str, str](), list[ImportFinding]()
    counts = Counter(
        comment.path.split("/")[2] for comment in plan.texts.values() if comment.path.startswith("articles/")
    )
    for entry in source.entries():
        planned = plan.texts.get(entry.key)
        waiting = [comment for comment in entry.comments if comment.status in _WAITING]
        if not waiting or planned is None or planned.outcome is TextOutcome.REMOVED:
            continue
        if not planned.path.startswith("articles/"):
            placeless.append(entry.finding("import-comments", count=str(len(waiting)), name=entry.title))
            continue
        year, folder = planned.path.split("/")[1:3]
        answers = f"answers: {year}/{folder}\n" if counts[folder] > 1 else ""
        names = {comment.key: _name(comment, plan, say) for comment in waiting}
        for comment in waiting:
            key = "-".join(f"{comment.key}@{plan.source}".split())[:120]
            if key in known:
                continue
            day = comment.date or entry.date or planned.day
            day = day.astimezone(zone) if day.tzinfo else day
            text = _words(comment, entry, source)
            to = names.get(comment.parent, "")
            text = say(N_("To {name}:")).format(name=to) + f"\n\n{text}" if to else text
            end = "-".join(filter(None, (slugify(names[comment.key])[:40], slugify(comment.key.rpartition(":")[2]))))
            path = f"{REPLIES}/{folder}/{day:%Y-%m-%d}-{end}.md"
            files[path] = _reply(names[comment.key], answers, key, text)
            keys[path] = key
    return Brought(files, keys, tuple(placeless))


def _name(comment: Comment, plan: ImportPlan, say: Translate) -> str:
    """The name under a comment: nobody else's of this site, without an address, in letters that belong together."""
    name = replies.without_contacts(" ".join(richtext.clean_characters(comment.author).partition("@")[0].split()))
    name = name[:_LONGEST_NAME].strip()
    if not any(map(str.isalpha, name)) or odd_word(name):
        return say(N_("A reader"))
    if any(authors.same_to_the_eye(name, other) for other in plan.names.values()):
        return f"{name} ({plan.source})"[:140]
    return name


def _words(comment: Comment, entry: SourceEntry, source: ImportSource) -> str:
    """Return the words of a comment as a plain text: paragraphs, lines, links."""
    markup = Markup(entry, source)
    try:
        html = html_of(comment.body, comment.form, markup)
        if hypertext.is_too_complex(html):
            raise hypertext.UnfitDocumentError("text-complex")
        blocks = hypertext.read_page(html).blocks
        text = "\n\n".join("".join(map(_run, paragraph.runs)).strip() for paragraph in richtext.paragraphs(blocks))
    except (hypertext.UnfitDocumentError, SelectolaxError, RecursionError, ValueError):
        text = " ".join(richtext.clean_characters(re.sub(r"<[^<>]{0,5000}>", " ", comment.body)).split())
    return replies.without_contacts(text).strip() or "…"


def _run(run: richtext.WordRun) -> str:
    if run.kind is richtext.RunKind.BREAK:
        return "\n"
    if run.kind is not richtext.RunKind.WORDS:
        return run.alt
    if not run.href.startswith(("http://", "https://")) or not run.text.strip():
        return run.text.replace("](", "] (")  # its signs are words, no link
    return run.href if run.text.strip() in run.href else f"[{re.sub(r'[][]', '', run.text).strip()}]({run.href})"


def _reply(name: str, answers: str, key: str, text: str) -> str:
    """Return the file of a reply that nobody has read here yet."""
    head = f"---\nname: {quoted(name)}\n{answers}"
    mark = mark_of(f"{head}---\n\n{text}\n")
    return f"{head}{IMPORTED}: {quoted(f'{key} {mark} {mark}')}\n---\n\n{text}\n"


def write_comments(brought: Brought, content: Path, say: Translate) -> int:
    """Write what comments became and remember them; returns how many there are. Raises ``OSError``."""
    for path, text in brought.files.items():
        if not (content / path).exists():
            write_atomic(content / path, text.encode())
    remember([brought.keys[path] for path in brought.files], content.parent, say)
    return len(brought.files)


def known_comments(content: Path) -> frozenset[str]:
    """Return the keys of comments that were brought before. Raises ``OSError``."""
    return frozenset(addresses.read_text(content.parent / BROUGHT).splitlines())


def accept_comments(folder: Path, reader: str) -> int:
    """Say in each imported reply of a post's folder who has read it; returns how many were waiting."""
    count = 0
    for path in sorted(folder.glob("*.md")):
        text = path.read_text(encoding="utf-8") if path.is_file() and not path.is_symlink() else ""
        head, mark, body = text.partition("\n---\n")
        if mark and f"\n{IMPORTED}: " in head and not _READ_BY.search(head):
            write_atomic(path, f"{head}\nread_by: {reader}{mark}{body}".encode())
            count += 1
    return count


TABLE = "pictures-to-describe.csv"
"""The table, beside the settings."""
_COLUMNS = (N_("text"), N_("picture"), N_("caption"), N_("description"))
_PLACES = ("articles/*/*/index.md", "pages/*.md")
_AWAITED = r"(?:à décrire|to describe)"
_IN_BODY = re.compile(rf"!\[{_AWAITED}\]\((?P<name>[\w.-]+)(?: \"(?P<caption>(?:[^\"\\\n]|\\.)*)\")?\)", re.IGNORECASE)
_LEAD_ALT = re.compile(rf"^(?P<key>image_alt|photo_description): *\"?{_AWAITED}\"? *$", re.MULTILINE | re.IGNORECASE)
_LEAD = re.compile(r"^(?:image|photo): *\"?(?P<name>[\w.-]+)\"? *$", re.MULTILINE)
_LONGEST_WORDS = 300
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
    captions = {lead["name"]: ""} if lead else {}
    for match in _IN_BODY.finditer(body):
        captions[match["name"]] = captions.get(match["name"]) or match["caption"] or ""
    yield from (Undescribed(path, name, caption) for name, caption in captions.items())


def with_descriptions(text: str, said: Mapping[str, str]) -> str:
    """Return a text with the descriptions of some of its pictures, by the names of their files."""
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
    descriptions: dict[str, dict[str, str]] = {}
    for row in csv.reader(io.StringIO(text), delimiter=sign):
        if len(row) >= len(_COLUMNS) and (words := one_line(row[3]).strip()[:_LONGEST_WORDS]):
            descriptions.setdefault(row[0].strip(), {})[row[1].strip()] = words
    return descriptions


def render_table(left: list[Undescribed], say: Translate) -> str:
    """Return the table of pictures that still wait."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow([say(name) for name in _COLUMNS])
    writer.writerows([picture.path, picture.name, picture.caption.lstrip(_FORMULA), ""] for picture in left)
    return "\ufeff" + out.getvalue()  # without it, spreadsheets take the letters for others


def take_descriptions(content: Path, say: Translate) -> tuple[int, int]:
    """Take what the table says into the texts, and renew it; how many were taken, how many are left. ``OSError``."""
    file = content.parent / TABLE
    descriptions = read_table(file.read_bytes().decode("utf-8-sig", "replace")) if file.is_file() else {}
    count, left = 0, list[Undescribed]()
    texts = (path for place in _PLACES for path in content.glob(place))
    for path in sorted(picture for picture in texts if picture.is_file() and not picture.is_symlink()):
        text = path.read_bytes().decode("utf-8", "replace")
        inside = path.relative_to(content).as_posix()
        waiting = list(undescribed_in(inside, text))
        words_by_name = {
            picture.name: words for picture in waiting if (words := descriptions.get(inside, {}).get(picture.name))
        }
        if words_by_name:
            write_atomic(path, with_descriptions(text, words_by_name).encode())
        count += len(words_by_name)
        left += [picture for picture in waiting if picture.name not in words_by_name]
    if left:
        write_atomic(file, render_table(left, say).encode())
    else:
        file.unlink(missing_ok=True)
    return count, len(left)
