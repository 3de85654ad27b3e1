"""The files of an import: each is whole or not there, and what an editor has changed stays.

In this order: ``import.yml``, categories, profiles, then text after text, with its pictures before it. Whatever ends an
import in between, the next one finds what is done and goes on.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from placette import Files, Licence, ReadingOptions, Translate, Words, addresses, quoted, writing
from placette_import.plan import (
    BROUGHT,
    BROUGHT_HEADING,
    FILE,
    IMPORTED,
    TEAM,
    UNREAD,
    ImportPlan,
    Planned,
    TextOutcome,
    mark_of,
    old_path,
    render_choices,
)
from placette_import.values import ConvertedBody, ImportFinding, ImportSource, SourceEntry, Used

_SETTINGS = "pelicanconf.py"
_MARKUP = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)|\]\([^)\n]*\)|[\[*_`]|<[^>\n]*>|\{[^}\n]*\}|\\(?=[^\w\s])")
_NO_PARAGRAPH = re.compile(r"\s*(?:#|>|[-*+] |\d+[.)] |\||```|~~~|:::|!!!|\[\^)")
_LINE = re.compile(r"^(\w[\w-]*): ?(.*)$", re.MULTILINE)


Brings = Callable[[SourceEntry, Planned, Callable[[str], str]], tuple[ConvertedBody, Used | None]]
"""What makes our body of a text, with its lead picture, and puts its pictures beside it before the text is there."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A text that changed on both sides: its file, what differs, and the line by which it then counts as read."""

    path: str
    title: str
    keys: tuple[tuple[str, str, str], ...]
    line: str


@dataclass(slots=True)
class ImportResult:
    """What an import did."""

    outcomes: Counter[TextOutcome] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)
    findings: list[ImportFinding] = field(default_factory=list)


def links_of(plan: ImportPlan) -> Mapping[str, str]:
    """Return the new file of each text by all that its source calls it: old addresses, its file, its key."""
    table: dict[str, str] = {}
    for key, planned in plan.texts.items():
        for name in (*planned.addresses, key.partition(":")[2], key):
            if planned.path:
                table.setdefault(name.strip("/"), planned.path)
    return table


def link_from(path: str, table: Mapping[str, str], site: str) -> Callable[[str], str]:
    """Return how a text at ``path`` links to what an old address shows; empty for what is none of ours."""
    folder = posixpath.dirname(path)

    def link(address: str) -> str:
        plain_address, mark, anchor = address.partition("#")
        target = table.get(old_path(plain_address, site) or plain_address) if plain_address else None
        return posixpath.relpath(target, folder) + (mark + anchor if mark else "") if target else ""

    return link


def write_import(
    source: ImportSource, plan: ImportPlan, content: Path, options: ReadingOptions, brings: Brings, say: Translate
) -> ImportResult:
    """Write what a plan says. Raises ``OSError``; what is written by then stays, whole."""
    root, result = content.parent, ImportResult()
    Files.write_atomic(root / FILE, render_choices(root / FILE, plan, say).encode())
    _add_categories(root / _SETTINGS, plan.new_categories)
    for key, person in plan.people.items():
        path = content / "authors" / f"{key}.md"
        if not path.exists():
            kind = TEAM if person.slug == TEAM and not person.key else "invité"
            values = {"name": plan.names[key], "kind": kind, "description": person.about}
            text = writing.text_source(values, french=options.lang.startswith("fr"))
            if re.fullmatch(r"https?://[\w.~%/?=&+#:@-]{3,200}", person.site, re.ASCII):
                text = f"{text[:-4]}links:\n  site: {quoted(person.site)}\n---\n"
            Files.write_atomic(path, text.encode())
    site, keys = plan.values.get("site", ""), set[str]()
    table = links_of(plan)
    for entry in source.entries():
        planned = plan.texts.get(entry.key)
        if planned is None or entry.key in keys:
            continue
        keys.add(entry.key)
        result.outcomes[planned.outcome] += 1
        if planned.outcome in {TextOutcome.SAME, TextOutcome.REMOVED}:
            continue
        converted, lead = brings(entry, planned, link_from(planned.path, table, site))
        result.findings += converted.findings
        if any(finding.code == "import-picture" for finding in converted.findings):
            planned = replace(planned, mark=UNREAD)  # the next import asks for them again
        text = text_of(entry, planned, converted, lead, plan, options)
        if planned.outcome is TextOutcome.EDITED:
            present = (content / planned.path).read_text(encoding="utf-8", errors="replace")
            line = f"imported: {planned.uid} {planned.mark} {UNREAD}"
            result.differences.append(Difference(planned.path, entry.title, tuple(differences(present, text)), line))
        else:
            Files.write_atomic(content / planned.path, text.encode())
    remember([plan.texts[key].uid for key in keys], root, say)
    return result


def remember(keys: Iterable[str], root: Path, say: Translate) -> None:
    """Note what was brought: a text or comment that is removed here later has no address that would tell it."""
    file = root / BROUGHT
    before = addresses.read_text(file) or f"{say(BROUGHT_HEADING)}\n"
    if new := sorted({*keys} - {*before.splitlines()}):
        Files.write_atomic(file, "".join((before, *(f"{key}\n" for key in new))).encode())


def _add_categories(settings: Path, names: Iterable[str]) -> None:
    """Add categories to the settings of a site, as one line of Python whose strings mean nothing but themselves."""
    names = list(names)
    if names and settings.is_file():
        before = settings.read_text(encoding="utf-8")
        added = ", ".join(f"{name!a}: ''" if not name.isprintable() else f"{name!r}: ''" for name in names)
        Files.write_atomic(
            settings, f"{before.rstrip()}\n\nREADING_CATEGORIES |= {{{added}}}  # placette import\n".encode()
        )


def text_of(
    entry: SourceEntry,
    planned: Planned,
    body: ConvertedBody,
    lead: Used | None,
    plan: ImportPlan,
    options: ReadingOptions,
) -> str:
    """Return the file of a text, with the marks by which the next import knows it."""
    values = plan.values
    licence = Licence.find(values.get("licence", "")) or Licence.ALL[-1]  # nobody chose that of this site
    days = planned.day, entry.changed or entry.date
    changed = days[1].astimezone(options.now.tzinfo).replace(tzinfo=None) if days[1] and days[1].tzinfo else days[1]
    day = planned.day
    post = {
        "date": f"{day:%Y-%m-%d}" if (day.hour, day.minute) == (0, 0) else f"{day:%Y-%m-%d %H:%M}",
        "authors": f"[{', '.join(planned.authors)}]",
        "category": quoted(planned.category),
        "tags": f"[{', '.join(map(quoted, planned.tags))}]" if planned.tags else "",
        "commune": quoted(options.communes.only),
        "licence": licence.label,
        "modified": f"{changed:%Y-%m-%d}" if changed and changed - planned.day > timedelta(days=1) else "",
        "status": ("brouillon" if options.lang.startswith("fr") else "draft") if planned.is_draft else "",
        "image": lead.name if lead else "",
        "image_alt": quoted(_cut(lead.alt, 300)) if lead else "",
        "image_caption": quoted(_cut(lead.caption, 300)) if lead else "",
        "image_credit": quoted(_cut(values.get("credit", ""), 140)) if lead else "",
        "video": quoted(body.video),
        "video_title": quoted(_cut(body.video_title, 140)),
    }
    by_name = {Words.fold(language): language for language in options.languages}
    lang = by_name.get(Words.fold(entry.lang), "")
    shared = {
        "title": quoted(_cut(entry.title, 150) or first_words(body.text, 60) or planned.day.strftime("%d/%m/%Y")),
        "summary": quoted(_cut(entry.summary, 300) or first_words(body.text, 200)),
        "lang": lang if lang != options.lang else "",
    }
    matter = shared | (post if planned.category else {})
    french = options.lang.startswith("fr")
    lines = [f"{writing.spelt(name, french=french)}: {value}\n" for name, value in matter.items() if value]
    rest = f"---\n\n{body.text.strip()}\n"
    here = mark_of("".join(("---\n", *lines, rest)))
    return "".join(("---\n", *lines, f"{IMPORTED}: {planned.uid} {planned.mark} {here}\n", rest))


def _cut(text: str, most: int) -> str:
    """Return a text on one line, cut between words; invisible signs are taken out."""
    visible = "".join(sign if sign.isprintable() or sign in "\u00a0\u202f" else " " for sign in text)
    words = re.sub(" {2,}", " ", visible).strip()
    return words if len(words) <= most else f"{words[: most - 1].rsplit(' ', 1)[0][: most - 1]}…"


def first_words(markdown: str, most: int) -> str:
    """Return the beginning of the first paragraph of a text, without its marks; empty for one without any."""
    for block in re.split(r"\n\s*\n", markdown):
        words = _cut(_MARKUP.sub("", block), 10_000)
        if not _NO_PARAGRAPH.match(block) and len(words) > 20:
            sentence = re.match(rf".{{20,{most}}}[.!?…](?= |$)", words)
            return sentence[0] if sentence else _cut(words, most)
    return ""


def differences(here: str, there: str) -> list[tuple[str, str, str]]:
    """Return the keys whose values differ between two files, and the text if it does."""
    (old, ours), (new, theirs) = ((dict(_LINE.findall(matter)), body) for matter, body in map(_halves, (here, there)))
    keys = sorted((old.keys() | new.keys()) - {IMPORTED, "modified", "modifié", "uid"})
    pairs = [(key, old.get(key, ""), new.get(key, "")) for key in keys if old.get(key, "") != new.get(key, "")]
    return pairs + ([("text", "…", "…")] if ours.strip() != theirs.strip() else [])


def _halves(text: str) -> tuple[str, str]:
    parts = text.replace("\r\n", "\n").split("---\n", 2)
    return (parts[1], parts[2]) if len(parts) == 3 else ("", text)
