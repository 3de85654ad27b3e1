"""Problems in the reader's language: for terminals, for programs and forges, as Markdown for comments."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from gettext import NullTranslations
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from textwrap import fill, indent
from typing import Any

from placette.engine.base.files import digest
from placette.engine.base.translation import N_, Severity
from placette.engine.findings.problems import (
    Problem,
    Translate,
    columns,
    explain,
    manual_chapter,
    message_of,
    printable,
    waiting,
    without_echoes,
)

WIDTH = 80
"""Columns of a terminal: hardly any is narrower."""
LABELS = {
    Severity.BLOCKING: N_("to fix"),
    Severity.MISSING: N_("to complete"),
    Severity.ADVICE: N_("advice"),
    Severity.QUESTION: N_("to decide"),
    Severity.FINE: N_("fine"),
}
ARROW = "→"
_SEVERITIES = list(Severity)
_Paint = Callable[[str, Severity | None], str]


def render_plain(problems: Iterable[Problem], translate: Translate, paint: _Paint = lambda line, _: line) -> str:
    """Return all problems grouped by file: place, code, what is wrong, the line, what to do."""
    lines = []
    for path, group in groupby(sorted(set(without_echoes(problems)), key=_in_report), key=attrgetter("path")):
        lines.append(paint(printable(path), None))
        lines += [f"  {paint(line, problem.severity)}" for problem in group for line in _lines(problem, translate)]
        lines.append("")
    return "\n".join(lines).rstrip()


def _in_report(one: Problem) -> tuple[bool, Problem]:
    """Sort the questions to whoever accepts a proposal before what is wrong with it."""
    return one.severity is not Severity.QUESTION, one


def seriousness(found: Problem) -> int:
    """Return the rank of a problem's severity, 0 for the worst."""
    return _SEVERITIES.index(found.severity)


def coloured(line: str, severity: Severity | None) -> str:
    """Return the line with ANSI colours (ECMA-48): bold for headings, by severity for problems, green for advice."""
    if severity is None:
        return f"\x1b[1m{line}\x1b[0m"
    if line.lstrip().startswith(ARROW):
        return f"\x1b[32m{line}\x1b[0m"
    if line.lstrip().startswith("|"):
        return f"\x1b[2m{line}\x1b[0m"
    colours = {Severity.BLOCKING: 31, Severity.FINE: 32}
    return f"\x1b[{colours.get(severity, 33)}m{line}\x1b[0m"


def terminal_form() -> str:
    """Return ``colour`` on a terminal, unless ``NO_COLOR`` is set; else ``plain``."""
    return "colour" if sys.stdout.isatty() and "NO_COLOR" not in os.environ else "plain"


def _lines(found: Problem, translate: Translate) -> list[str]:
    what, mend = explain(found, translate)
    place = f"{found.line}:{found.column}" if found.line and found.column else f"{found.line or 1}"
    lines = [printable(f"{place}  {what}  {_code_and_label(found, translate)}")]
    if found.excerpt:
        lines.append(printable(f"    | {found.excerpt}"))
        if found.column:
            lines.append("    | " + " " * columns(printable(found.excerpt[: found.caret])) + "^")
    if mend:
        lines.append(printable(f"    {ARROW} {mend}"))
    return lines


def _code_and_label(found: Problem, translate: Translate) -> str:
    return f"[{found.code}, {translate(LABELS[found.severity])}]"


def wrapped(line: str, first: str, margin: str) -> list[str]:
    """Return lines that fit the width, indented by two; paths and commands, to be copied, stay whole."""
    text = fill(
        printable(line),
        WIDTH - 2,
        initial_indent=first,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return text.split("\n")


def cut(text: str, room: int) -> str:
    """Return ``text`` in at most ``room`` columns, with «…» for what was cut."""
    if columns(text) <= room:
        return text
    while columns(text) > room - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


_EXAMPLE = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_WHERE = N_("To understand a code: invoke explain CODE")


def for_terminal(markdown: str, width: int) -> str:
    """Return a paragraph of the manual in lines of at most ``width`` columns; its examples stay as they are."""
    return "\n\n".join(_blocks(markdown, width))


def _blocks(markdown: str, width: int) -> Iterator[str]:
    for number, part in enumerate(_EXAMPLE.split(markdown)):
        if number % 2:
            yield indent(part.rstrip(), "    ")
            continue
        for block in filter(None, part.strip().split("\n\n")):
            words = " ".join(line.removeprefix("> ") for line in block.split("\n")).replace("**", "")
            yield fill(_LINK.sub(r"\1", words), width, break_long_words=False, break_on_hyphens=False)


def where_explained(language: str, translate: Translate) -> str:
    """Return the sentence that ends a report; empty where the manual isn't at hand."""
    return translate(_WHERE) if manual_chapter(language) else ""


def shown_from(path: Path, site: Path) -> str:
    """Return a path as it is written in the site's folder; whole if it is elsewhere."""
    return path.relative_to(site).as_posix() if path.is_relative_to(site) else path.as_posix()


_GITLAB_SEVERITY = {Severity.BLOCKING: "major", Severity.MISSING: "minor"}
_GITHUB_COMMAND = {Severity.BLOCKING: "error", Severity.MISSING: "warning"}
"""What the forges call problems that are more than information."""


_dump = partial(json.dumps, ensure_ascii=False, indent=1, default=lambda moment: moment.isoformat())


def to_json(record: object) -> str:
    """Return a record as JSON; bytes of file names that are not UTF-8 become JSON's escapes."""
    return _dump(record).encode("utf-8", "backslashreplace").decode()


def as_record(found: Problem, translate: Translate, folder: str = "", lang: str = "") -> dict[str, Any]:
    """Return a problem for a program."""
    what, mend = explain(found, translate, lang)
    return {
        "path": _from_root(found, folder),
        "line": found.line,
        "column": found.column,
        "code": found.code,
        "severity": found.severity.value,
        "message": what,
        "mend": mend,
        "excerpt": found.excerpt,
    }


def _from_root(found: Problem, folder: str) -> str:
    """Return the path from the repository's root; what a proposal changes outside ``folder`` comes as ``../path``."""
    return found.path.removeprefix("../") if found.path.startswith("../") else folder + found.path


def _sentence(found: Problem, translate: Translate) -> str:
    return " ".join(filter(None, explain(found, translate)))


def _gitlab(problems: Sequence[Problem], translate: Translate, folder: str) -> str:
    """Return GitLab's Code Quality report, shown in the merge request at the line.

    A fingerprint contains no line number, so that it doesn't change when lines are added above.
    """
    counts: Counter[Problem] = Counter()
    issues = []
    for problem in problems:
        placeless = replace(problem, line=0, column=0)
        counts[placeless] += 1
        issue = {
            "description": _sentence(problem, translate),
            "check_name": problem.code,
            "fingerprint": digest(f"{placeless!r} {counts[placeless]}".encode()),
            "severity": _GITLAB_SEVERITY.get(problem.severity, "info"),
            "location": {"path": _from_root(problem, folder), "lines": {"begin": max(1, problem.line)}},
        }
        issues.append(issue)
    return _dump(issues)


def _github(problems: Sequence[Problem], translate: Translate, folder: str) -> str:
    """Return workflow commands of GitHub (and Forgejo) Actions: an annotation at each line."""
    commands = []
    for problem in problems:
        place = {"file": _from_root(problem, folder), "line": max(1, problem.line), "title": problem.code}
        place |= {"col": problem.column} if problem.column else {}
        properties = ",".join(f"{name}={_percent(str(value), ':,')}" for name, value in place.items())
        sentence = _percent(printable(_sentence(problem, translate)))
        commands.append(f"::{_GITHUB_COMMAND.get(problem.severity, 'notice')} {properties}::{sentence}")
    return "\n".join(commands)


def _percent(text: str, more: str = "") -> str:
    """Return the text escaped, so that a stranger's words can't be a command."""
    return "".join(f"%{ord(c):02X}" if c in f"%\r\n{more}" else c for c in text)


FORMATS: Mapping[str, Callable[[Sequence[Problem], Translate, str], str]] = {
    "colour": lambda problems, translate, _folder: render_plain(problems, translate, coloured),
    "plain": lambda problems, translate, _folder: render_plain(problems, translate),
    "json": lambda problems, translate, folder: _dump([as_record(one, translate, folder) for one in problems]),
    "github": _github,
    "gitlab": _gitlab,
}


def render_report(problems: Iterable[Problem], form: str, translate: Translate, folder: str) -> str:
    """Return the report in one of ``FORMATS``; ``folder`` (``content/``) is put before the paths for machines.

    It begins with the questions to whoever accepts a proposal, and is always UTF-8: undecodable bytes become U+FFFD.
    """
    report = FORMATS[form](sorted(set(without_echoes(problems)), key=_in_report), translate, folder)
    return report.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


_WHOLE = 5
"""Pieces of advice of one kind that are shown whole."""
_MANY = 30
"""Findings of one kind from which on all are told by kind, with a few places: a list would be of no help."""


def report_for_people(
    problems: Sequence[Problem], about: Collection[str] | None, form: str, words: NullTranslations, where: str = ""
) -> str:
    """Return the report for people: what blocks, the drafts that wait, then more of the files ``about``, or of all.

    The rest is counted. ``where`` ends it if it shows a code: the sentence on where codes are explained. Very many, as
    after an import, are told by kind.
    """
    wrong, lacking, advice = by_severity(problems)
    others = [problem for problem in (*lacking, *advice) if about is None or problem.path in about]
    parts = [*_told(wrong, form, words, len(wrong)), *([list_drafts(lacking, words)] if lacking else [])]
    parts += _told(others, form, words, _WHOLE)
    counted = count_problems(problems, words, len(lacking) + len(advice) - len(others))
    is_many = _are_many(wrong) or _are_many(others)
    each = words.gettext("With a file or a folder behind it, invoke check shows each finding there.") if is_many else ""
    end = [*filter(None, (counted, each, where if parts else ""))]
    return "\n\n".join((*parts, *(["\n".join(end)] if end else [])))


def _are_many(problems: Iterable[Problem]) -> bool:
    return max(Counter(problem.code for problem in problems).values(), default=0) > _MANY


def _told(problems: Sequence[Problem], form: str, words: NullTranslations, whole: int) -> Iterator[str]:
    """Yield problems with at most ``whole`` of each kind shown, the rest counted; very many of one kind, by kind."""
    if _are_many(problems):
        yield from _by_kind(problems, words)
        return
    counts, first = Counter[str](), []
    for problem in sorted(problems):
        counts[problem.code] += 1
        if counts[problem.code] <= whole:
            first.append(problem)
    folded = []
    for code, count in sorted((code, count - whole) for code, count in counts.items() if count > whole):
        more = words.ngettext("… and {count} more like it: {code}", "… and {count} more like it: {code}", count)
        folded.append(more.format(count=count, code=code))
    yield from filter(None, (render_report(first, form, words.gettext, "") if first else "", "\n".join(folded)))


def _by_kind(problems: Iterable[Problem], words: NullTranslations) -> Iterator[str]:
    """Yield each kind of finding, the worst and most frequent first: how many, an example, where, what to do."""
    kinds: dict[tuple[Severity, str], list[Problem]] = {}
    for problem in sorted(problems):
        kinds.setdefault((problem.severity, problem.code), []).append(problem)
    for own in sorted(kinds.values(), key=lambda own: (seriousness(own[0]), -len(own), own[0].code)):
        what, mend = explain(own[0], words.gettext)
        files = dict.fromkeys(problem.path for problem in own)
        names = ", ".join(list(files)[:_WHOLE]) + (" …" if len(files) > _WHOLE else "")
        number = words.ngettext("in {files} file", "in {files} files", len(files)).format(files=len(files))
        lines = [f"{len(own)} × {_code_and_label(own[0], words.gettext)}, {number}", what, names, f"{ARROW} {mend}"]
        if "--fix" in message_of(own[0].code).mend:
            one, many = N_("invoke check --fix does it."), N_("invoke check --fix does it for all {count}.")
            lines.append(f"{ARROW} {words.gettext(many if len(own) > 1 else one).format(count=len(own))}")
        yield "\n  ".join(printable(line) for line in lines if line != f"{ARROW} ")


def list_drafts(problems: Iterable[Problem], words: NullTranslations) -> str:
    """Return the drafts that wait, each with how much it lacks; empty without any."""
    lines = []
    for path, count in sorted(Counter(problem.path for problem in waiting(problems)).items()):
        much = words.ngettext("{count} thing to complete", "{count} things to complete", count).format(count=count)
        lines.append(printable(f"  {path} ({much})"))
    heading = words.gettext("These drafts wait until they are finished; everything else can be published:")
    return "\n".join([heading, *lines]) if lines else ""


def by_severity(problems: Iterable[Problem]) -> tuple[list[Problem], list[Problem], list[Problem]]:
    """Return the problems that block, those of drafts that wait, and the advice."""
    items = without_echoes(problems)
    wrong, lacking, advice = ([item for item in items if item.severity is severity] for severity in _SEVERITIES[:3])
    return wrong, lacking, advice


def count_problems(problems: Sequence[Problem], words: NullTranslations, elsewhere: int = 0) -> str:
    """Return a line: what is to fix, to complete, the advice, and how much is on unchanged texts (``elsewhere``)."""
    sentences = []
    labels = words.gettext(N_("To fix")), words.gettext(N_("To complete in drafts")), words.gettext(N_("Advice"))
    for label, group in zip(labels, by_severity(problems), strict=True):
        if group:  # «À corriger : 3, dans 2 fichiers.»
            files = len({problem.path for problem in group})
            where = words.ngettext("{label}: {count}, in {files} file.", "{label}: {count}, in {files} files.", files)
            sentences.append(where.format(label=label, count=len(group), files=files))
    if elsewhere:
        rest = words.ngettext(
            "{count} of them on texts that have not changed: --all shows it.",
            "{count} of them on texts that have not changed: --all shows them.",
            elsewhere,
        )
        sentences.append(rest.format(count=elsewhere))
    return " ".join(sentences)


_MOST_OF_A_FILE = 12
"""How many problems of a file are shown: more would discourage. The rest is counted."""
_ROOM = 24_000
"""Characters for blocking problems, and as many for advice: forges accept comments of 65,536."""
_LONGEST = 300
"""Length limit of a sentence in characters: it may quote a whole value."""
_JOINER = "\u2060"
_MARKS = re.compile(r"[\\`*_~\[\]<>#|!&$]")
"""Characters with a meaning in Markdown within a sentence, including entities (``&#64;``)."""
_REFERENCE = re.compile(r"[@#!%~$&^](?=\w)|\bGH-(?=\d)|(?<=:)(?=//)|\bwww(?=\.)", re.IGNORECASE)
"""Where a forge would see a mention, a reference or an address in the rendered Markdown."""


def render_markdown(title: str, problems: Sequence[Problem], translate: Translate) -> str:
    """Return a section of a comment: the sorted problems, file by file; those without room are counted."""
    lines, room, left = [f"### {title}"], _ROOM, 0
    for path, group in groupby(problems, key=attrgetter("path")):
        listed = list(group)
        file = ["", f"**{as_code(path)}**", "", *(_item(p, translate) for p in listed[:_MOST_OF_A_FILE])]
        room -= sum(map(len, file))
        lines += [*file, *and_more(len(listed) - _MOST_OF_A_FILE, translate)] if room > 0 else []
        left += len(listed) if room <= 0 else 0
    return "\n".join((*lines, *(["", *and_more(left, translate)] if left else [])))


def and_more(count: int, translate: Translate) -> list[str]:
    """Return the item that ends a list of which ``count`` items are not shown, if any are not."""
    return [translate(N_("- … and {count} more.")).format(count=count)] if count > 0 else []


def _item(found: Problem, translate: Translate) -> str:
    what, mend = (_escaped(text) for text in explain(found, translate))
    place = translate(N_("line {line}")).format(line=found.line) + ": " if found.line else ""
    excerpt = f"\n  {as_code(found.excerpt)}" if found.excerpt else ""
    return f"- {place}{what} ({as_code(found.code)}){excerpt}" + (f"\n  {ARROW} {mend}" if mend else "")


def as_code(text: str) -> str:
    """Return the text as code, so that the forge finds no mentions, links or markup in it."""
    return f"`{_shortened(printable(text)).replace('`', 'ˋ')}`"


def _escaped(text: str) -> str:
    """Return a sentence that may quote a stranger, escaped for Markdown and for the forge."""
    safe = _REFERENCE.sub(lambda sign: sign[0] + _JOINER, _shortened(printable(text)))
    return _MARKS.sub(r"\\\g<0>", safe)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
