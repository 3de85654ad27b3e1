"""The published address, asked of a server with TLS on this machine."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from placette.commands.doctor import online
from placette.commands.doctor.installation import ExaminedSite
from placette.commands.doctor.online import examine_online, on_headers
from placette.commands.status import Manner, Reply
from placette.features.hosting import HEADERS
from tests.commands.doctor.fixture_patient import codes, patient_of, shown
from tests.commands.doctor.fixture_tls import EXPIRED, VALID, manner, served
from tests.fixture_site import commit, git
from tests.fixture_web import Answer, Web

pytestmark = pytest.mark.whole

SENT = dict(HEADERS)
GOOD = {
    "/": Answer(headers={**SENT, "Content-Encoding": "gzip"}),
    "/robots.txt": Answer(body=b"User-agent: *\nDisallow: /404.html\n"),
}
FINE = ["certificate-good", "headers-good", "compression-good", "robots-good", "absent-good"]


@pytest.fixture(scope="module")
def examined_site(tmp_path_factory: pytest.TempPathFactory) -> ExaminedSite:
    """A site with a post that was withdrawn, in a repository."""
    folder = tmp_path_factory.mktemp("online")
    withdrawn = {"articles/2026/parti/index.md": "---\nstatus: withdrawn\ndate: 2026-05-01\n---\n"}
    examined_site = patient_of(folder, withdrawn)
    git(folder, "init", "-q")
    commit(folder, "x", "content")
    return examined_site


def at(examined_site: ExaminedSite, web: Web, host: str = "localhost") -> ExaminedSite:
    """The patient, published by a server of the test."""
    return replace(examined_site, settings={**examined_site.settings, "SITEURL": f"https://{host}:{web.server_port}"})


def examined(examined_site: ExaminedSite, answers: dict[str, Answer], how: Manner | None = None) -> list[str]:
    with served(answers) as web:
        return codes(examine_online(at(examined_site, web), how or manner(VALID)))


def test_a_site_in_order_is_fine(examined_site: ExaminedSite) -> None:
    newest = git(examined_site.root, "rev-parse", "HEAD")
    known = Answer(body=json.dumps({"commit": newest}).encode())
    answers = {**GOOD, "/2026/parti/": Answer(410), "/provenance.json": known}
    assert examined(examined_site, answers) == [*FINE, "gone-good", "version-same"]


def test_what_a_plain_host_cannot_do_is_advice(examined_site: ExaminedSite) -> None:
    other = Answer(body=json.dumps({"commit": "0" * 40}).encode())
    bare = {"/": Answer(), "/2026/parti/": Answer(), "/provenance.json": other}
    with served(bare) as web:
        found = list(examine_online(at(examined_site, web), manner(VALID)))
    assert codes(found) == [
        *("certificate-good", "headers-absent", "compression-none", "robots-good", "absent-good"),
        *("gone-other", "version-other"),
    ]
    assert {one.severity for one in found} == {"fine", "advice"}
    gone = next(one for one in found if one.code == "gone-other")
    assert "2026/parti/ was withdrawn and should answer 410: it answers 200." in shown(gone, "en")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"/": Answer(headers={**SENT, "X-Robots-Tag": "NoIndex, nofollow"})}, "online-noindex"),
        ({"/": Answer(body=b'<meta name="robots" content="noindex">')}, "online-noindex"),
        ({"/robots.txt": Answer(body=b"User-agent: *\nDisallow: /\n")}, "robots-barred"),
        ({f"/{online._ABSENT}": Answer(200)}, "absent-other"),
        ({f"/{online._ABSENT}": Answer(302, {"Location": "/"})}, "absent-other"),
        ({"/": Answer(headers={**SENT, "Referrer-Policy": "unsafe-url"})}, "headers-other"),
    ],
)
def test_what_is_wrong_online_is_found(examined_site: ExaminedSite, changes: dict[str, Answer], code: str) -> None:
    assert code in examined(examined_site, {**GOOD, **changes})


@pytest.mark.parametrize(
    ("certificate", "host", "trusted", "reason"),
    [
        (EXPIRED, "localhost", EXPIRED, "it has expired"),
        (VALID, "127.0.0.1", VALID, "it is for another name"),
        (VALID, "localhost", None, "no authority that browsers know has signed it"),
    ],
)
def test_a_certificate_that_browsers_refuse_says_why(
    examined_site: ExaminedSite, certificate: Path, host: str, trusted: Path | None, reason: str
) -> None:
    with served(GOOD, certificate) as web:
        (found,) = examine_online(at(examined_site, web, host), manner(*filter(None, (trusted,))))
    assert found.code == "certificate-refused"
    assert reason in shown(found, "en")
    assert web.asked == []


@pytest.mark.parametrize(("years", "code"), [(79, "certificate-good"), (81, "certificate-ends")])
def test_a_certificate_should_be_renewed_in_time(examined_site: ExaminedSite, years: int, code: str) -> None:
    """That of the test has a hundred years from 2026 on."""
    then = replace(examined_site.build, now=examined_site.build.now.replace(year=2026 + years))
    assert examined(replace(examined_site, build=then), GOOD)[0] == code


def test_a_server_that_is_not_there_ends_the_examination(examined_site: ExaminedSite) -> None:
    with served({}) as web:
        gone = at(examined_site, web)
    (found,) = examine_online(gone, manner(VALID))
    assert "n’est pas joignable : la connexion a été refusée ou coupée" in shown(found, "fr")
    assert "this computer is offline" in shown(found, "en")


def test_a_home_page_that_is_not_there_ends_the_examination(examined_site: ExaminedSite) -> None:
    assert examined(examined_site, {"/": Answer(503)}) == ["online-answers"]


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(301, location="https://carnets.example/"), "https-led"),
        (Reply(302, location="https://carnets.example/"), "https-led"),
        (Reply(200), "https-not-led"),
        (Reply(301, location="http://www.carnets.example/"), "https-not-led"),
        (Reply(why="connection"), "https-not-led"),
    ],
)
def test_visitors_without_encryption_are_led_to_it(reply: Reply, code: str) -> None:
    asked: list[str] = []

    def ask(url: str) -> Reply:
        asked.append(url)
        return reply

    assert codes(online._on_plain("https://carnets.example/blog", ask)) == [code]
    assert asked == ["http://carnets.example/blog/"]
    assert list(online._on_plain("http://carnets.example", lambda _url: Reply())) == []


def test_headers_may_promise_more_and_be_spaced_otherwise() -> None:
    sent = {name.lower(): value for name, value in HEADERS}
    csp = sent["content-security-policy"].replace("; ", ";  ") + ";"
    more = {**sent, "content-security-policy": csp, "strict-transport-security": "max-age=63072000; preload"}
    assert codes(on_headers(Reply(200, headers=more))) == ["headers-good"]
    short = {**sent, "strict-transport-security": "max-age=60"}
    (found,) = on_headers(Reply(200, headers=short))
    assert "Strict-Transport-Security" in shown(found, "fr")
    (found,) = on_headers(Reply(200, headers={name: sent[name] for name in sent if name != "referrer-policy"}))
    assert "protect visitors: Referrer-Policy On a server of your own" in shown(found, "en")
