"""One list of problems, written for a person, a forge or a program; a stranger's words are never commands."""

from __future__ import annotations

import json
import os
import re

import pytest

from placette.commands.review.fixing import fix_text
from placette.engine.base.translation import load_catalogue
from placette.engine.content.kinds import draft_text
from placette.engine.findings.problems import Problem, explained_codes, paragraph, problem
from placette.engine.findings.reports import (
    FORMATS,
    for_terminal,
    render_report,
    report_for_people,
    shown_from,
    where_explained,
)
from placette.engine.photos.photos import MENDABLE
from placette.features.documents import documents_of
from tests.fixture_kinds import POSTS
from tests.fixture_site import ROOT

POST_PATH = "articles/2026/le-lavoir/index.md"
MATTER = "title: Le lavoir\ndate: 2026-05-01\nauthors: [lea]\ncategory: Nature\n"
WHOLE = f"---\n{MATTER}---\n"
FIXED_MATTER = {
    "not-utf8": f"{WHOLE}Été.\n".encode("cp1252"),
    "invisible-character": f"{WHOLE}De l\u200beau.\n".encode(),
    "matter-missing": f"\n\n{WHOLE}Été.\n".encode(),
    "matter-syntax": f"{WHOLE}Été.\n".replace("Le lavoir", "Réunion : le budget").encode(),
    "matter-feature": f"---\n{MATTER}summary: !Oyez\n---\nÉté.\n".encode(),
    "date-format": f"{WHOLE}Été.\n".replace("2026-05-01", "1/5/2026").encode(),
}
"""A text with each problem of those that reading alone finds, and that ``--fix`` takes away."""
FIXED_BODY = {
    "link-beginning": ("[x](www.exemple.fr)", "[x](https://www.exemple.fr)"),
    "mark-foreign": ("De l’eau.{:.grande}", "De l’eau."),
}
FIXED_FILES = {
    "file-name",
    "link-space",
    *MENDABLE,
    *(code for kind in documents_of({}).attachments for code in kind.mendable),
}
LANGUAGES = ("fr", "en")


def codes_of(data: bytes) -> set[str]:
    return {found.code for found in draft_text(POST_PATH, POSTS, data).problems}


@pytest.mark.parametrize("code", FIXED_MATTER)
def test_what_the_manual_promises_of_fixing_an_information_block_is_kept(code: str) -> None:
    fixed = fix_text(FIXED_MATTER[code], POSTS.schema)
    assert fixed is not None
    assert (code in codes_of(FIXED_MATTER[code]), codes_of(fixed.text.encode())) == (True, set())


@pytest.mark.parametrize("code", FIXED_BODY)
def test_what_the_manual_promises_of_fixing_a_text_is_kept(code: str) -> None:
    before, after = FIXED_BODY[code]
    fixed = fix_text(f"{WHOLE}{before}\n".encode(), POSTS.schema)
    assert fixed is not None
    assert fixed.text == f"{WHOLE}{after}\n"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_manual_promises_a_fix_where_there_is_one(lang: str) -> None:
    promised = {code for code in explained_codes(lang) if "invoke check --fix" in paragraph(code, lang)}
    assert promised == {*FIXED_MATTER, *FIXED_BODY, *FIXED_FILES}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [40, 100])
def test_lines_fit_and_nothing_but_marks_is_lost(lang: str, width: int) -> None:
    for code in explained_codes(lang):
        shown = for_terminal(paragraph(code, lang), width)
        assert [line for line in shown.split("\n") if len(line) > width and not line.startswith("    ")] == []
        assert "```" not in shown
        assert "**Conseil" not in shown


def test_a_paragraph_becomes_lines_and_its_example_stays_as_it_is() -> None:
    quoted, said = "> **Advice.** It is\n> long.", "See [photo-alt](pictures.md#photo-alt)\ntoo:"
    written = f"{quoted}\n\n{said}\n\n```yaml\na: b\n\nc: d\n```\n\nEnd."
    assert for_terminal(written, 20).split("\n") == [
        *("Advice. It is long.", "", "See photo-alt too:", ""),
        *("    a: b", "", "    c: d", "", "End."),
    ]


def test_a_report_says_where_codes_are_explained() -> None:
    translate = load_catalogue("fr").gettext
    assert where_explained("fr", translate) == "Pour comprendre un code\u00a0: invoke explain CODE"
    assert shown_from(ROOT / "tasks.py", ROOT) == "tasks.py"


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


@pytest.mark.parametrize("form", ["json", "github", "gitlab"])
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
    if form in {"json", "gitlab"}:
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


FRENCH = load_catalogue("fr")
ADVICE = [problem("picture-none", f"articles/2026/billet-{number:04}/index.md", 8) for number in range(3000)]
WRITE_SO = (
    "      → Écrivez année-mois-jour, par exemple 2026-05-01, avec une heure si vous voulez\u00a0: 2026-05-01 18:30."
)
WRONG = problem("date-format", "articles/2026/billet-1500/index.md", 3, 7, "date: demain", value="demain")


def report(*problems: Problem, about: set[str] | None = None, where: str = "") -> list[str]:
    return report_for_people(problems, about, "plain", FRENCH, where).split("\n")


def test_on_three_thousand_posts_the_one_error_is_seen_at_once() -> None:
    lines = report(*ADVICE, WRONG)
    assert len(lines) < 40
    assert lines[:5] == [
        "articles/2026/billet-1500/index.md",
        "  3:7  «\u00a0demain\u00a0» n’est pas une date.  [date-format, à corriger]",
        "      | date: demain",
        "      |       ^",
        WRITE_SO,
    ]
    assert lines[-2] == "À corriger\u00a0: 1, dans 1 fichier. Conseils\u00a0: 3000, dans 3000 fichiers."
    assert "3000 × [picture-none, conseil], dans 3000 fichiers" in lines
    assert [line.count("index.md") for line in lines].count(5) == 1
    assert lines[-1].startswith("Suivie d’un fichier ou d’un dossier, invoke check")


def test_some_advice_of_one_kind_is_shown_and_the_rest_counted() -> None:
    lines = report(*ADVICE[:25])
    assert "… et 20 autres du même genre\u00a0: picture-none" in lines
    assert sum("[picture-none, conseil]" in line for line in lines) == 5


def test_very_many_are_told_by_kind_with_what_can_be_mended_for_how_many() -> None:
    photos = [problem("photo-large", f"articles/2019/t{n}/a.jpg", size="1 × 1", limit=2) for n in range(312)]
    lines = report(*photos, WRONG)
    assert lines[0] == "312 × [photo-large, à corriger], dans 312 fichiers"
    assert "  → invoke check --fix le fait pour les 312." in lines
    assert "1 × [date-format, à corriger], dans 1 fichier" in lines


def test_advice_on_texts_that_have_not_changed_is_counted_and_what_blocks_is_shown_wherever_it_is() -> None:
    lines = report(*ADVICE, WRONG, about={"articles/2026/billet-0007/index.md"})
    assert lines[0] == "articles/2026/billet-1500/index.md"
    assert "articles/2026/billet-0007/index.md" in lines
    assert lines[-1].endswith("Dont 2999 sur des textes qui n’ont pas changé\u00a0: --all les montre.")
    assert sum("[picture-none, conseil]" in line for line in lines) == 1


def test_a_report_that_shows_a_code_ends_with_where_codes_are_explained() -> None:
    assert report(WRONG, where="Voir là.")[-2:] == ["À corriger\u00a0: 1, dans 1 fichier.", "Voir là."]
    assert report(ADVICE[0], about=set(), where="Voir là.") == [
        "Conseils\u00a0: 1, dans 1 fichier. Dont 1 sur un texte qui n’a pas changé\u00a0: --all le montre."
    ]


def test_a_picture_is_not_reported_where_its_file_is() -> None:
    picture = problem("photo-refused", "pages/a.md", 8, 1, value="bassin.gif", file="pages/bassin.gif")
    file = problem("file-svg", "pages/bassin.gif")
    assert not any("[photo-refused" in line for line in report(picture, file))
    assert [one["code"] for one in json.loads(render_report([picture, file], "json", str, ""))] == ["file-svg"]
    assert any("[photo-refused" in line for line in report(picture)), "a report on that text alone"


def test_nothing_is_said_where_nothing_is_found() -> None:
    assert report(where="Voir là.") == [""]
