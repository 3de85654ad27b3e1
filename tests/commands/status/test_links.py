"""Links are found with their lines, answers are remembered as long as they hold, and reported in words."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from gettext import NullTranslations
from pathlib import Path

import pytest

from placette.commands.status.asking import (
    Asking,
    Manner,
    Pace,
    ask_all,
    exchange,
    is_cut_off,
    is_public,
    public_reach,
)
from placette.commands.status.asking import _ask_server as ask_server
from placette.commands.status.links import (
    FILE,
    Answer,
    Link,
    LinkFate,
    LinkOutcome,
    count_links,
    due,
    known_links,
    link_sections,
    outside_links,
    read_answers,
    renewed,
    seconds_to_wait,
    write_answers,
)
from placette.engine.findings.rows import FindingsReport
from tests.commands.status.fixture_server import Server, manner, reach_here, served
from tests.commands.status.reading import read_site

TODAY = date(2026, 7, 1)
ALIVE, GONE, FAILING = (
    LinkOutcome(LinkFate.ALIVE, "", 200),
    LinkOutcome(LinkFate.GONE, "status", 404),
    LinkOutcome(LinkFate.FAILING, "timeout"),
)
POST = "articles/2026/bonjour/index.md"
PROFILE = "authors/lea.md"
TEXT = """---
title: Bonjour
summary: Un premier billet.
date: 2026-05-01
authors: [lea]
category: Nature
---
Voir [là](https://a.example/x?y=1#ici) et <https://b.example/>,
[chez nous](https://carnets.example/2026/bonjour/) ou [écrire](mailto:a@b.example).

Encore [là](https://a.example/x?y=1 "Titre") et [ailleurs][1].

[1]: HTTP://C.example/É
"""


def link(url: str) -> Link:
    return Link(url, ((POST, 8),))


def test_links_of_texts_and_profiles_are_found_with_their_lines(content: Path, tmp_path: Path) -> None:
    (content / POST).write_text(TEXT, encoding="utf-8")
    profile = content / PROFILE
    profile.write_text(
        profile.read_text(encoding="utf-8").replace("\n---\n", "\nlinks: {site: https://lea.example/}\n---\n", 1),
        encoding="utf-8",
    )
    build = read_site(content, tmp_path)
    assert [found for found in build.problems if found.severity == "blocks"] == []
    found = outside_links(build, "https://carnets.example", lambda path: (content / path).read_text(encoding="utf-8"))
    assert [(one.url, [*one.places]) for one in found] == [
        ("HTTP://C.example/É", [(POST, 13)]),
        ("https://a.example/x?y=1", [(POST, 8)]),
        ("https://b.example/", [(POST, 8)]),
        ("https://lea.example/", [(PROFILE, 5)]),
    ]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("7", 7.0),
        ("Wed, 01 Jul 2026 12:00:30 GMT", 30.0),
        ("Wed, 01 Jul 2020 12:00:30 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("9" * 500, 999_999_999.0),
    ],
)
def test_a_server_says_when_to_come_back(written: str, seconds: float | None) -> None:
    assert seconds_to_wait(written, datetime(2026, 7, 1, 12, tzinfo=UTC)) == seconds


def test_a_live_answer_holds_for_days_and_a_dead_one_is_asked_again() -> None:
    ages = {f"https://{days}.example/": Answer(ALIVE, TODAY - timedelta(days=days)) for days in (0, 6, 7)}
    answers = {
        **ages,
        "https://dead.example/": Answer(GONE, TODAY, TODAY),
        "https://t.example/": Answer(ALIVE, date(2030, 1, 1)),
    }
    links = [link(url) for url in (*answers, "https://new.example/")]
    assert due(links, answers, TODAY, 7) == [
        *("https://7.example/", "https://t.example/", "https://new.example/", "https://dead.example/")
    ]
    assert len(due(links, answers, TODAY, 0)) == len(links)


def test_a_dead_link_is_dead_since_its_first_failure_and_forgotten_with_its_text() -> None:
    before = {
        "https://a.example/": Answer(FAILING, date(2026, 6, 1), date(2026, 5, 1)),
        "https://b.example/": Answer(ALIVE, TODAY),
    }
    links = [link("https://a.example/")]
    dead = renewed(links, before, {"https://a.example/": GONE}, TODAY)
    assert dead == {"https://a.example/": Answer(GONE, TODAY, date(2026, 5, 1))}
    alive = renewed(links, dead, {"https://a.example/": ALIVE}, TODAY)
    assert alive == {"https://a.example/": Answer(ALIVE, TODAY)}
    assert renewed(links, alive, {"https://a.example/": GONE}, TODAY)["https://a.example/"].since == TODAY
    assert renewed(links, before, {}, TODAY) == {"https://a.example/": before["https://a.example/"]}


@pytest.mark.parametrize("data", [b"", b"[]", b'{"https://a.example/": {"outcome": {"fate": "well"}}}', b"\xff\x00"])
def test_a_memory_that_is_not_ours_is_no_memory(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).write_bytes(data)
    assert read_answers(tmp_path) == {}


def test_answers_come_back_as_they_were_kept(tmp_path: Path) -> None:
    answers = {"https://a.example/": Answer(GONE, TODAY, TODAY), "https://b.example/é": Answer(ALIVE, TODAY)}
    write_answers(tmp_path, answers)
    assert read_answers(tmp_path) == answers


def test_the_report_says_what_where_and_since_when_and_obeys_nobody() -> None:
    answers = {
        "https://dead.example/\x1b[2J": Answer(GONE, TODAY, date(2026, 5, 1)),
        "https://moved.example/": Answer(LinkOutcome(LinkFate.ALIVE, "", 200, "https://new.example/"), TODAY),
        "https://private.example/": Answer(LinkOutcome(LinkFate.FORBIDDEN, "private"), TODAY),
        "https://well.example/": Answer(ALIVE, TODAY),
    }
    known = known_links([link(url) for url in (*answers, "https://new.example/")], answers)
    words = NullTranslations()
    sections = tuple(link_sections(known, words, "en"))
    assert "\n\n".join(FindingsReport("S", datetime(2026, 7, 1), sections, words, "en").blocks()) == (
        f"Gone (1)\n  https://dead.example/\\x1b[2J\n    it answers 404, since 1\u00a0May\u00a02026\n"
        f"    {POST}:8\n\n"
        "Not checked: look at them yourself (1)\n  https://private.example/\n    it leads into a private network\n"
        f"    {POST}:8\n\n"
        "Moved for good: the new address is a proposal (1)\n  https://moved.example/\n    → https://new.example/\n"
        f"    {POST}:8"
    )
    assert count_links(known, 4, words).startswith("Outside links: 5. Answering: 2; gone: 1;")


TOKEN = "placette-links"
QUICK = Pace(pause=0.0)


@pytest.fixture(scope="module")
def outcomes() -> Iterator[tuple[Server, dict[str, LinkOutcome]]]:
    """One run over everything that answers at once."""
    paths = (
        "/here /gone /absent /login /shield /broken /busy /shy /endless /nonsense /soon /moved /elsewhere-today"
        " /moved-then-not /moved-to-nothing /round /metadata /mapped /mail /script /barred /barred/but-this /a.secret"
        " /barred-in-the-end /%C3%A9t%C3%A9 /été?q=à /here?x=1"
    ).split()
    with served() as server:
        found = ask_all([f"{server.url}{path}" for path in paths], manner(), QUICK, TOKEN)
        yield server, {url.removeprefix(server.url): outcome for url, outcome in found.items()}


@pytest.mark.parametrize(
    ("path", "fate", "why"),
    [
        ("/here", LinkFate.ALIVE, ""),
        ("/gone", LinkFate.GONE, "status"),
        ("/absent", LinkFate.GONE, "status"),
        ("/login", LinkFate.CLOSED, "status"),
        ("/shield", LinkFate.CLOSED, "status"),
        ("/busy", LinkFate.CLOSED, "status"),
        ("/broken", LinkFate.FAILING, "status"),
        ("/shy", LinkFate.ALIVE, ""),
        ("/endless", LinkFate.ALIVE, ""),
        ("/nonsense", LinkFate.FAILING, "odd"),
        ("/soon", LinkFate.ALIVE, ""),
        ("/elsewhere-today", LinkFate.ALIVE, ""),
        ("/moved-to-nothing", LinkFate.GONE, "status"),
        ("/round", LinkFate.FAILING, "loop"),
        ("/metadata", LinkFate.FORBIDDEN, "private"),
        ("/mapped", LinkFate.FORBIDDEN, "private"),
        ("/mail", LinkFate.FORBIDDEN, "private"),
        ("/script", LinkFate.FORBIDDEN, "scheme"),
        ("/barred", LinkFate.BARRED, "robots"),
        ("/a.secret", LinkFate.BARRED, "robots"),
        ("/barred-in-the-end", LinkFate.BARRED, "robots"),
        ("/barred/but-this", LinkFate.ALIVE, ""),
        ("/%C3%A9t%C3%A9", LinkFate.ALIVE, ""),
        ("/été?q=à", LinkFate.ALIVE, ""),
    ],
)
def test_an_answer_tells_what_became_of_a_page(
    outcomes: tuple[Server, dict[str, LinkOutcome]], path: str, fate: LinkFate, why: str
) -> None:
    assert (outcomes[1][path].fate, outcomes[1][path].why) == (fate, why)


def test_only_redirects_that_are_permanent_from_the_beginning_propose_an_address(
    outcomes: tuple[Server, dict[str, LinkOutcome]],
) -> None:
    server, found = outcomes
    moved = {path: outcome.moved.removeprefix(server.url) for path, outcome in found.items() if outcome.moved}
    assert moved == {"/moved": "/here", "/moved-then-not": "/elsewhere-today"}


def test_what_robots_must_not_read_is_not_read_and_nothing_is_asked_twice(
    outcomes: tuple[Server, dict[str, LinkOutcome]],
) -> None:
    server = outcomes[0]
    assert not {"/barred", "/a.secret"} & set(server.paths())
    assert server.asked.count(("GET", "/robots.txt")) == 1
    assert server.asked.count(("HEAD", "/here")) == 1  # though three redirects lead there
    assert ("GET", "/here") not in server.asked
    assert server.paths().count("/gone") == 2  # a page is not called dead because its server doesn't know HEAD
    assert server.agents == {"placette-links (+https://carnets.example/)"}
    assert server.most_at_once == 1


def test_servers_are_asked_at_once_and_each_in_turn() -> None:
    with served() as one, served() as other:
        one.meeting = other.meeting = threading.Barrier(2)
        named = other.url.replace("127.0.0.1", "localhost")
        found = ask_all([f"{one.url}/meet", f"{named}/meet"], manner(), QUICK, TOKEN)
    assert {outcome.fate for outcome in found.values()} == {LinkFate.ALIVE}


def test_a_server_that_drips_is_left_in_time() -> None:
    with served() as server:
        assert exchange(f"{server.url}/drip", "GET", manner(0.3)).why == "timeout"


def test_a_server_that_asks_for_peace_gets_it_and_the_rest_waits_for_another_day() -> None:
    with served() as server:
        found = ask_all([f"{server.url}{path}" for path in ("/a", "/later", "/z")], manner(), QUICK, TOKEN)
        assert {url.removeprefix(server.url): outcome.status for url, outcome in found.items()} == {
            "/a": 200,
            "/later": 503,
        }
        assert server.paths() == ["/a", "/later"]


def test_a_server_whose_rules_cannot_be_read_is_not_asked_more() -> None:
    with served() as server:
        server.rules_status = 500
        found = ask_all([f"{server.url}/here", f"{server.url}/shy"], manner(), QUICK, TOKEN)
        assert set(found.values()) == {LinkOutcome(LinkFate.FAILING, "status", 500)}
        assert server.paths() == []


@pytest.mark.parametrize(
    ("target", "why"), [("https://[", "odd"), ("file:///etc/passwd", "odd"), ("//10.0.0.1/", "private")]
)
def test_rules_that_lead_astray_are_not_followed(target: str, why: str) -> None:
    with served() as server:
        server.rules_status, server.rules_location = 301, target
        assert ask_all([f"{server.url}/here"], manner(), QUICK, TOKEN)[f"{server.url}/here"].why == why
        assert server.paths() == []


class Waits(threading.Event):
    """Waits for nothing, and remembers how long it should have waited."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.pauses.append(timeout or 0.0)
        return False


@pytest.mark.parametrize(
    ("robots", "pause"),
    [(b"", 1.0), (b"User-agent: *\nCrawl-delay: 5\n", 5.0), (b"User-agent: *\nCrawl-delay: 9999\n", 30.0)],
)
def test_there_is_a_pause_between_two_questions(robots: bytes, pause: float) -> None:
    waits = Waits()
    with served() as server:
        server.robots, server.retry_after = robots, "7"
        asking = Asking(manner(), Pace(), TOKEN, float("inf"), stop=waits)
        list(ask_server([f"{server.url}{path}" for path in ("/a", "/later", "/z")], asking))
        assert server.paths() == ["/a", "/later", "/later", "/z"]
    assert waits.pauses == [pause, pause, 7.0, pause]


def test_a_hostile_number_of_addresses_takes_no_longer_than_it_may() -> None:
    with served() as server:
        urls = [f"{server.url}/{number}" for number in range(5)]
        assert ask_all(urls, manner(), Pace(pause=0.0, whole=-1.0), TOKEN) == {}
        assert server.asked == []


def test_this_machine_and_its_network_are_not_asked_unless_a_test_says_so() -> None:
    with served() as server:
        for url in (
            server.url,
            server.url.replace("127.0.0.1", "localhost"),
            server.url.replace("127.0.0.1", "2130706433"),
        ):
            found = ask_all([f"{url}/here"], Manner("placette-links"), QUICK, TOKEN)
            assert found == {f"{url}/here": LinkOutcome(LinkFate.FORBIDDEN, "private")}
        assert server.asked == []


def test_a_name_that_nobody_has_is_gone_and_a_closed_door_fails() -> None:
    with served() as server:
        closed = server.url
    urls = ["http://nobody.invalid/", f"{closed}/"]
    found = ask_all(urls, manner(), QUICK, TOKEN, dead=urls)
    assert found[f"{closed}/"] == LinkOutcome(LinkFate.FAILING, "connection")
    assert found["http://nobody.invalid/"].why in {"no-host", "connection"}  # without network, it is unknown
    assert is_cut_off(found, {})
    assert not is_cut_off(found, {f"{closed}/"})  # what was dead before tells nothing
    assert not is_cut_off({**found, "https://a.example/": LinkOutcome(LinkFate.ALIVE)}, {})


@pytest.mark.whole
@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_certificates_are_looked_at(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    made = ["openssl", "req", "-x509", *curve, *names, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with served() as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        url = f"https://localhost:{server.server_port}/here"
        assert exchange(url, "HEAD", manner()).why == "certificate"
        trusting = Manner("placette-links", reach_here, 5.0, ssl.create_default_context(cafile=str(certificate)))
        assert exchange(url, "HEAD", trusting).status == 200
        assert exchange(url.replace("localhost", "127.0.0.1"), "HEAD", trusting).why == "certificate"


PRIVATE = (
    "127.0.0.1 127.9.9.9 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 192.0.2.1 198.18.0.1"
    " 224.0.0.1 240.0.0.1 255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 ff02::1 2001:db8::1"
    " 3fff::1 3fff:fff:ffff::1 5f00::1"
    " ::ffff:127.0.0.1 ::ffff:169.254.169.254 64:ff9b::a00:1 64:ff9b::7f00:1 2002:7f00:1:: 2002:a00:1::1"
    " 2001:0:7f00:1::1 2002:101:101::1 fec0::1 nonsense"
).split()
PUBLIC = "93.184.216.34 1.1.1.1 2606:4700:4700::1111 ::ffff:1.1.1.1 64:ff9b::101:101".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_some_private_place_is_refused(address: str) -> None:
    assert not is_public(address)
    assert public_reach(address, 443) == "private"


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_asked_on_ports_of_the_web(address: str) -> None:
    assert [public_reach(address, port) for port in (80, 443, 8080)] == ["", "", ""]
    assert [public_reach(address, port) for port in (22, 25, 110, 445)] == ["port"] * 4
