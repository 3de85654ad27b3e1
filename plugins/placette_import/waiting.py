"""What waits after an import: comments as replies below their posts, and pictures without a description.

No mail or IP address is written. Comments that an editor has removed are remembered in ``.imported.txt`` and stay out.
Pictures without a description stand in a table: filled in with any spreadsheet, then taken into the texts.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from datetime import tzinfo
from pathlib import Path

from selectolax.lexbor import SelectolaxError

from placette import N_, Files, Translate, Words, addresses, authors, intake, quoted, replies
from placette_import.markups import Markup, html_of
from placette_import.plan import BROUGHT, IMPORTED, ImportPlan, TextOutcome, mark_of
from placette_import.values import Comment, ImportFinding, ImportSource, SourceEntry
from placette_import.writing import remember
from placette_richtext import blocks as richtext
from placette_richtext import hypertext

REPLIES = "replies"
_LONGEST_NAME = 100
_READ_BY = re.compile(r"^(?:read_by|relu[ _-]par|relue[ _-]par) *:", re.MULTILINE | re.IGNORECASE)


def bring_comments(
    source: ImportSource, plan: ImportPlan, content: Path, say: Translate, zone: tzinfo | None
) -> tuple[int, list[ImportFinding]]:
    """Write the comments of a source as replies that wait; returns how many, and those that have no place here.

    One that came before stays as it is here, also removed. Raises ``OSError``.
    """
    keys, placeless = list[str](), list[ImportFinding]()
    states = {"published", "pending"} if plan.with_drafts else {"published"}
    earlier = {*addresses.read_text(content.parent / BROUGHT).splitlines()}
    folders = Counter(text.path.split("/")[2] for text in plan.texts.values() if text.path.startswith("articles/"))
    for entry in source.entries():
        planned = plan.texts.get(entry.key)
        waiting = [comment for comment in entry.comments if comment.status in states]
        if not waiting or planned is None or planned.outcome is TextOutcome.REMOVED:
            continue
        if not planned.path.startswith("articles/"):
            placeless.append(entry.finding("import-comments", count=str(len(waiting)), name=entry.title))
            continue
        year, folder = planned.path.split("/")[1:3]
        answers = f"answers: {year}/{folder}\n" if folders[folder] > 1 else ""
        names = {comment.key: _name(comment, plan, say) for comment in waiting}
        for comment in waiting:
            key = "-".join(f"{comment.key}@{plan.source}".split())[:120]
            if key in earlier:
                continue
            keys.append(key)
            day = comment.date or entry.date or planned.day
            day = day.astimezone(zone) if day.tzinfo else day
            name, to = names[comment.key], names.get(comment.parent, "")
            text = (say(N_("To {name}:")).format(name=to) + "\n\n" if to else "") + _words(comment, entry, source)
            head = f"---\nname: {quoted(name)}\n{answers}"
            mark = mark_of(f"{head}---\n\n{text}\n")
            end = "-".join(filter(None, (Words.slugify(name)[:40], Words.slugify(comment.key.rpartition(":")[2]))))
            path = content / REPLIES / folder / f"{day:%Y-%m-%d}-{end}.md"
            if not path.exists():
                Files.write_atomic(
                    path, f"{head}{IMPORTED}: {quoted(f'{key} {mark} {mark}')}\n---\n\n{text}\n".encode()
                )
    remember(keys, content.parent, say)
    return len(keys), placeless


def _name(comment: Comment, plan: ImportPlan, say: Translate) -> str:
    """Return the name under a comment: nobody else's of this site, without an address or odd letters."""
    name = replies.without_contacts(" ".join(richtext.clean_characters(comment.author).partition("@")[0].split()))
    name = name[:_LONGEST_NAME].strip()
    if not any(map(str.isalpha, name)) or Words.odd_word(name):
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


def accept_comments(folder: Path, reader: str) -> int:
    """Say in each imported reply of a post's folder who has read it; returns how many were waiting."""
    count = 0
    for path in sorted(folder.glob("*.md")):
        text = path.read_text(encoding="utf-8") if path.is_file() and not path.is_symlink() else ""
        head, mark, body = text.partition("\n---\n")
        if mark and f"\n{IMPORTED}: " in head and not _READ_BY.search(head):
            Files.write_atomic(path, f"{head}\nread_by: {reader}{mark}{body}".encode())
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


def undescribed_in(text: str) -> dict[str, str]:
    """Return the pictures of a text that wait for a description, each once: the captions by their files' names."""
    head, _mark, body = text.partition("\n---\n")
    lead = _LEAD.search(head) if _LEAD_ALT.search(head) else None
    captions = {lead["name"]: ""} if lead else {}
    for match in _IN_BODY.finditer(body):
        captions[match["name"]] = captions.get(match["name"]) or match["caption"] or ""
    return captions


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
    """Return the descriptions that a table gives, by text and picture, whatever sign is between its columns."""
    first = text.partition("\n")[0]
    sign = max(";,\t", key=first.count)
    descriptions: dict[str, dict[str, str]] = {}
    for row in csv.reader(io.StringIO(text), delimiter=sign):
        if len(row) >= len(_COLUMNS) and (words := intake.one_line(row[3]).strip()[:_LONGEST_WORDS]):
            descriptions.setdefault(row[0].strip(), {})[row[1].strip()] = words
    return descriptions


def take_descriptions(content: Path, say: Translate) -> tuple[int, int]:
    """Take what the table says into the texts, and renew it; how many were taken, how many are left. ``OSError``."""
    file, count, rows = content.parent / TABLE, 0, list[tuple[str, str, str, str]]()
    descriptions = read_table(file.read_bytes().decode("utf-8-sig", "replace")) if file.is_file() else {}
    texts = (path for place in _PLACES for path in content.glob(place))
    for path in sorted(text for text in texts if text.is_file() and not text.is_symlink()):
        text, inside = path.read_bytes().decode("utf-8", "replace"), path.relative_to(content).as_posix()
        waiting = undescribed_in(text)
        words_by_name = {name: words for name, words in descriptions.get(inside, {}).items() if name in waiting}
        if words_by_name:
            Files.write_atomic(path, with_descriptions(text, words_by_name).encode())
        count += len(words_by_name)
        rows += [(inside, name, waiting[name].lstrip(_FORMULA), "") for name in waiting if name not in words_by_name]
    if not rows:
        file.unlink(missing_ok=True)
        return count, 0
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows([list(map(say, _COLUMNS)), *rows])
    Files.write_atomic(file, f"\ufeff{out.getvalue()}".encode())  # without it, spreadsheets take the letters for others
    return count, len(rows)
