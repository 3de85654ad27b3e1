"""A real nginx with the file that the build writes for it: headers, compressed copies, what is absent or gone."""

from __future__ import annotations

import gzip
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import brotli
import pytest

from placette.features.hosting import ASK_AGAIN, ATTACHED, CSP, FOR_EVER, HEADERS, SANDBOX
from tests.features.documents.fixture_documents import make_pdf
from tests.features.documents.fixture_written import make_gpx, make_ics
from tests.fixture_site import Site, build, copy_site, write_file

pytestmark = pytest.mark.server

FILM = "video: https://vimeo.com/76979871\nvideo_title: Le pain\nvideo_duration: 4:30\nvideo_transcript: none\n"
POST = """---
title: Une commune nouvelle
summary: Une phrase.
date: 2026-05-02
authors: [lea-montel]
category: Nature
commune: "15142"
---
[Le règlement](reglement.pdf), [le tour](tour.gpx), [les dates](dates.ics)
"""
CONF = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
include /etc/nginx/modules-enabled/*.conf;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/root;
        include {folder}/root{base}_servers/nginx.conf;
        brotli_static on;
    }}
}}
"""


OLD = """\
2019/été-à-la-plage/ -> a-propos/
docs/Bulletin%20(1).pdf -> a-propos/
?p=123 -> a-propos/
spip.php -> /
spip.php?article12 -> a-propos/
spip.php?rubrique4 -> gone
partis/%C3%A9t%C3%A9/ -> gone
"""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Served:
    site: Site
    port: int
    base: str = "/blog/"

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a path below the site's; the names of headers are given with underscores."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", f"{self.base}{path}", headers={"Accept-Encoding": "identity"} | sent)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def file(self, start: str, end: str) -> str:
        return next(path for path in self.site.files() if path.startswith(start) and path.endswith(end))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("nginx")
    content = copy_site("kitchen-sink", folder)
    write_file(content / "articles/2026/nouvelle/index.md", POST)
    (content / "articles/2026/nouvelle/reglement.pdf").write_bytes(make_pdf())
    (content / "articles/2026/nouvelle/tour.gpx").write_bytes(make_gpx())
    (content / "articles/2026/nouvelle/dates.ics").write_bytes(make_ics())
    (content / "articles/2026/pain").mkdir()
    post = POST.replace("---\n", f"---\n{FILM}", 1).partition(", [le tour]")[0]
    (content / "articles/2026/pain/index.md").write_text(f"{post}\n", encoding="utf-8")
    (content / "articles/2026/pain/reglement.pdf").write_bytes(make_pdf())
    (folder / ".moved.txt").write_text(OLD, encoding="utf-8")
    (content / "authors/une-passante.md").write_text("---\nstatus: withdrawn\n---\n", encoding="utf-8")
    own = {"SITEURL": "https://carnets.example/blog", "BUILDING_PRECOMPRESS": True, "SHARING_CARDS": True}
    site = build(content, folder, **own)
    (folder / "root").mkdir()
    (folder / "root/blog").symlink_to(site.output)
    with serving(site, folder, "/blog/") as shown:
        yield shown


@contextmanager
def serving(site: Site, folder: Path, base: str) -> Iterator[Served]:
    """Serve ``folder/root``, in which the site is."""
    program = os.environ.get("PLACETTE_NGINX", "")
    if not Path(program).is_file():
        pytest.fail("PLACETTE_NGINX names no program: run «invoke test», which finds or installs it.", pytrace=False)
    folder.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (folder / "nginx.conf").write_text(CONF.format(folder=folder, port=port, base=base), encoding="utf-8")
    with subprocess.Popen([program, "-c", folder / "nginx.conf", "-g", "user root;"]) as process:
        try:
            _wait(port, process)
            yield Served(site, port, base)
        finally:
            process.terminate()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, "nginx refuses its configuration"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("nginx does not answer")


def test_the_page_of_a_video_alone_has_a_policy_for_its_player(served: Served) -> None:
    site, player = dict(HEADERS), "frame-src https://player.vimeo.com/video/76979871"
    for path in ("2026/pain/", "2026/pain/index.html"):
        headers = served.get(path).headers
        assert headers[CSP] == site[CSP].replace("; frame-ancestors", f"; {player}; frame-ancestors")
        assert {name: headers.get(name) for name in site} == {**site, CSP: headers[CSP]}
        assert headers["Cache-Control"] == ASK_AGAIN
    assert served.get("2026/pain/reglement.pdf").headers[CSP] == SANDBOX
    assert served.get("2026/pain/oembed.json").headers[CSP] == served.get("2026/nouvelle/").headers[CSP] == site[CSP]


@pytest.mark.parametrize("path", ["", "absent/", "auteurs/une-passante/", "feeds/all.atom.xml", "theme/icon.svg"])
def test_every_answer_has_every_header_once(served: Served, path: str) -> None:
    answer = served.get(path)
    assert {name: answer.headers.get(name) for name, _ in HEADERS} == dict(HEADERS)


def test_pages_are_asked_for_again_and_answered_in_few_bytes_when_nothing_changed(served: Served) -> None:
    page = served.get("")
    assert (page.status, page.headers["Content-Type"], page.headers["Cache-Control"]) == (
        200,
        "text/html; charset=utf-8",
        ASK_AGAIN,
    )
    again = served.get("", If_None_Match=page.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


def test_files_whose_names_tell_what_they_hold_are_kept_for_ever(served: Served) -> None:
    assert served.get(served.file("theme/", ".css")).headers["Cache-Control"] == FOR_EVER
    assert served.get("theme/icon.svg").headers["Cache-Control"] == ASK_AGAIN
    for folder, kept in (("photos/", FOR_EVER), ("drawings/", ASK_AGAIN), ("cards/", FOR_EVER)):
        answer = served.get(served.file(folder, ""))
        assert (answer.status, answer.headers["Cache-Control"]) == (200, kept), folder
        assert (answer.headers[CSP] == SANDBOX) is (folder != "cards/")


@pytest.mark.parametrize(("accepted", "sent"), [("identity", ""), ("gzip", "gzip"), ("gzip, deflate, br", "br")])
def test_each_browser_gets_the_copy_that_it_can_read(served: Served, accepted: str, sent: str) -> None:
    for path, plain in (("", "index.html"), ("feeds/all.atom.xml", "feeds/all.atom.xml")):
        answer = served.get(path, Accept_Encoding=accepted)
        read = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}[sent]
        assert (answer.status, answer.headers.get("Content-Encoding", "")) == (200, sent)
        assert read(answer.body) == (served.site.output / plain).read_bytes()
        assert "Accept-Encoding" in answer.headers["Vary"]
    style = served.get(served.file("theme/", ".css"), Accept_Encoding=accepted)
    assert style.headers.get("Content-Encoding", "") == sent


@pytest.mark.parametrize("path", ["absent/", "feeds/", ".htaccess", "_headers", "_redirects", "_servers/nginx.conf"])
def test_what_is_not_there_or_not_for_visitors_is_not_found(served: Served, path: str) -> None:
    answer = served.get(path)
    assert (answer.status, answer.body) == (404, (served.site.output / "404.html").read_bytes())


@pytest.mark.parametrize("path", ["auteurs/une-passante/", "auteurs/une-passante/page/2/"])
def test_what_is_gone_is_gone(served: Served, path: str) -> None:
    answer = served.get(path)
    assert (answer.status, answer.body) == (410, (served.site.output / "410.html").read_bytes())


def test_what_moved_leads_to_where_it_is_now(served: Served) -> None:
    for path, target in (
        ("communes/15099-lavastrie/", "communes/15142-neuveglise-sur-truyere/"),
        ("a-propos", "a-propos/"),
    ):
        answer = served.get(path)
        assert (answer.status, answer.headers["Location"]) == (301, f"/blog/{target}")
        assert served.get(target).status == 200


@pytest.mark.parametrize(
    ("path", "status", "target"),
    [
        ("2019/%c3%a9t%c3%a9-%c3%a0-la-plage/?from=mail", 301, "a-propos/"),
        ("?p=123", 301, "a-propos/"),
        ("?p=1234", 200, None),
        ("%3Fp=123", 404, None),
        ("spip.php?article12", 301, "a-propos/"),
        ("spip.php?article1", 301, ""),
        ("spip.php?rubrique4", 410, None),
        ("partis/%C3%A9t%C3%A9/2/", 410, None),
    ],
)
def test_addresses_of_a_former_system_are_answered(served: Served, path: str, status: int, target: str | None) -> None:
    answer = served.get(path)
    led = None if target is None else f"/blog/{target}"
    assert (answer.status, answer.headers.get("Location")) == (status, led)


@pytest.mark.parametrize(
    ("start", "end", "kind"),
    [
        ("sitemap", ".xml", "application/xml"),
        ("agenda/", ".ics", "text/calendar; charset=utf-8"),
        ("posts", ".geojson", "application/geo+json"),
        ("photos/", ".avif", "image/avif"),
        ("theme/", ".js", "text/javascript; charset=utf-8"),
        ("favicon", ".ico", "image/vnd.microsoft.icon"),
    ],
)
def test_every_file_comes_as_what_it_is(served: Served, start: str, end: str, kind: str) -> None:
    assert served.get(served.file(start, end)).headers["Content-Type"] == kind


@pytest.mark.parametrize(
    ("name", "kind", "start"),
    [
        ("reglement.pdf", "application/pdf", b"%PDF-"),
        ("tour.gpx", "application/gpx+xml", b"<?xml"),
        ("dates.ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR"),
    ],
)
def test_documents_are_saved_by_browsers_and_shut_in(served: Served, name: str, kind: str, start: bytes) -> None:
    answer = served.get(f"2026/nouvelle/{name}")
    told = {CSP: SANDBOX, "Content-Type": kind, "Cache-Control": ASK_AGAIN, **dict([ATTACHED])}
    assert {name: answer.headers.get(name) for name in told} == told
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.body.startswith(start)


def test_calendars_and_ways_of_the_site_itself_are_opened_by_programs(served: Served) -> None:
    own = [path for path in served.site.files() if path.endswith((".ics", ".gpx")) and "nouvelle" not in path]
    assert own
    assert {served.get(path).headers.get(ATTACHED[0]) for path in own} == {None}


def test_what_is_well_known_is_answered_here_or_by_the_server_of_the_fediverse(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("wellknown")
    own = {"HOSTING_FEDIVERSE": "https://fed.brid.gy", "MINING_RIGHTS": "reserve"}
    site = build(copy_site("minimal", folder), folder, **own)
    (folder / "root").symlink_to(site.output)
    with serving(site, folder, "/") as shown:
        asked = ".well-known/webfinger?resource=acct:a.example@a.example"
        answer = shown.get(asked)
        assert (answer.status, answer.headers["Location"]) == (302, f"https://fed.brid.gy/{asked}")
        assert shown.get(".well-known/host-meta").headers["Location"] == "https://fed.brid.gy/.well-known/host-meta"
        said = shown.get(".well-known/tdmrep.json")
        assert (said.status, said.headers["Content-Type"]) == (200, "application/json")
        assert shown.get("").headers["TDM-Reservation"] == "1"
        assert shown.get(".htaccess").status == 404
