"""An archive opens from a disk, is whole, can be checked, and is the same bytes each time it is made."""

from __future__ import annotations

import json
import posixpath
import re
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest
from selectolax.lexbor import LexborHTMLParser
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from warcio.statusandheaders import StatusAndHeaders

from placette.engine.base.files import walk_files
from placette.engine.base.translation import load_catalogue
from placette_archive.archive import (
    SUMS,
    ArchivePlan,
    SiteFiles,
    in_place,
    make_archive,
    relinked_page,
    relinked_style,
    scripted,
)
from tests.fixture_heard import heard
from tests.fixture_site import Site, invoke, only, run, write_files, write_setting

MOMENT = datetime(2026, 7, 1, 12, tzinfo=UTC)
ORIGIN, BASE = "https://carnets.example", "/blog/"


def plan(built: Path, commit: str = "") -> ArchivePlan:
    return ArchivePlan(built, "Carnets", ORIGIN, BASE, "fr", "CC BY 4.0", "Demandez d’abord.", MOMENT, commit)


def make(site: Site, place: Path) -> Path:
    make_archive(plan(site.output, "0123abc"), place, load_catalogue("fr").gettext)
    return place / "carnets"


@pytest.fixture(scope="module")
def whole(kitchen_sink: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(kitchen_sink, tmp_path_factory.mktemp("whole"))


def written(archive: Path) -> Iterator[tuple[str, str]]:
    """Each address that a page or a style sheet of the archive names, with its file."""
    for path in walk_files(archive):
        if path.endswith(".css"):
            yield from ((path, url) for url in re.findall(r'url\("?([^")]*)', (archive / path).read_text("utf-8")))
        if path.endswith(".html"):
            for node in LexborHTMLParser((archive / path).read_text("utf-8")).css(
                "[href], [src], [srcset], [http-equiv=refresh]"
            ):
                found = node.attributes
                yield from ((path, value) for name in ("href", "src") if (value := found.get(name)))
                yield from ((path, part.split()[0]) for part in (found.get("srcset") or "").split(",") if part)
                if found.get("http-equiv") == "refresh":
                    yield path, (found["content"] or "").split("url=")[1]


def read_answers(path: Path) -> dict[str, tuple[str, StatusAndHeaders, bytes]]:
    """The status, headers and body at each address of a WARC file, whose digests are looked at."""
    answers, kinds = {}, []
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            kinds.append((record.rec_type, record.rec_headers.protocol))
            body = record.content_stream().read()
            if record.rec_type == "response":
                headers = record.http_headers
                answers[record.rec_headers.get_header("WARC-Target-URI")] = (headers.get_statuscode(), headers, body)
    assert kinds[0] == ("warcinfo", "WARC/1.1")
    assert set(kinds[1:]) == {("response", "WARC/1.1")}
    return answers


@pytest.mark.whole
def test_every_link_leads_to_a_file_or_to_the_public_site(whole: Path) -> None:
    lost, count = [], 0
    for path, url in written(whole):
        parts = urlsplit(url)
        if parts.scheme or not parts.path:
            continue
        count += 1
        target = whole / posixpath.dirname(path) / unquote(parts.path)
        if url.startswith("/") or not target.is_file():
            lost.append((path, url))
    assert count > 1000
    assert lost == []


def test_the_whole_site_is_there_but_for_what_tells_servers(whole: Path, kitchen_sink: Site) -> None:
    left = set(kitchen_sink.files()) - set(walk_files(whole))
    assert left == {
        *(".htaccess", "404.html", "410.html", "_headers", "_redirects", "gone.txt"),
        *("_servers/Caddyfile", "_servers/nginx.conf"),
    } & set(kitchen_sink.files())
    assert {*walk_files(whole)} - {*kitchen_sink.files()} == {"LISEZMOI.txt", SUMS, "carnets.warc.gz"}


def test_a_page_keeps_its_public_address_for_machines_and_loses_what_needs_a_server() -> None:
    page = (
        '<head><meta http-equiv="Content-Security-Policy" content="script-src \'self\'">'
        '<link rel="canonical" href="https://carnets.example/blog/a/">'
        '<link rel="preload" href="/blog/f.woff2" crossorigin>'
        '<script type="module" src="/blog/theme/x.js"></script></head>'
        '<a href="/blog/b/?q=1#c">b</a><a href="https://carnets.example/blog/b">b</a><a href="../">home</a>'
        '<a href="#x">x</a><a href="https://other.example/">o</a><a href="/blog/absent/#y">n</a>'
        '<a href="/elsewhere">e</a><a href="mailto:a@b">m</a>'
        '<img src="/blog/p%20q.jpg" srcset="/blog/p%20q.jpg 1x, /blog/absent.jpg 200w">'
    )
    files = frozenset({"index.html", "a/index.html", "b/index.html", "theme/x.js", "p q.jpg"})
    tree = LexborHTMLParser(relinked_page("a/index.html", page.encode(), SiteFiles(files, ORIGIN, BASE)))
    assert [node.attributes["href"] for node in tree.css("a")] == [
        "../b/index.html?q=1#c",
        "../b/index.html",
        "../index.html",
        "#x",
        "https://other.example/",
        "https://carnets.example/blog/absent/#y",
        "https://carnets.example/elsewhere",
        "mailto:a@b",
    ]
    assert only(tree, "img").attributes == {
        "src": "../p%20q.jpg",
        "srcset": "../p%20q.jpg 1x, https://carnets.example/blog/absent.jpg 200w",
    }
    assert only(tree, "link").attributes["href"] == "https://carnets.example/blog/a/"
    assert tree.css_first('[rel="preload"]') is None
    assert only(tree, "script").attributes == {"src": "../theme/x.js", "defer": ""}
    assert only(tree, "meta").attributes["content"] == "script-src 'self' file:"
    style = relinked_style(
        "theme/a.css", b"a{src:url('/blog/p%20q.jpg')}", SiteFiles(files, "https://x.example", "/blog/")
    )
    assert style == b'a{src:url("../p%20q.jpg")}'


def test_the_letter_says_what_it_is_of_when_and_under_which_licence(whole: Path) -> None:
    letter = (whole / "LISEZMOI.txt").read_text("utf-8")
    for sentence in (
        "https://carnets.example/blog/",
        "0123abc",
        "1er\u00a0juillet\u00a02026",
        "Droits\u00a0: Demandez d’abord.",
    ):
        assert sentence in letter


def test_the_checksums_are_those_of_every_other_file(whole: Path) -> None:
    lines = (line.split("  ", 1) for line in (whole / SUMS).read_text("utf-8").splitlines())
    sums = {path: digest for digest, path in lines}
    digests = {path: sha256((whole / path).read_bytes()).hexdigest() for path in walk_files(whole)}
    assert sums == {path: digest for path, digest in digests.items() if path != SUMS}


@pytest.mark.whole
def test_it_is_packed_the_home_page_first_and_comes_out_the_same_twice(
    whole: Path, kitchen_sink: Site, tmp_path: Path
) -> None:
    with heard() as listener:
        again = make(kitchen_sink, tmp_path)
    assert listener.whats() == ["Files copied", "Files put into the web archive", "Checksums made", "Files packed"]
    for what in listener.whats():
        done, total = listener.counts(what)[-1]
        assert (done, done > 0) == (total, True), what
    packed = whole.with_name("carnets.zip")
    assert packed.read_bytes() == again.with_name("carnets.zip").read_bytes()
    with ZipFile(packed) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names[0] == "carnets/index.html"
        assert names[1:] == sorted(f"carnets/{path}" for path in walk_files(whole) if path != "index.html")
        assert archive.read(names[0]) == (whole / "index.html").read_bytes()
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 7, 1, 12, 0, 0)}


def test_the_captures_are_read_back_by_the_tools_of_web_archives(whole: Path, kitchen_sink: Site) -> None:
    path = whole / "carnets.warc.gz"
    assert Checker(Namespace(inputs=[str(path)], verbose=False)).process_all() == 0
    answers = read_answers(path)
    status, headers, body = answers["https://carnets.example/blog/"]
    assert (status, headers.get_header("Content-Type")) == ("200", "text/html; charset=utf-8")
    assert body == (kitchen_sink.output / "index.html").read_bytes()
    assert answers["https://carnets.example/blog/feeds/all.atom.xml"][1].get_header("Content-Type") == "application/xml"


def test_captures_tell_what_moved_and_what_is_gone_as_servers_do(tmp_path: Path) -> None:
    files = {"index.html": "home", "new/index.html": "new", "old/index.html": "moved", "left/index.html": "gone"}
    for_servers = {
        "_redirects": "/blog/old/ /blog/new/ 301\n/blog/%C3%A9t%C3%A9.php /blog/ 301\n",
        "gone.txt": "/blog/left/\n",
    }
    write_files(tmp_path / "built", files | for_servers)
    make_archive(plan(tmp_path / "built"), tmp_path, str)
    answers = read_answers(tmp_path / "carnets/carnets.warc.gz")
    home = "https://carnets.example/blog/"
    where = {
        url.removeprefix(home): (status, headers.get_header("Location"))
        for url, (status, headers, _) in answers.items()
    }
    assert where == {
        "": ("200", None),
        "new/": ("200", None),
        "left/": ("410", None),
        "old/": ("301", f"{home}new/"),
        "%C3%A9t%C3%A9.php": ("301", home),
    }


@pytest.mark.whole
def test_an_editor_makes_one_with_one_command(project: Path) -> None:
    write_setting(project, 'SHARING_CARDS = PICTURES_ON_PAGES = False; BUILDING_EXECUTOR = "serial"')
    invoke(project, "archive", "--output", "d/e")
    folder = project / "d/e/carnets-d-auvergne"
    assert (folder / "2026/bonjour/index.html").is_file()
    assert sorted(path.name for path in folder.parent.iterdir()) == [folder.name, f"{folder.name}.zip"]
    assert "https://carnets-auvergne.example/" in (folder / "LISEZMOI.txt").read_text(encoding="utf-8")
    (folder / "LISEZMOI.txt").write_text("mine")
    again = run(project, "invoke", "archive", "--output", "d/e")
    assert (again.returncode, "Traceback" in again.stderr) == (2, False)
    assert (folder / "LISEZMOI.txt").read_text() == "mine"


FOLDERS = (("recherche/data/", "placetteIndex"),)


def test_json_of_a_declared_folder_alone_becomes_a_call() -> None:
    data = json.dumps({"a": [1], "texte": "«\u2028»"}, ensure_ascii=False).encode()
    assert in_place("recherche/data/t-ma.json", FOLDERS) == "recherche/data/t-ma.js"
    script = scripted("recherche/data/t-ma.json", data, FOLDERS).decode()
    assert script == f'placetteIndex("t-ma",{data.decode()});\n'
    for path in ("recherche/index.html", "recherche/data/readme.txt", "feeds/all.json", "recherche/data.json"):
        assert in_place(path, FOLDERS) == path
        assert scripted(path, b"{}", FOLDERS) == b"{}"
