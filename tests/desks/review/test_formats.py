"""One list of problems, written for a person, a forge or a program; what a stranger wrote commands nobody."""

from __future__ import annotations

import json
import os
import re
from urllib.parse import unquote

import pytest

from placette.desks.review.formats import FORMATS, render_report
from placette.engine.base.catalogue import load_catalogue
from placette.engine.problems.problems import Problem, problem

TRANSLATE = load_catalogue("fr").gettext
FOLDER = "content/"
HOSTILE = "a%0A::error file=x::b\r\n::set-output name=x::y,z:1"
PROBLEMS = (
    problem("date-format", "articles/2026/a/index.md", 3, 7, "date: hier", key="date", value="hier"),
    problem("summary-missing", "articles/2026/a/index.md", 1),
    problem("choice-unknown", f"articles/2026/{HOSTILE}/index.md", 4, 1, HOSTILE, key="x", value=HOSTILE, choices="a"),
    problem("file-link", "authors/lien.md"),
)


def rendered(form: str, problems: tuple[Problem, ...] = PROBLEMS) -> str:
    return render_report(problems, form, TRANSLATE, FOLDER)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_nothing_wrong_is_a_report_too_and_order_does_not_matter(form: str) -> None:
    rendered(form, ())
    assert rendered(form) == rendered(form, PROBLEMS[::-1])


@pytest.mark.parametrize("form", ["json", "sarif", "github", "gitlab"])
def test_a_file_outside_the_content_has_the_path_that_the_repository_gives_it(form: str) -> None:
    report = rendered(form, (problem("proposal-outside", "../plugins/x.py"), problem("file-link", "authors/lien.md")))
    assert "plugins/x.py" in report
    assert "content/authors/lien.md" in report
    assert ".." not in report


def test_json_holds_every_problem_with_its_place_and_both_sentences() -> None:
    rows = json.loads(rendered("json"))
    assert len(rows) == len(PROBLEMS)
    date = next(row for row in rows if row["code"] == "date-format")
    assert (date["path"], date["line"], date["column"]) == ("content/articles/2026/a/index.md", 3, 7)
    assert date["severity"] == "blocks"
    assert "hier" in date["message"]
    assert "2026-05-01" in date["mend"]


def test_sarif_has_what_code_scanning_needs() -> None:
    log = json.loads(rendered("sarif"))
    (run,) = log["runs"]
    assert (log["version"], run["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    for result in run["results"]:
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        assert result["ruleId"] in rules
        assert result["level"] in {"error", "note"}
        assert result["message"]["text"]
        assert region["startLine"] >= 1
        assert region.get("startColumn", 1) >= 1
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"content/(?:[\w./~-]|%[0-9A-F]{2})+", uri, re.ASCII)
        assert unquote(uri).removeprefix(FOLDER) in {found.path for found in PROBLEMS}


def test_gitlab_gets_one_issue_a_problem_with_a_fingerprint_of_its_own() -> None:
    issues = json.loads(rendered("gitlab"))
    assert len({issue["fingerprint"] for issue in issues}) == len(PROBLEMS)
    assert issues == json.loads(rendered("gitlab"))
    for issue in issues:
        assert issue["severity"] in {"major", "info"}
        assert issue["location"]["lines"]["begin"] >= 1
        assert issue["location"]["path"].startswith(FOLDER)


def test_a_fingerprint_stays_when_lines_come_before_and_differs_for_each_of_two_alike() -> None:
    def fingerprints(*lines: int) -> list[str]:
        alike = tuple(problem("photo-alt", "pages/a.md", line, 3, "![](a.jpg)", value="a.jpg") for line in lines)
        return [issue["fingerprint"] for issue in json.loads(rendered("gitlab", alike))]

    assert fingerprints(3, 9) == fingerprints(5, 11)
    assert len(set(fingerprints(3, 9))) == 2


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_name_that_is_not_utf8_is_told_in_utf8(form: str) -> None:
    report = rendered(
        form, (problem("file-name", os.fsdecode(b"pages/\xff\xe9.md"), name=os.fsdecode(b"\xff"), better="a"),)
    )
    assert report.encode()
    if form in {"json", "sarif", "gitlab"}:
        json.loads(report)


def test_github_gets_one_command_a_line_whatever_a_stranger_wrote() -> None:
    lines = rendered("github").split("\n")
    assert len(lines) == len(PROBLEMS)
    for line in lines:
        assert re.fullmatch(r"::(?:error|notice) file=[^:,]+(?:,\w+=[^:,]+)+::[^\r\n]+", line), line


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_terminal_obeys_only_our_own_colours(form: str) -> None:
    wicked = problem("choice-unknown", "pages/a.md", 2, 1, "\x1b]0;x\x07", key="x", value="\x1b[2J", choices="a")
    report = rendered(form, (wicked,))
    assert "\x07" not in report
    escapes = set(re.findall(r"\x1b\[[0-9;]*[A-Za-z]|\x1b.", report))
    assert escapes <= {f"\x1b[{code}m" for code in (0, 1, 2, 31, 32, 33)}
    assert bool(escapes) == (form == "colour")


def test_without_its_colours_a_report_is_the_plain_one() -> None:
    assert re.sub(r"\x1b\[\d+m", "", rendered("colour")) == rendered("plain")
