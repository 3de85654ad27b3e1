"""The files of an import: each is whole or not there, and what an editor has changed stays.

In this order: ``import.yml``, categories, profiles, then text after text, with its pictures before it. Whatever ends an
import in between, the next one finds what is done and goes on.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path, PurePosixPath

from placette import Files, Licence, Problem, ReadingOptions, Translate, Words, addresses, quoted, writing
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
    is_unedited,
    old_path,
    render_choices,
    with_mark,
)
from placette_import.values import ConvertedBody, ImportFinding, ImportSource, SourceEntry, Used

_SETTINGS = "pelicanconf.py"
REFUSED = ".placette/import-refused"
"""The folder of texts that the check refuses and that can't be drafts, beside the settings."""
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
    before: dict[str, bytes] = field(default_factory=dict)
    """What renewed texts were before, by path."""
    files: dict[str, list[str]] = field(default_factory=dict)
    """The names of what came with each text, by its path: of texts that came now, or that no check has settled yet."""
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
        target = table.get((old_path(plain_address, site) or plain_address).strip("/")) if plain_address else None
        return posixpath.relpath(target, folder) + (mark + anchor if mark else "") if target else ""

    return link


def write_import(
    source: ImportSource, plan: ImportPlan, content: Path, options: ReadingOptions, brings: Brings, say: Translate
) -> ImportResult:
    """Write what a plan says. Raises ``OSError``; what is written by then stays, whole."""
    root, result = content.parent, ImportResult()
    shutil.rmtree(root / REFUSED, ignore_errors=True)
    Files.write_atomic(root / FILE, render_choices(root / FILE, plan, say).encode())
    _add_categories(root / _SETTINGS, plan.new_categories)
    _add_people(plan, content / "authors", french=options.lang.startswith("fr"))
    site, keys, settled = plan.values.get("site", ""), set[str](), {*addresses.read_text(root / BROUGHT).splitlines()}
    table = links_of(plan)
    for entry in source.entries():
        planned = plan.texts.get(entry.key)
        if planned is None or entry.key in keys:
            continue
        keys.add(entry.key)
        if planned.outcome in {TextOutcome.SAME, TextOutcome.REMOVED}:
            result.outcomes[planned.outcome] += 1
            result.files |= {} if planned.uid in settled else {planned.path: []}
            continue
        converted, lead = brings(entry, planned, link_from(planned.path, table, site))
        result.findings += converted.findings
        missing = sum(finding.code == "import-picture" for finding in converted.findings)
        if planned.outcome is TextOutcome.ASKED and missing < planned.missing:
            planned = replace(planned, outcome=TextOutcome.RENEWED)
        plan.texts[entry.key] = planned = replace(planned, missing=missing)
        result.outcomes[planned.outcome] += 1
        if planned.outcome is TextOutcome.ASKED:
            continue
        text = text_of(entry, planned, converted, lead, plan, options)
        if planned.outcome is TextOutcome.EDITED:
            present = (content / planned.path).read_text(encoding="utf-8", errors="replace")
            line = f"imported: {planned.uid} {planned.mark} {UNREAD}"
            result.differences.append(Difference(planned.path, entry.title, tuple(differences(present, text)), line))
        else:
            if planned.outcome is TextOutcome.RENEWED:
                result.before[planned.path] = (content / planned.path).read_bytes()
            result.files[planned.path] = [file.name for file in (*converted.used, *([lead] if lead else []))]
            Files.write_atomic(content / planned.path, text.encode())
    return result


_LINKING = frozenset("link-missing link-space link-beginning link-scheme link-pelican link-elsewhere".split())
"""Codes of links that lead nowhere: their words stay. Of an anchor that isn't there, the page stays too."""


def settle_refused(
    plan: ImportPlan, content: Path, problems: Iterable[Problem], result: ImportResult, say: Translate
) -> bool:
    """Settle what a check of the whole site refuses of texts that were brought; return whether anything was changed.

    Nothing of an import may keep a site from being built. A link that leads nowhere is undone. Else a text is what it
    was before, or a draft; one that can't be a draft stays out, beside the settings (``REFUSED``). What an editor has
    changed, or was brought by an earlier import, is theirs to mend.
    """
    keys, changed = {planned.path: key for key, planned in plan.texts.items()}, False
    for path, group in _by_text(problems, content, result).items():
        text = (content / path).read_text(encoding="utf-8", errors="replace")
        if not (path in result.files or path.startswith("replies/")) or not is_unedited(text):
            continue
        changed, mended = True, text
        for problem in group:
            mended = _without_link(mended, problem, result)
        if mended != text:
            Files.write_atomic(content / path, with_mark(mended).encode())
            continue
        outcome, key, worst = _put_aside(path, text, content, result), keys.get(path, ""), group[0]
        place = path if outcome is TextOutcome.DRAFTED else f"{REFUSED}/{path}"
        words = " ".join((*worst.explain(say), f"[{worst.code}]"))
        values = {"name": plan.texts[key].title if key else path, "what": words}
        result.findings.append(ImportFinding(f"import-{outcome}", key, place, worst.line, values))
        if key:
            result.outcomes.subtract([plan.texts[key].outcome])
            result.outcomes[outcome] += 1
            plan.texts[key] = replace(plan.texts[key], outcome=outcome)
    return changed


def _put_aside(path: str, text: str, content: Path, result: ImportResult) -> TextOutcome:
    """Make a draft of a post; what is one already, or can't be one, goes out of the way of its earlier version."""
    is_finished = not re.search("^(?:status|statut): ", text, re.MULTILINE)
    if path.startswith("articles/") and path not in result.before and is_finished:
        french = "\ntitre: " in text
        state = f"{writing.spelt('status', french=french)}: {'brouillon' if french else 'draft'}\n{IMPORTED}: "
        Files.write_atomic(content / path, with_mark(text.replace(f"{IMPORTED}: ", state, 1)).encode())
        return TextOutcome.DRAFTED
    Files.write_atomic(content.parent / REFUSED / path, text.encode())
    if path in result.before:
        Files.write_atomic(content / path, result.before.pop(path))
        return TextOutcome.REFUSED
    for name in (PurePosixPath(path).name, *result.files.get(path, ())):
        (content / path).with_name(name).unlink(missing_ok=True)
    if path.endswith("/index.md") and not any((content / path).parent.iterdir()):
        (content / path).parent.rmdir()
    return TextOutcome.REFUSED


def _by_text(problems: Iterable[Problem], content: Path, result: ImportResult) -> dict[str, list[Problem]]:
    """Return what blocks, by the text that it is about: a picture is its text's matter."""
    owners = {f"{posixpath.dirname(path)}/{name}": path for path, names in result.files.items() for name in names}
    groups: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        path = owners.get(problem.path, problem.path)
        if Problem.block([problem]) and path.endswith(".md") and (content / path).is_file():
            groups[path].append(problem)
    return groups


def _without_link(text: str, problem: Problem, result: ImportResult) -> str:
    """Return a text without a link that leads nowhere, or to a part of a page that isn't there."""
    target, lines = dict(problem.values).get("value", ""), text.splitlines(keepends=True)
    if problem.code not in _LINKING | {"anchor-missing"} or not target or problem.line > len(lines):
        return text
    before = lines[problem.line - 1]
    if problem.code == "anchor-missing":
        after = before.replace(f"]({target})", f"]({target.partition('#')[0]})")
    else:
        after = re.sub(rf"(?<!!)\[((?:\\.|[^\[\]\\])*)\]\({re.escape(target)}\)", r"\1", before)
        result.findings.append(ImportFinding("import-link", "", problem.path, problem.line, {"what": target}))
    return "".join((*lines[: problem.line - 1], after, *lines[problem.line :]))


def remember_texts(plan: ImportPlan, root: Path, say: Translate) -> None:
    """Note which texts were brought and settled; what the check refuses is tried again."""
    remember((text.uid for text in plan.texts.values() if text.outcome is not TextOutcome.REFUSED), root, say)


def remember(keys: Iterable[str], root: Path, say: Translate) -> None:
    """Note what was brought: a text or comment that is removed here later has no address that would tell it."""
    file = root / BROUGHT
    before = addresses.read_text(file) or f"{say(BROUGHT_HEADING)}\n"
    if new := sorted({*keys} - {*before.splitlines()}):
        Files.write_atomic(file, "".join((before, *(f"{key}\n" for key in new))).encode())


def _add_people(plan: ImportPlan, folder: Path, *, french: bool) -> None:
    """Write the profiles that aren't there yet."""
    for key, person in plan.people.items():
        path = folder / f"{key}.md"
        if path.exists():
            continue
        kind = TEAM if person.slug == TEAM and not person.key else "invité"
        values = {"name": plan.names[key], "kind": kind, "description": person.about}
        text = writing.text_source(values, french=french)
        if re.fullmatch(r"https?://[\w.~%/?=&+#:@-]{3,200}", person.site, re.ASCII):
            text = f"{text[:-4]}links:\n  site: {quoted(person.site)}\n---\n"
        Files.write_atomic(path, text.encode())


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
    missing = f" {planned.missing}" if planned.missing else ""
    return with_mark("".join(("---\n", *lines, f"{IMPORTED}: {planned.uid} {planned.mark} {UNREAD}{missing}\n", rest)))


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
