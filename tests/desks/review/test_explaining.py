"""The manual on a terminal: lines that fit, examples as they are; and what it says of ``--fix`` is true."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.desks.review.explaining import for_terminal, shown_from, where_explained
from placette.desks.review.fixing import fix_text
from placette.engine.base.catalogue import load_catalogue
from placette.engine.library.draft import draft_text
from placette.engine.photos.photos import MENDABLE
from placette.engine.problems import manual
from placette.engine.problems.manual import explained_codes, paragraph
from placette.features.documents import documents_of
from placette.features.posts.kind import POST
from placette.features.posts.schema import ArticleMatter
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
    "key-unknown": f"{WHOLE}Été.\n".replace("title", "titel").encode(),
    "date-format": f"{WHOLE}Été.\n".replace("2026-05-01", "1/5/2026").encode(),
}
"""A text with each problem of those that reading alone finds, and that ``--fix`` takes away."""
FIXED_BODY = {
    "link-beginning": ("[x](www.exemple.fr)", "[x](https://www.exemple.fr)"),
    "mark-foreign": ("De l’eau.{:.grande}", "De l’eau."),
}
FIXED_FILES = {"file-name", "link-space", *MENDABLE, *(code for kind in documents_of({}) for code in kind.mendable)}
LANGUAGES = ("fr", "en")


def codes_of(data: bytes) -> set[str]:
    return {found.code for found in draft_text(POST_PATH, POST, data).problems}


@pytest.mark.parametrize("code", FIXED_MATTER)
def test_what_the_manual_promises_of_fixing_an_information_block_is_kept(code: str) -> None:
    fixed = fix_text(FIXED_MATTER[code], ArticleMatter, {})
    assert fixed is not None
    assert (code in codes_of(FIXED_MATTER[code]), codes_of(fixed.text.encode())) == (True, set())


@pytest.mark.parametrize("code", FIXED_BODY)
def test_what_the_manual_promises_of_fixing_a_text_is_kept(code: str) -> None:
    before, after = FIXED_BODY[code]
    fixed = fix_text(f"{WHOLE}{before}\n".encode(), ArticleMatter, {})
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


def test_a_report_says_where_codes_are_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert where_explained("fr", ROOT, load_catalogue("fr").gettext) == (
        "Pour comprendre un code\u00a0: invoke explain CODE, ou docs/fr/problemes.md."
    )
    elsewhere = (ROOT / "docs/en/problems.md").as_posix()
    assert where_explained("en", tmp_path, str) == f"To understand a code: invoke explain CODE, or {elsewhere}."
    assert shown_from(ROOT / "tasks.py", ROOT) == "tasks.py"
    monkeypatch.setattr(manual, "_MANUALS", (tmp_path,))
    assert where_explained("fr", ROOT, str) == ""
