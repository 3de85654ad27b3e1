"""A document beside a text is offered with its kind, pages and size, and comes and goes with what links to it."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from pikepdf import String

from placette.engine.base.processes import Executor, ExecutorKind, Limits
from placette.engine.content.companions import Attachment, Inspected
from placette.engine.content.memory import Memory
from placette.engine.content.reading import ContentRefusedError, read_folder
from placette.features.documents import suffix_of
from tests.engine.content.reading_site import OPTIONS, POST_PATH, post, write_file
from tests.features.documents.fixture_documents import MADE, make_office, make_pdf, rooted
from tests.features.documents.fixture_written import make_gpx, make_ics
from tests.fixture_kinds import ATTACHMENTS
from tests.fixture_site import Site, build, copy_site, only, settings_of

pytestmark = pytest.mark.whole

HELLO = "articles/2026/bonjour"
LINK = "\n\nVoir [le *règlement*](reglement.pdf).\n"
SERIAL = Executor(ExecutorKind.SERIAL)


def site_with(folder: Path, text: str = LINK, name: str = "minimal", **files: bytes) -> Path:
    """Write the content of a small site whose post has further text, with files beside it (``reglement_pdf``)."""
    content = copy_site(name, folder)
    (found,) = content.glob("articles/2026/*/index.md")
    found.write_text(found.read_text(encoding="utf-8") + text, encoding="utf-8")
    for file, data in files.items():
        (found.parent / file.replace("_", ".")).write_bytes(data)
    return content


def contents(site: Site) -> dict[str, bytes]:
    return {path: (site.output / path).read_bytes() for path in site.files()}


def test_a_link_offers_a_document_and_says_what_it_is(tmp_path: Path) -> None:
    data = make_pdf(pages=3)
    site = build(site_with(tmp_path, reglement_pdf=data), tmp_path)
    link = only(site.page("2026/bonjour/"), ".e-content a[download]")
    assert (link.attributes["href"], link.html) == (
        "/2026/bonjour/reglement.pdf",
        '<a href="/2026/bonjour/reglement.pdf" download="">le <em>règlement</em></a>',
    )
    assert site.texts_of("2026/bonjour/", ".document-note") == ["(PDF, 3\u00a0pages, 1\u00a0ko)"]
    assert (site.output / "2026/bonjour/reglement.pdf").read_bytes() == data
    assert "2026/bonjour/reglement.pdf" in site.text("_headers")


def test_ways_and_calendars_are_offered_as_documents_are_and_those_of_the_site_as_before(tmp_path: Path) -> None:
    text = "\n\n[Le tour](tour.gpx), [les permanences](permanences.ics).\n"
    way, dates = MADE["way"](), MADE["dates of git"]()
    site = build(site_with(tmp_path, text, tour_gpx=way, permanences_ics=dates), tmp_path)
    assert site.texts_of("2026/bonjour/", ".document-note") == [
        "(GPX, 1,1\u00a0km, 1\u00a0ko)", "(Agenda\u00a0ICS, 1\u00a0date, 1\u00a0ko)"
    ]  # fmt: skip
    for name, data in (("tour.gpx", way), ("permanences.ics", dates)):
        path = f"2026/bonjour/{name}"
        assert (site.output / path).read_bytes() == data
        block = site.text("_headers").split(f"/{path}\n")[1].split("\n/")[0]
        assert "Content-Disposition: attachment" in block
        assert f'location = "/{path}" {{' in site.text("_servers/nginx.conf")
        assert path.replace(".", "\\.") in site.text(".htaccess")
        assert f" /{path}" in site.text("_servers/Caddyfile")
    assert "/feeds/" not in site.text("_headers")


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "1\u00a0ko"),
        (8_400, "8\u00a0ko"),
        (237_000, "240\u00a0ko"),
        (999_000, "1\u00a0Mo"),
        (9_870_000, "9,9\u00a0Mo"),
    ],
)
def test_sizes_are_rounded_as_people_say_them(size: int, said: str) -> None:
    from placette.engine.base.translation import load_catalogue
    from placette.features.documents import spoken_size

    assert spoken_size(size, load_catalogue("fr")) == said


def test_only_what_a_published_text_links_to_is_published(tmp_path: Path) -> None:
    content = site_with(tmp_path, "\n", reglement_pdf=make_pdf())
    draft = content / "articles/2026/brouillon"
    draft.mkdir()
    head = (content / HELLO / "index.md").read_text(encoding="utf-8").replace("date:", "status: draft\ndate:")
    (draft / "index.md").write_text(head + LINK, encoding="utf-8")
    (draft / "reglement.pdf").write_bytes(make_pdf())
    assert [path for path in build(content, tmp_path).files() if path.endswith(".pdf")] == []


def test_where_texts_share_a_folder_a_document_has_the_address_of_its_place(tmp_path: Path) -> None:
    content = copy_site("english", tmp_path)
    about = content / "pages/about.md"
    about.write_text(about.read_text(encoding="utf-8") + "\n[Rules](./rules.odt#a)\n", encoding="utf-8")
    (content / "pages/rules.odt").write_bytes(make_office())
    site = build(content, tmp_path)
    assert (site.output / "documents/pages/rules.odt").read_bytes() == make_office()
    assert only(site.page("about/"), "a[download]").attributes["href"] == "/documents/pages/rules.odt"
    assert site.texts_of("about/", ".document-note") == ["(ODT, 3\u00a0pages, 1\u00a0ko)"]


def test_a_document_that_moved_stays_at_its_old_address_too(tmp_path: Path) -> None:
    content = site_with(tmp_path, reglement_pdf=make_pdf())
    (tmp_path / ".moved.txt").write_text("2025/bonjour/regles.pdf -> 2026/bonjour/reglement.pdf\n", encoding="utf-8")
    site = build(content, tmp_path)
    assert (site.output / "2025/bonjour/regles.pdf").read_bytes() == make_pdf()
    assert "/2025/bonjour/regles.pdf /2026/bonjour/reglement.pdf 301" in site.text("_redirects")


def test_a_refused_document_keeps_its_text_back_and_nothing_else(tmp_path: Path) -> None:
    content = site_with(tmp_path, reglement_pdf=MADE["opening program"]())
    with pytest.raises(ContentRefusedError) as refused:
        build(content, tmp_path)
    assert [found.code for found in refused.value.problems] == ["document-active"]
    site = build(content, tmp_path, READING_SKIP_INVALID=True)
    assert [path for path in site.files() if path.startswith("2026/bonjour/") or path.endswith(".pdf")] == []
    assert "index.html" in site.files()


def hang(document: tuple[str, bytes], _shared: None = None) -> Inspected:
    time.sleep(60)
    return Inspected(Attachment(document[0], "", 0))


def test_a_document_that_takes_too_long_is_refused_by_name(tmp_path: Path) -> None:
    slow = replace(ATTACHMENTS[0], inspect=hang, bounds=Limits(cpu=1.0, wall=1.0, memory=500_000_000))
    write_file(tmp_path / POST_PATH, post())
    (tmp_path / POST_PATH).with_name("a.pdf").write_bytes(make_pdf())
    found = read_folder(tmp_path, replace(OPTIONS, attachment_kinds=(slow,)), Memory(None)).problems
    assert [(p.code, p.path) for p in found if p.path.endswith(".pdf")] == [
        ("document-broken", "articles/2026/le-lavoir/a.pdf")
    ]


def test_a_site_may_accept_larger_documents(tmp_path: Path) -> None:
    content = site_with(tmp_path, reglement_pdf=make_pdf(rooted(Hidden=String("x" * 20_000))))
    with pytest.raises(ContentRefusedError) as refused:
        build(content, tmp_path, DOCUMENTS_PDF_LIMIT=10_000)
    assert "file-size" in {found.code for found in refused.value.problems}
    assert "2026/bonjour/reglement.pdf" in build(content, tmp_path, DOCUMENTS_PDF_LIMIT=30_000).files()


def test_a_site_without_documents_says_what_to_do_with_one(tmp_path: Path) -> None:
    content = site_with(tmp_path, "\n", reglement_pdf=make_pdf(), lettre_odt=make_office())
    plugins = [p for p in settings_of(content, tmp_path)["PLUGINS"] if not p.endswith(".documents")]
    with pytest.raises(ContentRefusedError) as refused:
        build(content, tmp_path, PLUGINS=plugins)
    proposals = [dict(found.values)["proposal"] for found in refused.value.problems]
    assert [found.code for found in refused.value.problems] == ["file-type", "file-type"]
    assert all("send it to the team" in said or "send the document to the team" in said for said in proposals)


@pytest.mark.parametrize(
    ("path", "data", "suffix"),
    [
        ("a", b"%PDF-1.7", ".pdf"),
        ("a.txt", make_gpx(), ".gpx"),
        ("a.txt", make_gpx().decode().encode("utf-16"), ".gpx"),
        ("a.txt", b"\xef\xbb\xbf<!-- <x> --><?xml-stylesheet?>\n<!DOCTYPE gpx []><g:gpx>", ".gpx"),
        ("a.kml", b"<kml>", ".gpx"),
        ("a.txt", make_ics(), ".ics"),
        ("a.doc", b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text", ".odt"),
        ("a.odt", b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", ".ods"),
        ("a.txt", b"ID3\x04", ".mp3"),
        ("a.GPX", b"x", ".gpx"),
        ("a.csv", b"a;b", ""),
        ("a.md", b"<!-- gpx", ""),
        ("a.md", b"<p>gpx</p>", ""),
        ("a.md", b"`<gpx>`", ""),
        ("a", b"", ""),
    ],
)
def test_a_document_is_what_its_first_bytes_say(path: str, data: bytes, suffix: str) -> None:
    assert suffix_of(path, data) == suffix


def test_many_comments_before_a_root_cost_little() -> None:
    assert suffix_of("a", b"<!-- a -->\n" * 80_000 + make_gpx()) == ".gpx"
