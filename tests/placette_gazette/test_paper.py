"""An issue on paper: accessible, whole, the same each time, whatever its texts hold."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from outloud import check
from PIL import Image

from placette.features.posts.kind import POST
from placette_gazette import blocks
from placette_gazette.contents import AnsweredQuestion, Edition, Notice, Plate
from placette_gazette.issue import Portion
from placette_gazette.layout import PaperForm
from placette_gazette.paper import MOST_COLUMNS, MOST_PICTURES, impose, line_of, make_paper
from placette_gazette.press import PressError, PressLimitError, PrintedPdf, print_pdf
from tests.fixture_site import ROOT, Site, write_file
from tests.placette_gazette.fixture_paper import (
    DRAWING,
    PROSE,
    edition,
    facts_of,
    look,
    photo,
    story,
    tags_of,
    text_of,
)

pytestmark = pytest.mark.whole

RICH = (
    f"<p>{PROSE * 6}<sup><a class='footnote-ref' href='#n'>1</a></sup></p><h2>Un titre</h2><p>{PROSE * 9}</p>"
    "<ul><li>savon</li><li>brosse</li></ul><h4>Plus bas</h4><blockquote><p>Une voisine l’a dit.</p></blockquote>"
    "<table><thead><tr><th>Saison</th><th>Eau</th></tr></thead><tbody><tr><td>été</td><td>3</td></tr></tbody></table>"
    "<figure><img alt='x'></figure><p>Fin.</p>"
    "<div class='footnote'><ol><li id='n'>Depuis 2019.</li></ol></div>"
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """An empty content folder."""
    folder = tmp_path / "content"
    folder.mkdir()
    return folder


def printed_of(content: Path, issue: Edition, form: PaperForm = PaperForm.A4) -> PrintedPdf:
    return make_paper(issue, look(content), form)


def write_text(content: Path, text: str) -> None:
    """Write the file of «un-texte»."""
    write_file(content / "articles/2026/un-texte/index.md", text)


def errors_of(pdf: bytes, folder: Path) -> list[str]:
    """Return what a checker of PDF/UA-1 finds."""
    file = folder / "printed.pdf"
    file.write_bytes(pdf)
    result = check(str(file))
    assert not result.error
    return [f"{one.rule}: {one.message}" for one in result.findings if one.severity == "error"]


def test_screen_readers_have_the_structure_of_an_issue(content: Path, tmp_path: Path) -> None:
    plates = (photo(content, "bassin.jpg"),)
    issue = edition(story(RICH, plates=plates), story(f"<p>{PROSE * 30}</p>", "un-autre"))
    printed = printed_of(content, issue)
    assert printed.warnings == ()
    assert facts_of(printed.pdf) == {"lang": "fr", "title": "Carnets d’essai, No. 3 · mai 2026", "ua": "1"}
    tags = tags_of(printed.pdf)
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch(r"H\d", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert ("Figure", "Ce que montre bassin.jpg") in tags
    names = [tag for tag, _ in tags]
    assert {"Table", "TH", "TD", "L", "LI", "BlockQuote", "Caption", "Link"} <= {*names}
    assert names.index("TH") < names.index("TD")
    assert errors_of(printed.pdf, tmp_path) == []


def test_words_are_read_in_the_order_of_the_issue(content: Path) -> None:
    words = ["premier", "deuxième", "troisième", "quatrième"]
    issue = edition(*(story(f"<p>{PROSE * 30}</p>", f"le-{word}-texte") for word in words))
    with pikepdf.open(io.BytesIO(printed_of(content, issue).pdf)) as pdf:
        assert pdf.Root.MarkInfo.Marked
    said = text_of(printed_of(content, issue).pdf)
    assert [said.rindex(f"Le {word} texte") for word in words] == sorted(said.rindex(f"Le {w} texte") for w in words)


HOSTILE = '#eval("1") #read("/etc/passwd") @label <label> $x^2$ `code` *gras* _it_ // \\ = Titre שלום سلام'


def test_what_looks_like_markup_is_printed_as_it_is(content: Path) -> None:
    body = f"<p>{HOSTILE.replace('<', '&lt;')}</p><pre><code>{HOSTILE.replace('<', '&lt;')}</code></pre>"
    issue = edition(
        story(body, title=HOSTILE, byline=HOSTILE, category=HOSTILE, places=HOSTILE, summary=HOSTILE),
        events=(Notice(HOSTILE, HOSTILE, HOSTILE, "https://carnets.example/a/", (HOSTILE,)),),
        title=HOSTILE,
        site=HOSTILE,
        tagline=HOSTILE,
    )
    printed = printed_of(content, issue)
    said = text_of(printed.pdf).replace(" ", "")
    latin = HOSTILE.partition(" שלום")[0].replace(" ", "")
    assert said.count(latin) >= 8
    assert said.count("שלום") + said.count("םולש") >= 8


def test_a_table_of_two_hundred_columns_is_cut_and_told(content: Path) -> None:
    write_text(content, "---\ntitle: x\n---\n\n| a0 | a1 |\n")
    row = "".join(f"<td>a{number}</td>" for number in range(200))
    printed = printed_of(content, edition(story(f"<table><tr>{row}</tr><tr>{row}</tr></table>")))
    assert printed.warnings[0].startswith("articles/2026/un-texte/index.md:5: A table of 200 columns")
    said = text_of(printed.pdf)
    assert f"a{MOST_COLUMNS - 1}" in said
    assert f"a{MOST_COLUMNS}" not in said


def test_sixty_photos_are_too_many_for_paper(content: Path) -> None:
    plates = (photo(content, "un.jpg", (300, 200)),) * 60
    printed = printed_of(content, edition(story("<figure><img></figure>" * 60, plates=plates)))
    figures = [tag for tag, alt in tags_of(printed.pdf) if alt == "Ce que montre un.jpg"]
    assert len(figures) == MOST_PICTURES
    assert printed.warnings == (
        "articles/2026/un-texte/index.md: 60 pictures are too many for paper: it shows the first 12.",
    )


@pytest.mark.parametrize("data", [None, b"", b"GIF89a no picture", b"\xff\xd8\xff" + b"x" * 99, DRAWING])
def test_a_photo_that_is_missing_or_none_is_told_with_its_place(content: Path, data: bytes | None) -> None:
    write_text(content, "---\ntitle: x\n---\n\n![x](un.jpg)\n")
    if data is not None:
        (content / "articles/2026/un-texte/un.jpg").write_bytes(data)
    plate = Plate("articles/2026/un-texte/un.jpg", "Un lavoir")
    printed = printed_of(content, edition(story("<p>Ici :</p><figure><img></figure><p>Là.</p>", plates=(plate,))))
    (warning,) = printed.warnings
    assert warning.startswith("articles/2026/un-texte/index.md:5: The photo articles/2026/un-texte/un.jpg")
    assert "Là." in text_of(printed.pdf)


def test_signs_that_no_letters_draw_are_told_with_their_line(content: Path) -> None:
    write_text(content, "---\ntitle: x\n---\n\nMerci 🙂\n")
    printed = printed_of(content, edition(story("<p>Merci 🙂</p>")))
    assert printed.warnings == (
        "articles/2026/un-texte/index.md:5: No letters of the paper can draw 🙂: it was left out.",
    )


def test_three_thousand_words_end_in_columns_of_one_height(content: Path) -> None:
    printed = printed_of(content, edition(story(f"<p>{PROSE * 8}</p>" * 20), story(f"<p>{PROSE}</p>" * 9, "la-suite")))
    assert len(text_of(printed.pdf).split()) > 3000
    for page in pypdfium2.PdfDocument(printed.pdf):
        boxes = list(lines_of(page))
        assert all(left > 0 and right < 596 and bottom > 0 for left, bottom, right, _ in boxes), "outside of the page"
        assert not overlapping(boxes)


def lines_of(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    text = page.get_textpage()
    yield from (text.get_rect(number) for number in range(text.count_rects()))


def overlapping(boxes: list[tuple[float, float, float, float]]) -> list[tuple[float, float, float, float]]:
    """Return lines that lie on another: by more than the half of their height."""
    found = []
    for number, (left, bottom, right, top) in enumerate(boxes):
        middle = (bottom + top) / 2
        for other in boxes[number + 1 :]:
            same = other[1] < middle < other[3] and left < other[2] - 2 and other[0] < right - 2
            if same and abs(other[1] - bottom) > 1.5 and min(top - bottom, other[3] - other[1]) > 6:
                found.append(other)
    return found


def test_a_photo_has_three_hundred_dots_an_inch_and_nothing_private(content: Path) -> None:
    plate = photo(content, "grand.jpg", (4000, 3000))
    with Image.open(content / plate.path) as image:
        exif = image.getexif()
        exif[0x010E] = "Secret"
        image.save(content / plate.path, exif=exif)
    assert b"Secret" in (content / plate.path).read_bytes()
    printed = printed_of(content, edition(story("<figure><img></figure>", plates=(plate,))))
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf:
        widths = [int(image.Width) for page in pdf.pages for image in page.get_images().values()]
    assert 640 <= max(widths) <= 760  # 56 mm, and a little more for pictures side by side
    assert b"Secret" not in printed.pdf


def test_what_typst_refuses_is_named_with_its_file_and_line(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_text(content, "---\ntitle: x\n---\n\nDu texte.\n\nEt ceci : 中 !\n")
    monkeypatch.setattr(blocks, "_undrawn", lambda: re.compile("(?!)"))
    issue = edition(story("<p>Sage.</p>", "sage"), story("<p>Du texte.</p><p>Et ceci : 中 !</p>"))
    with pytest.raises(PressError, match=r"2026/un-texte/index.md:7: Et ceci : 中 !: PDF/UA-1 error: the text"):
        printed_of(content, issue)


def test_a_line_is_found_as_it_was_typed(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text('---\ntitle: x\n---\nIl dit "oui" : l\'eau.\n', encoding="utf-8")
    assert line_of(file, "l’eau") == 4
    assert line_of(file, "«\u00a0oui\u00a0»\u00a0: l’eau") == 4
    assert line_of(file, "jamais") == 0
    assert line_of(tmp_path / "absent.md", "x") == 0


@pytest.mark.parametrize(
    ("pages", "sides"),
    [
        (1, [(0, 1), (0, 0)]),
        (4, [(4, 1), (2, 3)]),
        (6, [(0, 1), (2, 0), (6, 3), (4, 5)]),
        (8, [(8, 1), (2, 7), (6, 3), (4, 5)]),
    ],
)
def test_a_booklet_has_its_pages_in_the_folders_order(pages: int, sides: list[tuple[int, int]]) -> None:
    assert impose(pages) == sides


def test_a_booklet_is_a4_across_and_claims_no_accessibility(content: Path) -> None:
    printed = printed_of(content, edition(story(RICH), story(f"<p>{PROSE * 60}</p>", "un-autre")), PaperForm.BOOKLET)
    pages = pypdfium2.PdfDocument(printed.pdf)
    assert {tuple(map(round, page.get_size())) for page in pages} == {(842, 595)}
    assert len(pages) % 2 == 0
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert "pdfuaid:part" not in metadata


def test_everything_that_stands_around_the_texts_is_printed(content: Path) -> None:
    issue = edition(
        story(f"<p>{PROSE * 12}</p>"),
        story("", "une-ligne", portion=Portion.LINE, reason="Tous droits réservés."),
        editorial_html="<p>Un mois de brume.</p>",
        events=(Notice("Samedi 5", "Marché de Noël", "Langeac", "https://carnets.example/e/", ("À 19 h : Contes",)),),
        calls=(Notice("jusqu’au 20 décembre", "Vos lavoirs", "", "https://carnets.example/c/"),),
        exchanges=(AnsweredQuestion("Pourquoi ?", "<p>Parce que.</p>", "Service Parcs", "https://carnets.example/q/"),),
        opposition=(story("<p>Nous ne sommes pas d’accord.</p>", "une-tribune"),),
    )
    said = text_of(printed_of(content, issue).pdf)
    for words in (
        "Un mois de brume.",
        "Une ligne",
        "Tous droits réservés.",
        "carnets.example/2026/une",
        "Marché de Noël",
        "À 19 h : Contes",
        "Vos lavoirs",
        "Parce que.",
        "The opposition’s column",
        "pas d’accord",
        "Jeanne Montel",
        "Printed by: Imprimerie Combe",
        "2999-0001",
        "Please do not throw away on a public road",
    ):
        assert words.replace(" ", "") in said.replace(" ", ""), words


def test_an_issue_without_texts_is_a_page(content: Path) -> None:
    assert printed_of(content, edition()).pages == 1


def from_site(site: Site) -> Edition:
    """Return every post of a site as one issue."""
    stories = []
    for post in sorted(site.build.of(POST), key=lambda post: post.date):
        body = post.body
        plates = tuple(Plate(one.path, one.alt, one.caption, one.credit) for one in body.photos)
        lead = post.photo and Plate(post.photo.path, post.photo.alt, post.photo.caption, post.photo.credit)
        made = story(body.html, post.slug, path=post.path, title=post.title, lang=post.lang, summary=post.summary)
        stories.append(replace(made, plates=plates, plate=lead or made.plate))
    return edition(*stories)


@pytest.mark.parametrize("name", ["kitchen_sink", "demonstration_pages"])
def test_every_post_is_accepted_as_accessible(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    site: Site = request.getfixturevalue(name)
    content = site.output.parent / "content" if name == "kitchen_sink" else ROOT / "content"
    issue = from_site(site)
    printed = printed_of(content, issue)
    assert printed.pages > 1
    assert len(printed.pdf) < 8_000_000
    assert errors_of(printed.pdf, tmp_path) == []


TABLE = "<table><thead><tr><th>Saison</th></tr></thead><tbody><tr><td>cellule</td></tr></tbody></table>"
FIGURE = "<figure><img alt='x'></figure>"
NOTED = (
    "<p>Noté<sup><a class='footnote-ref' href='#n'>1</a></sup></p>"
    "<div class='footnote'><ol><li id='n'>{}</li></ol></div>"
)


@pytest.mark.parametrize("length", [1, 30])
@pytest.mark.parametrize(
    "html", [TABLE, FIGURE, NOTED.format("cellule"), f"<div class='gallery'>{FIGURE}{FIGURE}</div>"]
)
def test_an_editorial_holds_whatever_a_text_does(content: Path, tmp_path: Path, html: str, length: int) -> None:
    issue = edition(story(f"<p>{PROSE * 30}</p>"), editorial_html=f"<p>{PROSE * length}</p>{html}")
    printed = printed_of(content, issue)
    assert ("cellule" in text_of(printed.pdf)) == ("cellule" in html)
    assert errors_of(printed.pdf, tmp_path) == []


@pytest.mark.parametrize(
    "html",
    [
        *(f"<{tag}>{TABLE}</{end}>" for tag, end in (("blockquote", "blockquote"), ("div class='admonition'", "div"))),
        f"<ul><li>{TABLE}</li></ul>",
        f"<dl><dt>Mot</dt><dd>{TABLE}</dd></dl>",
        NOTED.format(f"cellule{FIGURE}{TABLE}<sup><a class='footnote-ref' href='#n'>1</a></sup>"),
    ],
)
def test_a_table_stands_inside_anything(content: Path, tmp_path: Path, html: str) -> None:
    printed = printed_of(content, edition(story(f"<p>{PROSE * 30}</p>{html}")))
    assert "cellule" in text_of(printed.pdf)
    assert errors_of(printed.pdf, tmp_path) == []


def test_what_takes_too_much_memory_is_laid_out_once(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def limited(*given: Any, refine: Any = None, **more: Any) -> PrintedPdf:
        if refine:
            raise PressLimitError("more than 90 seconds or 1907 MiB")
        return print_pdf(*given, **more)

    monkeypatch.setattr("placette_gazette.paper.print_pdf", limited)
    printed = printed_of(content, edition(story(f"<p>{PROSE}</p>")))
    assert PROSE.strip() in text_of(printed.pdf)
    assert [one[:13] for one in printed.warnings] == ["So many texts"]


def test_a_name_that_no_letters_draw_gives_way_to_the_address(content: Path) -> None:
    printed = printed_of(
        content, edition(story(f"<p>{PROSE}</p>"), site="🎄", title="🎄", editorial_html=f"<p>{PROSE * 30}</p>")
    )
    assert text_of(printed.pdf).startswith("carnets.example")
