"""The check's report in several formats: for a terminal, for forges, for other programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from placette.engine.base.files import digest
from placette.engine.base.message import Severity
from placette.engine.problems.messages import MESSAGES
from placette.engine.problems.problems import Problem, Translate, explain
from placette.engine.problems.reports import printable, render_colour, render_plain

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
