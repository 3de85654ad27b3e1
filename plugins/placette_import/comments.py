"""Comments of another site wait as replies below their posts; what links to a post from elsewhere waits as a mention.

No mail or IP address is written. Those that an editor has removed are remembered in ``.imported.txt`` and stay out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from selectolax.lexbor import SelectolaxError

from placette import (
    N_,
    Translate,
    addresses,
    authors,
    digest,
    hypertext,
    odd_word,
    quoted,
    rel_outside,
    replies,
    richtext,
    slugify,
    write_atomic,
)
from placette_import.markups import Markup, html_of
from placette_import.plan import BROUGHT, BROUGHT_HEADING, IMPORTED, ImportPlan, TextOutcome, mark_of
from placette_import.values import Comment, ImportFinding, ImportSource, SourceEntry

REPLIES = "replies"
_WAITING = frozenset({"published", "pending"})
_LONGEST_NAME, _LONGEST_MENTION = 100, 400
_READ_BY = re.compile(r"^(?:read_by|relu[ _-]par|relue[ _-]par) *:", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Brought:
    """Files to write by path from the content folder, the keys of their comments, how many have no place here."""

    files: Mapping[str, str]
    keys: Mapping[str, str]
    placeless: tuple[ImportFinding, ...] = ()


def plan_comments(
    source: ImportSource, plan: ImportPlan, known: Set[str], say: Translate, zone: tzinfo | None, *, mentions: bool
) -> Brought:
    """Return the replies and mentions that the comments of a source become. ``mentions``: whether the site has any."""
    files, keys, placeless = dict[str, str](), dict[str, str](), list[ImportFinding]()
    counts = Counter(one.path.split("/")[2] for one in plan.texts.values() if one.path.startswith("articles/"))
    for entry in source.entries():
        planned = plan.texts.get(entry.key)
        waiting = [one for one in entry.comments if one.status in _WAITING]
        if not waiting or planned is None or planned.outcome is TextOutcome.REMOVED:
            continue
        if not planned.path.startswith("articles/"):
            values = {"count": str(len(waiting)), "name": entry.title}
            placeless.append(ImportFinding("import-comments", entry.key, entry.file, entry.line, values))
            continue
        year, folder = planned.path.split("/")[1:3]
        answers = f"answers: {year}/{folder}\n" if counts[folder] > 1 else ""
        names = {one.key: _name(one, plan, say) for one in waiting}
        for one in waiting:
            key = "-".join(f"{one.key}@{plan.source}".split())[:120]
            if key in known or (one.kind != "comment" and not (mentions and rel_outside(one.url))):
                continue
            day = one.date or entry.date or planned.day
            day = day.astimezone(zone) if day.tzinfo else day
            text = _words(one, entry, source)
            if one.kind == "comment":
                to = names.get(one.parent, "")
                text = say(N_("To {name}:")).format(name=to) + f"\n\n{text}" if to else text
                end = "-".join(filter(None, (slugify(names[one.key])[:40], slugify(one.key.rpartition(":")[2]))))
                path = f"{REPLIES}/{folder}/{day:%Y-%m-%d}-{end}.md"
                files[path] = _reply(names[one.key], answers, key, text)
            else:
                path = f"mentions/{folder}/{day:%Y-%m-%d}-web-{digest(one.url.encode())[:8]}.md"
                head = f"author: {quoted(names[one.key])}\nurl: {quoted(one.url)}\nsource: web\n{answers}"
                files[path] = f"---\n{head}---\n\n{text[:_LONGEST_MENTION]}\n"
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
    """The words of a comment as a plain text: paragraphs, lines, links."""
    markup = Markup(entry, source)
    try:
        html = html_of(comment.body, comment.form, markup)
        if hypertext.is_too_complex(html):
            raise hypertext.UnfitDocumentError("text-complex")
        blocks = hypertext.read_page(html).blocks
        text = "\n\n".join("".join(map(_run, one.runs)).strip() for one in richtext.paragraphs(blocks))
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
    """The file of a reply that nobody has read here yet."""
    head = f"---\nname: {quoted(name)}\n{answers}"
    mark = mark_of(f"{head}---\n\n{text}\n")
    return f"{head}{IMPORTED}: {quoted(f'{key} {mark} {mark}')}\n---\n\n{text}\n"


def write_comments(brought: Brought, content: Path, say: Translate) -> int:
    """Write what comments became and remember them; returns how many there are. Raises ``OSError``."""
    file = content.parent / BROUGHT
    known = addresses.read_text(file) or f"{say(BROUGHT_HEADING)}\n"
    for path, text in brought.files.items():
        if not (content / path).exists():
            write_atomic(content / path, text.encode())
    if brought.files:
        write_atomic(file, "".join((known, *(f"{brought.keys[path]}\n" for path in brought.files))).encode())
    return len(brought.files)


def known_comments(content: Path) -> frozenset[str]:
    """The keys of comments that were brought before. Raises ``OSError``."""
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
