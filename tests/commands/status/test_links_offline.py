"""A computer without network is distinguished from dead links: one sentence, early, and nothing is remembered."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from placette.commands.status.asking import Connection, CutOffError, Manner, Pace, ask_all, is_cut_off
from placette.commands.status.links import LinkFate, LinkOutcome, Reply
from tests.commands.status.fixture_server import manner, served
from tests.fixture_site import copy_project, run

pytestmark = pytest.mark.no_cover

NOWHERE = [f"https://a{number}.invalid/" for number in range(7)]
SERVERS = frozenset(f"a{number}.invalid" for number in range(7))
QUICK = Pace(pause=0.0)
LATER = time.monotonic() + 3600


def connection(dead: tuple[str, ...] = (), until: float = LATER, servers: frozenset[str] = SERVERS) -> Connection:
    return Connection(dead, servers, until)


@pytest.mark.parametrize("why", ["no-host", "connection", "timeout"])
def test_five_servers_that_are_not_heard_of_are_enough(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("placette.commands.status.asking._GRACE", -1.0)
    seen = connection()
    for address in NOWHERE[:5]:
        seen.refuse_absence()
        seen.note(address, Reply(why=why))
    with pytest.raises(CutOffError) as cut:
        seen.refuse_absence()
    assert cut.value.servers == tuple(f"a{number}.invalid" for number in range(5))


def test_servers_that_are_there_have_time_to_answer_after_five_that_are_not() -> None:
    seen = connection()
    for address in NOWHERE:
        seen.note(address, Reply(why="no-host"))
        seen.refuse_absence()
    assert seen.until < LATER


def test_one_server_that_answers_proves_the_network_whatever_it_answers() -> None:
    seen = connection(until=0.0)
    seen.note("https://there.example/", Reply(why="status"))
    for address in NOWHERE:
        seen.note(address, Reply(why="no-host"))
    seen.refuse_absence()


def test_links_that_were_dead_before_prove_nothing() -> None:
    seen = connection(dead=tuple(NOWHERE))
    for address in NOWHERE:
        seen.note(address, Reply(why="no-host"))
    seen.refuse_absence()


def test_silence_alone_proves_it_after_a_while_but_not_of_a_single_server() -> None:
    with pytest.raises(CutOffError):
        connection(until=0.0).refuse_absence()
    connection(until=0.0, servers=frozenset({"a0.invalid"})).refuse_absence()


@pytest.mark.parametrize(
    ("whys", "cut_off"), [(("no-host", "timeout"), True), (("no-host", ""), False), (("no-host",), False), ((), False)]
)
def test_of_few_servers_none_must_answer(whys: tuple[str, ...], cut_off: bool) -> None:
    outcomes = {
        address: LinkOutcome(LinkFate.FAILING if why else LinkFate.ALIVE, why=why)
        for address, why in zip(NOWHERE, whys, strict=False)
    }
    assert is_cut_off(outcomes, ()) is cut_off


def test_names_that_lead_nowhere_are_no_dead_links() -> None:
    assert is_cut_off(ask_all(NOWHERE, Manner("test"), QUICK, "test"), ())


def test_with_one_server_that_is_there_the_others_are_dead() -> None:
    with served() as server:
        found = ask_all([f"{server.url}/here", *NOWHERE], manner(), QUICK, "test")
    assert found[f"{server.url}/here"].fate is LinkFate.ALIVE
    assert LinkFate.ALIVE not in {found[address].fate for address in NOWHERE}


@pytest.mark.whole
def test_the_task_says_so_in_a_sentence_and_remembers_nothing(tmp_path: Path) -> None:
    project = copy_project("minimal", tmp_path)
    text = next((project / "content").rglob("articles/**/index.md"))
    links = " ".join(f"[Le site {number}]({address})" for number, address in enumerate(NOWHERE))
    text.write_text(f"{text.read_text(encoding='utf-8')}\n{links}\n", encoding="utf-8")
    told = run(project, "invoke", "links")
    assert (told.returncode, "Traceback" in told.stderr) == (2, False)
    assert "Pas de connexion à l’internet, semble-t-il" in told.stderr
    assert not [path for path in (project / ".placette").rglob("*link*") if path.is_file()]
