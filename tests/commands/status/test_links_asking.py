"""Outside pages are asked on a real server: politely, within bounds, and never where nobody outside may go."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from placette.commands.status.links.asking import Asking, Connection, Manner, Pace, ask_all, exchange, is_cut_off
from placette.commands.status.links.asking import _ask_server as ask_server
from placette.commands.status.links.outcomes import LinkFate, LinkOutcome
from tests.commands.status.fixture_server import Server, manner, reach_here, served

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
        connection = Connection((), frozenset(), float("inf"))
        asking = Asking(manner(), Pace(), TOKEN, float("inf"), connection, stop=waits)
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
    found = ask_all(["http://nobody.invalid/", f"{closed}/"], manner(), QUICK, TOKEN)
    assert found[f"{closed}/"] == LinkOutcome(LinkFate.FAILING, "connection")
    assert found["http://nobody.invalid/"].why in {"no-host", "connection"}  # without network, nobody can say
    assert is_cut_off(found, {})
    assert not is_cut_off(found, {f"{closed}/"})  # what was dead before tells nothing
    assert not is_cut_off({**found, "https://a.example/": LinkOutcome(LinkFate.ALIVE)}, {})


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
