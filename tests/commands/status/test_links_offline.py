"""A computer without network is distinguished from dead links: one sentence, and nothing is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.commands.status.asking import CutOffError, Manner, Pace, ask_all, is_cut_off
from placette.commands.status.links import LinkFate, LinkOutcome
from tests.commands.status.fixture_server import manner, served
from tests.fixture_site import run

pytestmark = pytest.mark.no_cover

NOWHERE = [f"https://a{number}.invalid/" for number in range(7)]
QUICK = Pace(pause=0.0)


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
    with pytest.raises(CutOffError) as cut:
        ask_all(NOWHERE, Manner("test"), QUICK, "test")
    assert len(cut.value.args) == len(NOWHERE)


def test_with_one_server_that_is_there_the_others_are_dead() -> None:
    with served() as server:
        found = ask_all([f"{server.url}/here", *NOWHERE], manner(), QUICK, "test")
    assert found[f"{server.url}/here"].fate is LinkFate.ALIVE
    assert LinkFate.ALIVE not in {found[address].fate for address in NOWHERE}


@pytest.mark.whole
def test_the_task_says_so_in_a_sentence_and_remembers_nothing(project: Path) -> None:
    text = next((project / "content").rglob("articles/**/index.md"))
    links = " ".join(f"[Le site {number}]({address})" for number, address in enumerate(NOWHERE))
    text.write_text(f"{text.read_text(encoding='utf-8')}\n{links}\n", encoding="utf-8")
    told = run(project, "invoke", "links")
    assert (told.returncode, "Traceback" in told.stderr) == (2, False)
    assert "Pas de connexion à l’internet, semble-t-il" in told.stderr
    assert not [path for path in (project / ".placette").rglob("*link*") if path.is_file()]
