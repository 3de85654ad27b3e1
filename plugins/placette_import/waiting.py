"""Comments that came with an import: replies below their posts, which wait until somebody has read them.

No mail or IP address is written. Comments that an editor has removed are remembered in ``.imported.txt`` and stay out.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import tzinfo
from pathlib import Path

from selectolax.lexbor import SelectolaxError

from placette import N_, Files, Translate, Words, addresses, authors, quoted, replies
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
