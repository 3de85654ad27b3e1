"""The check's report in several formats: for a terminal, for forges, for other programs."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from gettext import NullTranslations
from pathlib import Path
from textwrap import fill, indent
from typing import Any
from urllib.parse import quote

from placette.engine.base.files import digest
from placette.engine.base.translation import N_, Severity
from placette.engine.problems.messages import MESSAGES
from placette.engine.problems.problems import (
    Problem,
    Translate,
    explain,
    manual_chapter,
    printable,
    render_colour,
    render_plain,
)

_EXAMPLE = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_MARGIN = "    "
_WHERE = N_("To understand a code: invoke explain CODE, or {page}.")


def for_terminal(markdown: str, width: int) -> str:
    """A paragraph of the manual in lines of at most ``width`` columns; its examples stay as they are."""
    return "\n\n".join(_blocks(markdown, width))


def _blocks(markdown: str, width: int) -> Iterator[str]:
    for number, part in enumerate(_EXAMPLE.split(markdown)):
        if number % 2:
            yield indent(part.rstrip(), _MARGIN)
            continue
        for block in filter(None, part.strip().split("\n\n")):
            yield fill(_plain(block), width, break_long_words=False, break_on_hyphens=False)


def _plain(block: str) -> str:
    """A block without the marks of quotations, bold words and links."""
    words = " ".join(line.removeprefix("> ") for line in block.split("\n"))
    return _LINK.sub(r"\1", words.replace("**", ""))


def where_explained(language: str, site: Path, translate: Translate) -> str:
    """The sentence that ends a report; empty where the manual isn't at hand."""
    page = manual_chapter(language)
    return translate(_WHERE).format(page=shown_from(page, site)) if page else ""


def shown_from(path: Path, site: Path) -> str:
    """A path as it is written in the site's folder; whole if it lies elsewhere."""
    return path.relative_to(site).as_posix() if path.is_relative_to(site) else path.as_posix()


Render = Callable[[Sequence[Problem], Translate, str], str]

_SARIF_LEVEL = {Severity.BLOCKING: "error", Severity.ADVICE: "note"}
_GITLAB_SEVERITY = {Severity.BLOCKING: "major", Severity.ADVICE: "info"}
_GITHUB_COMMAND = {Severity.BLOCKING: "error", Severity.ADVICE: "notice"}
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def _sentence(found: Problem, translate: Translate) -> str:
    return " ".join(part for part in explain(found, translate) if part)


def _from_root(found: Problem, folder: str) -> str:
    """The path from the repository's root. What a proposal changes outside ``folder`` is reported as ``../path``."""
    return found.path.removeprefix("../") if found.path.startswith("../") else folder + found.path


def _json(problems: Sequence[Problem], translate: Translate, folder: str) -> str:
    return json.dumps([_as_dict(found, translate, folder) for found in problems], ensure_ascii=False, indent=1)


def _as_dict(found: Problem, translate: Translate, folder: str) -> dict[str, Any]:
    what, mend = explain(found, translate)
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


def _sarif(problems: Sequence[Problem], translate: Translate, folder: str) -> str:
    """SARIF 2.1.0 (OASIS), for the code scanning of forges."""
    codes = sorted({found.code for found in problems})
    rules = [{"id": code, "shortDescription": {"text": translate(MESSAGES[code].what)}} for code in codes]
    driver = {"name": "Placette", "rules": rules}
    results = [_sarif_result(found, translate, folder) for found in problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _sarif_result(found: Problem, translate: Translate, folder: str) -> dict[str, Any]:
    region = {"startLine": max(1, found.line), **({"startColumn": found.column} if found.column else {})}
    address = quote(_from_root(found, folder), errors="surrogateescape")
    location = {"artifactLocation": {"uri": address}, "region": region}
    return {
        "ruleId": found.code,
        "level": _SARIF_LEVEL[found.severity],
        "message": {"text": _sentence(found, translate)},
        "locations": [{"physicalLocation": location}],
    }


def _gitlab(problems: Sequence[Problem], translate: Translate, folder: str) -> str:
    """GitLab's Code Quality report, shown in the merge request at the line."""
    seen: Counter[Problem] = Counter()
    issues = []
    for found in problems:
        placeless = replace(found, line=0, column=0)
        seen[placeless] += 1
        issues.append(_gitlab_issue(found, f"{placeless!r} {seen[placeless]}", translate, folder))
    return json.dumps(issues, ensure_ascii=False, indent=1)


def _gitlab_issue(found: Problem, identity: str, translate: Translate, folder: str) -> dict[str, Any]:
    """One issue. Its fingerprint is made from ``identity``, so that it doesn't change when lines are added above."""
    return {
        "description": _sentence(found, translate),
        "check_name": found.code,
        "fingerprint": digest(identity.encode()),
        "severity": _GITLAB_SEVERITY[found.severity],
        "location": {"path": _from_root(found, folder), "lines": {"begin": max(1, found.line)}},
    }


def _github(problems: Sequence[Problem], translate: Translate, folder: str) -> str:
    """Workflow commands of GitHub (and Forgejo) Actions: an annotation at each line."""
    return "\n".join(_github_command(found, translate, folder) for found in problems)


def _github_command(found: Problem, translate: Translate, folder: str) -> str:
    place = {"file": _from_root(found, folder), "line": max(1, found.line), "title": found.code}
    if found.column:
        place["col"] = found.column
    properties = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in place.items())
    return f"::{_GITHUB_COMMAND[found.severity]} {properties}::{_escaped(printable(_sentence(found, translate)))}"


def _escaped(text: str, more: str = "") -> str:
    """The text escaped, so that a stranger's words can't be a command."""
    return "".join(f"%{ord(c):02X}" if c in f"%\r\n{more}" else c for c in text)


FORMATS: Mapping[str, Render] = {
    "colour": lambda problems, translate, _folder: render_colour(problems, translate),
    "plain": lambda problems, translate, _folder: render_plain(problems, translate),
    "json": _json,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
}


def render_report(problems: Iterable[Problem], form: str, translate: Translate, folder: str) -> str:
    """The report in one of ``FORMATS``. ``folder`` (``content/``) is put before the paths in formats for machines.

    It is always UTF-8: undecodable bytes of a file name become U+FFFD.
    """
    report = FORMATS[form](sorted(set(problems)), translate, folder)
    return report.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


_WHOLE = 5
"""Pieces of advice of one kind that are shown whole."""


def report_for_people(
    problems: Sequence[Problem], about: Collection[str] | None, form: str, words: NullTranslations, where: str = ""
) -> str:
    """The report in a form for people. Only advice on the files ``about`` (or all of it) is shown, the rest counted.

    ``where`` ends it if it shows a code: the sentence that says where codes are explained.
    """
    wrong = [found for found in problems if found.severity is Severity.BLOCKING]
    advice = [found for found in problems if found.severity is Severity.ADVICE]
    wanted = [found for found in advice if about is None or found.path in about]
    shown, folded = _fold(wanted)
    parts = [render_report(shown, form, words.gettext, "")] if shown else []
    parts += ["\n".join(_folded(folded, words))] if folded else []
    parts += [render_report(wrong, form, words.gettext, "")] if wrong else []
    end = [*_numbers(wrong, advice, len(advice) - len(wanted), words), *([where] if parts and where else [])]
    return "\n\n".join((*parts, *(["\n".join(end)] if end else [])))


def _fold(advice: Sequence[Problem]) -> tuple[list[Problem], Counter[str]]:
    """The pieces that are shown whole, and how many more there are of each kind."""
    seen: Counter[str] = Counter()
    shown = []
    for found in sorted(advice):
        seen[found.code] += 1
        if seen[found.code] <= _WHOLE:
            shown.append(found)
    return shown, Counter({code: count - _WHOLE for code, count in seen.items() if count > _WHOLE})


def _folded(folded: Counter[str], words: NullTranslations) -> Iterator[str]:
    for code, count in sorted(folded.items()):
        more = words.ngettext("… and {count} more like it: {code}", "… and {count} more like it: {code}", count)
        yield more.format(count=count, code=code)


def _numbers(
    wrong: Sequence[Problem], advice: Sequence[Problem], elsewhere: int, words: NullTranslations
) -> Iterator[str]:
    """A last line: what is to be fixed, the advice, and where more of it is."""
    said = []
    if wrong:
        said.append(_counted(words.gettext(N_("To fix")), wrong, words))
    if advice:
        said.append(_counted(words.gettext(N_("Advice")), advice, words))
    if elsewhere:
        left = words.ngettext(
            "{count} of them on texts that have not changed: --all shows it.",
            "{count} of them on texts that have not changed: --all shows them.",
            elsewhere,
        )
        said.append(left.format(count=elsewhere))
    if said:
        yield " ".join(said)


def _counted(label: str, problems: Sequence[Problem], words: NullTranslations) -> str:
    """«À corriger : 3, dans 2 fichiers.»"""
    files = len({found.path for found in problems})
    where = words.ngettext("{label}: {count}, in {files} file.", "{label}: {count}, in {files} files.", files)
    return where.format(label=label, count=len(problems), files=files)
