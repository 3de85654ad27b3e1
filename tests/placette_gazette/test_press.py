"""Typst prints what it is given and nothing else: text stays text, no file is read, no time or memory is wasted."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from placette_gazette import press
from placette_gazette.press import PressError, draw_code, font_files, print_pdf

pytestmark = pytest.mark.whole

MOMENT = datetime(2026, 12, 1, 8, tzinfo=UTC)
HEAD = '#let given = json("values.json")\n#set document(title: given.title)\n#set text(lang: "fr")\n'
BODY = "#heading(given.title)\n#for word in given.words { par(word) }\n"


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template of the test's own."""
    monkeypatch.setattr(press, "TEMPLATES", tmp_path)
    return tmp_path / "trial.typ"


def test_a_document_says_its_title_its_language_and_its_moment_and_is_the_same_each_time(template: Path) -> None:
    template.write_text(HEAD + BODY)
    one, other = (print_pdf("trial", {"title": "Été", "words": ["a"]}, {}, moment=MOMENT).pdf for _ in range(2))
    assert one == other
    with pikepdf.open(io.BytesIO(one)) as pdf:
        metadata = pdf.open_metadata()
        assert str(pdf.Root.Lang) == "fr"
        assert (metadata["dc:title"], metadata["pdfuaid:part"]) == ("Été", "1")
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261201080000")


@pytest.mark.parametrize("path", ["/etc/passwd", "../values.json", "../../etc/passwd", "fonts/x.otf"])
def test_a_template_reads_no_file_that_it_was_not_given(template: Path, path: str) -> None:
    template.write_text(f'{HEAD}#read("{path}")')
    with pytest.raises(PressError, match=r"not found|escape"):
        print_pdf("trial", {"title": "x"}, {}, moment=MOMENT)


@pytest.mark.parametrize("name", ["../a.svg", "a/b.svg", "trial.typ", "values.json", "/a.svg"])
def test_a_picture_has_a_plain_name(template: Path, name: str) -> None:
    template.write_text(HEAD)
    with pytest.raises(ValueError, match=r"\.svg|\.typ|\.json"):
        print_pdf("trial", {"title": "x"}, {name: b""}, moment=MOMENT)


def test_a_drawing_shows_no_file_of_the_disk(template: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"x")
    template.write_text(HEAD + '#image("a.svg", alt: "a")')
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="{secret}" width="9"/></svg>'
    with pytest.raises(PressError, match="absolute paths are not allowed"):
        print_pdf("trial", {"title": "x"}, {"a.svg": svg.encode()}, moment=MOMENT)


REFUSED = (
    ('#image("a.svg")', "missing alt text"),
    ("= A\n=== B", "skipped from heading level 1 to 3"),
    ("中", "could not be displayed"),
)


@pytest.mark.parametrize(("written", "said"), REFUSED)
def test_what_would_not_be_accessible_is_refused(template: Path, written: str, said: str) -> None:
    template.write_text(HEAD + written)
    with pytest.raises(PressError, match=said):
        print_pdf("trial", {"title": "x"}, {"a.svg": draw_code("https://a.example/")}, moment=MOMENT)


def test_what_never_ends_is_stopped(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "LIMITS", replace(press.LIMITS, cpu=1.0, wall=3.0))
    template.write_text("#let f(n) = { let x = 0; while x < 5000 { x = x + 1 } }\n#for i in range(9999) { f(i) }")
    with pytest.raises(PressError, match="more than 3 seconds"):
        print_pdf("trial", {}, {}, moment=MOMENT)


def test_no_letter_comes_from_the_machine_and_no_template_asks_for_more() -> None:
    assert len(font_files()) == 8
    for source in (Path(press.__file__).parent / "templates" / "paper").glob("*.typ"):
        text = source.read_text(encoding="utf-8")
        assert "eval(" not in text
        assert "@preview" not in text
        assert "plugin(" not in text
